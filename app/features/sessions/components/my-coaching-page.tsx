import { MessagesSquare } from "lucide-react";
import { ButtonLink } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pagination } from "#app/components/pagination.tsx";
import { formatDay, RelativeDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import type { MyCoachingPage as Page } from "../people.types.ts";
import type { SessionListItem } from "../session.types.ts";
import { GoalFacts } from "./goal-list.tsx";
import { SessionList } from "./session-list.tsx";
import { StepList } from "./step-list.tsx";

export function MyCoachingPage({ page }: { page: Page }) {
  const { waiting, sessions, steps, goals, next, today } = page;
  return (
    <>
      <PageHeader
        title="My coaching"
        meta={
          next ? (
            <span>
              Next session with {next.coachName}: <RelativeDay day={next.on} today={today} />
            </span>
          ) : null
        }
        intro="What you and your coach agreed. Summaries, goals and steps are seen by the two of you and nobody else."
      />
      {waiting.length > 0 ? (
        <Section
          title={waiting.length === 1 ? "One record waits for you" : `${waiting.length} records wait for you`}
        >
          <ul className="grid gap-3 md:grid-cols-2">
            {waiting.map((session) => (
              <li key={session.id} className="flex *:grow">
                <Waiting session={session} />
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <Section title="What was agreed">
        {steps.length > 0 ? (
          <StepList steps={steps} today={today} action="/my-coaching" />
        ) : (
          <EmptyState title="Nothing is open">
            Steps you agree on with your coach stand here until they are done.
          </EmptyState>
        )}
      </Section>
      {goals.length > 0 ? (
        <Section title="Goals">
          <ul className="divide-y divide-line rounded-card border border-line bg-surface">
            {goals.map((goal) => (
              <li key={goal.id} className="p-4">
                <GoalFacts goal={goal} />
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <Section title="Sessions">
        {sessions.items.length > 0 ? (
          <>
            <SessionList caption="My sessions" sessions={sessions.items} who="coach" />
            <Pagination
              page={sessions.page}
              pageSize={sessions.pageSize}
              shown={sessions.items.length}
              hasNext={sessions.hasNext}
              noun="sessions"
            />
          </>
        ) : (
          <EmptyState title="No session yet" icon={MessagesSquare}>
            When your coach has logged the first one, it stands here, and you say whether the record is right.
          </EmptyState>
        )}
      </Section>
    </>
  );
}

function Waiting({ session }: { session: SessionListItem }) {
  return (
    <Card
      title={formatDay(session.sessionOn)}
      footer={
        <ButtonLink to={`/sessions/${session.id}`} wide>
          Read and acknowledge<span className="sr-only"> the session of {formatDay(session.sessionOn)}</span>
        </ButtonLink>
      }
    >
      <p>
        With {session.coachName}, {session.doseMinutes} minutes
      </p>
      <p className="text-sm text-ink-muted">{session.focusTitles.join("; ")}</p>
      {session.lapsesAfter ? (
        <p className="text-sm">Please answer until {formatDay(session.lapsesAfter)}</p>
      ) : null}
    </Card>
  );
}
