import { Link } from "@remix-run/react";
import { formatDay } from "#app/components/relative-day.tsx";
import { type AgendaDay, countOf, daysOf, spanWords } from "../agenda.rules.ts";
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
    <>
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
                    <Dots day={each} />
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
      <ul aria-hidden="true" className="mt-2 flex flex-wrap gap-x-4 text-sm text-ink-muted md:hidden">
        {LEGEND.map(({ look, words }) => (
          <li key={words} className="flex items-center gap-1.5">
            <span className={look} />
            {words}
          </li>
        ))}
      </ul>
    </>
  );
}

function dayWords({ day, entries, spans }: AgendaDay): string {
  const { on, off, moved } = countOf(entries);
  return [
    formatDay(day),
    ...(on > 0 ? [on === 1 ? "1 session" : `${on} sessions`] : off > 0 ? [] : ["nothing planned"]),
    ...(off > 0 ? [`${off} that did not take place`] : []),
    ...(moved > 0 ? [`${moved} moved to another day`] : []),
    ...spans.map((span) => spanWords(span, day)),
  ].join(", ");
}

const MOST_DOTS = 3;
const DOT = "size-1.5 rounded-full bg-current";
const HOLLOW = "size-1.5 rounded-full border border-current";
const BAR = "h-1 w-2.5 rounded-full border border-current";
const LEGEND = [
  { look: DOT, words: "session" },
  { look: HOLLOW, words: "did not take place" },
  { look: BAR, words: "leave, closed or a review" },
];

/**
 * For a phone: up to three dots, hollow for what did not take place, and a bar under a day on which something else stands.
 * What was moved has its dot on the new day alone.
 */
function Dots({ day: { entries, spans } }: { day: AgendaDay }) {
  const { on, off } = countOf(entries);
  const dots = [...Array<string>(on).fill(DOT), ...Array<string>(off).fill(HOLLOW)];
  return (
    <span aria-hidden="true" className="flex h-2 items-center gap-0.5 md:hidden">
      {dots.slice(0, MOST_DOTS).map((look, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: dots are told apart by their place alone
        <span key={index} className={look} />
      ))}
      {spans.length > 0 ? <span className={BAR} /> : null}
    </span>
  );
}
