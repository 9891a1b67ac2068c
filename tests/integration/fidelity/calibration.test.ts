import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { PersonContext } from "#app/access/context.ts";
import { openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { newSet } from "#app/features/fidelity/calibration.schema.ts";
import { listCalibration } from "#app/features/fidelity/list-calibration.server.ts";
import { makeCalibrationSet } from "#app/features/fidelity/make-calibration-set.server.ts";
import { openCase, rateCase } from "#app/features/fidelity/rate-case.server.ts";
import { readAttempt } from "#app/features/fidelity/read-attempt.server.ts";
import { readCalibrationSet } from "#app/features/fidelity/read-calibration-set.server.ts";
import { agreeRetraining, listRaters, readRater } from "#app/features/fidelity/read-raters.server.ts";
import { publishSet, retireSet, submitCases } from "#app/features/fidelity/steer-calibration-set.server.ts";
import { submitAssessment } from "#app/features/fidelity/submit-assessment.server.ts";
import { readSiteMonthFacts } from "#app/features/outcomes/figures.queries.server.ts";
import {
  addAssessment,
  addInstrument,
  addRatedCoach,
  SMALL_CHECKLIST,
  type TestInstrument,
} from "#tests/factories/fidelity.ts";
import {
  addPerson,
  addProgram,
  certify,
  giveRole,
  type TestPerson,
  type TestProgram,
  type TestSite,
} from "#tests/factories/people.ts";
import { addAttempt, addCalibrationSet } from "#tests/factories/raters.ts";
import { contextFor, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = postgres(testDatabase().ownerUrl, { max: 2, onnotice: () => {} });
const web = openDatabase(testDatabase().webUrl, { connections: 4 });
const worker = openDatabase(testDatabase().workerUrl, { connections: 1 });
afterAll(() => Promise.all([owner.end(), web.close(), worker.close()]));

let program: TestProgram;
let instrument: TestInstrument;
let site: TestSite;
let coach: TestPerson;
let supervisor: TestPerson;
let rater: PersonContext;
let expert: PersonContext;

beforeEach(async () => {
  program = await addProgram(owner);
  instrument = await addInstrument(owner, program, { definition: SMALL_CHECKLIST });
  ({ coach, supervisor, site } = await addRatedCoach(owner, program));
  rater = await contextFor(web, supervisor);
  expert = await contextFor(web, await addPerson(owner, program, { role: "evaluator" }));
});

const MASTER = { a1: "1", a2: "2", b1: "3", b2: "2" };
const setInput = (given: object = {}) =>
  newSet.parse({
    ...{ id: randomUUID(), title: "Two recordings", instrumentVersionId: instrument.versionId },
    ...{ ruleKind: "exact", least: "75", validMonths: "12", dueDays: "30" },
    cases: [
      { title: "A first session", reference: "https://recordings.example/1" },
      {},
      { title: "A review", reference: "Folder 3" },
    ],
    ...given,
  });
/** One post of the form of a case, as it was opened for an attempt. */
const post = (
  ctx: PersonContext,
  place: { setId: string; caseId: string },
  values: Record<string, string>,
  { attempt = 1, rowVersion = 0 } = {},
) =>
  rateCase(ctx, {
    ...{ ...place, intent: "keep", attempt, rowVersion },
    items: Object.entries(values).map(([itemId, answer]) => ({
      ...{ itemId, answer, reason: "", comment: `why ${itemId}`, baseVersion: 0 },
    })),
  });

async function rate(
  ctx: PersonContext,
  place: { setId: string; caseId: string },
  values: Record<string, string>,
  rowVersion = 0,
) {
  const { attempt } = await openCase(ctx, place);
  return post(ctx, place, values, { attempt, rowVersion });
}

/** A set in use, made as people make it. */
async function madeSet(): Promise<{ setId: string; caseIds: string[] }> {
  const input = setInput();
  for (const _ of [1, 2]) expect(await makeCalibrationSet(expert, input)).toEqual({ ok: true });
  const setId = input.id;
  const caseIds = (await readCalibrationSet(expert, { setId })).cases.map(({ id }) => id);
  for (const caseId of caseIds)
    expect(await rate(expert, { setId, caseId }, MASTER)).toMatchObject({ ok: true });
  expect(await submitCases(expert, { setId })).toMatchObject({ ok: true, attemptId: null });
  expect(await publishSet(expert, { setId })).toEqual({ ok: true });
  return { setId, caseIds };
}

test("a set is made, rated by its master, put to use, and changes no more", async () => {
  const { setId, caseIds } = await madeSet();
  const page = await readCalibrationSet(expert, { setId });
  expect(page).toMatchObject({ state: "in-use", work: "none", cases: [{ number: 1 }, { number: 2 }] });
  await expect(rate(expert, { setId, caseId: caseIds[0] ?? "" }, MASTER)).rejects.toMatchObject({
    code: "not-allowed",
  });
  await expect(
    inSql(expert, (sql) => sql`UPDATE calibration_set SET due_days = 0 WHERE id = ${setId}`),
  ).rejects.toMatchObject({
    constraint_name: "calibration_set_submitted",
  });
  expect((await listCalibration(rater)).sets).toMatchObject([
    { id: setId, caseCount: 2, own: { state: "none" } },
  ]);
});

test("a set that is posted twice, also at once, is one; with other content it says so", async () => {
  const input = setInput();
  const make = (given: object = {}) => makeCalibrationSet(expert, { ...input, ...given });
  expect(await Promise.all([make(), make()])).toEqual([{ ok: true }, { ok: true }]);
  expect(await make()).toEqual({ ok: true });
  const [, ...cases] = input.cases;
  for (const other of [{ title: "Two films" }, { least: 80 }, { dueDays: 31 }, { cases }])
    expect(await make(other)).toMatchObject({ ok: false, code: "stored-already" });
  expect(
    await owner`SELECT FROM domain_event WHERE program_id = ${program.id} AND type = 'calibration-set.made'`,
  ).toHaveLength(1);
});

test("cases without a name or a place are named, all at once", async () => {
  const cases = [
    { title: "", reference: "Folder 3" },
    { title: "A review", reference: "" },
  ];
  expect(await makeCalibrationSet(expert, setInput({ cases }))).toMatchObject({
    ok: false,
    fieldErrors: { "cases[0].title": [expect.any(String)], "cases[1].reference": [expect.any(String)] },
  });
  expect(await makeCalibrationSet(expert, setInput({ cases: [] }))).toMatchObject({ ok: false });
});

test("a draft is nothing for raters, and a set without master ratings is not put to use", async () => {
  const input = setInput();
  await makeCalibrationSet(expert, input);
  await expect(readCalibrationSet(rater, { setId: input.id })).rejects.toMatchObject({ code: "not-found" });
  expect(await publishSet(expert, { setId: input.id })).toMatchObject({ ok: false, code: "no-master" });
  expect(await submitCases(expert, { setId: input.id })).toMatchObject({ ok: false, code: "nothing-begun" });
});

test("the master's answers are nowhere to be had before one's own are in", async () => {
  const { setId, caseIds } = await madeSet();
  const [one = "", other = ""] = caseIds;
  const reach = () => inSql(rater, (sql) => sql`SELECT FROM calibration_rating WHERE is_master`);
  expect(await rate(rater, { setId, caseId: one }, MASTER)).toMatchObject({
    ok: true,
    rowVersion: 1,
    nextId: other,
  });
  expect(await reach()).toHaveLength(0);
  expect((await openCase(rater, { setId, caseId: one })).answers.a2).toMatchObject({
    answer: "2",
    comment: "why a2",
  });
  expect(await submitCases(rater, { setId })).toMatchObject({ ok: false, code: "incomplete" });
  await rate(rater, { setId, caseId: other }, { ...MASTER, b1: "2", b2: "1" });
  const handed = await submitCases(rater, { setId });
  // 6 of 8 answers are the same, and 75 % are asked for.
  expect(handed).toMatchObject({ ok: true, passed: true });
  expect(await reach()).toHaveLength(2);
  const attemptId = handed.ok ? (handed.attemptId ?? "") : "";
  const page = await readAttempt(rater, { setId, attemptId });
  expect(page.result).toMatchObject({
    figure: 0.75,
    comparison: { compared: 8, exact: 6, withinOne: 8, signed: -2 },
  });
  expect(page.cases[1]?.answers.b1).toEqual({ given: "2", master: "3", masterComment: "why b1" });
  await expect(
    inSql(
      rater,
      (sql) => sql`UPDATE calibration_attempt SET passed = true, figure = 1 WHERE id = ${attemptId}`,
    ),
  ).rejects.toMatchObject({ constraint_name: "calibration_attempt_submitted" });
  expect(await retireSet(expert, { setId })).toEqual({ ok: true });
  await expect(rate(rater, { setId, caseId: one }, MASTER)).rejects.toMatchObject({ code: "not-allowed" });
});

test("handed in twice, also at the same moment, an attempt is one and answered alike", async () => {
  const { setId, caseIds } = await madeSet();
  for (const caseId of caseIds) await rate(rater, { setId, caseId }, MASTER);
  const [one, other] = await Promise.all([submitCases(rater, { setId }), submitCases(rater, { setId })]);
  expect(one).toMatchObject({ ok: true, passed: true });
  expect(other).toEqual(one);
  expect(await submitCases(rater, { setId })).toEqual(one);
  expect(
    await owner`SELECT FROM domain_event WHERE program_id = ${program.id} AND type = 'calibration.attempted'`,
  ).toHaveLength(1);
});

test("a lead who rates sees the answers of master and colleagues once their own are in", async () => {
  const { setId, caseIds } = await madeSet();
  const colleague = await addPerson(owner, program, { role: "supervisor", site });
  const other = await contextFor(web, colleague);
  for (const caseId of caseIds) await rate(other, { setId, caseId }, MASTER);
  const handed = await submitCases(other, { setId });
  const attemptId = (handed.ok && handed.attemptId) || "";
  await giveRole(owner, supervisor, { role: "lead" });
  const both = await contextFor(web, supervisor);
  await expect(readAttempt(both, { setId, attemptId })).rejects.toMatchObject({ code: "not-found" });
  expect(
    await inSql(both, (sql) => sql`SELECT FROM calibration_rating WHERE set_id = ${setId}`),
  ).toHaveLength(0);
  for (const caseId of caseIds) await rate(both, { setId, caseId }, MASTER);
  await submitCases(both, { setId });
  expect(await readAttempt(both, { setId, attemptId })).toMatchObject({ number: 1 });
});

test("two windows do not overwrite each other, and an answer that the item does not offer is refused", async () => {
  const { setId, caseIds } = await madeSet();
  const place = { setId, caseId: caseIds[0] ?? "" };
  await rate(rater, place, { a1: "1" });
  expect(await rate(rater, place, { a1: "0" })).toMatchObject({ ok: false, code: "changed-elsewhere" });
  expect(await rate(rater, place, { a1: "0" }, 1)).toMatchObject({ ok: true, rowVersion: 2 });
  expect(await rate(rater, place, { a1: "7" }, 2)).toMatchObject({ ok: false, code: "bad-answer" });
});

test("the same answers twice, also at once, are kept once; after the attempt is handed in they begin no other", async () => {
  const { setId, caseIds } = await madeSet();
  const place = { setId, caseId: caseIds[0] ?? "" };
  const last = { setId, caseId: caseIds[1] ?? "" };
  const kept = { ok: true, rowVersion: 1, nextId: last.caseId };
  expect(await Promise.all([post(rater, place, MASTER), post(rater, place, MASTER)])).toEqual([kept, kept]);
  expect(await post(rater, place, MASTER)).toEqual(kept);
  expect(await post(rater, place, { ...MASTER, a1: "0" })).toMatchObject({ code: "changed-elsewhere" });
  await post(rater, last, MASTER);
  expect(await submitCases(rater, { setId })).toMatchObject({ ok: true, passed: true });
  expect(await post(rater, place, MASTER)).toEqual(kept);
  expect(await post(rater, place, { ...MASTER, a1: "0" }, { rowVersion: 1 })).toMatchObject({
    code: "handed-in",
  });
  const attempts = () => owner`
    SELECT FROM calibration_attempt WHERE set_id = ${setId} AND person_id = ${supervisor.id}`;
  expect(await attempts()).toHaveLength(1);
  const again = { attempt: 2 };
  expect((await openCase(rater, place)).attempt).toBe(2);
  expect(await Promise.all([post(rater, place, MASTER, again), post(rater, place, MASTER, again)])).toEqual([
    kept,
    kept,
  ]);
  expect(await attempts()).toHaveLength(2);
});

test("an attempt is for its rater and for whoever answers for their site", async () => {
  const { setId, caseIds } = await madeSet();
  for (const caseId of caseIds) await rate(rater, { setId, caseId }, MASTER);
  const handed = await submitCases(rater, { setId });
  const attempt = { setId, attemptId: handed.ok ? (handed.attemptId ?? "") : "" };
  const colleague = await contextFor(web, await addPerson(owner, program, { role: "supervisor", site }));
  await expect(readAttempt(colleague, attempt)).rejects.toMatchObject({ code: "not-found" });
  expect((await readAttempt(expert, attempt)).personName).toBe(supervisor.name);
});

test("how raters stand follows from the facts of the day; what a lapsed rater rates is kept and left out of figures", async () => {
  await certify(owner, supervisor, { kind: "rater", instrumentId: instrument.id });
  const master = await addPerson(owner, program);
  const answers = [{ itemId: "a1", code: "value", value: 1 }];
  const { setId } = await addCalibrationSet(owner, instrument, { master, answers });
  await addAttempt(owner, { setId, person: supervisor, on: "2025-11-10", passed: true });
  expect((await listRaters(expert)).raters).toMatchObject([
    { personId: supervisor.id, state: "lapsed", validUntil: "2026-11-10" },
  ]);
  const month = { siteId: site.id, month: "2026-11-01", lastOn: "2026-11-30", asOf: "2026-12-15" };
  for (const [observedOn, isLapsed] of [
    ["2026-11-10", false],
    ["2026-11-12", true],
  ] as const) {
    const assessmentId = await addAssessment(owner, instrument, { coach, rater: supervisor, site });
    await submitAssessment(rater, {
      ...{ assessmentId, intent: "submit", observedOn, strengths: "", nextSteps: "", notesVersion: 1 },
      items: Object.entries(MASTER).map(([itemId, answer]) => ({
        itemId,
        answer,
        reason: "",
        comment: "",
        baseVersion: 0,
      })),
    });
    const [row] = await owner`SELECT is_rater_lapsed FROM assessment WHERE id = ${assessmentId}`;
    expect(row?.is_rater_lapsed).toBe(isLapsed);
  }
  const facts = await inSql(systemContextFor(worker, program), (sql) => readSiteMonthFacts(sql, month));
  expect(facts.assessments).toMatchObject({ due: 2, onTime: 2, scored: 1, met: 1 });
});

test("training anew is agreed by the lead, with words, and ends with the next pass", async () => {
  await certify(owner, supervisor, { kind: "rater", instrumentId: instrument.id });
  const master = await addPerson(owner, program);
  const { setId } = await addCalibrationSet(owner, instrument, { master, answers: [] });
  await addAttempt(owner, { setId, person: supervisor, on: "2026-10-01", passed: true });
  const lead = await contextFor(web, await addPerson(owner, program, { role: "lead" }));
  const input = {
    ...{ id: randomUUID(), personId: supervisor.id, instrumentId: instrument.id },
    reason: "We read the anchors of item 3 differently",
  };
  await expect(agreeRetraining(expert, input)).rejects.toMatchObject({ code: "not-allowed" });
  const agree = (given: object = {}) => agreeRetraining(lead, { ...input, ...given });
  expect(await Promise.all([agree(), agree()])).toEqual([{ ok: true }, { ok: true }]);
  expect(await agree()).toEqual({ ok: true });
  expect(await agree({ reason: "We count item 4 differently" })).toMatchObject({ code: "stored-already" });
  expect((await readRater(lead, { personId: supervisor.id })).instruments).toMatchObject([
    { state: "remedial" },
  ]);
  expect((await listCalibration(rater)).standings).toMatchObject([{ state: "remedial" }]);
  // The same set again is practice: its answers are known.
  await addAttempt(owner, { setId, person: supervisor, on: "2026-11-16", passed: true });
  expect((await listCalibration(rater)).standings).toMatchObject([{ state: "remedial" }]);
  const another = await addCalibrationSet(owner, instrument, { master, answers: [] });
  await addAttempt(owner, { setId: another.setId, person: supervisor, on: "2026-11-17", passed: true });
  const later = await contextFor(web, supervisor, { now: new Date("2026-11-18T20:00:00Z") });
  expect((await listCalibration(later)).standings).toMatchObject([
    { state: "reliable", validUntil: "2027-11-17" },
  ]);
  const stranger = await addPerson(owner, program);
  await expect(readRater(lead, { personId: stranger.id })).rejects.toMatchObject({ code: "not-found" });
});

test("copying the master's answers after a failed attempt, or testing oneself against one's own, counts for nothing", async () => {
  const { setId, caseIds } = await madeSet();
  const again = async (values: Record<string, string>) => {
    for (const caseId of caseIds) await rate(rater, { setId, caseId }, values);
    return submitCases(rater, { setId });
  };
  expect((await readCalibrationSet(rater, { setId })).isPractice).toBe(false);
  expect(await again({ ...MASTER, a2: "0", b1: "0" })).toMatchObject({ ok: true, passed: false });
  expect((await readCalibrationSet(rater, { setId })).isPractice).toBe(true);
  expect(await again(MASTER)).toMatchObject({ ok: true, passed: true });
  const { attempts } = await readCalibrationSet(rater, { setId });
  expect(attempts.map(({ number, passed, isPractice }) => [number, passed, isPractice]).sort()).toEqual([
    [1, false, false],
    [2, true, true],
  ]);
  const home = await listCalibration(rater);
  expect(home.sets).toMatchObject([{ own: { state: "not-passed" } }]);
  expect(home.standings).toMatchObject([{ state: "none", validUntil: null }]);
  expect((await readRater(expert, { personId: supervisor.id })).instruments[0]?.points).toHaveLength(1);

  const both = await addPerson(owner, program, { role: "supervisor", site });
  const own = await addCalibrationSet(owner, instrument, { master: both, answers: [] });
  await addAttempt(owner, { setId: own.setId, person: both, on: "2026-11-10", passed: true });
  const page = await readCalibrationSet(await contextFor(web, both), { setId: own.setId });
  expect(page).toMatchObject({ isPractice: true, attempts: [{ isPractice: true }] });
  expect((await listRaters(expert)).raters.map(({ personId }) => personId)).not.toContain(both.id);
});
