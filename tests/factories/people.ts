import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import type { Role } from "#app/access/roles.ts";
import type { Day } from "#app/time/days.ts";

/** The day from which dated facts of the factories hold, unless a test says otherwise. */
export const LONG_AGO: Day = "2025-01-01";

export interface TestProgram {
  id: string;
  zone: string;
}
export interface TestSite {
  id: string;
  programId: string;
  regionId: string;
  zone: string;
  name: string;
}
export interface TestUnit {
  id: string;
  programId: string;
  siteId: string;
}
export interface TestPerson {
  id: string;
  programId: string;
  name: string;
  email: string;
}

let serial = 0;
const next = () => ++serial;

export async function addProgram(
  sql: Sql,
  { zone = "America/Los_Angeles", sessionLockDays = 10, name = "Test program" } = {},
): Promise<TestProgram> {
  const id = randomUUID();
  await sql`INSERT INTO program (id, slug, name, zone, session_lock_days)
            VALUES (${id}, ${`program-${id}`}, ${name}, ${zone}, ${sessionLockDays})`;
  return { id, zone };
}

export async function addRegion(sql: Sql, program: TestProgram, name = `Region ${next()}`): Promise<string> {
  const id = randomUUID();
  await sql`INSERT INTO region (id, program_id, code, name) VALUES (${id}, ${program.id}, ${id}, ${name})`;
  return id;
}

export async function addSite(
  sql: Sql,
  program: TestProgram,
  given: Partial<{
    regionId: string;
    name: string;
    zone: string;
    wave: number;
    plannedStartOn: Day;
    startedOn: Day | null;
  }> = {},
): Promise<TestSite> {
  const id = randomUUID();
  const zone = given.zone ?? program.zone;
  const name = given.name ?? `Site ${next()}`;
  const regionId = given.regionId ?? (await addRegion(sql, program));
  await sql`
    INSERT INTO site (id, program_id, region_id, code, name, zone, wave, planned_start_on, started_on)
    VALUES (${id}, ${program.id}, ${regionId}, ${id}, ${name}, ${zone}, ${given.wave ?? 1},
            ${given.plannedStartOn ?? LONG_AGO}, ${given.startedOn === undefined ? LONG_AGO : given.startedOn})`;
  return { id, programId: program.id, regionId, zone, name };
}

export async function addUnit(sql: Sql, site: TestSite, name = `Unit ${next()}`): Promise<TestUnit> {
  const id = randomUUID();
  await sql`INSERT INTO unit (id, program_id, site_id, name) VALUES (${id}, ${site.programId}, ${site.id}, ${name})`;
  return { id, programId: site.programId, siteId: site.id };
}

/** A person without an account. With `site` they work there; with `role` they hold it for the whole program. */
export async function addPerson(
  sql: Sql,
  program: TestProgram,
  given: Partial<{
    givenName: string;
    familyName: string;
    email: string;
    role: Role;
    site: TestSite;
    unit: TestUnit;
    startsOn: Day;
  }> = {},
): Promise<TestPerson> {
  const id = randomUUID();
  const number = next();
  const givenName = given.givenName ?? "Robin";
  const familyName = given.familyName ?? `Tester${number}`;
  const email = given.email ?? `person-${number}-${id.slice(0, 8)}@example.test`;
  await sql`
    INSERT INTO person (id, program_id, given_name, family_name, email)
    VALUES (${id}, ${program.id}, ${givenName}, ${familyName}, ${email})`;
  const person = { id, programId: program.id, name: `${givenName} ${familyName}`, email };
  const { startsOn } = given;
  if (given.role) await giveRole(sql, person, { role: given.role, startsOn });
  if (given.site) await placeAt(sql, person, { site: given.site, unit: given.unit, startsOn });
  return person;
}

/** A role for the whole program, or for one region, site or unit. */
export async function giveRole(
  sql: Sql,
  person: TestPerson,
  given: {
    role: Role;
    regionId?: string;
    siteId?: string;
    unitId?: string;
    startsOn?: Day;
    endsOn?: Day | null;
  },
): Promise<void> {
  await sql`
    INSERT INTO role_assignment (program_id, person_id, role, region_id, site_id, unit_id, starts_on, ends_on)
    VALUES (${person.programId}, ${person.id}, ${given.role}, ${given.regionId ?? null}, ${given.siteId ?? null},
            ${given.unitId ?? null}, ${given.startsOn ?? LONG_AGO}, ${given.endsOn ?? null})`;
}

export async function placeAt(
  sql: Sql,
  person: TestPerson,
  given: { site: TestSite; unit?: TestUnit; startsOn?: Day; endsOn?: Day | null },
): Promise<void> {
  await sql`
    INSERT INTO site_assignment (program_id, person_id, site_id, unit_id, starts_on, ends_on)
    VALUES (${person.programId}, ${person.id}, ${given.site.id}, ${given.unit?.id ?? null},
            ${given.startsOn ?? LONG_AGO}, ${given.endsOn ?? null})`;
}

export async function addSupervision(
  sql: Sql,
  given: { person: TestPerson; supervisor: TestPerson; startsOn?: Day; endsOn?: Day | null },
): Promise<void> {
  await sql`
    INSERT INTO supervision (program_id, person_id, supervisor_id, starts_on, ends_on)
    VALUES (${given.person.programId}, ${given.person.id}, ${given.supervisor.id}, ${given.startsOn ?? LONG_AGO},
            ${given.endsOn ?? null})`;
}

export async function assignCoach(
  sql: Sql,
  given: {
    coach: TestPerson;
    coachee: TestPerson;
    site: TestSite;
    unit?: TestUnit;
    intensity?: "high" | "moderate" | "low";
    startsOn?: Day;
    endsOn?: Day | null;
  },
): Promise<string> {
  const id = randomUUID();
  await sql`
    INSERT INTO coach_assignment (id, program_id, site_id, unit_id, coach_id, coachee_id, intensity, starts_on, ends_on)
    VALUES (${id}, ${given.coach.programId}, ${given.site.id}, ${given.unit?.id ?? null}, ${given.coach.id},
            ${given.coachee.id}, ${given.intensity ?? "moderate"}, ${given.startsOn ?? LONG_AGO}, ${given.endsOn ?? null})`;
  return id;
}

export async function certify(
  sql: Sql,
  person: TestPerson,
  given: Partial<{
    kind: "coach" | "rater";
    instrumentId: string;
    awardedOn: Day;
    validUntil: Day;
    isProvisional: boolean;
    revokedOn: Day;
  }> = {},
): Promise<string> {
  const id = randomUUID();
  const awardedOn = given.awardedOn ?? LONG_AGO;
  await sql`
    INSERT INTO certification (id, program_id, person_id, kind, instrument_id, awarded_on, valid_from, valid_until,
                               is_provisional, revoked_on)
    VALUES (${id}, ${person.programId}, ${person.id}, ${given.kind ?? "coach"}, ${given.instrumentId ?? null}, ${awardedOn},
            ${awardedOn}, ${given.validUntil ?? "2099-12-31"}, ${given.isProvisional ?? false}, ${given.revokedOn ?? null})`;
  return id;
}

export async function addLeave(
  sql: Sql,
  person: TestPerson,
  { firstOn, lastOn }: { firstOn: Day; lastOn: Day },
): Promise<void> {
  await sql`INSERT INTO leave (program_id, person_id, first_on, last_on)
            VALUES (${person.programId}, ${person.id}, ${firstOn}, ${lastOn})`;
}

/** Days on which the whole program, or a site, is closed. */
export async function addClosure(
  sql: Sql,
  program: TestProgram,
  given: {
    firstOn: Day;
    lastOn?: Day;
    announcedOn?: Day;
    site?: TestSite;
    withdrawnAt?: Date;
    changedAt?: Date;
  },
): Promise<void> {
  const { firstOn, lastOn = firstOn, announcedOn = LONG_AGO, site, withdrawnAt = null } = given;
  await sql`INSERT INTO closure (id, program_id, site_id, name, first_on, last_on, announced_on, changed_at, withdrawn_at)
            VALUES (${randomUUID()}, ${program.id}, ${site?.id ?? null}, 'Closed', ${firstOn}, ${lastOn}, ${announcedOn},
                    ${given.changedAt ?? new Date("2025-01-01")}, ${withdrawnAt})`;
}
