import { backoff } from "#app/offline/backoff.ts";
import {
  countRows,
  findRow,
  listRows,
  moveRow,
  putRow,
  removeRow,
} from "#app/offline/device-store.client.ts";
import type { SendState } from "#app/offline/send-state.ts";
import type { SyncAnswer, SyncResult } from "../session-form.types.ts";
import { BATCH } from "../sync.limits.ts";
import { draftKeyOf } from "./draft-key.ts";
import type { Draft } from "./draft-store.client.ts";
import { OUTBOX_CHANGED } from "./outbox-changed.ts";

/** A finished log on its way to the server. It stays until the server says that it has exactly this. */
export interface OutboxItem extends Omit<Draft, "key"> {
  /** When the person pressed Save. */
  finishedAt: number;
  state: "waiting" | "refused" | "conflict";
  /** Tries that ended without a decision, in a row. */
  failures: number;
  lastTriedAt: number | null;
  /** What the server said when it did not store it. */
  answer: Extract<SyncResult, { state: "refused" | "conflict" }> | null;
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

/** Takes a log back out of the outbox, to go on writing. */
export async function reopen(item: OutboxItem): Promise<Draft> {
  const { finishedAt, state, failures, lastTriedAt, answer, ...log } = item;
  const draft: Draft = { ...log, key: draftKeyOf(item), savedAt: Date.now() };
  await moveRow(
    { from: "outbox", key: item.sessionId },
    { to: "drafts", key: draft.key, value: draft },
    item.accountId,
  );
  changed();
  return draft;
}

/** What waits, the oldest first. */
export async function listOutbox(accountId: string): Promise<OutboxItem[]> {
  const items = await listRows<OutboxItem>("outbox", accountId);
  return items.sort((a, b) => a.finishedAt - b.finishedAt);
}

export const findOutboxItem = (accountId: string, sessionId: string) =>
  findRow<OutboxItem>("outbox", accountId, sessionId);

export const countOutbox = (accountId: string) => countRows("outbox", accountId);

export async function putOutboxItem(item: OutboxItem): Promise<void> {
  await putRow("outbox", item.accountId, item.sessionId, item);
  changed();
}

export async function discardOutboxItem({ accountId, sessionId }: OutboxItem): Promise<void> {
  await removeRow("outbox", accountId, sessionId);
  changed();
}

export async function listReceipts(accountId: string): Promise<Receipt[]> {
  const receipts = await listRows<Receipt>("receipts", accountId);
  return receipts.sort((a, b) => b.at - a.at);
}

/**
 * Sends what waits, one tab at a time. An item leaves the device only for a receipt that repeats its id and its hash;
 * one that the server refuses stays with its reason and holds up no other.
 */
export async function sendOutbox(accountId: string): Promise<SendState> {
  return await navigator.locks.request(LOCK, async (): Promise<SendState> => {
    const waiting = (await listOutbox(accountId)).filter(({ state }) => state === "waiting");
    for (let at = 0; at < waiting.length; at += BATCH) {
      const state = await sendBatch(accountId, waiting.slice(at, at + BATCH));
      if (state !== "sent") return state;
    }
    const left = (await listOutbox(accountId)).some(({ state }) => state === "waiting");
    return left ? "waiting" : "sent";
  });
}

async function sendBatch(accountId: string, batch: OutboxItem[]): Promise<SendState> {
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
  if (typeof answer === "string") {
    for (const item of batch)
      await putOutboxItem({ ...item, failures: item.failures + 1, lastTriedAt: Date.now() });
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
    await putOutboxItem({ ...item, state: result.state, answer: result, lastTriedAt: Date.now() });
  else await putOutboxItem({ ...item, failures: item.failures + 1, lastTriedAt: Date.now() });
}

const SEND_MS = 20_000;

async function post(accountId: string, items: object[]): Promise<SyncResult[] | Exclude<SendState, "sent">> {
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
  if (response.status === 403) return "not-allowed";
  const answer = (await response.json().catch(() => null)) as SyncAnswer | null;
  if (answer && "ok" in answer && answer.ok) return answer.results;
  return response.status === 409 ? "other-account" : "waiting";
}

async function hashOf(entries: OutboxItem["entries"]): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(entries)));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** When the outbox should be tried again by itself, in milliseconds from now; null when nothing waits. */
export function nextTry(items: readonly OutboxItem[]): number | null {
  const waiting = items.filter(({ state }) => state === "waiting");
  if (waiting.length === 0) return null;
  const failures = Math.min(...waiting.map((item) => item.failures));
  return failures === 0 ? 0 : backoff(failures, Math.random());
}
