import postgres from "postgres";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { PersonContext } from "#app/access/context.ts";
import { openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { announceResults } from "#app/features/fidelity/announce-results.server.ts";
import type { AnswerInput, ChecklistInput } from "#app/features/fidelity/assessment.schema.ts";
import { listAssessmentFacts, listResponses } from "#app/features/fidelity/assessments.queries.server.ts";
import { listReviews } from "#app/features/fidelity/list-reviews.server.ts";
import { readFeedback } from "#app/features/fidelity/read-feedback.server.ts";
import { readInstrument } from "#app/features/fidelity/read-instrument.server.ts";
import { readMyFidelity } from "#app/features/fidelity/read-my-fidelity.server.ts";
import { readReview } from "#app/features/fidelity/read-review.server.ts";
import { saveProgress } from "#app/features/fidelity/save-progress.server.ts";
import { submitAssessment } from "#app/features/fidelity/submit-assessment.server.ts";
import { scoreAssessment } from "#fidelity/scoring/score-assessment.ts";
import {
  addAssessment,
  addCoachedPractitioner,
  addInstrument,
  addRatedCoach,
  PRACTICE_CHECKLIST,
  PRACTICE_RULE,
  SMALL_CHECKLIST,
  type TestInstrument,
} from "#tests/factories/fidelity.ts";
import {
  addPerson,
  addProgram,
  addSite,
  certify,
  type TestPerson,
  type TestProgram,
} from "#tests/factories/people.ts";
import { contextFor, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = postgres(testDatabase().ownerUrl, { max: 2 });
const web = openDatabase(testDatabase().webUrl, { connections: 4 });
const worker = openDatabase(testDatabase().workerUrl, { connections: 1 });
afterAll(() => Promise.all([owner.end(), web.close(), worker.close()]));

let program: TestProgram;
let instrument: TestInstrument;
let coach: TestPerson;
let supervisor: TestPerson;
let rater: PersonContext;
let assessmentId: string;

beforeEach(async () => {
  program = await addProgram(owner);
  instrument = await addInstrument(owner, program, { definition: SMALL_CHECKLIST });
  const rated = await addRatedCoach(owner, program);
  coach = rated.coach;
  supervisor = rated.supervisor;
  assessmentId = await addAssessment(owner, instrument, { coach, rater: supervisor, site: rated.site });
  rater = await contextFor(web, supervisor);
});

const answer = (itemId: string, value: string, more: Partial<AnswerInput> = {}) => ({
  kind: "answer" as const,
  assessmentId,
  itemId,
  answer: value,
  reason: "",
  comment: "",
  baseVersion: 0,
  ...more,
});
const checklist = (values: Record<string, string>, more: Partial<ChecklistInput> = {}) => ({
  assessmentId,
  intent: "submit" as const,
  items: Object.entries(values).map(([itemId, value]) => ({
    itemId,
    answer: value,
    reason: value === "na" ? "A first session" : "",
    comment: "",
    baseVersion: 0,
  })),
  observedOn: "2026-11-12",
  strengths: "Listens well",
  nextSteps: "Practice together",
  notesVersion: 1,
  ...more,
});
const GOOD = { a1: "1", a2: "2", b1: "2", b2: "na" };
const eventsOf = async (type: string) =>
  (await owner`SELECT payload FROM domain_event WHERE program_id = ${program.id} AND type = ${type}`).map(
    (row) => row.payload,
  );
const refusedAs = (code: string) => expect.objectContaining({ code });

test("the first answer starts the review once, and answers are there on reload", async () => {
  expect(await saveProgress(rater, answer("a1", "1"))).toEqual({ ok: true, version: 1 });
  expect(await saveProgress(rater, answer("a2", "2", { comment: "Asked first" }))).toEqual({
    ok: true,
    version: 1,
  });
  const review = await readReview(rater, { assessmentId });
  expect(review.status).toBe("in_progress");
  expect(review.answers.a2).toEqual({ answer: "2", reason: "", comment: "Asked first", version: 1 });
  expect(await eventsOf("assessment.started")).toHaveLength(1);
  const { open } = await listReviews(rater);
  expect(open).toMatchObject([{ id: assessmentId, answered: 2, total: 4 }]);
});

test("a repeated request is taken once, a stale one is refused with what is stored", async () => {
  await saveProgress(rater, answer("b1", "2"));
  expect(await saveProgress(rater, answer("b1", "2"))).toEqual({ ok: true, version: 1 });
  expect(await saveProgress(rater, answer("b1", "3"))).toMatchObject({
    ok: false,
    code: "changed-elsewhere",
    theirs: { answer: "2", version: 1 },
  });
  expect(await saveProgress(rater, answer("b1", "3", { baseVersion: 1 }))).toEqual({ ok: true, version: 2 });
});

test("of two different answers at the same time one is taken and the other is told", async () => {
  const results = await Promise.all(
    ["0", "1", "2", "3"].map((value) => saveProgress(rater, answer("b1", value))),
  );
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  expect(results.filter(({ ok }) => !ok)).toHaveLength(3);
});

test("a comment is kept on an item that has no answer yet", async () => {
  await saveProgress(rater, answer("b1", "", { comment: "Look at the recording" }));
  const review = await readReview(rater, { assessmentId });
  expect(review.answers.b1).toMatchObject({ answer: "", comment: "Look at the recording" });
  expect((await listReviews(rater)).open[0]?.answered).toBe(0);
});

test("an answer that the item does not offer is refused", async () => {
  expect(await saveProgress(rater, answer("a1", "2"))).toMatchObject({ ok: false, code: "bad-answer" });
  expect(await saveProgress(rater, answer("a1", "na"))).toMatchObject({ ok: false, code: "bad-answer" });
  expect(await saveProgress(rater, answer("zz", "1"))).toMatchObject({ ok: false, code: "bad-answer" });
});

test("submitting scores as the pure function does and settles the review", async () => {
  expect(await submitAssessment(rater, checklist(GOOD))).toEqual({ ok: true, submitted: true });
  // (1 + 2 + 2) of (1 + 2 + 3) points: the N/A item leaves both sums.
  const expected = scoreAssessment(SMALL_CHECKLIST, [
    { itemId: "a1", code: "value", value: 1 },
    { itemId: "a2", code: "value", value: 2 },
    { itemId: "b1", code: "value", value: 2 },
    { itemId: "b2", code: "na", reason: "A first session" },
  ]);
  expect(expected).toMatchObject({ points: 5, possible: 6, result: "met" });
  const { score, status, itemScores } = await readReview(rater, { assessmentId });
  expect(status).toBe("final");
  expect(score).toMatchObject({
    points: expected.points,
    possible: expected.possible,
    percent: expected.percent,
  });
  expect(score?.result).toBe("met");
  expect(itemScores.reduce((sum, { points }) => sum + (points ?? 0), 0)).toBe(5);
  const siteId = expect.any(String);
  expect(await eventsOf("assessment.submitted")).toEqual([
    { monthOn: "2026-11-01", dueMonthOn: "2026-11-01", siteId, subjectId: coach.id },
  ]);
});

test("a failed critical item makes the result not met, whatever the total", async () => {
  await submitAssessment(rater, checklist({ a1: "0", a2: "2", b1: "3", b2: "2" }));
  const { score } = await readReview(rater, { assessmentId });
  expect(score).toMatchObject({ result: "not_met", criticalFailures: ["a1"], points: 7, possible: 8 });
});

test("a double submit makes one score and one event", async () => {
  const results = await Promise.all([1, 2, 3].map(() => submitAssessment(rater, checklist(GOOD))));
  expect(results).toEqual([1, 2, 3].map(() => ({ ok: true, submitted: true })));
  expect(await owner`SELECT FROM assessment_score WHERE assessment_id = ${assessmentId}`).toHaveLength(1);
  expect(await eventsOf("assessment.submitted")).toHaveLength(1);
});

test("an incomplete review is refused with every gap at its field, and keeps what was typed", async () => {
  const given = checklist({ a1: "1", b2: "na" }, { observedOn: "2026-12-24" });
  given.items = given.items.map((item) => ({ ...item, reason: "" }));
  expect(await submitAssessment(rater, given)).toMatchObject({
    ok: false,
    code: "incomplete",
    fieldErrors: {
      a2: ["Item 2 has no answer."],
      b1: ["Item 3 has no answer."],
      "items[1].answer": ["Say why item 4 is not applicable."],
      observedOn: ["The observed day cannot lie in the future."],
    },
  });
  const review = await readReview(rater, { assessmentId });
  expect(review.status).toBe("in_progress");
  expect(review.answers.a1?.answer).toBe("1");
  expect(review.strengths).toBe("Listens well");
});

test("a submitted review takes no more answers", async () => {
  await submitAssessment(rater, checklist(GOOD));
  expect(await saveProgress(rater, answer("b1", "0", { baseVersion: 1 }))).toMatchObject({
    code: "already-submitted",
  });
  expect(await submitAssessment(rater, checklist({ ...GOOD, b1: "0" }))).toMatchObject({ ok: true });
  expect((await readReview(rater, { assessmentId })).answers.b1?.answer).toBe("2");
});

test("a planned review cannot be started before it opens", async () => {
  await owner`UPDATE assessment SET state = 'planned' WHERE id = ${assessmentId}`;
  expect(await saveProgress(rater, answer("a1", "1"))).toMatchObject({ ok: false, code: "not-open" });
});

test("whether the rater was certified is judged on the observed day", async () => {
  await certify(owner, supervisor, { kind: "rater", instrumentId: instrument.id, validUntil: "2026-11-12" });
  await submitAssessment(rater, checklist(GOOD, { observedOn: "2026-11-12" }));
  expect((await readReview(rater, { assessmentId })).isRaterCertified).toBe(true);
  const later = await addAssessment(owner, instrument, {
    coach,
    rater: supervisor,
    site: await addSite(owner, program),
  });
  await submitAssessment(rater, { ...checklist(GOOD, { observedOn: "2026-11-13" }), assessmentId: later });
  expect((await readReview(rater, { assessmentId: later })).isRaterCertified).toBe(false);
});

test("the coach sees nothing before it is submitted, and everything of it afterwards", async () => {
  await saveProgress(rater, answer("a1", "1", { comment: "Said it at once" }));
  const subject = await contextFor(web, coach);
  await expect(readFeedback(subject, { assessmentId })).rejects.toEqual(refusedAs("not-found"));
  expect(await inSql(subject, (sql) => listResponses(sql, assessmentId))).toEqual([]);
  expect(await readMyFidelity(subject)).toMatchObject({ next: { dueOn: "2026-11-26" }, past: [] });

  await submitAssessment(rater, checklist({ a2: "2", b1: "2", b2: "na" }));
  const feedback = await readFeedback(subject, { assessmentId });
  expect(feedback).toMatchObject({ strengths: "Listens well", score: { result: "met" } });
  expect(feedback.answers.a1?.comment).toBe("Said it at once");
  expect((await readMyFidelity(subject)).past).toMatchObject([{ id: assessmentId, result: "met" }]);
});

test("a practitioner reads the feedback on their practice, and their coach and other practitioners do not", async () => {
  const practice = await addInstrument(owner, program, {
    definition: PRACTICE_CHECKLIST,
    rule: PRACTICE_RULE,
  });
  const { practitioner, coach: own, site } = await addCoachedPractitioner(owner, program, { supervisor });
  const other = await addCoachedPractitioner(owner, program, { supervisor, coach: own, site });
  assessmentId = await addAssessment(owner, practice, { coach: practitioner, rater: supervisor, site });
  const subject = await contextFor(web, practitioner);
  expect(await readMyFidelity(subject)).toMatchObject({ next: { isOfCoaching: false }, past: [] });
  await submitAssessment(rater, checklist(GOOD));
  expect(await readFeedback(subject, { assessmentId })).toMatchObject({ score: { result: "met" } });
  expect((await readMyFidelity(subject)).past).toMatchObject([{ id: assessmentId, subject: "practitioner" }]);
  for (const person of [own, other.practitioner, coach]) {
    const ctx = await contextFor(web, person);
    await expect(readFeedback(ctx, { assessmentId })).rejects.toEqual(refusedAs("not-found"));
    expect(await inSql(ctx, (sql) => listResponses(sql, assessmentId))).toEqual([]);
  }
  expect(await announceResults(systemContextFor(worker, program), { assessmentId })).toEqual({
    announced: 1,
  });
  const [notice] = await owner`SELECT recipient_id, body FROM inbox_item WHERE program_id = ${program.id}`;
  expect(notice).toMatchObject({
    recipient_id: practitioner.id,
    body: expect.stringContaining("of your practice."),
  });
  // The supervisor's list of coaches is about coaches.
  expect((await listReviews(rater)).coaches.map(({ personId }) => personId)).toEqual([coach.id]);
});

test("a lead sees the score and no item, not even past the code above the database", async () => {
  await submitAssessment(rater, checklist(GOOD));
  const lead = await contextFor(web, await addPerson(owner, program, { role: "lead" }));
  const review = await readReview(lead, { assessmentId });
  expect(review).toMatchObject({
    score: { points: 5 },
    answers: {},
    itemScores: [],
    strengths: "",
    nextSteps: "",
  });
  expect(review.permissions).toEqual({ canComplete: false, canSeeItems: false });
  expect(await inSql(lead, (sql) => listResponses(sql, assessmentId))).toEqual([]);
  await expect(saveProgress(lead, answer("a1", "0"))).rejects.toEqual(refusedAs("not-allowed"));
  await expect(submitAssessment(lead, checklist(GOOD))).rejects.toEqual(refusedAs("not-allowed"));
});

test("an assessment of another site or program does not exist", async () => {
  const elsewhere = await addPerson(owner, program, {});
  await owner`INSERT INTO role_assignment (program_id, person_id, role, site_id, starts_on)
              VALUES (${program.id}, ${elsewhere.id}, 'supervisor', ${(await addSite(owner, program)).id}, '2025-01-01')`;
  const otherProgram = await addProgram(owner);
  const stranger = await addPerson(owner, otherProgram, { role: "supervisor" });
  const otherCoach = await addPerson(owner, program, { role: "coach" });
  for (const person of [elsewhere, stranger, otherCoach]) {
    const ctx = await contextFor(web, person);
    await expect(readReview(ctx, { assessmentId })).rejects.toEqual(refusedAs("not-found"));
    await expect(readFeedback(ctx, { assessmentId })).rejects.toEqual(refusedAs("not-found"));
    await expect(saveProgress(ctx, answer("a1", "1"))).rejects.toEqual(refusedAs("not-found"));
    await expect(submitAssessment(ctx, checklist(GOOD))).rejects.toEqual(refusedAs("not-found"));
  }
});

test("the coach is told once that feedback is there", async () => {
  await submitAssessment(rater, checklist(GOOD));
  const job = systemContextFor(worker, program);
  expect(await announceResults(job, { assessmentId })).toEqual({ announced: 1 });
  expect(await announceResults(job)).toEqual({ announced: 0 });
  const [notice] = await owner`SELECT recipient_id, href FROM inbox_item WHERE program_id = ${program.id}`;
  expect(notice).toEqual({ recipient_id: coach.id, href: `/my-fidelity/${assessmentId}` });
  expect(await owner`SELECT FROM mail WHERE program_id = ${program.id}`).toHaveLength(1);
});

test("facts for figures carry result and window, and keep to the actor's sites", async () => {
  await submitAssessment(rater, checklist(GOOD));
  const period = { from: "2026-11-01", until: "2026-11-30" };
  const facts = await inSql(systemContextFor(worker, program), (sql) => listAssessmentFacts(sql, period));
  expect(facts).toMatchObject([
    { assessmentId, state: "final", result: "met", points: 5, possible: 6, submittedOn: "2026-11-16" },
  ]);
  const stranger = await contextFor(web, await addPerson(owner, await addProgram(owner), { role: "lead" }));
  expect(await inSql(stranger, (sql) => listAssessmentFacts(sql, period))).toEqual([]);
});

test("a published version is read with its fingerprint checked", async () => {
  const detail = await readInstrument(rater, { versionId: instrument.versionId });
  expect(detail).toMatchObject({ title: "Small checklist", isHashRight: true });
  expect(detail.sections.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(["a1", "a2", "b1", "b2"]);
});

test("a rater moves neither the days of the rule nor whose review it is, in the database itself", async () => {
  const colleague = await addPerson(owner, program, { role: "supervisor" });
  for (const set of [
    "due_on = due_on + 30, grace_ends_on = grace_ends_on + 30",
    `rater_id = '${colleague.id}'`,
    "occurrence_key = 'another'",
  ])
    await expect(
      inSql(rater, (sql) => sql.unsafe(`UPDATE assessment SET ${set} WHERE id = '${assessmentId}'`)),
      set,
    ).rejects.toThrow();
});

test("what is settled stays settled in the database itself", async () => {
  await submitAssessment(rater, checklist(GOOD));
  const as = (statement: (sql: Parameters<Parameters<typeof inSql>[1]>[0]) => PromiseLike<unknown>) =>
    inSql(rater, async (sql) => await statement(sql));
  await expect(
    as(
      (sql) =>
        sql`UPDATE assessment SET state = 'open', submitted_at = NULL, submitted_on = NULL WHERE id = ${assessmentId}`,
    ),
  ).rejects.toMatchObject({ constraint_name: "assessment_settled" });
  const before =
    await owner`SELECT * FROM assessment_response WHERE assessment_id = ${assessmentId} ORDER BY item_id`;
  await as((sql) => sql`UPDATE assessment_response SET value = 0 WHERE assessment_id = ${assessmentId}`);
  await as((sql) => sql`DELETE FROM assessment_response WHERE assessment_id = ${assessmentId}`);
  expect(before.length).toBeGreaterThan(0);
  expect(
    await owner`SELECT * FROM assessment_response WHERE assessment_id = ${assessmentId} ORDER BY item_id`,
  ).toEqual(before);
});
