import { newSessionForm } from "../new-session-form.ts";
import type { OfflinePack, SessionFormPage } from "../session-form.types.ts";
import { firstValue, formValuesOf } from "../session-form-values.ts";
import { draftKeyOf } from "./draft-key.ts";
import { findDraft } from "./draft-store.client.ts";
import { findOutboxItem } from "./outbox.client.ts";
import { plannedFromPack } from "./pack.client.ts";

/**
 * The form of a log that waits on this device, as it was saved last, with what the server said of it. Opening it takes
 * nothing out of the outbox. Null when it is neither there nor a draft any more.
 */
export async function openQueued(pack: OfflinePack, sessionId: string): Promise<SessionFormPage | null> {
  const { accountId, coach, people, functions, companions = [] } = pack;
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
      { accountId, coach, person, people, functions, companions },
      { isPlan: purpose === "plan", now: new Date(), newId: () => crypto.randomUUID() },
    );
  return {
    ...{ ...form, purpose, sessionId, rowVersion, values },
    isAmendment: firstValue(values, "amendmentReason") !== "",
    queued: { since: item?.finishedAt ?? null, answer: item?.answer ?? null },
  };
}
