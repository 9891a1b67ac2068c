import { Link } from "@remix-run/react";
import { CalendarPlus, NotebookPen, Plus } from "lucide-react";
import { ButtonLink } from "#app/components/button.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { type AgendaDay, daysOf, hourOf, hoursOf, spanWords } from "../agenda.rules.ts";
import type { AgendaPage } from "../agenda.types.ts";
import { clockTime } from "../session-plan.clock.ts";
import { WEEKDAYS } from "../session-plan.codes.ts";
import { type AgendaLinks, EntryBox, namesOf } from "./agenda-entry.tsx";
import { moveByKey } from "./agenda-grid.ts";

interface WeekProps {
  page: AgendaPage;
  links: AgendaLinks;
  turn: (step: -1 | 1) => void;
}

/** A week: on a phone a list of its days, on a desk a table of days and hours. */
export function AgendaWeek(props: WeekProps) {
  const days = daysOf(props.page.agenda, props.page.agenda);
  return (
    <>
      <WeekList {...props} days={days} />
      <WeekTable {...props} days={days} />
    </>
  );
}

function Spans({ spans, day }: Pick<AgendaDay, "spans" | "day">) {
  if (spans.length === 0) return null;
  return (
    <ul className="grid gap-1">
      {spans.map((span) => (
        <li
          key={span.id}
          className={`rounded-control border border-dashed px-2 py-1 text-[0.8125rem] leading-snug ${span.kind === "review" ? "border-info bg-info-soft" : "border-line-strong bg-sunken text-ink-muted"}`}
        >
          {spanWords(span, day)}
          {day === span.to ? null : (
            <span className="block text-ink-muted">
              {span.kind === "review" ? "due" : "until"} {formatDay(span.to, { weekday: false })}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function WeekList({ page, links, days }: WeekProps & { days: AgendaDay[] }) {
  const { today, zone } = page;
  return (
    <ol className="grid gap-3 lg:hidden">
      {days.map(({ day, entries, spans }) => (
        <li
          key={day}
          id={`day-${day}`}
          className={`scroll-mt-20 rounded-card border bg-surface ${day === today ? "border-accent" : "border-line"}`}
        >
          <div className="flex items-center justify-between gap-2 py-1 pr-1 pl-4">
            <h2 className="font-semibold">
              {formatDay(day)}
              {day === today ? <span className="ml-2 text-sm font-medium text-accent">today</span> : null}
            </h2>
            {links.plan && day >= today ? (
              <ButtonLink variant="quiet" icon={CalendarPlus} to={links.plan({ on: day })}>
                Plan<span className="sr-only"> a session on {formatDay(day)}</span>
              </ButtonLink>
            ) : null}
          </div>
          {entries.length + spans.length > 0 ? (
            <div className="grid gap-2 px-3 pb-3">
              <Spans spans={spans} day={day} />
              {entries.length > 0 ? (
                <ul className="grid gap-2">
                  {entries.map((entry) => (
                    <li key={entry.id} className="grid gap-1.5">
                      <EntryBox entry={entry} today={today} zone={zone} links={links} />
                      {entry.status === "scheduled" && !entry.isCoCoach && entry.on <= today ? (
                        <ButtonLink icon={NotebookPen} to={links.log(entry)}>
                          Log it<span className="sr-only">, the session with {namesOf(entry)}</span>
                        </ButtonLink>
                      ) : null}
                    </li>
                  ))}
                </ul>
              ) : null}
            </div>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

function WeekTable({ page, links, turn, days }: WeekProps & { days: AgendaDay[] }) {
  const { today, zone, agenda } = page;
  const hours = hoursOf(agenda.entries);
  // One cell can be reached by Tab; from there the arrow keys go on.
  const entrance = `${Math.max(
    0,
    days.findIndex(({ day }) => day >= today),
  )},0`;
  const untimed = ({ entries }: AgendaDay) => entries.filter(({ startTime }) => !startTime);
  const hasTop = days.some((each) => each.spans.length > 0 || untimed(each).length > 0);
  return (
    <div className="hidden lg:block">
      <table
        className="w-full table-fixed border-collapse overflow-hidden rounded-card border border-line bg-surface text-[0.9375rem]"
        onKeyDown={(event) => moveByKey(event, turn)}
      >
        <caption className="sr-only">
          The week by days and hours. Arrow keys lead from hour to hour; Page Up and Page Down to the weeks
          before and after.
        </caption>
        <thead>
          <tr>
            <th
              scope="col"
              className="w-16 border-b border-line p-2 text-left text-sm font-normal text-ink-muted"
            >
              Time
            </th>
            {days.map(({ day }, column) => (
              <th
                key={WEEKDAYS[column]}
                scope="col"
                aria-current={day === today ? "date" : undefined}
                className={`border-b border-l border-line p-2 text-left text-sm font-semibold ${day === today ? "bg-accent-soft text-accent" : ""}`}
              >
                {formatDay(day).replace(/ \d{4}$/, "")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {hasTop ? (
            <tr>
              <th
                scope="row"
                className="border-b border-line p-2 text-left text-sm font-normal text-ink-muted"
              >
                All day
              </th>
              {days.map((each, column) => (
                <td key={WEEKDAYS[column]} className="border-b border-l border-line p-1 align-top">
                  <div className="grid gap-1">
                    <Spans spans={each.spans} day={each.day} />
                    {untimed(each).map((entry) => (
                      <EntryBox key={entry.id} entry={entry} today={today} zone={zone} links={links} />
                    ))}
                  </div>
                </td>
              ))}
            </tr>
          ) : null}
          {hours.map((hour, row) => (
            <tr key={hour}>
              <th
                scope="row"
                className="border-b border-line p-2 text-left align-top text-sm font-normal text-ink-muted tabular-nums"
              >
                {clockTime(hour * 60)}
              </th>
              {/* Named by the weekday: the focus stays in its place when the week turns. */}
              {days.map(({ day, entries }, column) => (
                <td
                  key={WEEKDAYS[column]}
                  className={`h-12 border-b border-l border-line p-1 align-top ${day < today ? "bg-canvas" : ""}`}
                >
                  <div className="grid gap-1">
                    {entries
                      .filter(({ startTime }) => startTime && hourOf(startTime) === hour)
                      .map((entry) => (
                        <EntryBox key={entry.id} entry={entry} today={today} zone={zone} links={links} />
                      ))}
                    {links.plan && day >= today ? (
                      <Link
                        to={links.plan({ on: day, at: clockTime(hour * 60) })}
                        data-cell={`${column},${row}`}
                        tabIndex={`${column},${row}` === entrance ? 0 : -1}
                        aria-label={`Plan a session on ${formatDay(day)} at ${clockTime(hour * 60)}`}
                        className="flex min-h-11 items-center justify-center rounded-control text-transparent hover:bg-accent-soft hover:text-accent focus-visible:bg-accent-soft focus-visible:text-accent"
                      >
                        <Plus aria-hidden="true" className="size-4" />
                      </Link>
                    ) : null}
                  </div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
