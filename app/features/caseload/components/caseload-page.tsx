import { UsersRound } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { FilterBar } from "#app/components/filter-bar.tsx";
import { Mark, MarkLegend } from "#app/components/mark.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import type { CoachLoad, CaseloadPage as Page } from "../caseload.types.ts";
import { FIT_WORDS, minutesOf, number, peopleOf, usedWords } from "./caseload-words.ts";

export function CaseloadPage({ page }: { page: Page }) {
  const { coaches, vacancies, sites, site, today, isOwnOnly } = page;
  const over = coaches.filter(({ fit }) => fit === "over").length;
  const vacant = vacancies.reduce((sum, { people }) => sum + people, 0);
  return (
    <>
      <PageHeader
        title={isOwnOnly ? "My caseload" : "Caseload"}
        breadcrumb={isOwnOnly ? [{ label: "My people", to: "/people" }] : []}
        meta={<span>{formatDay(today)}</span>}
        intro={
          isOwnOnly
            ? null
            : "Who coaches how many, and what a full month asks of each coach by the dosage schedule, against what they can take on."
        }
        actions={
          isOwnOnly ? null : (
            <>
              <ButtonLink to="/groups" variant="secondary">
                Groups
              </ButtonLink>
              <ButtonLink to="/dosage" variant="secondary">
                Dosage schedule
              </ButtonLink>
            </>
          )
        }
      />
      {isOwnOnly ? null : (
        <p className="mb-4 max-w-prose">
          <strong>
            {number(over)} of {number(coaches.length)} coaches {over === 1 ? "is" : "are"} over capacity;{" "}
            {vacant === 0
              ? "nobody waits for a coach"
              : `${number(vacant)} ${vacant === 1 ? "person waits" : "people wait"} for a coach`}
            .
          </strong>
        </p>
      )}
      {sites.length > 1 ? (
        <FilterBar
          label="Which site"
          active={
            site ? [{ param: "site", label: `Site: ${sites.find(({ id }) => id === site)?.name ?? ""}` }] : []
          }
        >
          <SelectField
            name="site"
            label="Site"
            placeholder="All sites"
            defaultValue={site ?? ""}
            options={sites.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </FilterBar>
      ) : null}
      <DataTable
        caption="Coaches with their people and capacity"
        hideCaption
        columns={COLUMNS}
        rows={coaches}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/caseload/${id}`}
        phone="lines"
        dense
        empty={
          <EmptyState title="No coach within your sight" icon={UsersRound}>
            Coaches stand here from the first day on which they hold the role.
          </EmptyState>
        }
      />
      {coaches.length > 0 ? (
        // On a phone the mark stands only for a site that is not known.
        <div className={coaches.some(({ siteName }) => siteName === null) ? "" : "max-md:hidden"}>
          <MarkLegend kinds={["blank"]} />
        </div>
      ) : null}
      {vacancies.length > 0 ? (
        <div className="mt-8 max-w-3xl">
          <Callout tone="caution" title="Coached before and without a coach today">
            <ul>
              {vacancies.map(({ siteId, siteName, people }) => (
                <li key={siteId}>
                  {siteName}: {number(people)} {people === 1 ? "person" : "people"}
                </li>
              ))}
            </ul>
          </Callout>
        </div>
      ) : null}
    </>
  );
}

const COLUMNS: readonly Column<CoachLoad>[] = [
  { key: "name", header: "Coach", rowHeader: true, newLine: true, sort: "name", cell: ({ name }) => name },
  { key: "site", header: "Site", sort: "site", cell: ({ siteName }) => siteName ?? <Mark kind="blank" /> },
  {
    key: "people",
    header: "People",
    align: "end",
    sort: "people",
    cell: (coach) => (
      <>
        {peopleOf(coach)}
        <span className="md:hidden">{coach.coachees === 1 ? " person" : " people"}</span>
        {coach.onLeave > 0 ? (
          <span className="whitespace-nowrap text-ink-muted md:block md:text-sm">
            <span className="md:hidden">, </span>
            {coach.onLeave} on leave
          </span>
        ) : null}
      </>
    ),
  },
  { key: "minutes", header: "Minutes a month", align: "end", sort: "minutes", from: "md", cell: minutesOf },
  {
    key: "used",
    header: "Capacity",
    newLine: true,
    sort: "used",
    cell: (coach) => (
      <span className="inline-flex flex-wrap items-center gap-x-2">
        <Badge tone={FIT_WORDS[coach.fit].tone}>{FIT_WORDS[coach.fit].word}</Badge>
        <span className="tabular-nums">{usedWords(coach)}</span>
      </span>
    ),
  },
  {
    key: "agreements",
    header: "Agreements",
    align: "end",
    from: "xl",
    cell: ({ agreements, coachees }) =>
      coachees === 0 ? <Mark kind="blank" /> : `${number(agreements)} of ${number(coachees)}`,
  },
  { key: "state", header: "To note", prose: true, newLine: true, cell: noteCell },
];

/** On a phone a coach of whom there is nothing to note needs no mark for it. */
function noteCell(coach: CoachLoad) {
  const notes = notesOf(coach);
  return notes === null ? (
    <span className="max-md:hidden">
      <Mark kind="blank" />
    </span>
  ) : (
    notes
  );
}

function notesOf({ leaveUntil, nextLeaveFrom, leavesOn, handoverOn, openProposals, coachees }: CoachLoad) {
  const notes = [
    ...(leaveUntil ? [`On leave until ${formatDay(leaveUntil, { weekday: false })}`] : []),
    ...(nextLeaveFrom && !leaveUntil ? [`Leave from ${formatDay(nextLeaveFrom, { weekday: false })}`] : []),
    ...(leavesOn ? [`Leaves on ${formatDay(leavesOn, { weekday: false })}`] : []),
    ...(handoverOn ? [`Handover on ${formatDay(handoverOn, { weekday: false })}`] : []),
    ...(leaveUntil === null && leavesOn === null && coachees === 0 ? ["Nobody assigned"] : []),
    ...(openProposals > 0
      ? [openProposals === 1 ? "1 proposal to fade" : `${openProposals} proposals to fade`]
      : []),
  ];
  return notes.length === 0 ? null : notes.join("; ");
}
