import { NotebookPen, UsersRound } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { ButtonLink } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Person } from "#app/components/person.tsx";
import { formatDay, RelativeDay } from "#app/components/relative-day.tsx";
import { contactBand } from "../contact-band.ts";
import { INTENSITY_LABELS } from "../session.codes.ts";
import type { PeoplePage, PersonCard } from "../session.types.ts";
import { DraftList } from "./draft-list.tsx";

export function PeopleList({ page }: { page: PeoplePage }) {
  const { people, today } = page;
  return (
    <>
      <PageHeader
        title="My people"
        intro={people.length > 0 ? "Those you have not seen for longest come first." : null}
      />
      <DraftList accountId={page.accountId} />
      {people.length === 0 ? (
        <EmptyState title="Nobody is assigned to you yet" icon={UsersRound}>
          An administrator assigns coachees to you under People. From their first day on, each has a card
          here.
        </EmptyState>
      ) : (
        <ul className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
          {people.map((person) => (
            <li key={person.id} className="flex *:grow">
              <CoacheeCard person={person} today={today} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function CoacheeCard({ person, today }: { person: PersonCard; today: string }) {
  const band = contactBand(person.lastContactOn, today);
  const { plannedSessionId, nextSessionOn } = person;
  const isPlannedToday = plannedSessionId && nextSessionOn === today;
  return (
    <Card
      headingLevel={2}
      title={
        <Person name={person.name} detail={`${person.siteName} · ${INTENSITY_LABELS[person.intensity]}`} />
      }
      to={`/people/${person.id}`}
      footer={
        <ButtonLink
          wide
          size="large"
          icon={NotebookPen}
          to={isPlannedToday ? `/sessions/${plannedSessionId}/edit` : `/sessions/new?person=${person.id}`}
        >
          Log<span className="sr-only"> a session with {person.name}</span>
        </ButtonLink>
      }
    >
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-[0.9375rem]">
        <dt className="text-ink-muted">Last contact</dt>
        <dd>
          {person.lastContactOn ? (
            <RelativeDay compact day={person.lastContactOn} today={today} />
          ) : (
            "none yet"
          )}
          <span className="my-1 block">
            <Badge tone={band.tone}>{band.word}</Badge>
          </span>
        </dd>
        <dt className="text-ink-muted">Next session</dt>
        <dd>{nextSessionOn ? formatDay(nextSessionOn) : "not planned"}</dd>
        <dt className="text-ink-muted">Open steps</dt>
        <dd className="tabular-nums">{person.openSteps >= 99 ? "99 or more" : person.openSteps}</dd>
        <dt className="text-ink-muted">Goals</dt>
        <dd>{person.goalTitles.length > 0 ? person.goalTitles.join("; ") : "none yet"}</dd>
      </dl>
    </Card>
  );
}

/** Whom the new log is about, when the address does not say. */
export function ChoosePerson({ people }: { people: { id: string; name: string }[] }) {
  return (
    <>
      <PageHeader title="Log a session" intro="With whom did you meet?" />
      {people.length === 0 ? (
        <EmptyState title="Nobody is assigned to you yet" icon={UsersRound}>
          Sessions are logged for people who are assigned to you. An administrator does that under People.
        </EmptyState>
      ) : (
        <ul className="grid gap-2 md:grid-cols-2 md:gap-4 xl:grid-cols-3">
          {people.map(({ id, name }) => (
            <li key={id}>
              <Card
                headingLevel={2}
                title={<Person name={name} />}
                to={`/sessions/new?person=${id}`}
                className="pb-4"
              />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
