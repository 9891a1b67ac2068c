import { FIELD_LABELS } from "../components/field-words.ts";
import type { OutboxItem } from "./outbox.client.ts";

type Log = Pick<OutboxItem, "personName" | "sessionId" | "finishedAt" | "entries">;

/** A log that waits as a readable file, named after person and day. The private note is in it only when asked for. */
export function copyOfLog(
  { personName, sessionId, finishedAt, entries }: Log,
  { withNote }: { withNote: boolean },
): { name: string; text: string } {
  const day = entries.find(([name]) => name === "sessionOn")?.[1] || "no day";
  const fields = entries
    .filter(([name, value]) => value !== "" && (withNote || name !== "privateNote"))
    .map(([name, value]) => ({ name, label: FIELD_LABELS[name.split(/[.[]/)[0] ?? ""], value }));
  const name = `Log ${personName} ${day}`.replace(/[^\p{L}\p{N} .-]/gu, "").replaceAll(" ", "-");
  const copy = { person: personName, day, finishedAt: new Date(finishedAt), sessionId, fields };
  return { name: `${name}.json`, text: JSON.stringify(copy, null, 2) };
}
