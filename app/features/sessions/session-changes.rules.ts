import { type Day, dayIn } from "#app/time/days.ts";
import { endOfMonth, parseCalendarDate } from "#fidelity/schedule/calendar.ts";

/** A value of a record: text, number, yes or no, a list of codes or ids, or what is known of one person, goal or step. */
export type ChangedValue =
  | string
  | number
  | boolean
  | null
  | string[]
  | { [name: string]: string | number | null };

/** Who sees a value: whoever sees the facts, the attendee it is about and oversight, or coach and coachee. */
export type ValueSight = "facts" | "attendee" | "conversation";

/** A record as its parts are compared: by the form's names, and by id. Never the private note. */
export interface SessionContent {
  facts: Record<string, ChangedValue>;
  /** Facts of the conversation: see session_detail. */
  details: Record<string, ChangedValue>;
  attendance: Record<string, ChangedValue>;
  /** Who was there beside lead coach and coachees, and as what. */
  companions: Record<string, ChangedValue>;
  summary: string | null;
  progress: Record<string, ChangedValue>;
  reviews: Record<string, ChangedValue>;
  steps: Record<string, ChangedValue>;
}

export interface ChangedField {
  sight: ValueSight;
  field: string;
  /** The attendee, goal or action step that it is about. */
  subjectId: string | null;
  before: ChangedValue;
  after: ChangedValue;
}

/** Every value that differs, facts first. Lists are equal whatever their order. */
export function changesBetween(before: SessionContent, after: SessionContent): ChangedField[] {
  return [
    ...differences(before.facts, after.facts).map(([field, ...values]) =>
      // Why it did not take place is said in words: they are the parties'.
      changed(field === "statusReason" ? "conversation" : "facts", field, null, values),
    ),
    ...differences(before.companions, after.companions).map(([id, ...values]) =>
      changed("facts", "companions", id, values),
    ),
    ...differences(before.attendance, after.attendance).map(([id, ...values]) =>
      changed("attendee", "attendance", id, values),
    ),
    ...differences(
      { ...before.details, summary: before.summary },
      { ...after.details, summary: after.summary },
    ).map(([field, ...values]) => changed("conversation", field, null, values)),
    ...(["progress", "reviews", "steps"] as const).flatMap((field) =>
      differences(before[field], after[field]).map(([id, ...values]) =>
        changed("conversation", field, id, values),
      ),
    ),
  ];
}

function changed(
  sight: ValueSight,
  field: string,
  subjectId: string | null,
  [before, after]: [ChangedValue, ChangedValue],
): ChangedField {
  return { sight, field, subjectId, before, after };
}

function differences(
  before: Record<string, ChangedValue>,
  after: Record<string, ChangedValue>,
): [string, ChangedValue, ChangedValue][] {
  return [...new Set([...Object.keys(after), ...Object.keys(before)])].flatMap((name) => {
    const [old, now] = [before[name] ?? null, after[name] ?? null];
    return comparable(old) === comparable(now)
      ? []
      : [[name, old, now] as [string, ChangedValue, ChangedValue]];
  });
}

function comparable(value: ChangedValue): string {
  if (Array.isArray(value)) return JSON.stringify([...value].sort());
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The least that an amendment's reason says. */
export const AMENDMENT_REASON_LENGTH = 10;

/**
 * The months, by their first day, whose figures a change restates: it came after the month had ended, and moved the
 * session, its dose or whether it was delivered. The figures of a running month are not final, so nothing is restated.
 */
export function restatedMonths(
  change: { at: Date; sessionOnBefore: Day; sessionOnAfter: Day; doseBefore: number; doseAfter: number },
  zone: string,
): Day[] {
  const { at, sessionOnBefore, sessionOnAfter, doseBefore, doseAfter } = change;
  const isSameMonth = sessionOnBefore.slice(0, 7) === sessionOnAfter.slice(0, 7);
  if (isSameMonth && doseBefore === doseAfter) return [];
  const madeOn = dayIn(zone, at);
  return [...new Set([sessionOnBefore, sessionOnAfter])]
    .filter((day) => madeOn > endOfMonth(parseCalendarDate(day)))
    .map((day) => `${day.slice(0, 8)}01`)
    .filter((month, index, months) => months.indexOf(month) === index);
}
