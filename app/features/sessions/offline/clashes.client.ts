import type { AskedTime, Clashes, Overlap } from "../overlap.types.ts";
import { overlapsIn } from "../overlaps.rules.ts";
import type { SessionStatus } from "../session.codes.ts";
import { firstValue, formValuesOf } from "../session-form-values.ts";
import { listOutbox } from "./outbox.client.ts";
import { findPack } from "./pack.client.ts";

/** What a form asks about: the time and the people of a session that takes place. */
export interface Asked extends AskedTime {
  personIds: string[];
}

interface AskingForm {
  /** Whose device it is; without it nothing that the device keeps is looked at. */
  accountId?: string | undefined;
  zone: string;
}

/** Asks the server, and without a connection what this device keeps. */
export async function findClashes(form: AskingForm, asked: Asked, signal: AbortSignal): Promise<Clashes> {
  const search = new URLSearchParams({ session: asked.sessionId, on: asked.sessionOn });
  search.set("start", asked.startTime);
  search.set("end", asked.endTime);
  for (const id of asked.personIds) search.append("person", id);
  const response = navigator.onLine
    ? await fetch(`/api/sessions/clashes?${search}`, { redirect: "manual", signal }).catch(() => null)
    : null;
  const waiting = await waitingEntries(form);
  if (!response?.ok) return { own: await keptOverlaps(form, asked, waiting), elsewhereIds: [] };
  const known: Clashes = await response.json();
  // What waits here is not on the server yet, or not as it is here.
  const ids = new Set(waiting.map(({ id }) => id));
  const unsent = overlapsIn(waiting, asked, { zone: form.zone, ownIds: new Set() });
  return { ...known, own: [...known.own.filter(({ id }) => !ids.has(id)), ...unsent] };
}

type Entry = Parameters<typeof overlapsIn>[0][number];

/** Own sessions that this device keeps, with what was logged here since in place of what had been planned. */
async function keptOverlaps(
  { accountId, zone }: AskingForm,
  asked: Asked,
  waiting: readonly Entry[],
): Promise<Overlap[]> {
  const pack = accountId ? await findPack(accountId).catch(() => undefined) : undefined;
  const ids = new Set(waiting.map(({ id }) => id));
  const kept = pack?.agenda?.entries.filter(({ id }) => !ids.has(id)) ?? [];
  const ownIds = new Set(pack?.people.map(({ id }) => id));
  return overlapsIn([...kept, ...waiting], asked, { zone, ownIds });
}

/** Logs that wait on this device, as they would stand in the calendar. */
async function waitingEntries({ accountId, zone }: AskingForm): Promise<Entry[]> {
  const queued = accountId ? await listOutbox(accountId).catch(() => []) : [];
  return queued.map(({ sessionId, personId, personName, entries }) => {
    const values = formValuesOf(entries);
    return {
      id: sessionId,
      on: firstValue(values, "sessionOn"),
      startTime: firstValue(values, "startTime"),
      endTime: firstValue(values, "endTime"),
      status: (firstValue(values, "status") || "held") as SessionStatus,
      people: [{ id: personId, name: personName }],
      zone,
    };
  });
}
