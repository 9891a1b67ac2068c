import { Link, useNavigate } from "@remix-run/react";
import { CalendarPlus, CalendarSync, ChevronLeft, ChevronRight, Repeat } from "lucide-react";
import { ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { zoneWords } from "#app/time/zone-words.ts";
import { stepOf, viewWords } from "../agenda.rules.ts";
import type { AgendaView, AgendaPage as Page } from "../agenda.types.ts";
import type { AgendaLinks } from "./agenda-entry.tsx";
import { AgendaMonth } from "./agenda-month.tsx";
import { AgendaWeek } from "./agenda-week.tsx";

const ONLINE: AgendaLinks = {
  view: ({ view = "week", on }) => `/calendar?view=${view}&on=${on}`,
  entry: ({ id }) => `/sessions/${id}`,
  log: ({ id }) => `/sessions/${id}/edit`,
  plan: ({ on, at }) => `/calendar/new?on=${on}${at ? `&at=${at}` : ""}`,
};

/** A coach's calendar. */
export function AgendaPage({ page }: { page: Page }) {
  return (
    <>
      <PageHeader
        title="Calendar"
        intro="What is planned and what took place."
        actions={
          <>
            <ButtonLink to="/calendar/new" icon={CalendarPlus}>
              Plan sessions
            </ButtonLink>
            <ButtonLink to="/calendar/plans" icon={Repeat} variant="secondary">
              Recurring plans
            </ButtonLink>
            <ButtonLink to="/account#calendar" icon={CalendarSync} variant="secondary">
              Show it in your own calendar
            </ButtonLink>
          </>
        }
      />
      <AgendaBody page={page} links={ONLINE} />
    </>
  );
}

const VIEWS: readonly { view: AgendaView; label: string }[] = [
  { view: "week", label: "Week" },
  { view: "month", label: "Month" },
];

/** The calendar with its steps, the same with and without a connection. */
export function AgendaBody({ page, links }: { page: Page; links: AgendaLinks }) {
  const { view, on, today, zone, agenda } = page;
  const navigate = useNavigate();
  const turn = (step: -1 | 1) =>
    navigate(links.view({ view, on: stepOf(view, on, step) }), { preventScrollReset: true });
  const Body = view === "week" ? AgendaWeek : AgendaMonth;
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <nav aria-label="Time shown" className="flex items-center gap-1">
          <ButtonLink
            variant="secondary"
            className="px-2.5"
            preventScrollReset
            to={links.view({ view, on: stepOf(view, on, -1) })}
          >
            <ChevronLeft aria-hidden="true" className="size-5" />
            <span className="sr-only">The {view} before</span>
          </ButtonLink>
          <ButtonLink variant="secondary" preventScrollReset to={links.view({ view, on: today })}>
            Today
          </ButtonLink>
          <ButtonLink
            variant="secondary"
            className="px-2.5"
            preventScrollReset
            to={links.view({ view, on: stepOf(view, on, 1) })}
          >
            <ChevronRight aria-hidden="true" className="size-5" />
            <span className="sr-only">The {view} after</span>
          </ButtonLink>
        </nav>
        <p role="status" className="text-lg font-semibold tracking-tight">
          {viewWords(view, on)}
        </p>
        <nav aria-label="Week or month">
          <ul className="flex gap-1">
            {VIEWS.map((each) => (
              <li key={each.view}>
                <Link
                  to={links.view({ view: each.view, on })}
                  aria-current={each.view === view ? "page" : undefined}
                  preventScrollReset
                  className={`inline-flex min-h-11 items-center rounded-full border px-4 text-sm font-medium lg:pointer-fine:min-h-9 ${each.view === view ? "border-accent bg-accent-soft text-accent" : "border-line-strong bg-surface text-ink hover:bg-sunken"}`}
                >
                  {each.label}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      </div>
      {agenda.isCut ? (
        <div className="mb-4">
          <Callout tone="caution" title="Not everything is shown">
            There are more than 1,000 sessions in this time. The list of sessions has all of them.
          </Callout>
        </div>
      ) : null}
      <Body page={page} links={links} turn={turn} />
      <p className="mt-4 text-sm text-ink-muted">
        Times are {zoneWords(zone)}. A session at a site in another zone is shown at the time there, with its
        zone.
      </p>
    </>
  );
}
