import type { AgendaEntry } from "../agenda.types.ts";
import { choicesOf, newSessionForm, withNamed } from "../new-session-form.ts";
import type { CompanionRole } from "../session.codes.ts";
import type { FormValues, OfflinePack, SessionFormPage } from "../session-form.types.ts";
import { firstValue, formValuesOf } from "../session-form-values.ts";
import { draftKeyOf } from "./draft-key.ts";
import { findDraft } from "./draft-store.client.ts";
import { findOutboxItem } from "./outbox.client.ts";
import { plannedFromPack } from "./pack.client.ts";

const NOT_HERE = "Somebody whose name is not on this device";

/**
 * The form of a log that waits on this device, as it was saved last, with what the server said of it. Opening it takes
 * nothing out of the outbox. Null when it is neither there nor a draft any more.
 */
export async function openQueued(pack: OfflinePack, sessionId: string): Promise<SessionFormPage | null> {
  const { accountId, coach, people, functions, companions = [], ratedFocus } = pack;
  const item = await findOutboxItem(accountId, sessionId);
  const kept =
    item ??
    (await findDraft(accountId, draftKeyOf({ purpose: "log", personId: "", sessionId, isQueued: true })));
  if (!kept) return null;
  const { purpose, personId, personName, rowVersion } = kept;
  const values = formValuesOf(kept.entries);
  // Whoever is no longer among the coach's people keeps a form all the same.
  const person = people.find(({ id }) => id === personId) ?? {
    ...{ id: personId, name: personName, zone: pack.zone, last: null },
    ...{ goals: [], openSteps: [] },
  };
  const form =
    plannedFromPack(pack, sessionId) ??
    newSessionForm(
      { accountId, coach, person, people, ...choicesOf(people), functions, companions, ratedFocus },
      { isPlan: purpose === "plan", now: new Date(), newId: () => crypto.randomUUID() },
    );
  return {
    ...{ ...form, purpose, sessionId, rowVersion, values },
    ...withEverybody(form, values, pack.agenda?.entries),
    isAmendment: firstValue(values, "amendmentReason") !== "",
    queued: { since: item?.finishedAt ?? null, answer: item?.answer ?? null },
  };
}

/** Whom the log names stays in it, also when they are no longer among the people and colleagues on this device. */
export function withEverybody(
  { person, others, companions }: Pick<SessionFormPage, "person" | "others" | "companions">,
  values: FormValues,
  entries: readonly Pick<AgendaEntry, "people" | "companions">[] = [],
): Pick<SessionFormPage, "others" | "companions"> {
  const named = entries.flatMap((entry) => [...entry.people, ...(entry.companions ?? [])]);
  const nameOf = (id: string) => named.find((each) => each.id === id)?.name ?? NOT_HERE;
  const known = new Set([person, ...others].map(({ id }) => id));
  const missing = (values.attendeeIds ?? []).filter((id) => !known.has(id));
  const also = Object.entries(values).flatMap(([name, [id]]) => {
    const row = /^(alsoThere\[\d+\])\.personId$/.exec(name)?.[1];
    const role = (row && firstValue(values, `${row}.role`)) || "co_coach";
    return row && id ? [{ id, name: nameOf(id), role: role as CompanionRole }] : [];
  });
  return {
    others: [...others, ...missing.map((id) => ({ id, name: nameOf(id) }))],
    companions: withNamed(companions, also),
  };
}
