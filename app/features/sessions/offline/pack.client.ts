import { findRow, putRow } from "#app/offline/device-store.client.ts";
import { choicesOf, newSessionForm, plannedSessionForm } from "../new-session-form.ts";
import type { OfflinePack, SessionFormPage } from "../session-form.types.ts";

const KEY = "coach";
/** Which pack of the server it is. One that an earlier release left has no tag. */
type KeptPack = OfflinePack & { tag?: string };

/** Brings this account's pack up to date. Does nothing without a connection, or when nothing has changed. */
export async function refreshPack(accountId: string): Promise<void> {
  const kept = await findRow<KeptPack>("packs", accountId, KEY).catch(() => undefined);
  const headers: HeadersInit = kept?.tag ? { "If-None-Match": kept.tag } : {};
  const response = await fetch("/api/sessions/offline", { redirect: "manual", headers }).catch(() => null);
  if (!response?.ok) return;
  const pack: KeptPack = {
    ...(await response.json()),
    tag: response.headers.get("ETag")?.replace(/^W\//, ""),
  };
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
  const { accountId, coach, people, functions, companions = [], ratedFocus } = pack;
  return newSessionForm(
    { accountId, coach, person, people, ...choicesOf(people), functions, companions, ratedFocus },
    { isPlan, now: new Date(), newId: () => crypto.randomUUID() },
  );
}

/** The log of a planned session in the pack; null for any other. */
export function plannedFromPack(pack: OfflinePack, sessionId: string): SessionFormPage | null {
  const entry = pack.agenda?.entries.find(({ id, status }) => id === sessionId && status === "scheduled");
  const person = pack.people.find(({ id }) => id === entry?.people[0]?.id);
  if (!entry || !person) return null;
  const { accountId, coach, people, functions, companions = [], ratedFocus } = pack;
  return plannedSessionForm(
    { accountId, coach, person, people, ...choicesOf(people), functions, companions, ratedFocus },
    { entry, content: pack.planned?.[entry.id], now: new Date(), newId: () => crypto.randomUUID() },
  );
}
