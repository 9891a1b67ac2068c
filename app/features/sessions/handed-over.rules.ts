import type { Day } from "#app/time/days.ts";
import { formatDay } from "#app/time/format-day.ts";

/** One of a coach's people whom another coach has since a day. */
export interface HandedOver {
  name: string;
  on: Day;
  /** Empty when the coach may not know it any more. */
  receiverName: string | null;
}

/** Why a log of these people is not the coach's to write, and whose it is; null when nobody was handed over. */
export function handedOverWords(people: readonly HandedOver[]): string | null {
  const [first] = people;
  if (!first) return null;
  const sentences = people.map(
    ({ name, on, receiverName }) =>
      `${name} was handed over to ${receiverName ?? "another coach"} on ${formatDay(on)}.`,
  );
  const whom = people.length === 1 && first.receiverName ? `${first.receiverName} or ` : "";
  return `${sentences.join(" ")} Sessions from that day on are not yours to log: tell ${whom}your coaching lead about this one, and keep a copy of your words. If it was before that day, correct the day.`;
}
