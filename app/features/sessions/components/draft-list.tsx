import { Link } from "@remix-run/react";
import { PencilLine } from "lucide-react";
import { useEffect, useState } from "react";
import { ageWords } from "#app/offline/age-words.ts";
import { draftPath } from "../offline/draft-key.ts";
import { type Draft, listDrafts } from "../offline/draft-store.client.ts";

/** Logs that were begun on this device and not sent. */
export function DraftList({ accountId, isOnline = true }: { accountId: string; isOnline?: boolean }) {
  const [drafts, setDrafts] = useState<Draft[]>([]);
  useEffect(() => {
    listDrafts(accountId).then(setDrafts, () => {});
  }, [accountId]);
  if (drafts.length === 0) return null;
  return (
    <section aria-label="Unfinished logs" className="mb-6 rounded-card border border-line bg-info-soft p-4">
      <h2 className="flex items-center gap-2 font-semibold">
        <PencilLine aria-hidden="true" className="size-5 shrink-0 text-info" />
        {drafts.length === 1 ? "1 unfinished log" : `${drafts.length} unfinished logs`} on this device
      </h2>
      <ul className="mt-2 grid gap-1">
        {drafts.map((draft) => (
          <li key={draft.key} className="flex flex-wrap items-center justify-between gap-x-4">
            <span>
              {draft.personName}, {ageWords(draft.savedAt, Date.now())}
            </span>
            <Link
              to={draftPath(draft, isOnline)}
              className="link inline-flex min-h-11 items-center font-semibold"
            >
              Continue<span className="sr-only"> the log of {draft.personName}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
