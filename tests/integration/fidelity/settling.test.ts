import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { PersonContext } from "#app/access/context.ts";
import { openDatabase } from "#app/db/client.server.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { beginAmendment } from "#app/features/fidelity/amend-assessment.server.ts";
import { decideSubmission } from "#app/features/fidelity/decide-submission.server.ts";
import { setAcceptanceRule } from "#app/features/fidelity/set-acceptance-rule.server.ts";
import { submitAssessment } from "#app/features/fidelity/submit-assessment.server.ts";
import { addAssessment, addInstrument, addRatedCoach, SMALL_CHECKLIST } from "#tests/factories/fidelity.ts";
import { addPerson, addProgram, certify, type TestProgram } from "#tests/factories/people.ts";
import { contextFor, NOON } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

/* What PostgreSQL itself refuses a rater or a lead, whatever the code above would let through. */

const owner = postgres(testDatabase().ownerUrl, { max: 2 });
const web = openDatabase(testDatabase().webUrl, { connections: 4 });
afterAll(() => Promise.all([owner.end(), web.close()]));

let program: TestProgram;
let coach: PersonContext;
let rater: PersonContext;
let lead: PersonContext;
let assessmentId: string;
let siteId: string;

const LIMITS = {
  ...({
    startsOn: "2026-11-16",
    isOn: "on",
    needsMet: "on",
    needsWindow: "on",
    needsCertified: "on",
  } as const),
  ...{ mostLeftOut: null, tellAfterDays: 3, amendDays: 10 },
};

beforeEach(async () => {
  program = await addProgram(owner);
  const instrument = await addInstrument(owner, program, { definition: SMALL_CHECKLIST });
  const added = await addRatedCoach(owner, program);
  siteId = added.site.id;
  await certify(owner, added.supervisor, { kind: "rater" });
  assessmentId = await addAssessment(owner, instrument, {
    ...{ coach: added.coach, rater: added.supervisor, site: added.site },
  });
  await owner`UPDATE assessment SET state = 'in_progress' WHERE id = ${assessmentId}`;
  coach = await contextFor(web, added.coach);
  rater = await contextFor(web, added.supervisor);
  lead = await contextFor(web, await addPerson(owner, program, { role: "lead", site: added.site }));
});

const fixLimits = (more: object = {}) =>
  setAcceptanceRule(lead, { id: randomUUID(), ...LIMITS, ...more } as never);
const submit = (values: Record<string, string>, more: object = {}) =>
  submitAssessment(rater, {
    ...{ assessmentId, intent: "submit", observedOn: "2026-11-12", strengths: "Listens", nextSteps: "Plans" },
    ...{ notesVersion: 1, evidence: "" },
    items: Object.entries(values).map(([itemId, answer]) => ({
      ...{ itemId, answer, reason: "", comment: "", baseVersion: 0 },
    })),
    ...more,
  } as never);
const GOOD = { a1: "1", a2: "2", b1: "2", b2: "2" };
const LOW = { a1: "1", a2: "0", b1: "0", b2: "1" };

const settle = (sql: Sql, given: Partial<Record<string, unknown>> = {}) =>
  sql`UPDATE assessment SET ${sql({
    state: "final",
    submitted_at: NOON,
    submitted_on: "2026-11-16",
    observed_on: "2026-11-12",
    is_rater_certified: true,
    is_rater_lapsed: false,
    submission: 1,
    final_at: NOON,
    ...given,
  } as never)} WHERE id = ${assessmentId}`;
const score = (sql: Sql, given: Partial<Record<string, unknown>> = {}) =>
  sql`INSERT INTO assessment_score ${sql({
    assessment_id: assessmentId,
    score_version: 1,
    program_id: program.id,
    site_id: siteId,
    points: 7,
    possible: 7,
    percent: 100,
    result: "met",
    critical_failures: [],
    sections: "[]",
    computed_at: NOON,
    basis: "own",
    ...given,
  } as never)}`;
const stateOf = async () =>
  (await owner`SELECT state, is_held, submission FROM assessment WHERE id = ${assessmentId}`)[0];
const asRater = (use: (sql: Sql) => Promise<unknown>) => inSql(rater, use);
const refused = (tried: Promise<unknown>) =>
  expect(tried).rejects.toThrow(/assessment .* (settled|limits|steps)|score/);

describe("a rater settles a review by its own steps alone", () => {
  test("nothing past the limits is final", async () => {
    await fixLimits();
    const past: [string, object, object][] = [
      ["not met", {}, { result: "not_met", percent: 10 }],
      ["a critical failure", {}, { critical_failures: ["a1"] }],
      ["without any score", {}, { basis: "none" }],
      ["outside of the window", { observed_on: "2026-01-01" }, {}],
      ["without a day", { observed_on: null, submitted_on: "2026-01-01" }, {}],
      ["not certified", { is_rater_certified: false }, {}],
      ["nothing known of a certification", { is_rater_certified: null }, {}],
      ["lapsed", { is_rater_lapsed: true }, {}],
    ];
    for (const [name, set, scored] of past) {
      const tried = asRater(async (sql) => {
        await settle(sql, set);
        if (!("basis" in scored)) await score(sql, scored);
      });
      await expect(tried, name).rejects.toThrow(/limits/);
      expect(await stateOf(), name).toMatchObject({ state: "in_progress" });
    }
    await asRater(async (sql) => {
      await settle(sql);
      await score(sql);
    });
    expect(await stateOf()).toMatchObject({ state: "final" });
  });

  test("what was given back goes to a lead again", async () => {
    await fixLimits();
    await submit(LOW);
    await decideSubmission(lead, {
      ...{ assessmentId, submission: 1, verdict: "returned", reason: "Look again" },
    });
    await refused(asRater((sql) => settle(sql, { submission: 2 })));
    await refused(
      asRater((sql) => sql`UPDATE assessment SET state = 'in_progress' WHERE id = ${assessmentId}`),
    );
    expect(await stateOf()).toMatchObject({ state: "returned" });
  });

  test("what was called off is not begun again, and nobody calls off their own work", async () => {
    for (const state of ["waived", "cancelled", "planned"])
      await refused(
        asRater(
          (sql) =>
            sql`UPDATE assessment SET state = ${state}, state_reason = 'No time' WHERE id = ${assessmentId}`,
        ),
      );
    for (const state of ["waived", "cancelled", "planned"]) {
      await owner`UPDATE assessment SET state = ${state}, state_reason = 'By a lead' WHERE id = ${assessmentId}`;
      await refused(
        asRater((sql) => sql`UPDATE assessment SET state = 'in_progress' WHERE id = ${assessmentId}`),
      );
    }
  });

  test("the marks of a submission are set with it, one at a time", async () => {
    const marks = [
      { submission: 3 },
      { is_rater_certified: true },
      { final_at: NOON },
      { amended_at: NOON },
      { exceptions: "[]" },
      { counts_for: ["another"] },
    ];
    for (const mark of marks)
      await refused(
        asRater((sql) => sql`UPDATE assessment SET ${sql(mark as never)} WHERE id = ${assessmentId}`),
      );
    await refused(asRater((sql) => settle(sql, { submission: 2 })));
    await refused(asRater((sql) => settle(sql, { amended_at: NOON })));
  });
});

describe("a score comes with its submission", () => {
  test("none before, none after, and none of the record", async () => {
    await refused(asRater((sql) => score(sql)));
    expect(await submit(GOOD)).toMatchObject({ ok: true, submitted: true });
    for (const basis of ["own", "amended", "mean", "consensus"])
      await refused(asRater((sql) => score(sql, { score_version: 2, basis })));
  });

  test("not even after an amendment", async () => {
    await fixLimits();
    await submit(GOOD);
    const begun = await beginAmendment(rater, { assessmentId, reason: "I misread an item" } as never);
    expect(begun).toMatchObject({ ok: true });
    const [draft] = await owner`SELECT id, row_version FROM assessment WHERE first_id = ${assessmentId}`;
    const items = [{ itemId: "b1", answer: "3", reason: "", comment: "", baseVersion: 1 }];
    expect(
      await submit({}, { assessmentId: draft?.id, items, notesVersion: draft?.row_version }),
    ).toMatchObject({ ok: true, amended: assessmentId });
    for (const basis of ["own", "amended"])
      await refused(asRater((sql) => score(sql, { score_version: 3, basis })));
    const scores =
      await owner`SELECT score_version, basis FROM assessment_score WHERE assessment_id = ${assessmentId} ORDER BY 1`;
    expect(scores.map((row) => [row.score_version, row.basis])).toEqual([
      [1, "own"],
      [2, "amended"],
    ]);
  });

  test("at the review's own site", async () => {
    const elsewhere = await addRatedCoach(owner, program);
    await refused(
      asRater(async (sql) => {
        await settle(sql);
        await score(sql, { site_id: elsewhere.site.id });
      }),
    );
  });
});

test("a lead of some sites changes no rule that holds for all", async () => {
  await addRatedCoach(owner, program);
  const before = await owner`SELECT id, ends_on FROM schedule_rule WHERE program_id = ${program.id}`;
  const some = await inSql(
    lead,
    (sql) =>
      sql`UPDATE schedule_rule SET ends_on = '2027-01-01' WHERE program_id = ${program.id} RETURNING id`,
  );
  expect(some).toHaveLength(0);
  await expect(
    inSql(
      lead,
      (sql) => sql`
        INSERT INTO schedule_rule SELECT (jsonb_populate_record(NULL::schedule_rule,
          to_jsonb(one) || jsonb_build_object('id', gen_random_uuid(), 'code', 'mine'))).* FROM schedule_rule one LIMIT 1`,
    ),
  ).rejects.toThrow(/row-level security/);
  expect(await owner`SELECT id, ends_on FROM schedule_rule WHERE program_id = ${program.id}`).toEqual(before);
});

test("what a rater writes is read where the answers are: by the coach once it is out, by nobody who oversees", async () => {
  await owner`UPDATE assessment SET strengths = 'Listens', next_steps = 'Plans', evidence = 'Tape 4' WHERE id = ${assessmentId}`;
  const wordsFor = (ctx: PersonContext) =>
    inSql(ctx, async (sql) => [
      ...(await sql`SELECT strengths, next_steps, evidence FROM app.rater_words(${assessmentId})`),
    ]);
  const written = [{ strengths: "Listens", next_steps: "Plans", evidence: "Tape 4" }];
  for (const column of ["strengths", "next_steps", "evidence"])
    await expect(inSql(coach, (sql) => sql`SELECT ${sql(column)} FROM assessment`)).rejects.toThrow(
      /permission denied/,
    );
  expect(await wordsFor(rater)).toEqual(written);
  expect(await wordsFor(coach)).toEqual([]);
  expect(await wordsFor(lead)).toEqual([]);

  await submit(GOOD, { strengths: "Listens", evidence: "Tape 4" });
  expect(await wordsFor(coach)).toEqual(written);
  expect(await wordsFor(lead)).toEqual([]);
});
