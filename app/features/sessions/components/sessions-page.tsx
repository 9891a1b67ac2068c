import { Link } from "@remix-run/react";
import { Download, NotebookPen, Printer } from "lucide-react";
import { ButtonLink } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { FilterBar } from "#app/components/filter-bar.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pagination } from "#app/components/pagination.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { TextField } from "#app/components/text-field.tsx";
import { formatMonth } from "#app/time/format-day.ts";
import { ACKNOWLEDGEMENT_LABELS, optionsOf, STATUS_LABELS } from "../session.codes.ts";
import type { SessionsPage as Page } from "../session.types.ts";
import { SessionList } from "./session-list.tsx";

export function SessionsPage({ page }: { page: Page }) {
  const { sessions, filters, people } = page;
  const person = people.find(({ id }) => id === filters.person);
  const active = [
    filters.person ? { param: "person", label: `Person: ${person?.name ?? "somebody from before"}` } : null,
    filters.status ? { param: "status", label: `Status: ${STATUS_LABELS[filters.status]}` } : null,
    filters.word ? { param: "word", label: `Record: ${ACKNOWLEDGEMENT_LABELS[filters.word]}` } : null,
    filters.month ? { param: "month", label: `Month: ${formatMonth(filters.month)}` } : null,
  ].filter((filter) => filter !== null);
  return (
    <>
      <PageHeader
        title="Sessions"
        intro="What you logged, newest first."
        actions={
          <>
            <ButtonLink to="/sessions/new" icon={NotebookPen}>
              Log a session
            </ButtonLink>
            <ButtonLink to="/sessions/blank-log" icon={Printer} variant="secondary">
              Blank log
            </ButtonLink>
            <ButtonLink to="/exports" icon={Download} variant="secondary">
              Export
            </ButtonLink>
          </>
        }
      />
      <Words words={page.words} />
      <FilterBar active={active} label="Filter sessions">
        <SelectField
          name="person"
          label="Person"
          placeholder="Everybody"
          options={people.map(({ id, name }) => ({ value: id, label: name }))}
          defaultValue={filters.person ?? ""}
        />
        <SelectField
          name="status"
          label="Status"
          placeholder="Any"
          options={optionsOf(STATUS_LABELS)}
          defaultValue={filters.status ?? ""}
        />
        <SelectField
          name="word"
          label="Record"
          placeholder="Any"
          options={optionsOf(ACKNOWLEDGEMENT_LABELS)}
          defaultValue={filters.word ?? ""}
        />
        <TextField
          name="month"
          type="month"
          label="Month"
          placeholder="2026-11"
          defaultValue={filters.month ?? ""}
        />
      </FilterBar>
      {sessions.items.length === 0 ? (
        <EmptyState
          title={active.length > 0 || sessions.page > 1 ? "No session fits" : "No session is logged yet"}
          icon={NotebookPen}
          action={
            active.length > 0 || sessions.page > 1 ? (
              <ButtonLink to="/sessions" variant="secondary">
                Show all
              </ButtonLink>
            ) : (
              <ButtonLink to="/sessions/new">Log a session</ButtonLink>
            )
          }
        >
          {active.length > 0
            ? "Take a filter away to see more."
            : "After each session, log it here: it takes about a minute."}
        </EmptyState>
      ) : (
        <>
          <SessionList caption="Sessions" sessions={sessions.items} who="attendees" />
          <Pagination
            page={sessions.page}
            pageSize={sessions.pageSize}
            shown={sessions.items.length}
            hasNext={sessions.hasNext}
            noun="sessions"
          />
        </>
      )}
    </>
  );
}

const WAITING = [
  { word: "disputed", one: "record is disputed", many: "records are disputed" },
  { word: "pending", one: "waits for the coachee’s word", many: "wait for the coachee’s word" },
  { word: "lapsed", one: "was not answered in time", many: "were not answered in time" },
] as const;

/** Where coachee and coach are not done with a record, the disputed first. */
function Words({ words }: { words: Page["words"] }) {
  const open = WAITING.filter(({ word }) => words[word] > 0);
  if (open.length === 0) return null;
  return (
    <ul className="mb-4 flex flex-wrap gap-x-5 gap-y-1">
      {open.map(({ word, one, many }) => (
        <li key={word}>
          <Link
            to={`/sessions?word=${word}`}
            className="link inline-flex min-h-6 items-center pointer-coarse:min-h-11"
          >
            {words[word]} {words[word] === 1 ? one : many}
          </Link>
        </li>
      ))}
    </ul>
  );
}
