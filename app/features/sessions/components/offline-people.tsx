import { Callout } from "#app/components/callout.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import type { OfflinePack } from "../session-form.types.ts";
import { CoacheeCard } from "./coachee-card.tsx";
import { DraftList } from "./draft-list.tsx";

/** The people of whoever was signed in here last, as this device knew them at its last visit. */
export function OfflinePeople({ pack, wanted }: { pack: OfflinePack | null; wanted: string | null }) {
  if (!pack) return <NotOnDevice />;
  const { today, people } = pack.home;
  return (
    <>
      <PageHeader title="My people" intro={`As of ${formatDay(today)}. You can log without a connection.`} />
      <div className="grid gap-6">
        {wanted ? (
          <Callout tone="caution" title="That page needs a connection">
            What you can do without one is here. Nothing you finished is lost.
          </Callout>
        ) : null}
        <DraftList accountId={pack.accountId} isOnline={false} />
        <ul className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
          {people.map((person) => (
            <li key={person.id} className="flex *:grow">
              <CoacheeCard person={person} today={today} logTo={`/offline/log?person=${person.id}`} />
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

/** Where this device keeps nothing of what was asked for. */
export function NotOnDevice() {
  return (
    <>
      <PageHeader title="This device keeps nothing yet" />
      <Callout tone="caution" title="Open My people once while there is a connection">
        From then on this device opens your people and their logs without one. What you finish meanwhile waits
        here and is sent by itself.
      </Callout>
    </>
  );
}
