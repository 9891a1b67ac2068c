import { Form, Link, useNavigate } from "@remix-run/react";
import {
  CalendarPlus,
  CalendarSync,
  ChevronLeft,
  ChevronRight,
  CircleAlert,
  Repeat,
  Undo2,
} from "lucide-react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { zoneWords } from "#app/time/zone-words.ts";
import { stepOf, viewWords } from "../agenda.rules.ts";
import type { AgendaEntry, AgendaView, AgendaPage as Page } from "../agenda.types.ts";
import { type AgendaLinks, namesOf, timeWords } from "./agenda-entry.tsx";
import { AgendaMonth } from "./agenda-month.tsx";
import { AgendaWeek } from "./agenda-week.tsx";

const ONLINE: AgendaLinks = {
  view: ({ view = "week", on }) => `/calendar?view=${view}&on=${on}`,
  entry: ({ id }) => `/sessions/${id}`,
  log: ({ id }) => `/sessions/${id}/edit`,
  plan: ({ on, at }) => `/calendar/new?on=${on}${at ? `&at=${at}` : ""}`,
};

/** A coach's calendar. */
export function AgendaPage({ page, refusal }: { page: Page; refusal?: string | undefined }) {
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
      <div className="mb-5 grid gap-4 empty:hidden">
        {refusal ? (
          <Callout tone="critical" announce>
            {refusal}
          </Callout>
        ) : null}
        {page.takenOut ? <TakenOut page={page} session={page.takenOut} /> : null}
        {page.clashes?.length ? <Clashes page={page} clashes={page.clashes} /> : null}
      </div>
      <AgendaBody page={page} links={ONLINE} />
    </>
  );
}

const here = ({ view, on }: Page) => `/calendar?index&view=${view}&on=${on}`;

function TakenOut({ page, session }: { page: Page; session: NonNullable<Page["takenOut"]> }) {
  return (
    <Callout
      title={`The session with ${session.names} on ${formatDay(session.on)} is out of the calendar`}
      actions={
        <Form method="post" action={here(page)}>
          <input type="hidden" name="sessionId" value={session.id} />
          <Button name="intent" value="put-back" variant="secondary" icon={Undo2}>
            Put it back
          </Button>
        </Form>
      }
    >
      Calendars that show yours cancel it.
    </Callout>
  );
}

/** Planned sessions that fall on leave or a closure that was entered later: nothing is taken out by itself. */
function Clashes({ page, clashes }: { page: Page; clashes: readonly AgendaEntry[] }) {
  return (
    <section aria-labelledby="clashes" className="rounded-card border border-caution/35 bg-caution-soft p-4">
      <h2 id="clashes" className="flex gap-2 font-semibold">
        <CircleAlert aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-caution" />
        {clashes.length === 1
          ? "A planned session falls on leave or a closure"
          : `${clashes.length} planned sessions fall on leave or a closure`}
      </h2>
      <p className="mt-1 max-w-prose text-[0.9375rem]">
        Nothing is taken out by itself. Call off with that as the reason, or move to another day.
      </p>
      <ul className="mt-2 divide-y divide-line">
        {clashes.map((entry) => (
          <li key={entry.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
            <p className="min-w-0 grow basis-56">
              <span className="font-medium">
                {formatDay(entry.on)}, {timeWords(entry, page.zone)}
              </span>
              <span className="block text-[0.9375rem]">
                {namesOf(entry)} · {entry.clash?.words}
              </span>
            </p>
            <div className="flex gap-2">
              <Form method="post" action={here(page)} preventScrollReset>
                <input type="hidden" name="sessionId" value={entry.id} />
                <input type="hidden" name="rowVersion" value={entry.rowVersion} />
                <Button name="intent" value="call-off" variant="secondary">
                  Call off
                  <span className="sr-only">
                    , {namesOf(entry)} on {formatDay(entry.on)}
                  </span>
                </Button>
              </Form>
              <ButtonLink variant="quiet" to={`/sessions/${entry.id}/planned`}>
                Move
                <span className="sr-only">
                  , {namesOf(entry)} on {formatDay(entry.on)}
                </span>
              </ButtonLink>
            </div>
          </li>
        ))}
      </ul>
    </section>
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
                  className={`inline-flex min-h-11 items-center rounded-full border px-4 text-sm font-medium ${each.view === view ? "border-accent bg-accent-soft text-accent" : "border-line-strong bg-surface text-ink hover:bg-sunken"}`}
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
