import { type Column, DataTable } from "#app/components/data-table.tsx";
import { DueDay } from "#app/components/due-day.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { FilterBar } from "#app/components/filter-bar.tsx";
import { Mark, MarkLegend } from "#app/components/mark.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pagination } from "#app/components/pagination.tsx";
import { formatDay, RelativeDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { monthName, shiftMonth } from "../months.rules.ts";
import type { DoseFigures, DuePerson, ProgramDose, SiteDoseRow } from "../program-dose.types.ts";
import { FigureCell } from "./figure-cell.tsx";
import { asOfWords, count, ratioWords, releasedWords } from "./figure-words.ts";
import { OperationalNotice } from "./operational-notice.tsx";
import { ReleasedNote } from "./released-note.tsx";

const MONTHS_TO_CHOOSE = 24;

export function ProgramDosePage({ view }: { view: ProgramDose }) {
  const { today, month, currentMonth, sites, total, people, hiddenSites } = view;
  const isRunning = month === currentMonth;
  return (
    <>
      <PageHeader
        breadcrumb={[{ label: "Rollout", to: "/rollout" }]}
        title="Dose of all sites"
        meta={
          <>
            <span>{isRunning ? `${monthName(month)}, provisional` : monthName(month)}</span>
            <span>People as of {formatDay(today)}</span>
          </>
        }
      />
      <p className="mb-1 max-w-prose">
        <strong>
          {count(total.overdue)} of {count(total.people)} people with a coach are overdue,{" "}
          {count(total.dueSoon)} due within a week.
        </strong>{" "}
        In {monthName(month)}
        {isRunning ? " so far" : ""}, {ratioWords("sessions-delivered", total.sessions)};{" "}
        {count(total.reach.numerator)} of {count(total.reach.denominator)} people with a plan had a session.{" "}
        {releasedWords(total.sessions)}
      </p>
      <p className="mb-5 max-w-prose text-ink-muted">
        Everything is added up over people and sites; percentages are never averaged. Whoever is coached at
        two sites is one person in the total.{" "}
        {total.sessions.asOf ? `Figures of the month ${asOfWords(total.sessions)}.` : ""}
      </p>
      <FilterBar label="Choose a month" keep={["sort", "site"]}>
        <SelectField
          name="month"
          label="Month of the figures"
          options={Array.from({ length: MONTHS_TO_CHOOSE }, (_, index) =>
            shiftMonth(currentMonth, -index),
          ).map((one) => ({ value: one.slice(0, 7), label: monthName(one) }))}
          defaultValue={month.slice(0, 7)}
        />
      </FilterBar>
      <DataTable
        caption={`Dose by site, ${monthName(month)}`}
        hideCaption
        columns={SITE_COLUMNS}
        rows={sites.length > 0 ? [...sites, totalRow(total, sites.length)] : []}
        rowKey={({ siteId }) => siteId}
        rowHref={({ siteId, canSeePeople }) => siteHref(siteId, canSeePeople)}
        phone="cards"
        empty={
          <EmptyState title="No site in your scope has started.">
            Sites stand here from their start on.
          </EmptyState>
        }
      />
      {sites.length > 0 ? <MarkLegend kinds={["blank"]} /> : null}
      <ReleasedNote />
      <People view={view} />
      <OperationalNotice hiddenSites={hiddenSites}>
        {people === null
          ? "People are not named to your role."
          : "What was said in a session is never shown here, and looking here is recorded."}
      </OperationalNotice>
    </>
  );
}

const TOTAL = "total";

function totalRow(total: DoseFigures, sites: number): SiteDoseRow {
  return {
    ...total,
    siteId: TOTAL,
    name: sites === 1 ? "The one site" : `All ${sites} sites`,
    canSeePeople: false,
  };
}

function siteHref(siteId: string, canSeePeople: boolean): string | undefined {
  if (siteId === TOTAL) return undefined;
  return canSeePeople ? `/rollout/sites/${siteId}/dose` : `/rollout/sites/${siteId}`;
}

const SITE_COLUMNS: readonly Column<SiteDoseRow>[] = [
  { key: "site", header: "Site", rowHeader: true, sort: "site", cell: ({ name }) => name },
  {
    key: "people",
    header: "With a coach",
    align: "end",
    sort: "people",
    cell: ({ people }) => count(people),
  },
  { key: "overdue", header: "Overdue", align: "end", sort: "overdue", cell: ({ overdue }) => count(overdue) },
  {
    key: "due-soon",
    header: "Due soon",
    align: "end",
    sort: "due-soon",
    cell: ({ dueSoon }) => count(dueSoon),
  },
  {
    key: "sessions",
    header: "Sessions of plan",
    align: "end",
    sort: "sessions",
    cell: ({ sessions }) => <FigureCell figure={sessions} />,
  },
  {
    key: "minutes",
    header: "Minutes of plan",
    align: "end",
    sort: "minutes",
    cell: ({ minutes }) => <FigureCell figure={minutes} />,
  },
  {
    key: "reach",
    header: "People reached",
    align: "end",
    sort: "reach",
    cell: ({ reach }) => <FigureCell figure={reach} />,
  },
  {
    key: "late",
    header: "Recorded late",
    align: "end",
    sort: "late",
    cell: ({ late }) => <FigureCell figure={late} />,
  },
];

function People({ view: { people, today } }: { view: ProgramDose }) {
  if (people === null) return null;
  const { sites, siteId, rows, shown, page, hasNext } = people;
  const site = sites.find(({ id }) => id === siteId);
  return (
    <Section
      id="people"
      title="Overdue and due soon"
      description="Due by the dosage schedule since the last session with any coach; leave moves the day on and is never overdue. Those overdue longest come first, nobody is ranked."
    >
      {sites.length > 1 ? (
        <FilterBar
          label="Choose a site"
          keep={["sort", "month"]}
          active={site ? [{ param: "site", label: `Site: ${site.name}` }] : []}
        >
          <SelectField
            name="site"
            label="Site"
            placeholder="All sites"
            options={sites.map(({ id, name }) => ({ value: id, label: name }))}
            defaultValue={siteId ?? ""}
          />
        </FilterBar>
      ) : null}
      <DataTable
        caption="People by next due day"
        hideCaption
        columns={peopleColumns(today)}
        rows={rows}
        rowKey={(row) => `${row.id} ${row.siteId}`}
        rowHref={({ id }) => `/coachees/${id}`}
        phone="cards"
        dense
        empty={
          <EmptyState
            title={shown === 0 ? "Nobody is overdue or due soon" : "Nobody more stands on this page"}
          >
            People stand here when their next session is due within a week or was due already.
          </EmptyState>
        }
      />
      {hasNext || page > 1 ? (
        <Pagination
          page={page}
          pageSize={50}
          shown={rows.length}
          total={shown}
          hasNext={hasNext}
          noun="people"
        />
      ) : null}
    </Section>
  );
}

function peopleColumns(today: string): readonly Column<DuePerson>[] {
  return [
    { key: "name", header: "Person", rowHeader: true, cell: ({ name }) => name },
    { key: "site", header: "Site", cell: ({ site }) => site },
    { key: "due", header: "Next due", cell: ({ due }) => <DueDay due={due} today={today} /> },
    {
      key: "coach",
      header: "Coach",
      cell: ({ coaches }) => coaches.map((coach) => coach ?? "a coach outside your view").join(", "),
    },
    {
      key: "last",
      header: "Last session",
      cell: ({ lastOn }) =>
        lastOn ? <RelativeDay day={lastOn} today={today} compact /> : <Mark kind="blank" />,
    },
    {
      key: "planned",
      header: "Next planned",
      from: "xl",
      cell: ({ nextPlannedOn }) =>
        nextPlannedOn ? (
          <span className="whitespace-nowrap">{formatDay(nextPlannedOn)}</span>
        ) : (
          <Mark kind="blank" />
        ),
    },
  ];
}
