import postgres from "postgres";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { reconcileAssessments } from "#app/features/fidelity/reconcile-assessments.server.ts";
import type { Day } from "#app/time/days.ts";
import type { ScheduleRuleInput } from "#fidelity/schedule/schedule-rule.schema.ts";
import {
  addCoachedPractitioner,
  addInstrument,
  addRatedCoach,
  PRACTICE_CHECKLIST,
  PRACTICE_RULE,
  type TestInstrument,
} from "#tests/factories/fidelity.ts";
import {
  addClosure,
  addLeave,
  addPerson,
  addProgram,
  addSite,
  addSupervision,
  assignCoach,
  certify,
  placeAt,
  type TestPerson,
  type TestProgram,
} from "#tests/factories/people.ts";
import { addAttempt, addCalibrationSet } from "#tests/factories/raters.ts";
import { addPracticeProfile } from "#tests/factories/sessions.ts";
import { systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = postgres(testDatabase().ownerUrl, {
  max: 2,
  types: { day: { to: 1082, from: [1082], serialize: String, parse: String } },
});
const worker = openDatabase(testDatabase().workerUrl, { connections: 3 });
afterAll(() => Promise.all([owner.end(), worker.close()]));

let program: TestProgram;
beforeEach(async () => {
  program = await addProgram(owner);
});

const run = (day: Day = "2026-11-16", input = {}) =>
  reconcileAssessments(systemContextFor(worker, program, { now: new Date(`${day}T20:00:00Z`) }), input);
const second = async (given: object = {}) =>
  expect(await run()).toMatchObject({ added: 0, changed: 0, cancelled: 0, ...given });

const ruleOf = (rule: object) => ({ ...rule }) as ScheduleRuleInput & { id: string };

/** A further rule for an instrument. */
async function addRule(
  instrument: TestInstrument,
  given: { rule: object; code?: string; version?: number; startsOn?: Day; raterType?: string },
): Promise<string> {
  const rule = ruleOf(given.rule);
  const [row] = await owner`
    INSERT INTO schedule_rule (program_id, instrument_id, code, version, title, rule, rater_type, starts_on)
    VALUES (${program.id}, ${instrument.id}, ${given.code ?? rule.id}, ${given.version ?? 1}, 'Review', ${owner.json(rule as never)},
            ${given.raterType ?? "supervisor"}, ${given.startsOn ?? "2025-01-01"})
    RETURNING id`;
  return row?.id;
}

const series = async (coach: TestPerson) =>
  owner<
    {
      key: string;
      state: string;
      reason: string | null;
      on: Day;
      counts: string[];
      rater: string | null;
      why: string | null;
    }[]
  >`
    SELECT split_part(occurrence_key, '/', 1) || '/' || split_part(occurrence_key, '/', 4) AS key, state,
           state_reason AS reason, target_on AS on, counts_for AS counts, rater_id AS rater, unassigned_reason AS why
    FROM assessment WHERE subject_id = ${coach.id} ORDER BY target_on, occurrence_key`;
const targets = async (coach: TestPerson) =>
  (await series(coach)).filter(({ state }) => state !== "cancelled").map(({ on }) => on);

/** Completes the coach's assessment of a target day. */
async function finish(coach: TestPerson, targetOn: Day, given: { observedOn?: Day; result?: string } = {}) {
  const observedOn = given.observedOn ?? targetOn;
  const [row] = await owner`
    UPDATE assessment SET state = 'final', submitted_at = now(), submitted_on = ${observedOn}, observed_on = ${observedOn}
    WHERE subject_id = ${coach.id} AND target_on = ${targetOn} RETURNING id, site_id`;
  await owner`
    INSERT INTO assessment_score (assessment_id, score_version, program_id, site_id, points, possible, percent, result,
                                  critical_failures, sections, computed_at)
    VALUES (${row?.id}, 1, ${program.id}, ${row?.site_id}, 1, 2, 50, ${given.result ?? "met"}, '{}', '[]', now())`;
}

const YEARLY = {
  ...{ id: "yearly", kind: "phased", anchor: "certified", first: { count: 30, unit: "days" } },
  phases: [
    { every: { count: 90, unit: "days" }, until: { kind: "met-in-a-row", count: 1 } },
    { every: { count: 1, unit: "months" }, until: null },
  ],
};

test("a result moves the rest of a phased series, and a second run writes nothing", async () => {
  await addInstrument(owner, program, { rule: { ...YEARLY, every: undefined } });
  const { coach } = await addRatedCoach(owner, program, { awardedOn: "2026-10-20" });
  await run();
  expect(await targets(coach)).toEqual([
    "2026-11-19",
    "2027-02-17",
    "2027-05-18",
    "2027-08-16",
    "2027-11-14",
  ]);
  await finish(coach, "2026-11-19");
  expect(await run()).toMatchObject({ changed: 4, cancelled: 0 });
  expect((await targets(coach)).slice(0, 3)).toEqual(["2026-11-19", "2026-12-20", "2027-01-19"]);
  await second();
});

test("a supervisor whose calibration lapsed gets no review of that instrument until they pass again", async () => {
  const instrument = await addInstrument(owner, program);
  const { coach, supervisor } = await addRatedCoach(owner, program, { awardedOn: "2026-10-20" });
  const master = await addPerson(owner, program, { role: "evaluator" });
  const { setId } = await addCalibrationSet(owner, instrument, { master, answers: [] });
  const { setId: renewal } = await addCalibrationSet(owner, instrument, { master, answers: [] });
  const standing = async () => (await series(coach)).find(({ state }) => state === "open");
  await certify(owner, supervisor, { kind: "rater", awardedOn: "2025-01-10", validUntil: "2027-12-31" });
  await run();
  expect(await standing()).toMatchObject({ rater: supervisor.id, why: null });

  await addAttempt(owner, { setId, person: supervisor, on: "2025-11-10", passed: true });
  await run();
  expect(await standing()).toMatchObject({
    ...{ rater: null, why: "The coach's supervisor is not reliable as a rater at present." },
  });
  await addAttempt(owner, { setId: renewal, person: supervisor, on: "2026-11-16", passed: true });
  await run();
  expect(await standing()).toMatchObject({ rater: supervisor.id, why: null });
  await second();
});

test("an assessment counts for the sweep whose window holds it, and says so", async () => {
  const instrument = await addInstrument(owner, program);
  const { coach } = await addRatedCoach(owner, program, { awardedOn: "2026-10-20" });
  await addRule(instrument, {
    rule: { id: "sweep", kind: "sweep", days: ["2026-11-25", "2027-01-11"], precedence: 200 },
  });
  await run();
  expect((await series(coach)).slice(0, 2)).toMatchObject([
    { on: "2026-11-19", counts: [`sweep/${coach.id}/2026-11-25/1`] },
    { on: "2027-01-11", counts: [] },
  ]);
  await second();
});

test("early work in a window of another rule counts for it, early work outside does not", async () => {
  const instrument = await addInstrument(owner, program);
  const sweep = { id: "sweep", kind: "sweep", days: ["2027-01-11"], precedence: 200 };
  await addRule(instrument, { rule: sweep });
  const [{ coach: early }, { coach: tooEarly }] = [
    await addRatedCoach(owner, program, { awardedOn: "2026-10-20" }),
    await addRatedCoach(owner, program, { awardedOn: "2026-10-20" }),
  ];
  await run();
  // The sweep's window opens on December 28.
  await finish(early, "2026-11-19", { observedOn: "2026-12-28" });
  await finish(tooEarly, "2026-11-19", { observedOn: "2026-12-27" });
  expect(await run()).toMatchObject({ added: 0, changed: 0, cancelled: 1 });
  expect((await series(early)).find(({ on }) => on === "2027-01-11")).toMatchObject({
    state: "cancelled",
    reason: "Schedule: counted by the work of 2026-12-28",
  });
  expect(await targets(tooEarly)).toContain("2027-01-11");
  await second({ subjects: 2 });
});

test("a result below the threshold asks for a re-check in thirty days", async () => {
  const instrument = await addInstrument(owner, program);
  const { coach } = await addRatedCoach(owner, program, { awardedOn: "2026-10-20" });
  await addRule(instrument, {
    rule: {
      ...{
        id: "recheck",
        kind: "event",
        startOn: "2026-01-01",
        events: ["below-threshold", "return-from-leave"],
      },
      after: { count: 30, unit: "days" },
    },
  });
  await run();
  await finish(coach, "2026-11-19", { result: "not_met" });
  await addLeave(owner, coach, { firstOn: "2027-03-01", lastOn: "2027-03-07" });
  expect(await run()).toMatchObject({ added: 2 });
  const rechecks = (await series(coach)).filter(({ key }) => key.startsWith("recheck"));
  expect(rechecks.map(({ key, on }) => [key, on])).toEqual([
    ["recheck/below-threshold", "2026-12-19"],
    ["recheck/return-from-leave", "2027-04-07"],
  ]);
  await second();
});

test("every second held session asks for one", async () => {
  const instrument = await addInstrument(owner, program, { startsOn: "2027-12-01" });
  await addRule(instrument, {
    rule: { id: "held", kind: "sessions", startOn: "2026-10-01", every: 2, targetDaysAfter: 10 },
  });
  const { coach, site } = await addRatedCoach(owner, program);
  const profile = await addPracticeProfile(owner, program);
  await owner`
    INSERT INTO coaching_session (id, program_id, site_id, lead_coach_id, practice_profile_id, format, status, session_on, zone,
      started_at, ended_at, modality, meeting_minutes, is_coach_certified, entered_by_id, recorded_at, entry_lag_days, content_hash)
    SELECT gen_random_uuid(), ${program.id}, ${site.id}, ${coach.id}, ${profile.id}, 'individual', 'held', held_on, ${site.zone},
           (held_on + time '09:00') AT TIME ZONE ${site.zone}, (held_on + time '10:00') AT TIME ZONE ${site.zone}, 'phone', 60, true,
           ${coach.id}, now(), 0, ''
    FROM unnest(ARRAY['2026-09-30', '2026-11-02', '2026-11-09', '2026-11-11']::date[]) AS held_on`;
  await run();
  expect((await series(coach)).map(({ key, on }) => [key, on])).toEqual([["held/1", "2026-11-19"]]);
  await second();
});

describe("a random share", () => {
  const RANDOM = {
    ...{ id: "sample", kind: "random", of: "people", startOn: "2026-11-01", everyMonths: 3, share: 0.4 },
    ...{ stratifyBy: "site", targetDaysAfter: 45 },
  };

  test("is drawn once per period, kept when people join, and new only for the newcomers' share", async () => {
    const instrument = await addInstrument(owner, program, { startsOn: "2027-12-01" });
    await addRule(instrument, { rule: RANDOM });
    const site = await addSite(owner, program);
    const supervisor = await addPerson(owner, program, { role: "supervisor", site });
    const add = () => addRatedCoach(owner, program, { site, supervisor, awardedOn: "2026-10-20" });
    for (let n = 0; n < 5; n += 1) await add();
    expect(await run()).toMatchObject({ subjects: 5, added: 2 });
    await second({ subjects: 5 });
    const draw = async () =>
      (
        await owner`SELECT seed, population, drawn_ids FROM schedule_draw WHERE program_id = ${program.id}`
      )[0];
    const before = await draw();
    for (let n = 0; n < 3; n += 1) await add();
    expect(await run()).toMatchObject({ subjects: 8, added: 2, cancelled: 0, changed: 0 });
    const after = await draw();
    expect(after).toMatchObject({ seed: before?.seed, population: 8 });
    expect(after?.drawn_ids).toEqual(expect.arrayContaining(before?.drawn_ids));
    expect(after?.drawn_ids).toHaveLength(4);
  });
});

test("a new version plans from its day on; what came before stays as it was", async () => {
  const instrument = await addInstrument(owner, program);
  const { coach } = await addRatedCoach(owner, program, { awardedOn: "2026-10-20" });
  await run();
  await finish(coach, "2026-11-19");
  const rule = {
    ...{ id: "coach-fidelity", kind: "offset", anchor: "certified", first: { count: 2, unit: "months" } },
    every: { count: 2, unit: "months" },
  };
  const versionId = await addRule(instrument, { rule, version: 2, startsOn: "2027-03-01" });
  await run();
  expect(await targets(coach)).toEqual([
    ...["2026-11-19", "2027-02-17"], // by the first version
    ...["2027-04-20", "2027-06-20", "2027-08-20", "2027-10-20"],
  ]);
  const under =
    await owner`SELECT DISTINCT target_on FROM assessment WHERE schedule_rule_id = ${versionId} ORDER BY 1`;
  expect(under[0]?.target_on).toBe("2027-04-20");
  await second();
  const keys = await owner`SELECT occurrence_key FROM assessment WHERE program_id = ${program.id}`;
  expect(new Set(keys.map(({ occurrence_key }) => occurrence_key)).size).toBe(keys.length);
});

test.each(["independent", "self"])(
  "a version with another kind of rater (%s) is stored as that kind",
  async (raterType) => {
    const instrument = await addInstrument(owner, program);
    const { coach, supervisor } = await addRatedCoach(owner, program, { awardedOn: "2026-10-20" });
    const outside = await addPerson(owner, program, { role: "supervisor" });
    for (const person of [supervisor, outside])
      await certify(owner, person, { kind: "rater", instrumentId: instrument.id });
    await run();
    const rule = {
      ...{ id: "coach-fidelity", kind: "offset", anchor: "certified", first: { count: 30, unit: "days" } },
      every: { count: 90, unit: "days" },
    };
    await addRule(instrument, { rule, version: 2, startsOn: "2026-11-16", raterType });
    expect(await run()).toMatchObject({ changed: 5, added: 0, cancelled: 0 });
    const stored =
      await owner`SELECT rater_type, rater_id FROM assessment WHERE subject_id = ${coach.id} ORDER BY target_on`;
    expect(stored.map(({ rater_type }) => rater_type)).toEqual(Array(5).fill(raterType));
    expect(stored[0]?.rater_id).toBe(raterType === "self" ? coach.id : outside.id);
    await second();
  },
);

test("self-ratings run beside the supervisor's reviews: their own series, no event for others, no second look", async () => {
  const instrument = await addInstrument(owner, program, { rule: { ...YEARLY, every: undefined } });
  // The instrument has raters, and a conflict is on record: neither is asked of a rating of one's own work.
  const { coach, supervisor } = await addRatedCoach(owner, program, { awardedOn: "2026-10-20" });
  await certify(owner, supervisor, { kind: "rater", instrumentId: instrument.id });
  await addRule(instrument, { rule: { ...YEARLY, id: "own" }, raterType: "self" });
  await addRule(instrument, {
    rule: {
      ...{ id: "second-look", kind: "event", startOn: "2025-01-01", events: ["below-threshold"] },
      after: { count: 30, unit: "days" },
    },
    raterType: "independent",
  });
  await run();
  const of = async (code: string) => (await series(coach)).filter(({ key }) => key.startsWith(`${code}/`));
  const before = await of("yearly");
  expect((await of("own")).map(({ on }) => on)).toEqual(before.map(({ on }) => on));
  expect(new Set((await of("own")).map(({ rater }) => rater))).toEqual(new Set([coach.id]));

  const rate = async (code: string, result: string) => {
    const [row] = await owner`
      UPDATE assessment SET state = 'final', submitted_at = now(), submitted_on = '2026-11-16', observed_on = '2026-11-16'
      WHERE subject_id = ${coach.id} AND target_on = '2026-11-19' AND occurrence_key LIKE ${`${code}/%`} RETURNING id, site_id`;
    await owner`
      INSERT INTO assessment_score (assessment_id, score_version, program_id, site_id, points, possible, percent, result,
                                    critical_failures, sections, computed_at)
      VALUES (${row?.id}, 1, ${program.id}, ${row?.site_id}, 1, 2, 50, ${result}, '{}', '[]', now())`;
    return row?.id as string;
  };
  const selfId = await rate("own", "not_met");
  await run();
  expect(await of("second-look")).toEqual([]);
  expect(await of("yearly")).toEqual(before);
  // Met by oneself moves one's own series alone.
  await owner`UPDATE assessment_score SET result = 'met' WHERE assessment_id = ${selfId}`;
  await run();
  expect(await of("yearly")).toEqual(before);
  const own = await of("own");
  expect(own.map(({ on }) => on)).not.toEqual(before.map(({ on }) => on));
  await second();
  // And a low result by the supervisor leaves it as it is, while it asks for a second look.
  await rate("yearly", "not_met");
  await run();
  expect(await of("own")).toEqual(own);
  expect(await of("second-look")).toHaveLength(1);
});

test("closures of the agency and of the site move what falls on them to the next business day", async () => {
  await addInstrument(owner, program, { rule: { businessDays: "next", every: null } });
  const site = await addSite(owner, program);
  const { coach } = await addRatedCoach(owner, program, { site, awardedOn: "2026-10-26" });
  // 30 days later is Wednesday, 25 November; Thanksgiving is the 26th.
  await addClosure(owner, program, { firstOn: "2026-11-26" });
  await addClosure(owner, program, { firstOn: "2026-11-25", site });
  await addClosure(owner, program, { firstOn: "2026-11-27", site: await addSite(owner, program) });
  await run();
  expect(await targets(coach)).toEqual(["2026-11-27"]);
});

test("a transfer takes open work along, or leaves it with the site of the opening day, as the rule says", async () => {
  const siteOf = async (transfer: string) => {
    program = await addProgram(owner);
    await addInstrument(owner, program, { rule: { transfer, every: null } });
    const [from, to] = [await addSite(owner, program), await addSite(owner, program)];
    const { coach } = await addRatedCoach(owner, program, { site: from, awardedOn: "2026-10-20" });
    await run();
    await owner`UPDATE site_assignment SET ends_on = '2026-11-17' WHERE person_id = ${coach.id}`;
    await placeAt(owner, coach, { site: to, startsOn: "2026-11-17" });
    await run();
    const [row] = await owner`SELECT site_id FROM assessment WHERE subject_id = ${coach.id}`;
    return row?.site_id === to.id ? "new site" : row?.site_id === from.id ? "old site" : "none";
  };
  expect(await siteOf("inherit")).toBe("new site");
  expect(await siteOf("stay")).toBe("old site");
});

describe("independent raters", () => {
  const independent = async () => {
    const instrument = await addInstrument(owner, program, { startsOn: "2027-12-01" });
    await addRule(instrument, {
      rule: {
        id: "outside",
        kind: "offset",
        anchor: "certified",
        first: { count: 30, unit: "days" },
        every: { count: 90, unit: "days" },
      },
      raterType: "independent",
    });
    return instrument;
  };
  const rater = async (instrument: TestInstrument) => {
    const person = await addPerson(owner, program, { role: "supervisor" });
    await certify(owner, person, { kind: "rater", instrumentId: instrument.id });
    return person;
  };

  test("are certified and not the own supervisor, and the load is shared", async () => {
    const instrument = await independent();
    const [a, b] = [await rater(instrument), await rater(instrument)];
    const coaches = [];
    for (let n = 0; n < 4; n += 1)
      coaches.push((await addRatedCoach(owner, program, { supervisor: n === 0 ? a : undefined })).coach);
    expect(await run()).toMatchObject({ opened: 4, unassigned: 0 });
    const byRater = await owner`
      SELECT rater_id, count(*)::int AS n FROM assessment WHERE program_id = ${program.id} AND state = 'open' GROUP BY 1`;
    // Of four, one can only be b's.
    for (const { n } of byRater) expect([1, 2, 3]).toContain(n);
    expect(byRater).toHaveLength(2);
    const [own] = await series(coaches[0] as TestPerson);
    expect(own?.rater).toBe(b.id);
    // Later windows wait until a month before they open.
    const [later] =
      await owner`SELECT count(*)::int AS n FROM assessment WHERE program_id = ${program.id} AND state = 'planned' AND rater_id IS NULL AND unassigned_reason IS NULL`;
    expect(later?.n).toBe(16);
    await second();
  });

  test("what opens in a month or more, and what nobody did in time, is no load", async () => {
    const instrument = await independent();
    const [a, b] = [await rater(instrument), await rater(instrument)];
    const { coach: elsewhere, site } = await addRatedCoach(owner, program, { awardedOn: "2028-01-01" });
    const give = (person: TestPerson, opensOn: Day, graceEndsOn: Day, count: number) => owner`
      INSERT INTO assessment (program_id, site_id, schedule_rule_id, occurrence_key, instrument_version_id, subject_id,
        rater_id, rater_type, opens_on, target_on, due_on, grace_ends_on, schedule_reason, state, observed_on)
      SELECT ${program.id}, ${site.id}, ${instrument.ruleId}, 'other/' || ${`${person.id} ${opensOn}`} || '/' || n,
        ${instrument.versionId}, ${elsewhere.id}, ${person.id}, 'independent', ${opensOn}::date, ${opensOn}::date,
        ${opensOn}::date, ${graceEndsOn}::date, 'For a test', 'in_progress', ${opensOn}::date
      FROM generate_series(1, ${count}) n`;
    await give(a, "2026-12-17", "2027-01-17", 28);
    await give(b, "2026-09-01", "2026-11-15", 28);
    const { coach } = await addRatedCoach(owner, program);
    await run();
    expect((await series(coach))[0]?.rater).not.toBeNull();
    for (const person of [a, b]) await give(person, "2026-11-10", "2026-12-17", 25);
    const { coach: next } = await addRatedCoach(owner, program);
    await run();
    expect((await series(next))[0]?.why).toBe("Both certified raters have 25 reviews to do already.");
  });

  test("are not those who left or are no supervisors any more", async () => {
    const instrument = await independent();
    const [left, other] = [await rater(instrument), await rater(instrument)];
    await owner`UPDATE person SET deactivated_on = '2026-11-01' WHERE id = ${left.id}`;
    await owner`UPDATE role_assignment SET ends_on = '2026-11-16' WHERE person_id = ${other.id}`;
    const { coach } = await addRatedCoach(owner, program);
    await run();
    expect((await series(coach))[0]?.why).toBe("Both certified raters do not work as supervisors.");
    await owner`UPDATE role_assignment SET ends_on = NULL WHERE person_id = ${other.id}`;
    await run();
    expect((await series(coach))[0]).toMatchObject({ rater: other.id, why: null });
  });

  test("the reason says why nobody qualifies", async () => {
    const instrument = await independent();
    const supervisor = await rater(instrument);
    const { coach } = await addRatedCoach(owner, program, { supervisor });
    await run();
    expect((await series(coach))[0]?.why).toBe("The only certified rater supervises the one to be rated.");
    const other = await rater(instrument);
    await owner`
      INSERT INTO rater_conflict (program_id, rater_id, subject_id, starts_on, reason, recorded_at)
      VALUES (${program.id}, ${other.id}, ${coach.id}, '2026-01-01', 'Married', now())`;
    await run();
    expect((await series(coach))[0]?.why).toBe(
      "2 certified raters: 1 supervises the one to be rated, 1 has a conflict of interest.",
    );
    await owner`UPDATE rater_conflict SET ends_on = '2026-11-01' WHERE rater_id = ${other.id}`;
    await run();
    expect((await series(coach))[0]).toMatchObject({ rater: other.id, why: null });
  });
});

test("a supervisor with a conflict of interest is not assigned", async () => {
  await addInstrument(owner, program);
  const { coach, supervisor } = await addRatedCoach(owner, program);
  await owner`
    INSERT INTO rater_conflict (program_id, rater_id, subject_id, starts_on, reason, recorded_at)
    VALUES (${program.id}, ${supervisor.id}, ${coach.id}, '2026-01-01', 'Business together', now())`;
  await run();
  expect((await series(coach))[0]).toMatchObject({
    rater: null,
    why: "The coach's supervisor has a conflict of interest.",
  });
  const next = await addPerson(owner, program, { role: "supervisor" });
  await owner`UPDATE supervision SET ends_on = '2026-11-16' WHERE person_id = ${coach.id}`;
  await addSupervision(owner, { person: coach, supervisor: next, startsOn: "2026-11-16" });
  await run();
  expect((await series(coach))[0]).toMatchObject({ rater: next.id, why: null });
});

describe("practitioners", () => {
  const addPractice = (rule: object = {}) =>
    addInstrument(owner, program, { definition: PRACTICE_CHECKLIST, rule: { ...PRACTICE_RULE, ...rule } });

  test("are reviewed from their first day of being coached, by their supervisor; coaches are not", async () => {
    await addPractice();
    const { practitioner, supervisor, coach } = await addCoachedPractitioner(owner, program);
    await certify(owner, coach, { awardedOn: "2026-10-20" });
    expect(await run()).toMatchObject({ added: 5, opened: 1, unassigned: 0 });
    expect(await targets(practitioner)).toEqual([
      ...["2026-11-19", "2027-02-17", "2027-05-18", "2027-08-16", "2027-11-14"],
    ]);
    expect((await series(practitioner)).map(({ rater }) => rater)).toEqual(Array(5).fill(supervisor.id));
    expect(await targets(coach)).toEqual([]);
    await second();
  });

  test("who is a coach too has two series, each with its own instrument", async () => {
    await addPractice();
    await addInstrument(owner, program);
    const { practitioner, supervisor } = await addCoachedPractitioner(owner, program);
    await certify(owner, practitioner, { awardedOn: "2026-10-25" });
    await run();
    const firsts = (await series(practitioner)).slice(0, 2);
    expect(firsts).toMatchObject([
      { key: "practice/1", on: "2026-11-19", rater: supervisor.id },
      { key: "coach-fidelity/1", on: "2026-11-24", rater: supervisor.id },
    ]);
    // The award is taken back: one series ends, the other goes on.
    await owner`UPDATE certification SET revoked_on = '2026-11-01' WHERE person_id = ${practitioner.id}`;
    expect(await run()).toMatchObject({ added: 0, changed: 0, cancelled: 4 });
    expect(await targets(practitioner)).toHaveLength(5);
    await second();
  });

  test("the end of coaching ends the series, a change of coach goes on with it, and leave moves it", async () => {
    await addPractice();
    const { practitioner, coach, site } = await addCoachedPractitioner(owner, program);
    await run();
    await owner`UPDATE coach_assignment SET ends_on = '2026-12-01' WHERE coachee_id = ${practitioner.id}`;
    expect(await run()).toMatchObject({ cancelled: 4 });
    expect((await series(practitioner)).at(-1)?.reason).toBe(
      "Schedule: the practitioner's last day is 2026-11-30",
    );
    const next = await addPerson(owner, program, { role: "coach", site });
    expect(next.id).not.toBe(coach.id);
    await assignCoach(owner, { coach: next, coachee: practitioner, site, startsOn: "2026-12-01" });
    expect(await run()).toMatchObject({ changed: 4, added: 0, cancelled: 0 });
    await addLeave(owner, practitioner, { firstOn: "2027-02-10", lastOn: "2027-03-01" });
    expect(await run()).toMatchObject({ changed: 1 });
    expect((await targets(practitioner))[1]).toBe("2027-03-02");
    await owner`UPDATE person SET deactivated_on = '2026-11-17' WHERE id = ${practitioner.id}`;
    expect(await run()).toMatchObject({ cancelled: 5 });
    await second();
  });

  test("an independent rating is not given by the own coach or supervisor", async () => {
    const instrument = await addPractice({ every: null });
    await owner`UPDATE schedule_rule SET rater_type = 'independent' WHERE id = ${instrument.ruleId}`;
    const { practitioner, supervisor, coach } = await addCoachedPractitioner(owner, program);
    for (const one of [supervisor, coach])
      await certify(owner, one, { kind: "rater", instrumentId: instrument.id });
    await run();
    expect((await series(practitioner))[0]).toMatchObject({
      rater: null,
      why: "2 certified raters: 1 supervises the one to be rated, 1 coaches the one to be rated.",
    });
    const other = await addPerson(owner, program, { role: "supervisor" });
    await certify(owner, other, { kind: "rater", instrumentId: instrument.id });
    await run(undefined, { subjectId: practitioner.id });
    expect((await series(practitioner))[0]).toMatchObject({ rater: other.id, why: null });
    await second();
  });

  test("a share is drawn of those who are coached, and a change of coach asks for a review", async () => {
    const instrument = await addPractice({ every: null, first: { count: 300, unit: "days" } });
    await addRule(instrument, {
      rule: {
        ...{ id: "sample", kind: "random", of: "people", startOn: "2026-11-01", everyMonths: 3, share: 0.5 },
        ...{ stratifyBy: "coach", targetDaysAfter: 45, precedence: 200 },
      },
    });
    await addRule(instrument, {
      rule: {
        ...{
          id: "new-coach",
          kind: "event",
          startOn: "2026-01-01",
          events: ["coach-change"],
          precedence: 300,
        },
        after: { count: 2, unit: "months" },
      },
    });
    const { practitioner, coach, site, supervisor } = await addCoachedPractitioner(owner, program);
    for (let n = 0; n < 3; n += 1) await addCoachedPractitioner(owner, program, { site, supervisor, coach });
    await run();
    const [draw] = await owner`SELECT population, cardinality(drawn_ids) AS drawn FROM schedule_draw
                               WHERE program_id = ${program.id}`;
    expect(draw).toEqual({ population: 4, drawn: 2 });
    await owner`UPDATE coach_assignment SET ends_on = '2026-11-16' WHERE coachee_id = ${practitioner.id}`;
    const next = await addPerson(owner, program, { role: "coach", site });
    await assignCoach(owner, { coach: next, coachee: practitioner, site, startsOn: "2026-11-16" });
    await run();
    expect((await series(practitioner)).find(({ key }) => key === "new-coach/coach-change")?.on).toBe(
      "2027-01-16",
    );
    await second();
  });
});

test("a stored rule that is malformed is named", async () => {
  await addInstrument(owner, program, { rule: { first: { count: 0, unit: "days" } } });
  await expect(run()).rejects.toThrow(/rule coach-fidelity\.first\.count/);
});
