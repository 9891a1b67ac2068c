import { newSessionForm } from "../new-session-form.ts";
import type { OfflinePack, SessionFormPage } from "../session-form.types.ts";
import { findRow, putRow } from "./device-store.client.ts";

const KEY = "coach";

/** Brings this account's pack up to date. Does nothing without a connection. */
export async function refreshPack(accountId: string): Promise<void> {
  const response = await fetch("/api/sessions/offline", { redirect: "manual" }).catch(() => null);
  if (!response?.ok) return;
  const pack = (await response.json()) as OfflinePack;
  if (pack.accountId === accountId) await putRow("packs", accountId, KEY, pack);
}

export const findPack = (accountId: string) => findRow<OfflinePack>("packs", accountId, KEY);

/** The empty log of a person in the pack, as of this moment; null for anybody else. */
export function formFromPack(
  pack: OfflinePack,
  { personId, isPlan }: { personId: string; isPlan: boolean },
): SessionFormPage | null {
  const person = pack.people.find(({ id }) => id === personId);
  if (!person) return null;
  const { accountId, coach, people, functions, companions = [] } = pack;
  return newSessionForm(
    { accountId, coach, person, people, functions, companions },
    { isPlan, now: new Date(), newId: () => crypto.randomUUID() },
  );
}
