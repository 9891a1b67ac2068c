import { CalendarClock } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { ButtonLink } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import type { ScheduleRulesPage as Page, ScheduleRuleItem } from "../schedule-rule.types.ts";
import { RATER_WORDS } from "../schedule-words.ts";

export function ScheduleRulesPage({ rules, waiting, permissions }: Page) {
  return (
    <>
      <PageHeader
        title="Schedules"
        intro="The rules by which fidelity reviews fall due. Every night the reviews of the next twelve months are made to match them; what somebody has begun or finished stays as it is."
        actions={
          <>
            {permissions.canRead ? (
              <>
                <ButtonLink to="/schedules/board" variant="secondary">
                  Board
                </ButtonLink>
                <ButtonLink to="/schedules/reviews" variant="secondary">
                  Reviews ahead
                </ButtonLink>
              </>
            ) : null}
            {permissions.canRecord ? (
              <ButtonLink to="/schedules/complaints" variant="secondary">
                Complaints
              </ButtonLink>
            ) : null}
            {permissions.canAccept ? (
              <ButtonLink to="/acceptance" variant="secondary">
                To be accepted{waiting > 0 ? ` (${waiting})` : ""}
              </ButtonLink>
            ) : null}
            {permissions.canChange ? (
              <>
                <ButtonLink to="/schedules/conflicts" variant="secondary">
                  Conflicts of interest
                </ButtonLink>
                <ButtonLink to="/schedules/new" variant="secondary">
                  Add a rule
                </ButtonLink>
              </>
            ) : null}
          </>
        }
      />
      {rules.length === 0 ? (
        <EmptyState icon={CalendarClock} title="No rule plans reviews yet">
          Until there is one, nothing falls due.
        </EmptyState>
      ) : (
        <ul className="grid gap-4 lg:grid-cols-2">
          {rules.map((rule) => (
            <li key={rule.code}>
              <RuleCard rule={rule} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function RuleCard({ rule }: { rule: ScheduleRuleItem }) {
  const { code, title, words, instrumentTitle, raterType, state, next, since, version, endsOn } = rule;
  return (
    <Card
      title={title}
      to={`/schedules/${code}`}
      headingLevel={2}
      className="h-full"
      aside={
        state === "in-force" ? (
          <Badge tone="positive">In force</Badge>
        ) : state === "to-come" ? (
          <Badge tone="info">From {formatDay(since)}</Badge>
        ) : (
          <Badge>Ended</Badge>
        )
      }
    >
      <p className="first-letter:uppercase">{words}.</p>
      <p className="mt-1 text-[0.9375rem] text-ink-muted">
        {instrumentTitle} · {RATER_WORDS[raterType]} · version {version} since{" "}
        {formatDay(since, { weekday: false })}
      </p>
      {endsOn !== null ? (
        <p className="mt-2 text-[0.9375rem]">
          <strong>
            {state === "ended" ? "Ended" : "Ends"} on {formatDay(endsOn)}.
          </strong>
        </p>
      ) : null}
      {next ? (
        <p className="mt-2 text-[0.9375rem]">
          <strong>From {formatDay(next.on)}:</strong> {next.words}.
        </p>
      ) : null}
      <p className="mt-2 text-[0.9375rem]">
        {rule.planned === 1 ? "1 review" : `${rule.planned} reviews`} ahead
        {rule.unassigned > 0 ? `, ${rule.unassigned} without a rater` : ""}
      </p>
    </Card>
  );
}
