import { backoff } from "#app/offline/backoff.ts";
import { findRow, listRows, moveRow, putRow, removeRow } from "#app/offline/device-store.client.ts";
import type { SendState } from "#app/offline/send-state.ts";
import type { SyncAnswer, SyncResult, Undecided } from "../session-form.types.ts";
import { BATCH, BATCH_CHARACTERS, LOG_CHARACTERS } from "../sync.limits.ts";
import { type Draft, listDrafts } from "./draft-store.client.ts";
import { LOG_RELEASED, OUTBOX_CHANGED, openForms } from "./outbox-changed.ts";

/** A finished log on its way to the server. It stays until the server says that it has exactly this. */
export interface OutboxItem extends Omit<Draft, "key"> {
  /** When the person pressed Save. */
  finishedAt: number;
  state: "waiting" | "refused" | "conflict";
  /** Tries that ended without a decision, in a row. */
  failures: number;
  lastTriedAt: number | null;
  /** What the server said when it did not store it. */
  answer: Undecided | null;
}

/** What the server has received from this device, newest first. */
export interface Receipt {
  id: string;
  personName: string;
  at: number;
}

const LOCK = "throughline-outbox";
const KEPT_RECEIPTS = 50;

const changed = () => window.dispatchEvent(new Event(OUTBOX_CHANGED));

/** Takes a draft into the outbox: it is in one of the two at every moment. */
export async function finishDraft(draft: Draft): Promise<OutboxItem> {
  const { key, ...log } = draft;
  const item: OutboxItem = {
    ...log,
    finishedAt: Date.now(),
    state: "waiting",
    failures: 0,
    lastTriedAt: null,
    answer: null,
  };
  await moveRow(
    { from: "drafts", key },
    { to: "outbox", key: draft.sessionId, value: item },
    draft.accountId,
  );
  changed();
  return item;
}

/** What waits, the oldest first. */
export async function listOutbox(accountId: string): Promise<OutboxItem[]> {
  const items = await listRows<OutboxItem>("outbox", accountId);
  return items.sort((a, b) => a.finishedAt - b.finishedAt);
}

export const findOutboxItem = (accountId: string, sessionId: string) =>
  findRow<OutboxItem>("outbox", accountId, sessionId);

export async function putOutboxItem(item: OutboxItem): Promise<void> {
  await putRow("outbox", item.accountId, item.sessionId, item);
  changed();
}

/** Keeps what became of a try, unless the log was saved anew or discarded meanwhile. */
async function keepResult(item: OutboxItem): Promise<void> {
  if (await isStillHere(item)) await putOutboxItem(item);
}

async function isStillHere({ accountId, sessionId, finishedAt }: OutboxItem): Promise<boolean> {
  return (await findOutboxItem(accountId, sessionId))?.finishedAt === finishedAt;
}

export async function discardOutboxItem({ accountId, sessionId }: OutboxItem): Promise<void> {
  await removeRow("outbox", accountId, sessionId);
  changed();
}

/** Why a log that waits does not go out: its form is open, or changes to it were begun and not saved. */
export type Hold = "open" | "changed";

/** The logs that are held back, whatever tab began it and whether it still runs. */
export async function listHolds(accountId: string): Promise<Map<string, Hold>> {
  const [drafts, forms] = await Promise.all([listDrafts(accountId), openForms()]);
  return new Map<string, Hold>([
    ...drafts.map(({ sessionId }) => [sessionId, "changed"] as const),
    ...forms.map((sessionId) => [sessionId, "open"] as const),
  ]);
}

/** What may be sent now, the oldest first. */
export async function listReady(accountId: string): Promise<OutboxItem[]> {
  const [items, holds] = await Promise.all([listOutbox(accountId), listHolds(accountId)]);
  return items.filter(({ state, sessionId }) => state === "waiting" && !holds.has(sessionId));
}

/** Drops changes that were begun to a log that waits: it goes out as it was saved. */
export async function dropChanges({ accountId, sessionId }: OutboxItem): Promise<void> {
  for (const draft of await listDrafts(accountId))
    if (draft.sessionId === sessionId) await removeRow("drafts", accountId, draft.key);
  window.dispatchEvent(new Event(LOG_RELEASED));
  changed();
}

export async function listReceipts(accountId: string): Promise<Receipt[]> {
  const receipts = await listRows<Receipt>("receipts", accountId);
  return receipts.sort((a, b) => b.at - a.at);
}

/**
 * Sends what waits, one tab at a time. An item leaves the device only for a receipt that repeats its id and its hash;
 * one that the server refuses stays with its reason and holds up no other.
 * @param savedId the log whose form has just been saved: it goes out although the form is still open
 */
export async function sendOutbox(accountId: string, savedId?: string): Promise<SendState> {
  return await navigator.locks.request(LOCK, async (): Promise<SendState> => {
    const holds = await listHolds(accountId);
    const waiting = (await listOutbox(accountId)).filter(
      ({ state, sessionId }) => state === "waiting" && (sessionId === savedId || !holds.has(sessionId)),
    );
    for (const batch of batchesOf(waiting)) {
      const state = await sendBatch(accountId, batch);
      if (state !== "sent") return state;
    }
    const left = (await listOutbox(accountId)).some(({ state }) => state === "waiting");
    return left ? "waiting" : "sent";
  });
}

/** Batches that the server reads: of so many logs, and of so many characters. */
function batchesOf(items: readonly OutboxItem[]): OutboxItem[][] {
  const batches: OutboxItem[][] = [];
  let characters = 0;
  for (const item of items) {
    const batch = batches.at(-1);
    const added = lengthOf(item);
    if (batch && batch.length < BATCH && characters + added <= BATCH_CHARACTERS) {
      batch.push(item);
      characters += added;
    } else {
      batches.push([item]);
      characters = added;
    }
  }
  return batches;
}

const lengthOf = ({ entries }: OutboxItem) => JSON.stringify(entries).length;

/** What a device says of a log that the server does not read, alone as it is. */
function unreadable(item: OutboxItem): OutboxItem {
  const message =
    "This log is too long or damaged, so the server does not read it. Open it, shorten what is long, and save it again.";
  return {
    ...{ ...item, state: "refused", lastTriedAt: Date.now() },
    answer: { id: item.sessionId, state: "refused", code: "bad-input", message },
  };
}

async function sendBatch(accountId: string, batch: readonly OutboxItem[]): Promise<SendState> {
  const [only] = batch;
  if (batch.length === 1 && only && lengthOf(only) > LOG_CHARACTERS) {
    await keepResult(unreadable(only));
    return "sent";
  }
  const items = await Promise.all(
    batch.map(async ({ sessionId, rowVersion, entries, finishedAt }) => ({
      id: sessionId,
      kind: rowVersion === 0 ? ("log" as const) : ("edit" as const),
      entries,
      hash: await hashOf(entries),
      enteredAt: finishedAt,
    })),
  );
  const answer = await post(accountId, items);
  if (answer === "not-read") {
    // One of them is to blame; alone, it shows which.
    if (batch.length === 1 && only) await keepResult(unreadable(only));
    else
      for (const item of batch) {
        const state = await sendBatch(accountId, [item]);
        if (state !== "sent") return state;
      }
    return "sent";
  }
  if (typeof answer === "string") {
    for (const item of batch)
      await keepResult({ ...item, failures: item.failures + 1, lastTriedAt: Date.now() });
    return answer;
  }
  const results = new Map(answer.map((result) => [result.id, result]));
  for (const [index, item] of batch.entries())
    await settle(item, results.get(item.sessionId), items[index]?.hash ?? "");
  return "sent";
}

async function settle(item: OutboxItem, result: SyncResult | undefined, hash: string): Promise<void> {
  const { accountId, sessionId, personName } = item;
  if (result?.state === "stored" && result.hash === hash) {
    if (!(await isStillHere(item))) return;
    const receipt: Receipt = { id: sessionId, personName, at: Date.now() };
    await moveRow(
      { from: "outbox", key: sessionId },
      { to: "receipts", key: sessionId, value: receipt },
      accountId,
    );
    for (const { id } of (await listReceipts(accountId)).slice(KEPT_RECEIPTS))
      await removeRow("receipts", accountId, id);
    changed();
  } else if (result?.state === "refused" || result?.state === "conflict")
    await keepResult({ ...item, state: result.state, answer: result, lastTriedAt: Date.now() });
  else await keepResult({ ...item, failures: item.failures + 1, lastTriedAt: Date.now() });
}

const SEND_MS = 20_000;

async function post(
  accountId: string,
  items: object[],
): Promise<SyncResult[] | Exclude<SendState, "sent"> | "not-read"> {
  let response: Response;
  try {
    response = await fetch("/api/sessions/sync", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ accountId, items, sentAt: Date.now() }),
      redirect: "manual",
      signal: AbortSignal.timeout(SEND_MS),
    });
  } catch {
    return "offline";
  }
  // Whoever is not signed in is sent to the sign-in page.
  if (response.type === "opaqueredirect") return "signed-out";
  if (response.status === 400 || response.status === 413) return "not-read";
  if (response.status === 403) return "not-allowed";
  const answer = (await response.json().catch(() => null)) as SyncAnswer | null;
  if (answer && "ok" in answer && answer.ok) return answer.results;
  return response.status === 409 ? "other-account" : "waiting";
}

async function hashOf(entries: OutboxItem["entries"]): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(entries)));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** When what is ready should be tried again by itself, in milliseconds from now; null when nothing is. */
export function nextTry(ready: readonly OutboxItem[]): number | null {
  if (ready.length === 0) return null;
  const failures = Math.min(...ready.map((item) => item.failures));
  return failures === 0 ? 0 : backoff(failures, Math.random());
}
