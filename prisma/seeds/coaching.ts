import type { CoachingIntensity } from "#app/features/sessions/session.codes.ts";
import type { Shape } from "./arguments.ts";
import { TableRows } from "./copy-rows.ts";
import type { SeedSite, SeedUnit } from "./organisation.ts";
import { type People, type SeedPerson, type SiteStaff, share } from "./people.ts";
import { itemAt, type Random, randomFor } from "./random.ts";
import { dayText } from "./working-days.ts";

/** Days from the first to the last, both included. */
export interface Span {
  from: number;
  to: number;
}
export interface SeedAssignment {
  coachee: SeedPerson;
  unit: SeedUnit;
  intensity: CoachingIntensity;
  from: number;
  /** First day on which it no longer holds. */
  endsOn: number | null;
  endReason: string | null;
  coacheeLeave: Span[];
}
export interface SeedCoach {
  person: SeedPerson;
  supervisor: SeedPerson;
  site: SeedSite;
  certified: Span[];
  leave: Span[];
  assignments: SeedAssignment[];
}

const YEAR = 365;
/** What an ordinary month holds of each intensity, as a multiple of the program's mean. */
const INTENSITIES = { high: 1.6, moderate: 1, low: 0.55 } as const;
const MIX = { high: 22, moderate: 50, low: 28 } as const;
const MINUTES = { high: 50, moderate: 45, low: 40 } as const;
const DEMO_COACHEES = 10;
const DEMO_SITE = 1;
/** When the next reviews of the demo supervisor's coaches are due, in days from today: soon, late, now. */
const DEMO_TARGETS = [9, -9, 3, -4];
const FIRST_REVIEW_DAYS = 30;
const REVIEW_EVERY_DAYS = 90;

/** Certifications, leave, and who coaches whom, with what changed on the way. */
export function buildCoaching(shape: Shape, programId: string, people: People) {
  const random = randomFor(shape.seed, "coaching");
  const certifications = new TableRows("certification", [
    "id",
    "program_id",
    "person_id",
    "kind",
    "awarded_on",
    "valid_from",
    "valid_until",
    "is_provisional",
  ]);
  const leaves = new TableRows("leave", [
    "id",
    "program_id",
    "person_id",
    "first_on",
    "last_on",
    "created_at",
  ]);
  const addLeave = (person: SeedPerson, { from, to }: Span) =>
    leaves.add(
      random.uuid(),
      programId,
      person.id,
      dayText(from),
      dayText(to),
      new Date((from - 20) * 86_400_000),
    );

  const coaches = people.staff.flatMap((staff, siteIndex) =>
    staff.coaches.map(({ person, supervisor }, index): SeedCoach => {
      const isDemo = person.id === people.demo.coach.id;
      const { certified, isProvisional } = certify(random, shape, staff.site, siteIndex, index);
      for (const { from, to } of certified)
        certifications.add(
          random.uuid(),
          programId,
          person.id,
          "coach",
          dayText(from - 3),
          dayText(from),
          dayText(to),
          isProvisional,
        );
      const leave = coachLeave(random, shape, certified, siteIndex, index, isDemo);
      for (const span of leave) addLeave(person, span);
      return { person, supervisor, site: staff.site, certified, leave, assignments: [] };
    }),
  );
  assignAll(random, shape, people, coaches, addLeave, programId);

  const assignments = new TableRows("coach_assignment", [
    "id",
    "program_id",
    "site_id",
    "unit_id",
    "coach_id",
    "coachee_id",
    "intensity",
    "starts_on",
    "ends_on",
    "end_reason",
  ]);
  for (const { person, site, assignments: own } of coaches)
    for (const { coachee, unit, intensity, from, endsOn, endReason } of own)
      assignments.add(
        random.uuid(),
        programId,
        site.id,
        unit.id,
        person.id,
        coachee.id,
        intensity,
        dayText(from),
        endsOn === null ? null : dayText(endsOn),
        endReason,
      );
  return {
    coaches,
    tables: [certifications, leaves, assignments, dosageSchedules(random, shape, programId)],
  };
}

/** The day of certification, counted from the site's start, for a review to be due on a day counted likewise. */
function certifiedFor(target: number): number {
  const first = target - FIRST_REVIEW_DAYS;
  return first - REVIEW_EVERY_DAYS * Math.round((first + 5) / REVIEW_EVERY_DAYS);
}

/** Awards of a year each; in the first site one has lapsed, in the last one is provisional. */
function certify(random: Random, shape: Shape, site: SeedSite, siteIndex: number, index: number) {
  if (siteIndex === shape.sites - 1 && index === 1)
    return { certified: [{ from: shape.today - 75, to: shape.today + 105 }], isProvisional: true };
  const chosen = random.int(-30, 24);
  const target = siteIndex === DEMO_SITE ? DEMO_TARGETS[index] : undefined;
  const first =
    site.startsOn + (target === undefined ? chosen : certifiedFor(shape.today + target - site.startsOn));
  const certified: Span[] = [];
  for (let from = first; from <= shape.today; ) {
    const to = from + YEAR - 1;
    certified.push({ from, to });
    from = to + 1 + (random.chance(0.04) ? random.int(7, 21) : 0);
  }
  const last = itemAt(certified, certified.length - 1);
  if (siteIndex === 0 && index === 2) last.to = Math.max(last.from + 30, shape.today - 35);
  return { certified, isProvisional: false };
}

function coachLeave(
  random: Random,
  shape: Shape,
  certified: Span[],
  siteIndex: number,
  index: number,
  isDemo: boolean,
): Span[] {
  const first = itemAt(certified, 0).from;
  const leave: Span[] = [];
  for (let year = first; year < shape.today - 60; year += YEAR) {
    if (isDemo || !random.chance(0.3)) continue;
    const from = year + random.int(40, Math.min(YEAR, shape.today - 45 - year));
    leave.push({ from, to: from + random.int(4, 18) });
  }
  const isAway = siteIndex === 0 && index === 1;
  if (isAway) leave.push({ from: shape.today - 12, to: shape.today + 30 });
  return leave.filter(({ to }) => isAway || to < shape.today - 14);
}

function assignAll(
  random: Random,
  shape: Shape,
  people: People,
  coaches: SeedCoach[],
  addLeave: (person: SeedPerson, span: Span) => void,
  programId: string,
): void {
  const place = (person: SeedPerson, site: SeedSite, unit: SeedUnit, from: number, endsOn: number | null) =>
    people.placements.add(
      random.uuid(),
      programId,
      person.id,
      site.id,
      unit.id,
      dayText(from),
      endsOn === null ? null : dayText(endsOn),
    );
  const supervise = (
    staff: SiteStaff,
    person: SeedPerson,
    unit: SeedUnit,
    from: number,
    endsOn: number | null,
  ) =>
    people.supervisions.add(
      random.uuid(),
      programId,
      person.id,
      staff.unitSupervisors.get(unit.id)?.id ?? null,
      dayText(from),
      endsOn === null ? null : dayText(endsOn),
    );

  for (const staff of people.staff) {
    const own = coaches.filter(({ site }) => site === staff.site);
    const counts = caseloads(own, staff.coachees.length, people.demo.coach.id);
    const owners = own.flatMap((coach, index) => Array.from({ length: itemAt(counts, index) }, () => coach));
    staff.coachees.forEach(({ person, unit, startsOn }, index) => {
      const coach = itemAt(owners, index);
      const isDemo = person.id === people.demo.coachee.id;
      const coacheeLeave: Span[] = [];
      if (!isDemo && random.chance(0.06)) {
        const from = random.int(Math.max(staff.site.startsOn, startsOn), shape.today);
        coacheeLeave.push({ from, to: from + random.int(5, 40) });
        addLeave(person, itemAt(coacheeLeave, 0));
      }
      const begin =
        Math.max(itemAt(coach.certified, 0).from, staff.site.startsOn, startsOn) + random.int(0, 10);
      const intensity = random.weighted(MIX);
      const assign = (to: SeedCoach, from: number, at = unit, how = intensity): SeedAssignment => {
        const made: SeedAssignment = {
          coachee: person,
          unit: at,
          intensity: how,
          from,
          endsOn: null,
          endReason: null,
          coacheeLeave,
        };
        to.assignments.push(made);
        return made;
      };
      const end = (assignment: SeedAssignment, endsOn: number, reason: string) => {
        assignment.endsOn = endsOn;
        assignment.endReason = reason;
      };
      const first = assign(coach, begin);
      const room = shape.today - 30 - (begin + 45);
      const event =
        isDemo || room < 10
          ? "none"
          : random.weighted({ reassigned: 5, moved: 2, left: 3, faded: 12, none: 78 });
      const changedOn = begin + 45 + random.int(0, Math.max(0, room));
      const elsewhere = random.pick(people.staff.filter((other) => other !== staff));
      const target = itemAt(elsewhere.site.units, index % elsewhere.site.units.length);
      const isMoving = event === "moved" && changedOn > elsewhere.site.startsOn;
      const leaves = event === "left" || isMoving ? changedOn : null;
      place(person, staff.site, unit, startsOn, leaves);
      supervise(staff, person, unit, startsOn, leaves);

      if (event === "left") end(first, changedOn, "Left the agency");
      if (event === "faded" && intensity !== "low") {
        end(first, changedOn, "Intensity changed");
        assign(coach, changedOn, unit, intensity === "high" ? "moderate" : "low");
      }
      if (event === "reassigned") {
        const next = random.pick(own);
        if (next !== coach && itemAt(next.certified, 0).from <= changedOn) {
          end(first, changedOn, "Caseloads evened out");
          assign(next, changedOn);
        }
      }
      if (isMoving) {
        end(first, changedOn, "Moved to another office");
        place(person, elsewhere.site, target, changedOn, null);
        supervise(elsewhere, person, target, changedOn, null);
        people.roles.add(
          random.uuid(),
          programId,
          person.id,
          "coachee",
          elsewhere.site.id,
          null,
          dayText(changedOn),
          null,
        );
        const there = coaches.filter(({ site }) => site === elsewhere.site);
        const next = random.pick(there);
        assign(next, Math.max(changedOn, itemAt(next.certified, 0).from) + random.int(1, 12), target);
      }
    });
  }
}

/** How many people each coach of a site starts with. */
function caseloads(coaches: SeedCoach[], total: number, demoCoachId: string): number[] {
  const demoAt = coaches.findIndex(({ person }) => person.id === demoCoachId);
  const even = share(
    total,
    coaches.map(() => 1),
  );
  if (demoAt < 0 || coaches.length === 1 || total < DEMO_COACHEES + coaches.length - 1) return even;
  const others = share(
    total - DEMO_COACHEES,
    coaches.slice(1).map(() => 1),
  );
  return coaches.map((_, index) =>
    index === demoAt ? DEMO_COACHEES : itemAt(others, index < demoAt ? index : index - 1),
  );
}

/** The planned dose: what the program's coaches can be expected to deliver, rounded to quarters of a session. */
function dosageSchedules(random: Random, shape: Shape, programId: string): TableRows {
  const rows = new TableRows("dosage_schedule", [
    "id",
    "program_id",
    "intensity",
    "sessions_per_month",
    "minutes_per_session",
    "starts_on",
  ]);
  const months = Math.max(1, (shape.today - shape.from) / 30.4 - 0.6);
  const perMonth = shape.sessions / months / shape.coachees;
  for (const intensity of ["high", "moderate", "low"] as const) {
    const planned = Math.max(0.5, Math.round(perMonth * 1.25 * INTENSITIES[intensity] * 4) / 4);
    rows.add(random.uuid(), programId, intensity, planned, MINUTES[intensity], dayText(shape.from - 60));
  }
  return rows;
}

export const covers = (spans: readonly Span[], day: number): boolean =>
  spans.some(({ from, to }) => from <= day && day <= to);
export const isActive = ({ from, endsOn, coacheeLeave }: SeedAssignment, day: number): boolean =>
  from <= day && (endsOn === null || day < endsOn) && !covers(coacheeLeave, day);
export const weightOf = (intensity: CoachingIntensity): number => INTENSITIES[intensity];
export const minutesOf = (intensity: CoachingIntensity): number => MINUTES[intensity];
