import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { SessionFormPage } from "../session.types.ts";

/** An unfinished log on this device. */
export interface Draft {
  accountId: string;
  /** One draft for each form: `log:<person>`, `plan:<person>` or `session:<id>`. */
  key: string;
  purpose: SessionFormPage["purpose"];
  sessionId: string;
  /** The version of the record the changes were made on; 0 when there is none yet. */
  rowVersion: number;
  personId: string;
  personName: string;
  /** The form as it would be posted. */
  entries: [string, string][];
  savedAt: number;
}

interface DraftSchema extends DBSchema {
  drafts: { key: [string, string]; value: Draft; indexes: { account: string } };
}

let opened: Promise<IDBPDatabase<DraftSchema>> | undefined;

function store() {
  opened ??= openDB<DraftSchema>("throughline-drafts", 1, {
    upgrade(database) {
      database
        .createObjectStore("drafts", { keyPath: ["accountId", "key"] })
        .createIndex("account", "accountId");
    },
  });
  return opened;
}

export async function putDraft(draft: Draft): Promise<void> {
  await (await store()).put("drafts", draft);
}

export async function findDraft(accountId: string, key: string): Promise<Draft | undefined> {
  return (await store()).get("drafts", [accountId, key]);
}

export async function removeDraft(accountId: string, key: string): Promise<void> {
  await (await store()).delete("drafts", [accountId, key]);
}

/** The drafts of an account, newest first. */
export async function listDrafts(accountId: string): Promise<Draft[]> {
  const drafts = await (await store()).getAllFromIndex("drafts", "account", accountId);
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

/** How many drafts this device keeps, of one account or of all. For the warning before signing out. */
export async function countDrafts(accountId?: string): Promise<number> {
  const database = await store();
  return accountId ? database.countFromIndex("drafts", "account", accountId) : database.count("drafts");
}

/** Tells an open form that its draft was removed on purpose, so that it does not keep it again on leaving. */
export const DRAFTS_FORGOTTEN = "throughline:drafts-forgotten";

/** Removes every draft from this device, of one account or of all. */
export async function forgetDrafts(accountId?: string): Promise<void> {
  window.dispatchEvent(new Event(DRAFTS_FORGOTTEN));
  const database = await store();
  if (!accountId) return database.clear("drafts");
  for (const { key } of await listDrafts(accountId)) await database.delete("drafts", [accountId, key]);
}
