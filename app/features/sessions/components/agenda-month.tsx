import { Link } from "@remix-run/react";
import { formatDay } from "#app/components/relative-day.tsx";
import { type AgendaDay, daysOf, spanWords } from "../agenda.rules.ts";
import type { AgendaPage } from "../agenda.types.ts";
import { LONG_WEEKDAYS, WEEKDAYS } from "../session-plan.codes.ts";
import { type AgendaLinks, EntryBox } from "./agenda-entry.tsx";
import { moveByKey } from "./agenda-grid.ts";

/** More than this in a day are a number, which leads to the week. */
const MOST_SHOWN = 3;

/** A month as a table of weeks. On a phone a day shows how much is on it and leads to its week. */
export function AgendaMonth({
  page,
  links,
  turn,
}: {
  page: AgendaPage;
  links: AgendaLinks;
  turn: (step: -1 | 1) => void;
}) {
  const { today, on, agenda } = page;
  const days = daysOf(agenda, agenda);
  // Rows and cells are named by their place: the focus stays where it is when the month turns.
  const weeks = Array.from({ length: days.length / 7 }, (_, week) => ({
    id: `week-${week + 1}`,
    days: days.slice(week * 7, week * 7 + 7),
  }));
  const entrance = days.some(({ day }) => day === today) ? today : `${on.slice(0, 8)}01`;
  return (
    <table
      className="w-full table-fixed border-collapse overflow-hidden rounded-card border border-line bg-surface"
      onKeyDown={(event) => moveByKey(event, turn)}
    >
      <caption className="sr-only">
        The month by weeks. Arrow keys lead from day to day; Page Up and Page Down to the months before and
        after.
      </caption>
      <thead>
        <tr>
          {WEEKDAYS.map((weekday, index) => (
            <th
              key={weekday}
              scope="col"
              className="border-b border-line p-1 text-sm font-medium text-ink-muted"
            >
              <abbr title={LONG_WEEKDAYS[index]} className="no-underline">
                {weekday}
              </abbr>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, row) => (
          <tr key={week.id}>
            {week.days.map((each, column) => (
              <td
                key={WEEKDAYS[column]}
                className={`border-b border-l border-line p-0.5 align-top first:border-l-0 md:h-28 md:p-1 ${each.day.slice(0, 7) === on.slice(0, 7) ? "" : "bg-canvas"}`}
              >
                <Link
                  to={`${links.view({ view: "week", on: each.day })}#day-${each.day}`}
                  data-cell={`${column},${row}`}
                  tabIndex={each.day === entrance ? 0 : -1}
                  aria-current={each.day === today ? "date" : undefined}
                  className={`flex min-h-11 flex-col items-center justify-center rounded-control text-sm tabular-nums hover:bg-sunken md:min-h-8 md:flex-row md:justify-start md:px-1.5 ${each.day === today ? "bg-accent font-semibold text-accent-ink hover:bg-accent-hover" : ""}`}
                >
                  <span aria-hidden="true">{Number(each.day.slice(8))}</span>
                  <span className="sr-only">{dayWords(each)}</span>
                  <Dots count={each.entries.length} isMarked={each.spans.length > 0} />
                </Link>
                <ul className="mt-1 hidden gap-1 md:grid">
                  {each.spans.map((span) => (
                    <li
                      key={span.id}
                      className={`truncate rounded-control border border-dashed px-1.5 text-xs leading-5 ${span.kind === "review" ? "border-info bg-info-soft" : "border-line-strong bg-sunken text-ink-muted"}`}
                    >
                      {spanWords(span, each.day)}
                    </li>
                  ))}
                  {each.entries.slice(0, MOST_SHOWN).map((entry) => (
                    <li key={entry.id}>
                      <EntryBox isSmall entry={entry} today={today} zone={page.zone} links={links} />
                    </li>
                  ))}
                  {each.entries.length > MOST_SHOWN ? (
                    <li className="px-1.5 text-xs text-ink-muted">
                      {each.entries.length - MOST_SHOWN} more in the week
                    </li>
                  ) : null}
                </ul>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function dayWords({ day, entries, spans }: AgendaDay): string {
  const sessions = entries.length === 1 ? "1 session" : `${entries.length} sessions`;
  return [
    formatDay(day),
    entries.length > 0 ? sessions : "nothing planned",
    ...spans.map((span) => spanWords(span, day)),
  ].join(", ");
}

/** For a phone: up to three dots, and a bar under a day on which something else stands. */
function Dots({ count, isMarked }: { count: number; isMarked: boolean }) {
  return (
    <span aria-hidden="true" className="flex h-2 items-center gap-0.5 md:hidden">
      {["a", "b", "c"].slice(0, count).map((dot) => (
        <span key={dot} className="size-1.5 rounded-full bg-current" />
      ))}
      {isMarked ? <span className="h-1 w-2.5 rounded-full border border-current" /> : null}
    </span>
  );
}
