import { findRow, listRows, putRow, removeRow } from "#app/offline/device-store.client.ts";
import { THIS_PAGE, tellAnswers } from "./answers-changed.ts";
import {
  type AnswerResult,
  changed,
  type Given,
  settled,
  type WaitingAnswer,
} from "./waiting-answer.rules.ts";

type Place = Pick<WaitingAnswer, "accountId" | "assessmentId" | "itemId">;

const LOCK = "throughline-answers-write";
const rowKey = ({ assessmentId, itemId }: Omit<Place, "accountId">) => `${assessmentId}:${itemId}`;
const placeOf = ({ accountId, assessmentId, itemId }: Place) => ({
  accountId,
  assessmentId,
  itemId,
  page: THIS_PAGE,
});

/** Where the browser keeps nothing (private window, full disk), an answer waits in its tab alone. */
const inThisTab = new Map<string, WaitingAnswer>();

/** The version of an item that the server gave this tab last: what is changed before the page has heard of it builds on it. */
const confirmed = new Map<string, number>();

/** One change of the store at a time, whichever tab makes it. */
async function alone<T>(work: () => Promise<T>): Promise<T> {
  return "locks" in navigator ? await navigator.locks.request(LOCK, work) : work();
}

/** One item that waits. */
export async function findAnswer({ accountId, ...place }: Place): Promise<WaitingAnswer | undefined> {
  const key = rowKey(place);
  return inThisTab.get(key) ?? findRow<WaitingAnswer>("answers", accountId, key).catch(() => undefined);
}

/** @returns whether it is on the device, and not in this tab alone */
async function put(row: WaitingAnswer): Promise<boolean> {
  const key = rowKey(row);
  try {
    await putRow("answers", row.accountId, key, row);
    inThisTab.delete(key);
    return true;
  } catch {
    inThisTab.set(key, row);
    return false;
  }
}

async function remove(row: WaitingAnswer): Promise<void> {
  const key = rowKey(row);
  inThisTab.delete(key);
  await removeRow("answers", row.accountId, key).catch(() => {});
}

/** Keeps a changed item until the server has it. */
export async function keepAnswer(given: Given): Promise<{ row: WaitingAnswer; isOnDevice: boolean }> {
  const kept = await alone(async () => {
    const stamp = { at: Date.now(), revision: String(Math.random()) };
    const baseVersion = Math.max(given.baseVersion, confirmed.get(rowKey(given)) ?? 0);
    const row = changed(await findAnswer(given), { ...given, baseVersion }, stamp);
    return { row, isOnDevice: await put(row) };
  });
  tellAnswers({ ...placeOf(given), kind: "changed" });
  return kept;
}

/** Writes down what the server said about an answer as it was sent. */
export async function settleAnswer(sent: WaitingAnswer, result: AnswerResult): Promise<void> {
  const left = await alone(async () => {
    if (result.kind === "saved") confirmed.set(rowKey(sent), result.version);
    const now = await findAnswer(sent);
    const next = now ? settled(now, sent, result) : null;
    if (now && next) await put(next);
    else if (now) await remove(now);
    return next;
  });
  const place = placeOf(sent);
  if (result.kind === "saved")
    tellAnswers({ ...place, kind: "saved", version: result.version, fields: (left ?? sent).fields });
  else tellAnswers({ ...place, kind: "stopped" });
}

/** Takes an answer off the device: on purpose, or because another was chosen. */
export async function dropAnswer(row: Place): Promise<void> {
  await alone(async () => {
    const now = await findAnswer(row);
    if (now) await remove(now);
  });
  tellAnswers({ ...placeOf(row), kind: "dropped" });
}

/** Puts answers back as they were, or lets refused ones be tried again. */
export async function putAnswers(rows: readonly WaitingAnswer[]): Promise<void> {
  await alone(async () => {
    for (const row of rows) await put(row);
  });
  for (const row of rows) tellAnswers({ ...placeOf(row), kind: "changed" });
}

/** Everything of the account that the server does not have, the longest waiting first. */
export async function listAnswers(accountId: string): Promise<WaitingAnswer[]> {
  const rows = await listRows<WaitingAnswer>("answers", accountId).catch(() => []);
  const own = [...inThisTab.values()].filter((row) => row.accountId === accountId);
  const stored = rows.filter((row) => !inThisTab.has(rowKey(row)));
  return [...stored, ...own].sort((a, b) => a.waitingSince - b.waitingSince);
}

/** Lets go of what waits in this tab alone. */
export const forgetThisTab = () => inThisTab.clear();
