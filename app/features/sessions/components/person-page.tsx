import { CalendarPlus, NotebookPen } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { ButtonLink } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Meter } from "#app/components/meter.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pagination } from "#app/components/pagination.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { INTENSITY_LABELS } from "../session.codes.ts";
import type { MonthDose, PersonPage as Page } from "../session.types.ts";
import { type GoalAnswer, GoalList } from "./goal-list.tsx";
import { SessionList } from "./session-list.tsx";
import { StepList } from "./step-list.tsx";

export function PersonPage({ page, answer }: { page: Page; answer?: GoalAnswer }) {
  const { person, assignment, today, steps, sessions } = page;
  return (
    <>
      <PageHeader
        title={person.name}
        breadcrumb={[{ label: "My people", to: "/people" }]}
        meta={
          <>
            <span>{[person.jobTitle, person.siteName].filter(Boolean).join(", ")}</span>
            <Badge icon={null}>{INTENSITY_LABELS[assignment.intensity]}</Badge>
            <span>
              Yours since {formatDay(assignment.startsOn, { weekday: false })}
              {assignment.endsOn ? `, until ${formatDay(assignment.endsOn, { weekday: false })}` : ""}
            </span>
          </>
        }
        actions={
          page.permissions.canLog ? (
            <>
              <ButtonLink to={`/sessions/new?person=${person.id}`} icon={NotebookPen}>
                Log a session
              </ButtonLink>
              <ButtonLink
                to={`/sessions/new?person=${person.id}&plan=1`}
                icon={CalendarPlus}
                variant="secondary"
              >
                Plan the next
              </ButtonLink>
            </>
          ) : null
        }
      />
      <Section
        title="This month"
        description={`${formatDay(page.dose.from)} to ${formatDay(page.dose.until)}, as of today`}
      >
        <Dose dose={page.dose} />
      </Section>
      <Section title="Goals" description="Tied to the practice profile, so that a session can be about them.">
        <GoalList goals={page.goals} functions={page.functions} known={[person.name]} answer={answer} />
      </Section>
      <Section title="Open action steps">
        {steps.length > 0 ? (
          <StepList steps={steps} today={today} />
        ) : (
          <EmptyState title="Nothing is open">
            What you agree in a session stays here until it is done.
          </EmptyState>
        )}
      </Section>
      <Section title="Sessions">
        {sessions.items.length > 0 ? (
          <>
            <SessionList caption={`Sessions with ${person.name}`} sessions={sessions.items} who="none" />
            <Pagination
              page={sessions.page}
              pageSize={sessions.pageSize}
              shown={sessions.items.length}
              hasNext={sessions.hasNext}
              noun="sessions"
            />
          </>
        ) : (
          <EmptyState title="No session yet">
            The first one you log stands here with all that follow.
          </EmptyState>
        )}
      </Section>
    </>
  );
}

function Dose({ dose }: { dose: MonthDose }) {
  if (dose.plannedSessions === 0)
    return (
      <p className="text-ink-muted">
        {dose.deliveredSessions} delivered, {dose.deliveredMinutes} minutes. Nothing is planned for this
        month: no dosage schedule is in force, or every day is leave.
      </p>
    );
  return (
    <div className="grid gap-5 rounded-card border border-line bg-surface p-4 md:grid-cols-2 md:gap-8">
      <Meter
        label="Sessions"
        value={dose.deliveredSessions}
        max={dose.plannedSessions}
        text={`${dose.deliveredSessions} of ${rounded(dose.plannedSessions)} planned`}
      />
      <Meter
        label="Minutes"
        value={dose.deliveredMinutes}
        max={dose.plannedMinutes}
        text={`${dose.deliveredMinutes} of ${rounded(dose.plannedMinutes)} planned`}
      />
    </div>
  );
}

/** Part of a month plans part of a session. */
function rounded(planned: number): string {
  return planned.toLocaleString("en-US", { maximumFractionDigits: 1 });
}
