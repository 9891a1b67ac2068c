import { Link } from "@remix-run/react";
import { UsersRound } from "lucide-react";
import type { ReactNode } from "react";
import { ButtonLink } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Person } from "#app/components/person.tsx";
import { DUE_FILTERS, type DueFilter } from "../due-filter.ts";
import type { PeoplePage, PersonCard } from "../people.types.ts";
import { CoacheeCard } from "./coachee-card.tsx";
import { DraftList } from "./draft-list.tsx";

const FILTER_WORDS: Record<DueFilter, string> = {
  all: "All",
  overdue: "Overdue",
  "due-soon": "Due soon",
};

/** @param asked what else the coach is asked for at present */
export function PeopleList({ page, asked }: { page: PeoplePage; asked: ReactNode }) {
  const { people, today, show, counts } = page;
  return (
    <>
      <PageHeader
        title="My people"
        intro={counts.all > 0 ? "Those without contact for longest come first." : null}
        actions={
          <ButtonLink to="/caseload" variant="secondary">
            My caseload
          </ButtonLink>
        }
      />
      {asked}
      <DraftList accountId={page.accountId} />
      {counts.all > 0 ? <DueFilters show={show} counts={counts} /> : null}
      {counts.all > 0 && people.length === 0 ? (
        <EmptyState title={show === "overdue" ? "Nobody is overdue" : "Nobody is due soon"} icon={UsersRound}>
          By the dosage schedule, and the sessions held with any coach.
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
              <CoacheeCard
                person={person}
                today={today}
                to={`/people/${person.id}`}
                logTo={logPath(person, today)}
              />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** A session that is planned for today is logged as that one. */
function logPath({ id, plannedSessionId, nextSessionOn }: PersonCard, today: string): string {
  return plannedSessionId && nextSessionOn === today
    ? `/sessions/${plannedSessionId}/edit`
    : `/sessions/new?person=${id}`;
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
              className={`inline-flex min-h-11 items-center gap-2 rounded-full border px-3.5 text-sm font-medium ${filter === show ? "border-accent bg-accent-soft text-accent" : "border-line-strong bg-surface text-ink hover:bg-sunken"}`}
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

/** Whom the new log is about, when the address does not say. */
export function ChoosePerson({
  people,
  form = "/sessions/new",
}: {
  people: readonly { id: string; name: string }[];
  /** Where the log of each stands. */
  form?: string;
}) {
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
                to={`${form}?person=${id}`}
                className="pb-4"
              />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
