import { Link } from "@remix-run/react";
import { CalendarPlus, NotebookPen } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { ButtonLink } from "#app/components/button.tsx";
import { DescriptionList } from "#app/components/description-list.tsx";
import { DueDay } from "#app/components/due-day.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Meter } from "#app/components/meter.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pagination } from "#app/components/pagination.tsx";
import { formatDay, RelativeDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { formatLastDay } from "#app/time/format-day.ts";
import type { DosePattern, MonthDose, PersonPage as Page } from "../people.types.ts";
import { AGREEMENT_WORDS, INTENSITY_LABELS } from "../session.codes.ts";
import { ofPlanned, rounded, wholeMinutes } from "./dose-words.ts";
import { type GoalAnswer, GoalList } from "./goal-list.tsx";
import { PersonPlanned } from "./person-planned.tsx";
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
              {assignment.endsOn ? `, until ${formatLastDay(assignment.endsOn, { weekday: false })}` : ""}
            </span>
            <AgreementLink page={page} />
          </>
        }
        actions={
          page.permissions.canLog ? (
            <>
              <ButtonLink to={`/sessions/new?person=${person.id}`} icon={NotebookPen}>
                Log a session
              </ButtonLink>
              <ButtonLink to={`/calendar/new?person=${person.id}`} icon={CalendarPlus} variant="secondary">
                Plan sessions
              </ButtonLink>
            </>
          ) : null
        }
      />
      <Section title="Planned">
        <PersonPlanned page={page} />
      </Section>
      <Section
        title="This month"
        description={`${formatDay(page.dose.from)} to ${formatDay(page.dose.until)}, as of today. Sessions with any coach count.`}
      >
        <div className="grid max-w-4xl gap-5 rounded-card border border-line bg-surface p-4 md:p-5">
          <Dose dose={page.dose} />
          <Pattern page={page} />
        </div>
      </Section>
      <Section title="Goals" description="Tied to the practice profile, so that a session can be about them.">
        <GoalList
          goals={page.goals}
          today={today}
          personId={person.id}
          newGoalId={page.newGoalId}
          functions={page.functions}
          known={[person.name]}
          answer={answer}
        />
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
      {page.keptNotes.length > 0 ? (
        <Section
          title="Your notes on sessions that were handed over"
          description="For you alone. The sessions went to another coach without them, and nothing tells that there was a note."
        >
          <ul className="grid max-w-3xl divide-y divide-line rounded-card border border-line bg-surface">
            {page.keptNotes.map(({ id, on, note }) => (
              <li key={id} className="grid gap-1 px-4 py-3">
                <span className="text-sm text-ink-muted">Planned for {formatDay(on)}</span>
                <p className="max-w-prose whitespace-pre-line">
                  {note ?? "The key of this note was destroyed: nobody can read it any more."}
                </p>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  );
}

function AgreementLink({ page: { agreement, person, permissions } }: { page: Page }) {
  if (!agreement || agreement.state === "none")
    return permissions.canLog ? (
      <Link className="link inline-flex min-h-11 items-center" to={`/people/${person.id}/agreement`}>
        Write the agreement
      </Link>
    ) : null;
  return (
    <Link className="link inline-flex min-h-11 items-center" to={`/agreements/${agreement.id}`}>
      Agreement: {AGREEMENT_WORDS[agreement.state]}
      {agreement.waitsForViewer ? ", waits for you" : ""}
    </Link>
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
    <div className="grid gap-5 md:grid-cols-2 md:gap-8">
      <Meter
        label="Sessions"
        value={dose.deliveredSessions}
        max={dose.plannedSessions}
        text={ofPlanned(dose.deliveredSessions, dose.plannedSessions)}
      />
      <Meter
        label="Minutes"
        value={dose.deliveredMinutes}
        max={dose.plannedMinutes}
        text={ofPlanned(dose.deliveredMinutes, wholeMinutes(dose.plannedMinutes))}
      />
    </div>
  );
}

/** What is due next, and how the last quarter of a year went. */
function Pattern({
  page: { due, lastContact, pattern, today },
}: {
  page: Pick<Page, "due" | "lastContact" | "pattern" | "today">;
}) {
  return (
    <div className="grid gap-3 border-t border-line pt-4">
      <DescriptionList
        layout="columns"
        items={[
          { label: "Next session due", value: <DueDay due={due} today={today} /> },
          { label: "Last session", value: <LastSession contact={lastContact} today={today} /> },
          { label: "Held with you", value: sinceWords(pattern) },
          { label: "Called off or missed", value: missedWords(pattern) },
          { label: "Coaching cycles ended", value: cycleWords(pattern) },
        ]}
      />
      <p className="text-sm text-ink-muted">
        The last three figures are of your own sessions, {formatDay(pattern.from, { weekday: false })} to
        today. Leave of the person plans nothing and moves the due day on.
      </p>
    </div>
  );
}

function LastSession({ contact, today }: { contact: Page["lastContact"]; today: string }) {
  if (!contact.lastContactOn) return "none yet";
  return (
    <>
      <RelativeDay compact day={contact.lastContactOn} today={today} />
      {contact.isLastContactOwn ? null : " with another coach"}
    </>
  );
}

function sinceWords({ deliveredSessions, sessionsPerWeek, meanMinutes }: DosePattern): string {
  const often = sessionsPerWeek === null ? "" : `, ${rounded(sessionsPerWeek)} a week`;
  return meanMinutes === null
    ? "none"
    : `${deliveredSessions}${often}, ${Math.round(meanMinutes)} minutes each`;
}

/** A cycle ends with feedback on an observation; in order when goals came first. */
function cycleWords({ cyclesCompleted, cyclesInOrder, cyclesWithKnownOrder }: DosePattern): string {
  if (!cyclesCompleted) return "none: a cycle ends with feedback on an observation";
  return `${cyclesCompleted}, ${cyclesInOrder} of ${cyclesWithKnownOrder} with goals before the observation`;
}

function missedWords({ cancelledSessions, noShowSessions, dueSessions }: DosePattern): string {
  return dueSessions === 0 ? "none" : `${cancelledSessions + noShowSessions} of ${dueSessions}`;
}
