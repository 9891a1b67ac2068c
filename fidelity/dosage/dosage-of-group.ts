import { z } from "zod";
import { parseInput } from "../parse-input.ts";
import {
  type DosageCoacheeInput,
  type DosagePeriodInput,
  type DosageSession,
  type DosageSessionInput,
  dosageCoachee,
  dosagePeriod,
  dosageSession,
  presentAt,
} from "./dosage.schema.ts";
import { type Dosage, dosage } from "./dosage.ts";
import { knownSessions } from "./known-sessions.ts";
import { share } from "./missed-sessions.ts";

export type GroupDosage = {
  /** Each coachee's own dose, by id. */
  coachees: Record<string, Dosage>;
  plannedSessions: number;
  plannedMinutes: number;
  /** Coachees' attendances at delivered sessions, and the minutes each of them had. */
  contacts: number;
  contactMinutes: number;
  /** Contacts / planned and contact minutes / planned: sums divided, never a mean of rates. Null when nothing was planned. */
  sessionRate: number | null;
  minuteRate: number | null;
  /** Sessions and coach time, each session once however many of the coachees came. */
  deliveredSessions: number;
  coachMinutes: number;
  /** Coachees for whom something was planned, and those of them who had a session. */
  eligibleCoachees: number;
  reachedCoachees: number;
  reach: number | null;
  /** Those of the eligible who had at least the plan's minimum. */
  coacheesAtMinimum: number;
  minimumAttainment: number | null;
};

/**
 * The dose of several coachees together: of a coach, a site or a program.
 *
 * @param sessions each once, with its attendees; those without any of the coachees are left out
 * @param coachees id, schedule, and what is their own: leave, closures of their site, assignments, start and exit
 * @param period as in `dosage`, for all of them
 * @returns each coachee's dose and their sums; rates divide sums
 * @throws TypeError naming every malformed field or a session without attendees; RangeError for a repeated coachee and
 *   for what `dosage` refuses
 *
 * Source: reach = coachees with a held session / eligible coachees; minimum-dose attainment = the share with at least
 * the plan's minimum; a group of three is 1 session, 3 contacts and the coach's minutes once.
 */
export function dosageOfGroup(
  sessions: readonly DosageSessionInput[],
  coachees: readonly DosageCoacheeInput[],
  period: Omit<DosagePeriodInput, "leave" | "assignments" | "startedOn" | "exitOn" | "coacheeId" | "since">,
): GroupDosage {
  const people = parseInput(z.array(dosageCoachee), coachees, "coachees");
  const own = new Map<string, DosageSession[]>();
  for (const [index, { id }] of people.entries()) {
    if (own.has(id))
      throw new RangeError(`coachees[${index}]: found ${id} a second time, expected each once`);
    own.set(id, []);
  }
  const options = parseInput(dosagePeriod, { ...period, leave: [] }, "period");
  const known = knownSessions(parseInput(z.array(dosageSession), sessions, "sessions"), options.knownOn);
  for (const session of known) {
    if (session.attendees === undefined)
      throw new TypeError(`sessions (${session.id}): found no attendees, expected who was to come`);
    for (const { personId } of session.attendees) own.get(personId)?.push(session);
  }

  const doses: Record<string, Dosage> = {};
  for (const { id, schedule, ...facts } of people) {
    const closures = [...options.closures, ...facts.closures];
    doses[id] = dosage(own.get(id) ?? [], schedule, { ...period, ...facts, closures, coacheeId: id });
  }
  const all = Object.values(doses);
  const sum = (of: (dose: Dosage) => number) => all.reduce((total, dose) => total + of(dose), 0);
  const eligible = all.filter(({ plannedSessions }) => plannedSessions > 0);
  const reached = eligible.filter(({ deliveredSessions }) => deliveredSessions > 0).length;
  const atMinimum = eligible.filter(({ reachesMinimum }) => reachesMinimum).length;
  const plannedSessions = sum((dose) => dose.plannedSessions);
  const plannedMinutes = sum((dose) => dose.plannedMinutes);
  const contacts = sum((dose) => dose.deliveredSessions);
  const contactMinutes = sum((dose) => dose.deliveredMinutes);
  // A delivered session at which none of them was present is not theirs.
  const attended = known.filter((session) => presentAt(session).some(({ personId }) => own.has(personId)));
  const whole = dosage(attended, [], { ...period, leave: [] });
  return {
    coachees: doses,
    plannedSessions,
    plannedMinutes,
    contacts,
    contactMinutes,
    sessionRate: share(contacts, plannedSessions),
    minuteRate: share(contactMinutes, plannedMinutes),
    deliveredSessions: whole.deliveredSessions,
    coachMinutes: whole.coachMinutes,
    eligibleCoachees: eligible.length,
    reachedCoachees: reached,
    reach: share(reached, eligible.length),
    coacheesAtMinimum: atMinimum,
    minimumAttainment: share(atMinimum, eligible.length),
  };
}
