import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { refreshFigures } from "#app/features/outcomes/refresh-figures.server.ts";
import { readShape } from "#prisma/seeds/arguments.ts";
import { writeProgram } from "#prisma/seeds/write-program.ts";
import { systemContextFor } from "#tests/support/actors.ts";
import { cloneDatabase, dropDatabase, type TestDatabase, testDatabase } from "#tests/support/database.ts";

const DEMO = ["--demo", "--sessions", "300", "--today", "2026-11-16", "--seed", "11"];
const noteKey = Buffer.alloc(32, 7).toString("base64");
const write = ({ ownerUrl }: TestDatabase, argv = DEMO) =>
  writeProgram(readShape(argv), { ownerUrl, noteKey });

let sql: postgres.Sql;

beforeAll(async () => {
  sql = postgres(testDatabase().ownerUrl, { max: 2, onnotice: () => {} });
  await write(testDatabase());
});
afterAll(() => sql.end());

/** How many rows a rule finds at fault. */
async function faults(query: postgres.PendingQuery<postgres.Row[]>): Promise<number> {
  return (await query).length;
}

describe("a seeded program", () => {
  test("holds exactly the sessions asked for, at the live sites only", async () => {
    const [{ count } = { count: 0 }] = await sql`SELECT count(*)::int FROM coaching_session`;
    expect(count).toBe(300);
    const sites = await sql`
      SELECT site.name, site.zone, count(session.id)::int AS sessions, site.started_on IS NOT NULL AS live
      FROM site LEFT JOIN coaching_session session ON session.site_id = site.id GROUP BY site.id`;
    expect(sites.filter(({ live }) => live)).toHaveLength(4);
    expect(sites.filter(({ live, sessions }) => live !== sessions > 0)).toEqual([]);
    expect(sites.filter(({ live, zone }) => live && zone === "America/Boise")).toHaveLength(1);
  });

  test("has improvement plans, shown to others after some days, and mails nobody about them", async () => {
    const plans = await sql<{ state: string; isShared: boolean; isOld: boolean }[]>`
      SELECT state::text, shared_at IS NOT NULL AS "isShared", proposed_at < '2026-11-13T12:00:00Z' AS "isOld"
      FROM improvement_plan`;
    expect(plans.length).toBeGreaterThan(0);
    expect(plans.filter(({ isShared, isOld }) => isShared !== isOld)).toEqual([]);
    expect(await faults(sql`SELECT FROM mail WHERE key LIKE 'improvement%'`)).toBe(0);
  });

  test("has a few exceptions that wait for a lead, held back from everybody else, and others that one accepted", async () => {
    const waiting =
      await sql`SELECT submitted_on, is_held, exceptions FROM assessment WHERE state = 'submitted'`;
    expect(waiting.length).toBeGreaterThan(0);
    expect(waiting.length).toBeLessThanOrEqual(2);
    expect(waiting.filter(({ is_held, exceptions }) => !is_held || exceptions.length === 0)).toEqual([]);
    const held = sql`SELECT FROM assessment_score score JOIN assessment ON assessment.id = assessment_id
                     WHERE state = 'submitted' AND NOT score.is_held`;
    expect(await faults(held)).toBe(0);
    const undecided = sql`
      SELECT FROM assessment WHERE state = 'final' AND (exceptions IS NOT NULL) <>
        EXISTS (SELECT FROM assessment_decision WHERE assessment_id = assessment.id AND verdict = 'accepted')`;
    expect(await faults(undecided)).toBe(0);
    expect(await faults(sql`SELECT FROM assessment_decision`)).toBeGreaterThan(0);
  });

  test("has a rule for second looks after low results, each by somebody else", async () => {
    const rules =
      await sql`SELECT rater_type, rule -> 'events' AS events FROM schedule_rule WHERE code = 'second-look'`;
    expect(rules).toMatchObject([{ rater_type: "independent", events: ["below-threshold"] }]);
    const looks = await sql<{ isOther: boolean | null }[]>`
      SELECT look.rater_id <> rated.rater_id AS "isOther"
      FROM assessment look JOIN assessment rated ON rated.subject_id = look.subject_id AND rated.part = 'first'
        AND rated.observed_on::text = split_part(look.occurrence_key, '/', 3)
      WHERE look.occurrence_key LIKE 'second-look/%' AND look.rater_id IS NOT NULL`;
    expect(looks.filter(({ isOther }) => isOther === false)).toEqual([]);
  });

  test("books no coach and no coachee twice at a time", async () => {
    const twice = sql`
      WITH meeting AS (
        SELECT session.id, session.lead_coach_id, attendee.person_id,
               tstzrange(coalesce(started_at, scheduled_start_at), coalesce(ended_at, scheduled_end_at)) AS during
        FROM coaching_session session JOIN session_attendee attendee ON attendee.session_id = session.id AND attendee.role = 'coachee')
      SELECT FROM meeting one JOIN meeting other ON one.id < other.id AND one.during && other.during
        AND (one.lead_coach_id = other.lead_coach_id OR one.person_id = other.person_id)`;
    expect(await faults(twice)).toBe(0);
  });

  test("has every session within an assignment, a certification and the office hours of its day", async () => {
    const outside = sql`
      SELECT FROM session_attendee attendee JOIN coaching_session session ON session.id = attendee.session_id
      WHERE attendee.role = 'coachee' AND NOT EXISTS (
        SELECT FROM coach_assignment held
        WHERE held.coach_id = session.lead_coach_id AND held.coachee_id = attendee.person_id
          AND held.site_id = session.site_id AND held.starts_on <= session.session_on
          AND (held.ends_on IS NULL OR held.ends_on > session.session_on))`;
    expect(await faults(outside)).toBe(0);
    const uncertified = sql`
      SELECT FROM coaching_session session WHERE NOT is_coach_certified OR NOT EXISTS (
        SELECT FROM certification WHERE person_id = lead_coach_id AND kind = 'coach'
          AND session_on BETWEEN valid_from AND valid_until)`;
    expect(await faults(uncertified)).toBe(0);
    const oddHours = sql`
      SELECT FROM coaching_session, LATERAL (SELECT coalesce(started_at, scheduled_start_at) AT TIME ZONE zone AS starts,
                                                    coalesce(ended_at, scheduled_end_at) AT TIME ZONE zone AS ends) AS local
      WHERE local.starts::date <> session_on OR extract(isodow FROM session_on) > 5
         OR local.starts::time < '07:00' OR local.ends::time > '18:00'`;
    expect(await faults(oddHours)).toBe(0);
  });

  test("has nobody coach or be coached on leave", async () => {
    const away = sql`
      SELECT FROM session_attendee attendee JOIN leave
        ON leave.person_id IN (attendee.person_id, attendee.lead_coach_id)
       AND attendee.session_on BETWEEN leave.first_on AND leave.last_on`;
    expect(await faults(away)).toBe(0);
  });

  test("plans what lies ahead and says why what did not happen did not", async () => {
    const wrong = sql`
      SELECT FROM coaching_session
      WHERE (status = 'scheduled') <> (session_on >= DATE '2026-11-16')
         OR (status IN ('scheduled', 'held', 'held_partial')) <> (not_held_reason IS NULL)
         OR (status = 'rescheduled') <> (rescheduled_to_id IS NOT NULL)`;
    expect(await faults(wrong)).toBe(0);
  });

  test("opens each assessment once and scores what was submitted", async () => {
    expect(await faults(sql`SELECT occurrence_key FROM assessment GROUP BY 1 HAVING count(*) > 1`)).toBe(0);
    const [counts] = await sql`
      SELECT count(*) FILTER (WHERE state IN ('submitted', 'final'))::int AS final, count(*) FILTER (WHERE state = 'open')::int AS open,
             count(score.assessment_id)::int AS scored
      FROM assessment LEFT JOIN assessment_score score ON score.assessment_id = assessment.id`;
    expect(counts?.final).toBeGreaterThan(10);
    expect(counts?.open).toBeGreaterThan(2);
    expect(counts?.scored).toBe(counts?.final);
  });

  test("leaves nothing for the relay to react to", async () => {
    expect(await faults(sql`SELECT FROM domain_event WHERE relayed_at IS NULL`)).toBe(0);
    expect(
      await faults(sql`
      SELECT FROM coaching_session WHERE id::text NOT IN (SELECT subject_id FROM domain_event)`),
    ).toBe(0);
  });

  test("shows figures that a recomputation does not change", async () => {
    const [program] = await sql`SELECT id, zone FROM program`;
    const figures = () => sql`
      SELECT site_id, measure_version_id, month_on, numerator, denominator FROM site_figure ORDER BY 1, 2, 3`;
    const before = await figures();
    expect(before.length).toBeGreaterThan(100);
    const database = openDatabase(testDatabase().workerUrl);
    const now = new Date("2026-11-16T20:00:00Z");
    await refreshFigures(systemContextFor(database, program as never, { now }), { all: true });
    await database.close();
    expect([...(await figures())]).toEqual([...before]);
  });

  test("gives each role an account", async () => {
    const accounts = await sql`
      SELECT email FROM auth_user JOIN auth_account account ON account.user_id = auth_user.id
      WHERE account.provider_id = 'credential' AND account.account_id = auth_user.id ORDER BY 1`;
    expect(accounts.map(({ email }) => email)).toEqual(
      ["admin", "coach", "coachee", "evaluator", "lead", "planner", "supervisor"].map(
        (name) => `${name}@demo.test`,
      ),
    );
  });
});

describe("the seed", () => {
  test("refuses a database that holds a program, and replaces a demo when told to", {
    timeout: 120_000,
  }, async () => {
    await expect(write(testDatabase())).rejects.toThrow(/already holds the program/);
    const fresh = await cloneDatabase();
    try {
      await write(fresh);
      await write(fresh, [...DEMO, "--reset-demo"]);
    } finally {
      await dropDatabase(fresh);
    }
  });

  test("repeats itself from the same number", async () => {
    const twin = await cloneDatabase();
    const other = postgres(twin.ownerUrl, { max: 1, onnotice: () => {} });
    try {
      await write(twin);
      for (const table of ["person", "site", "coaching_session", "action_step", "goal"]) {
        const ids = (from: postgres.Sql) => from`SELECT id FROM ${from(table)} ORDER BY id`;
        expect([...(await ids(other))], table).toEqual([...(await ids(sql))]);
      }
      const times = (from: postgres.Sql) =>
        from`SELECT id, started_at, recorded_at FROM coaching_session ORDER BY id`;
      expect([...(await times(other))]).toEqual([...(await times(sql))]);
    } finally {
      await other.end();
      await dropDatabase(twin);
    }
  });

  test("says in one line each what is wrong with its arguments", () => {
    expect(() => readShape(["--demo", "--sites", "3"])).toThrow("--demo decides --sites itself");
    expect(() => readShape(["--sites", "3"])).toThrow("Expected --demo, or all of --sites");
    expect(() => readShape(["--demo", "--sessions", "many", "--seed", "x"])).toThrow(
      "--sessions: expected a whole number\n--seed: expected a whole number",
    );
    const sized = ["--sites", "6", "--coaches", "5", "--coachees", "4", "--sessions", "10"];
    expect(() => readShape(sized)).toThrow(/--coaches: found 5.*\n--coachees: found 4/);
  });

  test("says how many sessions would fit when too many are asked for", async () => {
    const fresh = await cloneDatabase();
    const sized = [
      "--sites",
      "2",
      "--coaches",
      "2",
      "--coachees",
      "4",
      "--sessions",
      "100000",
      "--today",
      "2026-11-16",
    ];
    try {
      await expect(write(fresh, sized)).rejects.toThrow(/--sessions: found 100000, expected at most \d+/);
      const untouched = postgres(fresh.ownerUrl, { max: 1 });
      expect(await faults(untouched`SELECT FROM program`)).toBe(0);
      await untouched.end();
    } finally {
      await dropDatabase(fresh);
    }
  });
});
