import { Badge } from "#app/components/badge.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { type FormAnswer, OwnForm } from "#app/components/own-form.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import type { CertificationItem } from "#app/features/admin/admin.types.ts";

const short = (day: string) => formatDay(day, { weekday: false });

function State({ award, today }: { award: CertificationItem; today: string }) {
  if (award.revokedOn) return <Badge tone="critical">Revoked</Badge>;
  if (award.validUntil < today) return <Badge tone="caution">Lapsed</Badge>;
  return (
    <Badge tone={award.isProvisional ? "info" : "positive"}>
      {award.isProvisional ? "Provisional" : "Valid"}
    </Badge>
  );
}

export function CertificationList({
  certifications,
  answer,
  today,
}: {
  certifications: readonly CertificationItem[];
  answer: FormAnswer;
  today: string;
}) {
  if (certifications.length === 0)
    return <p className="text-ink-muted">No certification has been awarded.</p>;
  return (
    <ul
      aria-label="Certifications"
      className="divide-y divide-line rounded-card border border-line bg-surface shadow-card"
    >
      {certifications.map((award) => (
        <li key={award.id} className="grid gap-1 px-4 py-3">
          <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
            <p className="font-medium">{award.kind === "coach" ? "Coach" : "Rater"}</p>
            <State award={award} today={today} />
          </div>
          <p className="text-sm text-ink-muted tabular-nums">
            Awarded {short(award.awardedOn)}, valid until {short(award.validUntil)}
            {award.revokedOn ? `, revoked ${short(award.revokedOn)}` : ""}
          </p>
          {award.revokedOn ? null : (
            <OwnForm
              intent="revoke"
              about={award.id}
              answer={answer}
              label={
                <>
                  Revoke<span className="sr-only"> the certification of {short(award.awardedOn)}</span>
                </>
              }
              submitLabel="Revoke it"
              danger
              hidden={{ id: award.id }}
            >
              {(field) => (
                <DateField
                  {...field("revokedOn", today)}
                  label="Revoked on"
                  hint="What was coached or rated before that day stays valid."
                />
              )}
            </OwnForm>
          )}
        </li>
      ))}
    </ul>
  );
}
