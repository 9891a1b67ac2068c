import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import { type SessionInput, sessionInput } from "#app/features/sessions/session.schema.ts";
import type { Day } from "#app/time/days.ts";
import { LONG_AGO, type TestPerson, type TestProgram, type TestSite } from "./people.ts";

export interface TestProfile {
  id: string;
  functionIds: string[];
}

/** A published practice profile with one component and its essential functions. */
export async function addPracticeProfile(
  sql: Sql,
  program: TestProgram,
  { functions = 4, version = 1, publishedAt = new Date(`${LONG_AGO}T12:00:00Z`) as Date | null } = {},
): Promise<TestProfile> {
  const [id, componentId] = [randomUUID(), randomUUID()];
  const functionIds = Array.from({ length: functions }, () => randomUUID());
  await sql`INSERT INTO practice_profile (id, program_id, version, title, principles, published_at)
            VALUES (${id}, ${program.id}, ${version}, 'Practice profile', '', ${publishedAt})`;
  await sql`INSERT INTO core_component (id, program_id, practice_profile_id, number, title, definition)
            VALUES (${componentId}, ${program.id}, ${id}, 1, 'Engage', '')`;
  for (const [index, functionId] of functionIds.entries())
    await sql`INSERT INTO essential_function (id, program_id, core_component_id, number, title, description)
              VALUES (${functionId}, ${program.id}, ${componentId}, ${index + 1}, ${`Function ${index + 1}`}, '')`;
  return { id, functionIds };
}

export async function addDosageSchedule(
  sql: Sql,
  program: TestProgram,
  { intensity = "moderate", sessionsPerMonth = 2, minutesPerSession = 60, startsOn = LONG_AGO } = {},
): Promise<void> {
  await sql`INSERT INTO dosage_schedule (program_id, intensity, sessions_per_month, minutes_per_session, starts_on)
            VALUES (${program.id}, ${intensity}, ${sessionsPerMonth}, ${minutesPerSession}, ${startsOn})`;
}

interface Pair {
  coach: TestPerson;
  coachee: TestPerson;
  site: TestSite;
}

export async function addGoal(
  sql: Sql,
  {
    coach,
    coachee,
    site,
    title = "Asks open questions",
    essentialFunctionId = null as string | null,
  }: Pair & {
    title?: string;
    essentialFunctionId?: string | null;
  },
): Promise<string> {
  const id = randomUUID();
  await sql`INSERT INTO goal (id, program_id, site_id, coach_id, coachee_id, essential_function_id, title)
            VALUES (${id}, ${coach.programId}, ${site.id}, ${coach.id}, ${coachee.id}, ${essentialFunctionId}, ${title})`;
  return id;
}

export async function addActionStep(
  sql: Sql,
  {
    coach,
    coachee,
    site,
    what = "Try it once",
    dueOn = null as Day | null,
  }: Pair & {
    what?: string;
    dueOn?: Day | null;
  },
): Promise<string> {
  const id = randomUUID();
  await sql`INSERT INTO action_step (id, program_id, site_id, coach_id, coachee_id, what, owner_id, due_on)
            VALUES (${id}, ${coach.programId}, ${site.id}, ${coach.id}, ${coachee.id}, ${what}, ${coachee.id}, ${dueOn})`;
  return id;
}

/** The log of a held hour on 13 November 2026 with a new id; what a test is about it says itself. */
export function sessionLog(
  given: Partial<SessionInput> & Pick<SessionInput, "attendeeIds" | "focusIds">,
): SessionInput {
  return sessionInput.parse({
    id: randomUUID(),
    sessionOn: "2026-11-13",
    startTime: "09:00",
    endTime: "10:00",
    ...given,
    // As in the form, somebody takes each step.
    ...(given.steps && { steps: given.steps.map((step) => ({ ownerId: given.attendeeIds[0], ...step })) }),
  });
}
