import { Callout } from "#app/components/callout.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import type { AgendaPage } from "../agenda.types.ts";
import type { AgendaLinks } from "./agenda-entry.tsx";
import { AgendaBody } from "./agenda-page.tsx";

const OFFLINE: AgendaLinks = {
  view: ({ view = "week", on }) => `/offline/calendar?view=${view}&on=${on}`,
  entry: ({ id, status, isWaiting, isCoCoach }) =>
    isWaiting
      ? "/offline/waiting"
      : status === "scheduled" && !isCoCoach
        ? `/offline/log?session=${id}`
        : null,
  log: ({ id, isWaiting }) => (isWaiting ? "/offline/waiting" : `/offline/log?session=${id}`),
  plan: null,
};

/** The calendar as this device knows it; a planned session is logged from it. */
export function OfflineAgenda({ page }: { page: AgendaPage }) {
  const { kept, agenda } = page;
  const isBeyond = kept && (agenda.from < kept.from || agenda.until > kept.until);
  return (
    <>
      <PageHeader
        title="Calendar"
        intro="As this device knows it. You can log what is planned; planning and moving need a connection."
      />
      {isBeyond ? (
        <div className="mb-4">
          <Callout tone="caution" title="Not all of these days are on this device">
            It keeps {formatDay(kept.from)} to {formatDay(kept.until)}.
          </Callout>
        </div>
      ) : null}
      <AgendaBody page={page} links={OFFLINE} />
    </>
  );
}
