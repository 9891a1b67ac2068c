import { Form, Link } from "@remix-run/react";
import { Download, FileSpreadsheet } from "lucide-react";
import { type Answer, fieldErrorsOf, generalErrorOf, typedValue } from "#app/components/answer.ts";
import { Badge, type Tone } from "#app/components/badge.tsx";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { Card } from "#app/components/card.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import type { ExportItem, ExportScope, ExportStatus, ExportsPage as Page } from "../export.types.ts";
import { useLookingAgain } from "./use-looking-again.ts";

const SCOPE_LABELS: Record<ExportScope, string> = {
  coach: "Sessions I led or co-coached",
  coachee: "Sessions I was coached in",
  oversight: "Sessions at the sites I oversee",
};
const STATUS: Record<ExportStatus, { label: string; tone: Tone }> = {
  queued: { label: "Waiting", tone: "info" },
  running: { label: "Being written", tone: "info" },
  done: { label: "Ready", tone: "positive" },
  failed: { label: "Failed", tone: "critical" },
  expired: { label: "Deleted", tone: "neutral" },
};
const NUMBER = new Intl.NumberFormat("en-US");

export function ExportsPage({ page, answer }: { page: Page; answer: Answer }) {
  const errors = fieldErrorsOf(answer);
  const isWaiting = page.exports.some(isUnfinished);
  useLookingAgain(isWaiting);
  return (
    <>
      <PageHeader
        title="Exports"
        intro="Sessions as a CSV file, with a manifest that says what is in it. A file is kept for a week."
      />
      <div className="max-w-3xl">
        <Section title="Ask for a file">
          <Card>
            <Form method="post" noValidate className="grid gap-4">
              <input type="hidden" name="id" value={page.newId} />
              <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
              <SelectField
                name="scope"
                label="Which sessions"
                options={page.scopes.map((value) => ({ value, label: SCOPE_LABELS[value] }))}
                defaultValue={typedValue(answer, "scope") ?? page.scopes[0] ?? ""}
                error={errors.scope}
              />
              <div className="grid gap-4 sm:grid-cols-2">
                <DateField
                  name="fromOn"
                  label="First day"
                  defaultValue={typedValue(answer, "fromOn") ?? page.monthStart}
                  error={errors.fromOn}
                />
                <DateField
                  name="untilOn"
                  label="Last day"
                  defaultValue={typedValue(answer, "untilOn") ?? page.today}
                  error={errors.untilOn}
                />
              </div>
              <Callout title="Facts and dose, not the conversation">
                <p>
                  No summary, note, goal, action step or other free text is in the file
                  {page.scopes.includes("oversight") ? ", and a file of sites names no person" : ""}. It is
                  not for evaluating anybody. Each request and each download is in the audit log.
                </p>
              </Callout>
              <div>
                <Button type="submit" icon={FileSpreadsheet}>
                  Write the file
                </Button>
              </div>
            </Form>
          </Card>
        </Section>
        <Section title="What you asked for">
          {page.exports.length === 0 ? (
            <EmptyState title="Nothing yet" icon={FileSpreadsheet}>
              What you ask for above is listed here until it is a week old.
            </EmptyState>
          ) : (
            <ul className="grid gap-3" aria-live="polite">
              {page.exports.map((item) => (
                <li key={item.id}>
                  <ExportCard item={item} />
                </li>
              ))}
            </ul>
          )}
          {isWaiting ? (
            <p className="mt-3 text-sm text-ink-muted">
              This page looks again by itself.{" "}
              <Link to="/exports" className="link">
                Look again now
              </Link>
            </p>
          ) : null}
        </Section>
      </div>
    </>
  );
}

function ExportCard({ item }: { item: ExportItem }) {
  const { label, tone } = STATUS[item.status];
  return (
    <Card
      title={`${formatDay(item.fromOn)} – ${formatDay(item.untilOn)}`}
      aside={<Badge tone={tone}>{label}</Badge>}
    >
      <p>{SCOPE_LABELS[item.scope]}</p>
      <p className="text-sm text-ink-muted">
        Asked for on {formatDay(item.requestedOn)} at {item.requestedTime}. {progressOf(item)}
      </p>
      {item.error ? <p className="mt-2 text-critical">{item.error}</p> : null}
      {item.permissions.canDownload ? (
        <div className="mt-3 flex flex-wrap gap-2">
          <ButtonLink to={`/exports/${item.id}/csv`} icon={Download} reloadDocument>
            CSV file
          </ButtonLink>
          <ButtonLink to={`/exports/${item.id}/manifest`} variant="secondary" reloadDocument>
            Manifest
          </ButtonLink>
        </div>
      ) : item.status === "done" ? (
        <p className="mt-2">
          Your roles no longer include all of these sessions, so the file is closed to you.
        </p>
      ) : null}
    </Card>
  );
}

function progressOf({ status, rows, keptUntil }: ExportItem): string {
  const count = `${NUMBER.format(rows)} ${rows === 1 ? "row" : "rows"}`;
  if (status === "running") return `${count} so far.`;
  if (status === "done") return `${count}, kept until ${formatDay(keptUntil)}.`;
  return "";
}

function isUnfinished({ status }: ExportItem): boolean {
  return status === "queued" || status === "running";
}
