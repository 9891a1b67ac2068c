import { deleteDB, openDB } from "idb";
import { countRows, findRow, listRows, putRow, removeRow } from "#app/offline/device-store.client.ts";
import type { DraftIdentity } from "./draft-key.ts";

/** An unfinished log on this device. */
export interface Draft extends DraftIdentity {
  accountId: string;
  /** One draft for each form, see `draftKeyOf`. */
  key: string;
  /** The version of the record the changes were made on; 0 when there is none yet. */
  rowVersion: number;
  personName: string;
  /** The form as it would be posted. */
  entries: [string, string][];
  savedAt: number;
}

const BEFORE = "throughline-drafts";
let taken: Promise<void> | undefined;

/** Takes over what an earlier release kept in clear. */
function takeOver(): Promise<void> {
  taken ??= (async () => {
    if (!(await indexedDB.databases()).some(({ name }) => name === BEFORE)) return;
    const before = await openDB(BEFORE);
    const drafts: Draft[] = before.objectStoreNames.contains("drafts") ? await before.getAll("drafts") : [];
    for (const draft of drafts) await putRow("drafts", draft.accountId, draft.key, draft);
    before.close();
    await deleteDB(BEFORE);
  })().catch(() => {});
  return taken;
}

export async function putDraft(draft: Draft): Promise<void> {
  await putRow("drafts", draft.accountId, draft.key, draft);
}

export async function findDraft(accountId: string, key: string): Promise<Draft | undefined> {
  await takeOver();
  return findRow<Draft>("drafts", accountId, key);
}

export async function removeDraft(accountId: string, key: string): Promise<void> {
  await removeRow("drafts", accountId, key);
}

/** The drafts of an account, newest first. */
export async function listDrafts(accountId: string): Promise<Draft[]> {
  await takeOver();
  const drafts = await listRows<Draft>("drafts", accountId);
  return drafts.sort((a, b) => b.savedAt - a.savedAt);
}

/** Removes what the server holds by now: drafts of this session made on a version before `storedVersion`. */
export async function forgetStored(
  accountId: string,
  sessionId: string,
  storedVersion: number,
): Promise<void> {
  for (const draft of await listDrafts(accountId))
    if (draft.sessionId === sessionId && draft.rowVersion < storedVersion)
      await removeDraft(accountId, draft.key);
}

/** How many drafts this device keeps of an account. */
export async function countDrafts(accountId: string): Promise<number> {
  await takeOver();
  return countRows("drafts", accountId);
}

/** Tells an open form that its draft was removed on purpose, so that it does not keep it again on leaving. */
export const DRAFTS_FORGOTTEN = "throughline:drafts-forgotten";
