import { formatDay } from "#app/components/relative-day.tsx";
import type { SessionChange } from "../session.types.ts";
import type { ChangedValue } from "../session-changes.rules.ts";
import { FIELD_LABELS, type Words, wordOf } from "./field-words.ts";

/** What a changed value is called, with the person, goal or step that it is about. */
export function fieldWords({ field, subjectId }: SessionChange["changes"][number], labels: Words): string {
  const name = FIELD_LABELS[field] ?? field;
  if (!subjectId || field === "steps") return name;
  return `${name}: ${labels[subjectId] ?? "somebody or something you cannot see"}`;
}

/** A changed value in the words of the screen. */
export function valueWords(field: string, value: ChangedValue, labels: Words): string {
  if (value === null || value === "") return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return wordOf(field, value, labels);
  if (Array.isArray(value)) return value.map((each) => wordOf(field, each, labels)).join("; ") || "nothing";
  return Object.entries(value)
    .filter(([, each]) => each !== null)
    .map(([name, each]) => partWords(field, name, each as string | number, labels))
    .join(", ");
}

function partWords(field: string, name: string, value: string | number, labels: Words): string {
  if (name === "minutes") return `${value} minutes`;
  if (name === "selfScale") return `rated ${value} of 10`;
  if (name === "dueOn") return `by ${formatDay(String(value))}`;
  if (name === "supportNeeded") return `with ${value}`;
  if (name === "ownerId") return labels[value] ?? "another person";
  return wordOf(field, String(value), labels);
}
