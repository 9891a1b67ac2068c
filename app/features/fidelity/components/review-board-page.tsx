import { Form, Link, useSearchParams } from "@remix-run/react";
import { ChevronLeft, ChevronRight, MapPin } from "lucide-react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import type { FormAnswer } from "#app/components/own-form.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pagination } from "#app/components/pagination.tsx";
import { Section } from "#app/components/section.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { formatDay, formatMonth } from "#app/time/format-day.ts";
import {
  BOARD_STATES,
  type BoardCell,
  type BoardRow,
  type OwnMove,
  type ReviewBoard,
} from "../review-board.types.ts";
import { BOARD_WORDS } from "./board-words.ts";
import { OpenedMonth } from "./opened-month.tsx";

export function ReviewBoardPage({ board, answer }: { board: ReviewBoard; answer: FormAnswer }) {
  const { months, rows, opened, permissions } = board;
  const [search] = useSearchParams();
  const withSearch = (change: Record<string, string | null>) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(change))
      if (value === null) next.delete(name);
      else next.set(name, value);
    const query = next.toString();
    return query ? `?${query}` : "?";
  };
  const cellHref = (siteId: string, month: string) =>
    withSearch({ site: siteId, month: month.slice(0, 7), from: months[0]?.slice(0, 7) ?? null });
  const columns: Column<BoardRow>[] = [
    { key: "site", header: "Site", rowHeader: true, cell: ({ siteName }) => siteName },
    ...months.map((month, index) => ({
      key: month,
      header: formatMonth(month),
      cell: (row: BoardRow) => (
        <Cell
          cell={row.cells[index]}
          href={cellHref(row.siteId, month)}
          name={`${row.siteName}, ${formatMonth(month)}`}
          isOpen={opened?.siteId === row.siteId && opened.month === month}
        />
      ),
    })),
  ];
  return (
    <>
      <PageHeader
        title="Board of reviews"
        breadcrumb={[
          permissions.canOpenSchedules
            ? { label: "Schedules", to: "/schedules" }
            : { label: "My reviews", to: "/reviews" },
        ]}
        intro="Fidelity reviews by site and month. Open a month to agree on another day for a review, inside the window in which it can be done. When it is due does not change."
        actions={
          permissions.canShift ? (
            <ButtonLink
              to={`/schedules/shift${opened ? `?site=${opened.siteId}&month=${opened.month.slice(0, 7)}` : ""}`}
              variant="secondary"
            >
              Shift many
            </ButtonLink>
          ) : undefined
        }
      />
      {answer?.ok === false && answer.intent === "take-back" ? (
        <div className="mb-4">
          <Callout tone="critical" announce title="Not taken back">
            {answer.message}
          </Callout>
        </div>
      ) : null}
      {board.moves.length > 0 ? <Moves moves={board.moves} /> : null}
      {opened ? (
        <OpenedMonth
          key={`${opened.siteId} ${opened.month}`}
          opened={opened}
          months={months}
          newId={board.newId}
          answer={answer}
          hrefOf={(month) => cellHref(opened.siteId, month)}
          closeHref={withSearch({ site: null, month: null })}
        />
      ) : null}
      <Section title="Sites by months">
        <div className="mb-4 flex flex-wrap items-end justify-between gap-3">
          {board.regions.length > 1 ? (
            <Form method="get" className="flex min-w-0 flex-wrap items-end gap-2">
              <input type="hidden" name="from" value={months[0]?.slice(0, 7)} />
              <SelectField
                key={board.region}
                name="region"
                label="Region"
                placeholder="All regions"
                defaultValue={board.region}
                className="min-w-0"
                options={board.regions.map(({ id, name }) => ({ value: id, label: name }))}
              />
              <Button variant="secondary">Show</Button>
            </Form>
          ) : null}
          <nav aria-label="Months" className="flex flex-wrap gap-2">
            <ButtonLink
              to={withSearch({ from: board.earlier })}
              preventScrollReset
              variant="secondary"
              icon={ChevronLeft}
            >
              Earlier
            </ButtonLink>
            <ButtonLink
              to={withSearch({ from: board.later })}
              preventScrollReset
              variant="secondary"
              icon={ChevronRight}
            >
              Later
            </ButtonLink>
          </nav>
        </div>
        {rows.length === 0 ? (
          <EmptyState icon={MapPin} title="No site here">
            The board shows the sites that you look after. Choose another region.
          </EmptyState>
        ) : (
          <>
            <DataTable
              caption={`Reviews by site, ${formatMonth(months[0] ?? "")} to ${formatMonth(months.at(-1) ?? "")}`}
              hideCaption
              columns={columns}
              rows={rows}
              rowKey={({ siteId }) => siteId}
              phone="cards"
              wide
              dense
            />
            <p className="mt-2 text-sm text-ink-muted">
              A review counts in the month of the day that was agreed for it, otherwise of the day its rule
              aims at. Where nothing stands, there is none. Overdue: past its due day and not done.
            </p>
          </>
        )}
        <Pagination
          page={board.page}
          pageSize={board.pageSize}
          shown={rows.length}
          hasNext={board.hasNext}
          noun="sites"
        />
      </Section>
    </>
  );
}

function Cell({
  cell,
  href,
  name,
  isOpen,
}: {
  cell: BoardCell | undefined;
  href: string;
  name: string;
  isOpen: boolean;
}) {
  const states = BOARD_STATES.filter((state) => (cell?.[state] ?? 0) > 0);
  if (!cell || states.length === 0) return <span className="text-ink-muted">none</span>;
  return (
    <Link
      to={href}
      aria-current={isOpen ? "true" : undefined}
      className="-mx-1.5 inline-grid min-h-8 gap-0.5 rounded-control px-1.5 py-1 text-left hover:bg-sunken aria-[current]:bg-accent-soft pointer-coarse:min-h-11"
    >
      <span className="sr-only">{name}: </span>
      {states.map((state) => {
        const { word, icon: Icon, tone } = BOARD_WORDS[state];
        return (
          <span key={state} className={`inline-flex items-center gap-1.5 whitespace-nowrap ${tone}`}>
            <Icon aria-hidden="true" className="size-4 shrink-0" strokeWidth={2.25} />
            <span className="underline decoration-line-strong underline-offset-4">
              {cell[state]} {word}
            </span>
          </span>
        );
      })}
    </Link>
  );
}

/** What was moved lately: it can be taken back for a day. */
function Moves({ moves }: { moves: OwnMove[] }) {
  return (
    <Section
      title="Moved lately"
      description="Your moves of the last 24 hours. Taking one back restores what was; what was begun or moved since stays."
    >
      <ul className="divide-y divide-line rounded-card border border-line bg-surface">
        {moves.map(({ id, count, coachName, fromOn, toOn }) => {
          const what = count === 1 ? `Review of ${coachName}` : `${count} reviews`;
          return (
            <li
              key={id}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2 md:px-5"
            >
              <p>
                {what}
                {count === 1 ? (
                  <span className="text-ink-muted">
                    {" "}
                    from {formatDay(fromOn)} to {formatDay(toOn)}
                  </span>
                ) : null}
              </p>
              <Form method="post" preventScrollReset>
                <input type="hidden" name="about" value={id} />
                <Button
                  name="intent"
                  value="take-back"
                  variant="quiet"
                  size="small"
                  aria-label={`Take back: ${what}`}
                >
                  Take back
                </Button>
              </Form>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
