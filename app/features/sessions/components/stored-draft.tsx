import { useEffect } from "react";
import { forgetStored } from "../offline/draft-store.client.ts";

/**
 * Stands on the page of a stored record: the server has it, so the draft of it may go.
 * `isJustSaved`: the page follows a save, so a draft of the version before has been taken over as well.
 */
export function StoredDraft({
  accountId,
  sessionId,
  rowVersion,
  isJustSaved,
}: {
  accountId: string;
  sessionId: string;
  rowVersion: number;
  isJustSaved: boolean;
}) {
  useEffect(() => {
    forgetStored(accountId, sessionId, isJustSaved ? rowVersion : 1).catch(() => {});
  }, [accountId, sessionId, rowVersion, isJustSaved]);
  return null;
}
