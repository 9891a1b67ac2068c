import { Link } from "@remix-run/react";
import { MessagesSquare } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "#app/components/badge.tsx";
import { ButtonLink } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pagination } from "#app/components/pagination.tsx";
import { formatDay, RelativeDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import type { MyCoachingPage as Page } from "../people.types.ts";
import { AGREEMENT_WORDS } from "../session.codes.ts";
import type { SessionListItem } from "../session.types.ts";
import { GoalFacts } from "./goal-list.tsx";
import { minutesWords, SessionList } from "./session-list.tsx";
import { StepList } from "./step-list.tsx";

export function MyCoachingPage({ page, plans }: { page: Page; plans: ReactNode }) {
  const { waiting, sessions, steps, goals, next, today, agreements } = page;
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
        intro="What you and your coach agreed. Summaries and steps are for those who were in the session; the agreement says what others see."
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
      <div className="mt-8 empty:hidden">{plans}</div>
      {agreements.length > 0 ? (
        <Section
          title="Agreements"
          description="What the coaching is for, and what others than the two of you may see."
        >
          <ul className="divide-y divide-line rounded-card border border-line bg-surface">
            {agreements.map(({ id, coachName, state, waitsForViewer }) => (
              <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2">
                <Link to={`/agreements/${id}`} className="link inline-flex min-h-11 items-center font-medium">
                  {waitsForViewer ? "Read and sign the agreement" : "Agreement"} with{" "}
                  {coachName ?? "your coach"}
                </Link>
                <Badge tone={waitsForViewer ? "caution" : state === "in-force" ? "positive" : "neutral"}>
                  {waitsForViewer ? "Waits for you" : AGREEMENT_WORDS[state]}
                </Badge>
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
                <GoalFacts goal={goal} today={today} />
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
        With {session.coachName}, {minutesWords(session)} minutes
      </p>
      <p className="text-sm text-ink-muted">{session.focusTitles.join("; ")}</p>
      {session.lapsesAfter ? (
        <p className="text-sm">Please answer by {formatDay(session.lapsesAfter)}</p>
      ) : null}
    </Card>
  );
}
