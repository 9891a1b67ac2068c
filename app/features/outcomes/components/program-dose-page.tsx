import { Link } from "@remix-run/react";
import { ChevronRight } from "lucide-react";
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
import { DOSE_SORT } from "../dose-sort.ts";
import { monthName, shiftMonth } from "../months.rules.ts";
import type { DoseFigures, DuePerson, ProgramDose, SiteDoseRow } from "../program-dose.types.ts";
import type { Ratio } from "../site-month.rules.ts";
import { FigureCell } from "./figure-cell.tsx";
import { asOfWords, count, percent, ratioWords, releasedWords } from "./figure-words.ts";
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
      {sites.length === 0 ? (
        <EmptyState title="No site in your scope has started.">
          Sites stand here from their start on.
        </EmptyState>
      ) : (
        <>
          <p className="mb-3 max-w-prose text-ink-muted md:hidden print:hidden">
            Those with most people overdue come first; on the right stand the sessions of plan. Press a site
            for its minutes, people reached, late records and how coaching went.
          </p>
          <SiteFolds rows={[...sites, totalRow(total, sites.length)]} />
          <p className="mt-3 max-w-prose text-sm text-ink-muted md:hidden print:hidden">{COURSE_WORDS}</p>
          <div className="hidden gap-6 md:grid">
            <SiteTable
              caption={`Dose by site, ${monthName(month)}`}
              columns={[...NAME, ...DOSE_COLUMNS]}
              rows={[...sites, totalRow(total, sites.length)]}
            />
            <Section title="How coaching went" description={COURSE_WORDS}>
              <SiteTable
                caption={`How coaching went by site, ${monthName(month)}`}
                columns={[...NAME, ...COURSE_COLUMNS]}
                rows={[...sites, totalRow(total, sites.length)]}
              />
            </Section>
          </div>
          <MarkLegend kinds={["blank"]} />
        </>
      )}
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

const COURSE_WORDS =
  "How coaching went is worked out from the records as they are today. Whoever had all that is planned for the month had the minimum. A week counts while somebody has a coach and is not on leave. Moved sessions, and what the agency calls off on a closed day that was announced, are nobody’s missed ones.";

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

/** On a phone each site is a line, worst first as the table would have it, and opens into all its measures. */
function SiteFolds({ rows }: { rows: readonly SiteDoseRow[] }) {
  return (
    <ul className="divide-y divide-line rounded-card border border-line bg-surface md:hidden print:hidden">
      {rows.map((row) => {
        const href = siteHref(row.siteId, row.canSeePeople);
        return (
          <li key={row.siteId}>
            <details className="group/site">
              <summary className="flex min-h-14 cursor-pointer list-none items-center gap-3 px-4 py-2 [&::-webkit-details-marker]:hidden">
                <ChevronRight
                  aria-hidden="true"
                  className="size-4 shrink-0 text-ink-muted transition-transform group-open/site:rotate-90"
                />
                <span className="min-w-0 grow">
                  <span className="block font-medium">{row.name}</span>
                  <span className="block text-sm text-ink-muted tabular-nums">
                    {count(row.overdue)} overdue, {count(row.dueSoon)} due soon of {count(row.people)}
                  </span>
                </span>
                <span className="text-right text-[0.9375rem] tabular-nums">
                  <FigureCell figure={row.sessions} />
                </span>
              </summary>
              <FoldedFigures columns={DOSE_COLUMNS.filter(({ key }) => FOLDED.includes(key))} row={row} />
              <p className="border-t border-line px-4 pt-3 text-sm font-semibold">How coaching went</p>
              <FoldedFigures columns={COURSE_COLUMNS} row={row} />
              {href ? (
                <p className="px-4 pb-2">
                  <Link to={href} className="link inline-flex min-h-11 items-center">
                    {row.canSeePeople ? "People of" : "Page of"} {row.name}
                  </Link>
                </p>
              ) : null}
            </details>
          </li>
        );
      })}
    </ul>
  );
}

function FoldedFigures({ columns, row }: { columns: readonly Column<SiteDoseRow>[]; row: SiteDoseRow }) {
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-2 px-4 pt-1 pb-3 text-[0.9375rem]">
      {columns.map(({ key, header, cell }) => (
        <div key={key}>
          <dt className="text-sm text-ink-muted">{header}</dt>
          <dd>{cell(row)}</dd>
        </div>
      ))}
    </dl>
  );
}

function SiteTable({
  caption,
  columns,
  rows,
}: {
  caption: string;
  columns: readonly Column<SiteDoseRow>[];
  rows: readonly SiteDoseRow[];
}) {
  return (
    <DataTable
      caption={caption}
      hideCaption
      columns={columns}
      rows={rows}
      rowKey={({ siteId }) => siteId}
      rowHref={({ siteId, canSeePeople }) => siteHref(siteId, canSeePeople)}
      sortedBy={DOSE_SORT}
    />
  );
}

/** A share of counted things, or a rate, with what it was counted from. */
function RatioCell({ ratio, unit }: { ratio: Ratio; unit?: "a week" }) {
  const { numerator, denominator } = ratio;
  if (denominator === 0) return <Mark kind="blank" />;
  const value = numerator / denominator;
  return (
    <span className="whitespace-nowrap tabular-nums">
      {unit ? `${value.toFixed(2)} ${unit}` : percent(100 * value)}
      <span className="block text-[0.8125rem] text-ink-muted">
        {count(numerator)} {unit ? `in ${count(denominator)} weeks` : `of ${count(denominator)}`}
      </span>
    </span>
  );
}

const NAME: readonly Column<SiteDoseRow>[] = [
  { key: "site", header: "Site", rowHeader: true, sort: "site", cell: ({ name }) => name },
];
/** Beside what the line of a site says anyway. */
const FOLDED: readonly string[] = ["minutes", "reach", "late"];

const COURSE_COLUMNS: readonly Column<SiteDoseRow>[] = [
  {
    key: "minimum",
    header: "Had the minimum",
    align: "end",
    sort: "minimum",
    cell: ({ course }) => <RatioCell ratio={course.minimum} />,
  },
  {
    key: "frequency",
    header: "Sessions a week",
    align: "end",
    sort: "frequency",
    cell: ({ course }) => <RatioCell ratio={course.frequency} unit="a week" />,
  },
  {
    key: "continuity",
    header: "With the own coach",
    align: "end",
    sort: "continuity",
    cell: ({ course }) => <RatioCell ratio={course.continuity} />,
  },
  {
    key: "cancelled",
    header: "Called off",
    align: "end",
    sort: "cancelled",
    cell: ({ course }) => <RatioCell ratio={course.cancelled} />,
  },
  {
    key: "no-show",
    header: "Not come",
    align: "end",
    sort: "no-show",
    cell: ({ course }) => <RatioCell ratio={course.noShow} />,
  },
];

const DOSE_COLUMNS: readonly Column<SiteDoseRow>[] = [
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
      description="Due by the dosage schedule since the last session with any coach; leave moves the day on, and neither leave nor closed days count as overdue. Those overdue longest come first, nobody is ranked."
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
        phone="lines"
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
      from: "md",
      cell: ({ coaches }) => coaches.map((coach) => coach ?? "a coach outside your view").join(", "),
    },
    {
      key: "last",
      header: "Last session",
      from: "md",
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
