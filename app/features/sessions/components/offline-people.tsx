import type { OfflinePack } from "../session-form.types.ts";
import { CoacheeCard } from "./coachee-card.tsx";
import { DraftList } from "./draft-list.tsx";

/** The people of whoever was signed in here last, as this device knew them at its last visit. */
export function OfflinePeople({ pack }: { pack: OfflinePack }) {
  const { today, people } = pack.home;
  return (
    <>
      <DraftList accountId={pack.accountId} isOnline={false} />
      <ul className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
        {people.map((person) => (
          <li key={person.id} className="flex *:grow">
            <CoacheeCard person={person} today={today} logTo={`/offline/log?person=${person.id}`} />
          </li>
        ))}
      </ul>
    </>
  );
}
