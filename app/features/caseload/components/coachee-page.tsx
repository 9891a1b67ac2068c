import { Link } from "@remix-run/react";
import { Badge } from "#app/components/badge.tsx";
import { Callout } from "#app/components/callout.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { PROFILE_LABELS } from "#app/features/agreements/visibility-profile.types.ts";
import { formatLastDay, formatMonth } from "#app/time/format-day.ts";
import type { CoacheePage as Page } from "../coachee.types.ts";
import { INTENSITY_WORDS, number } from "./caseload-words.ts";

export function CoacheePage({ page }: { page: Page }) {
  const { person, coaching, goals, lastOn, months } = page;
  const current = coaching.filter(({ state }) => state !== "ended");
  const earlier = coaching.filter(({ state }) => state === "ended");
  return (
    <>
      <PageHeader
        title={person.name}
        meta={
          <>
            <span>{[person.jobTitle, coaching[0]?.siteName].filter(Boolean).join(", ")}</span>
            <span>{lastOn ? `last session ${formatDay(lastOn)}` : "no session in four months"}</span>
          </>
        }
      />
      <div className="grid gap-8 lg:grid-cols-2">
        <Section
          title="Dose"
          description="Sessions and minutes with any coach, as recorded so far."
          className="mt-0!"
        >
          <DataTable
            caption={`Dose of ${person.name} by month`}
            hideCaption
            columns={MONTH_COLUMNS}
            rows={months}
            rowKey={({ month }) => month}
            phone="lines"
            dense
          />
        </Section>
        <Section title="Coaching" className="mt-0!">
          {current.length === 0 ? <p className="text-ink-muted">Nobody coaches this person today.</p> : null}
          <ul className="grid gap-3">
            {current.map((row) => (
              <li key={row.id} className="rounded-card border border-line bg-surface p-4">
                <p className="flex flex-wrap items-center gap-x-3 gap-y-1 font-medium">
                  {row.coachName}
                  {row.isViewer || row.profile === "supervisory" ? (
                    <Badge tone="info">Supervisory coaching</Badge>
                  ) : null}
                </p>
                <p className="text-sm text-ink-muted">
                  {INTENSITY_WORDS[row.intensity]} intensity, {row.state === "planned" ? "from" : "since"}{" "}
                  {formatDay(row.startsOn, { weekday: false })}
                  {row.endsOn ? ` until ${formatLastDay(row.endsOn, { weekday: false })}` : ""}
                </p>
                <p className="text-sm">
                  {row.profile ? (
                    <>Agreement signed: {PROFILE_LABELS[row.profile].toLowerCase()}. </>
                  ) : (
                    "No signed agreement in force. "
                  )}
                  {row.isParty && row.agreementId ? (
                    <Link className="link" to={`/agreements/${row.agreementId}`}>
                      Open the agreement
                    </Link>
                  ) : null}
                </p>
              </li>
            ))}
          </ul>
        </Section>
      </div>
      {goals.length > 0 ? (
        <Section
          title="Goals"
          description="Shown because everybody named in the agreement has signed for it."
        >
          <ul className="divide-y divide-line rounded-card border border-line bg-surface">
            {goals.map((goal) => (
              <li key={goal.id} className="px-4 py-2.5">
                <p className="font-medium">{goal.title}</p>
                <p className="text-sm text-ink-muted">
                  {[
                    goal.functionTitle,
                    `${goal.stepsDone} of ${goal.stepsDone + goal.stepsOpen} steps done`,
                    goal.reviewOn ? `look again ${formatDay(goal.reviewOn)}` : null,
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </p>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {earlier.length > 0 ? (
        <Section title="Earlier coaching">
          <ul className="text-[0.9375rem]">
            {earlier.map((row) => (
              <li key={row.id}>
                {row.coachName}, {INTENSITY_WORDS[row.intensity].toLowerCase()},{" "}
                {formatDay(row.startsOn, { weekday: false })} to{" "}
                {row.endsOn ? formatDay(row.endsOn, { weekday: false }) : ""}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <div className="mt-8 max-w-3xl">
        <Callout tone="info" title="What is not shown">
          What was said in a session, steps, notes and remarks on checklists stay between coach and coachee.
          This page is for supporting coaching, not for evaluating a person, and looking at it is recorded.
        </Callout>
      </div>
    </>
  );
}

const MONTH_COLUMNS: readonly Column<Page["months"][number]>[] = [
  { key: "month", header: "Month", rowHeader: true, cell: ({ month }) => formatMonth(month) },
  {
    key: "sessions",
    header: "Sessions",
    align: "end",
    cell: ({ sessions }) => `${number(sessions)} sessions`,
  },
  { key: "minutes", header: "Minutes", align: "end", cell: ({ minutes }) => `${number(minutes)} minutes` },
];
