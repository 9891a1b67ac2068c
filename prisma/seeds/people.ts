import type { Shape } from "./arguments.ts";
import { TableRows } from "./copy-rows.ts";
import { nameSource } from "./names.ts";
import type { Organisation, SeedSite, SeedUnit } from "./organisation.ts";
import { itemAt, type Random, randomFor } from "./random.ts";
import { dayText } from "./working-days.ts";

export const DEMO_PASSWORD = "throughline-demo";

export interface SeedPerson {
  id: string;
  name: string;
}
export interface SiteStaff {
  site: SeedSite;
  /** Coaching supervisors: they supervise and rate coaches. */
  supervisors: SeedPerson[];
  coaches: { person: SeedPerson; supervisor: SeedPerson }[];
  unitSupervisors: Map<string, SeedPerson>;
  coachees: { person: SeedPerson; unit: SeedUnit; startsOn: number }[];
}
export interface People {
  staff: SiteStaff[];
  /** The demo accounts by the word before the @ of their address. */
  demo: Record<DemoName, SeedPerson>;
  all: TableRows;
  roles: TableRows;
  placements: TableRows;
  supervisions: TableRows;
  accounts: TableRows[];
}

const DEMO_PEOPLE = {
  coach: ["Maya", "Torres", "Coach"],
  coachee: ["Jordan", "Whitefeather", "Social service specialist"],
  supervisor: ["Denise", "Okafor", "Coaching supervisor"],
  lead: ["Samuel", "Reyes", "Coaching program lead"],
  evaluator: ["Priya", "Raman", "Program evaluator"],
  planner: ["Hannah", "Lindqvist", "Implementation planner"],
  admin: ["Tom", "Becker", "System administrator"],
} as const;
export type DemoName = keyof typeof DEMO_PEOPLE;
/** The site of the demo coach, coachee and supervisor, by its place among the offices. */
const DEMO_SITE = 1;
const COACHES_PER_SUPERVISOR = 6;

/** Everybody, with where they work, what they may do and who supervises them. */
export function buildPeople(shape: Shape, { programId, sites }: Organisation, passwordHash: string): People {
  const random = randomFor(shape.seed, "people");
  const nextName = nameSource(random);
  const all = new TableRows("person", [
    "id",
    "program_id",
    "account_id",
    "employee_id",
    "given_name",
    "family_name",
    "email",
    "job_title",
    "created_at",
  ]);
  const roles = new TableRows("role_assignment", [
    "id",
    "program_id",
    "person_id",
    "role",
    "site_id",
    "unit_id",
    "starts_on",
    "ends_on",
  ]);
  const placements = new TableRows("site_assignment", [
    "id",
    "program_id",
    "person_id",
    "site_id",
    "unit_id",
    "starts_on",
    "ends_on",
  ]);
  const supervisions = new TableRows("supervision", [
    "id",
    "program_id",
    "person_id",
    "supervisor_id",
    "starts_on",
    "ends_on",
  ]);
  const accounts = accountTables();
  const longAgo = shape.from - 200;
  const demo: Partial<Record<DemoName, SeedPerson>> = {};

  const add = (jobTitle: string, demoName?: DemoName): SeedPerson => {
    const id = random.uuid();
    const generated = nextName();
    const [givenName, familyName] = demoName
      ? DEMO_PEOPLE[demoName]
      : [generated.givenName, generated.familyName];
    const email = demoName ? `${demoName}@demo.test` : generated.email;
    const accountId = demoName ? random.uuid() : null;
    const title = demoName ? DEMO_PEOPLE[demoName][2] : jobTitle;
    const createdAt = new Date((longAgo - 30) * 86_400_000);
    all.add(
      id,
      programId,
      accountId,
      `OR${String(100_000 + all.count)}`,
      givenName,
      familyName,
      email,
      title,
      createdAt,
    );
    const person = { id, name: `${givenName} ${familyName}` };
    if (demoName && accountId) {
      demo[demoName] = person;
      accounts.add(random, accountId, person.name, email, passwordHash, createdAt);
    }
    return person;
  };
  const give = (
    person: SeedPerson,
    role: string,
    scope: { site?: SeedSite; unit?: SeedUnit },
    from: number,
  ) =>
    roles.add(
      random.uuid(),
      programId,
      person.id,
      role,
      scope.unit ? null : (scope.site?.id ?? null),
      scope.unit?.id ?? null,
      dayText(from),
      null,
    );
  const place = (person: SeedPerson, site: SeedSite, unit: SeedUnit | null, from: number) =>
    placements.add(random.uuid(), programId, person.id, site.id, unit?.id ?? null, dayText(from), null);
  const supervise = (person: SeedPerson, supervisor: SeedPerson, from: number) =>
    supervisions.add(random.uuid(), programId, person.id, supervisor.id, dayText(from), null);

  const lead = add("", "lead");
  give(lead, "lead", {}, longAgo);
  for (const name of ["evaluator", "planner", "admin"] as const) give(add("", name), name, {}, longAgo);
  const second = add("Deputy program lead");
  give(second, "lead", {}, longAgo);

  const live = sites.filter(({ isLive }) => isLive);
  const coachCounts = share(
    shape.coaches,
    live.map(({ size }) => size),
  );
  const coacheeCounts = share(shape.coachees, coachCounts);
  const staff = live.map((site, index): SiteStaff => {
    const isDemoSite = index === DEMO_SITE;
    const from = site.startsOn - 120;
    const coachCount = itemAt(coachCounts, index);
    const supervisors = Array.from({ length: Math.ceil(coachCount / COACHES_PER_SUPERVISOR) }, (_, at) => {
      const person = add("Coaching supervisor", isDemoSite && at === 0 ? "supervisor" : undefined);
      place(person, site, null, from);
      give(person, "supervisor", { site }, from);
      supervise(person, lead, from);
      return person;
    });
    const unitSupervisors = new Map(
      site.units.map((unit) => {
        const person = add("Unit supervisor");
        place(person, site, unit, from);
        give(person, "supervisor", { unit }, from);
        return [unit.id, person];
      }),
    );
    const coaches = Array.from({ length: coachCount }, (_, at) => {
      const person = add("Coach", isDemoSite && at === 0 ? "coach" : undefined);
      const supervisor = itemAt(supervisors, Math.floor((at * supervisors.length) / coachCount));
      place(person, site, null, site.startsOn - 60);
      give(person, "coach", { site }, site.startsOn - 60);
      supervise(person, supervisor, site.startsOn - 60);
      return { person, supervisor };
    });
    const coachees = Array.from({ length: itemAt(coacheeCounts, index) }, (_, at) => {
      const isDemo = isDemoSite && at === 0;
      const person = add("Social service specialist", isDemo ? "coachee" : undefined);
      const unit = itemAt(site.units, at % site.units.length);
      const late = !isDemo && random.chance(0.25);
      const startsOn = late
        ? site.startsOn + random.int(10, Math.max(11, Math.floor((shape.today - site.startsOn) * 0.6)))
        : from;
      give(person, "coachee", { site }, startsOn);
      return { person, unit, startsOn };
    });
    return { site, supervisors, coaches, unitSupervisors, coachees };
  });

  for (const site of sites.filter(({ isLive }) => !isLive)) {
    const supervisor = add("Coaching supervisor");
    place(supervisor, site, null, shape.today - 100);
    give(supervisor, "supervisor", { site }, shape.today - 100);
    supervise(supervisor, lead, shape.today - 100);
    for (let count = 0; count < 3; count += 1) {
      const person = add("Coach in training");
      place(person, site, null, shape.today - 60 + 10 * count);
      give(person, "coach", { site }, shape.today - 60 + 10 * count);
      supervise(person, supervisor, shape.today - 60 + 10 * count);
    }
  }
  return {
    staff,
    demo: demo as Record<DemoName, SeedPerson>,
    all,
    roles,
    placements,
    supervisions,
    accounts: accounts.tables,
  };
}

function accountTables() {
  const user = new TableRows("auth_user", [
    "id",
    "name",
    "email",
    "email_verified",
    "created_at",
    "updated_at",
  ]);
  const account = new TableRows("auth_account", [
    "id",
    "user_id",
    "account_id",
    "provider_id",
    "password",
    "created_at",
    "updated_at",
  ]);
  return {
    tables: [user, account],
    /** A password account as the authentication library writes it. */
    add(random: Random, id: string, name: string, email: string, passwordHash: string, at: Date) {
      user.add(id, name, email, true, at, at);
      account.add(random.uuid(), id, id, "credential", passwordHash, at, at);
    },
  };
}

/** Splits a whole number in proportion to weights, at least one each, nothing lost. */
export function share(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((left, weight) => left + weight, 0);
  const parts = weights.map((weight) => Math.max(1, Math.floor((total * weight) / sum)));
  let left = total - parts.reduce((count, part) => count + part, 0);
  for (let index = 0; left !== 0 && index < 10 * parts.length; index += 1) {
    const at = index % parts.length;
    const step = Math.sign(left);
    if (itemAt(parts, at) + step < 1) continue;
    parts[at] = itemAt(parts, at) + step;
    left -= step;
  }
  return parts;
}
