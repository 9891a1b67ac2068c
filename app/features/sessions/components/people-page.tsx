import { Link } from "@remix-run/react";
import { NotebookPen, UsersRound } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { ButtonLink } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { DueDay } from "#app/components/due-day.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Meter } from "#app/components/meter.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Person } from "#app/components/person.tsx";
import { formatDay, RelativeDay } from "#app/components/relative-day.tsx";
import { formatMonth } from "#app/time/format-day.ts";
import { contactBand } from "../contact-band.ts";
import { DUE_FILTERS, type DueFilter } from "../due-filter.ts";
import { INTENSITY_LABELS } from "../session.codes.ts";
import type { PeoplePage, PersonCard } from "../session.types.ts";
import { ofPlanned } from "./dose-words.ts";
import { DraftList } from "./draft-list.tsx";

const FILTER_WORDS: Record<DueFilter, string> = {
  all: "All",
  overdue: "Overdue",
  "due-soon": "Due soon",
};

export function PeopleList({ page }: { page: PeoplePage }) {
  const { people, today, show, counts } = page;
  return (
    <>
      <PageHeader
        title="My people"
        intro={counts.all > 0 ? "Those you have not seen for longest come first." : null}
        actions={
          <ButtonLink to="/caseload" variant="secondary" size="small">
            My caseload
          </ButtonLink>
        }
      />
      <DraftList accountId={page.accountId} />
      {counts.all > 0 ? <DueFilters show={show} counts={counts} /> : null}
      {counts.all > 0 && people.length === 0 ? (
        <EmptyState title={show === "overdue" ? "Nobody is overdue" : "Nobody is due soon"} icon={UsersRound}>
          By the dosage schedule, and the sessions you have logged.
        </EmptyState>
      ) : people.length === 0 ? (
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

/** Whose next session is overdue or due soon by the dosage schedule. */
function DueFilters({ show, counts }: Pick<PeoplePage, "show" | "counts">) {
  return (
    <nav aria-label="Which people" className="mb-4">
      <ul className="flex flex-wrap gap-2">
        {DUE_FILTERS.map((filter) => (
          <li key={filter}>
            <Link
              to={filter === "all" ? "/people" : `/people?show=${filter}`}
              aria-current={filter === show ? "page" : undefined}
              preventScrollReset
              className={`inline-flex min-h-9 items-center gap-2 rounded-full border px-3.5 text-sm font-medium pointer-coarse:min-h-11 ${filter === show ? "border-accent bg-accent-soft text-accent" : "border-line-strong bg-surface text-ink hover:bg-sunken"}`}
            >
              {FILTER_WORDS[filter]}
              <span className="font-semibold tabular-nums">{counts[filter]}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
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
        <dt className="text-ink-muted">Next due</dt>
        <dd>
          <DueDay due={person.due} today={today} />
        </dd>
        <dt className="text-ink-muted">Open steps</dt>
        <dd className="tabular-nums">{person.openSteps >= 99 ? "99 or more" : person.openSteps}</dd>
        <dt className="text-ink-muted">Goals</dt>
        <dd>{person.goalTitles.length > 0 ? person.goalTitles.join("; ") : "none yet"}</dd>
      </dl>
      <div className="mt-3">
        <CardDose dose={person.dose} />
      </div>
      {person.hasAgreement ? null : (
        <p className="mt-3 text-sm text-ink-muted">No signed agreement in force</p>
      )}
    </Card>
  );
}

function CardDose({ dose }: Pick<PersonCard, "dose">) {
  const { plannedSessions, deliveredSessions, deliveredMinutes } = dose;
  if (plannedSessions === 0)
    return (
      <p className="text-sm text-ink-muted">
        Nothing is planned in {formatMonth(dose.from)}; {deliveredSessions} held, {deliveredMinutes} minutes.
      </p>
    );
  return (
    <Meter
      label={`Sessions in ${formatMonth(dose.from)}`}
      value={deliveredSessions}
      max={plannedSessions}
      text={ofPlanned(deliveredSessions, plannedSessions)}
    />
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
