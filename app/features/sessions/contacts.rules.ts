import type { Day } from "#app/time/days.ts";
import type { DosageSessionInput } from "#fidelity/dosage/dosage.schema.ts";
import type { ContactCard } from "./people.types.ts";
import type { Attendance } from "./session.codes.ts";

/** A delivered session of a coachee with any coach, as far as their dose is made of it. */
export interface Contact {
  coacheeId: string;
  on: Day;
  status: "held" | "held_partial";
  observationMinutes: number;
  meetingMinutes: number;
  attendance: Attendance;
  minutes: number | null;
  /** The acting coach led it or coached beside another. */
  isOwn: boolean;
}

type LastContact = Pick<ContactCard, "lastContactOn" | "isLastContactOwn">;

/** The newest of a coachee's contacts; one's own when there are several that day. */
export function lastContact(contacts: readonly Contact[]): LastContact {
  const lastContactOn =
    contacts
      .map(({ on }) => on)
      .sort()
      .at(-1) ?? null;
  return {
    lastContactOn,
    isLastContactOwn: contacts.some(({ on, isOwn }) => isOwn && on === lastContactOn),
  };
}

/** People with their last contact: first those who never had one, then those who had it longest ago; else as given. */
export function byLastContact<T extends { id: string }>(
  people: readonly T[],
  contactsOf: ReadonlyMap<string, readonly Contact[]>,
): (T & LastContact)[] {
  return people
    .map((person) => ({ ...person, ...lastContact(contactsOf.get(person.id) ?? []) }))
    .sort((a, b) => (a.lastContactOn ?? "").localeCompare(b.lastContactOn ?? ""));
}

/** Contacts of one coachee as `dosage()` reads sessions. */
export function sessionsOf(contacts: readonly Contact[]): DosageSessionInput[] {
  return contacts.map(({ coacheeId, on, status, attendance, minutes, isOwn: _, ...parts }, index) => ({
    ...{ id: String(index), on, status, ...parts },
    attendees: [{ personId: coacheeId, attendance, minutes }],
  }));
}
