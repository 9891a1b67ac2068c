import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { PersonContext } from "#app/access/context.ts";
import { openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { allowAmendment, beginAmendment } from "#app/features/fidelity/amend-assessment.server.ts";
import { announceResults } from "#app/features/fidelity/announce-results.server.ts";
import type { AnswerInput } from "#app/features/fidelity/assessment.schema.ts";
import { keepImprovementPlans } from "#app/features/fidelity/keep-improvement-plans.server.ts";
import { listReviews } from "#app/features/fidelity/list-reviews.server.ts";
import { listReviewsAhead } from "#app/features/fidelity/list-reviews-ahead.server.ts";
import { listOpenSelfRatings } from "#app/features/fidelity/list-self-ratings.server.ts";
import { readFeedback } from "#app/features/fidelity/read-feedback.server.ts";
import { readMyFidelity } from "#app/features/fidelity/read-my-fidelity.server.ts";
import { readReview } from "#app/features/fidelity/read-review.server.ts";
import { readReviewBoard } from "#app/features/fidelity/read-review-board.server.ts";
import { readReviewPack } from "#app/features/fidelity/read-review-pack.server.ts";
import { replyToFeedback } from "#app/features/fidelity/reply-to-feedback.server.ts";
import { saveProgress } from "#app/features/fidelity/save-progress.server.ts";
import { submitAssessment } from "#app/features/fidelity/submit-assessment.server.ts";
import { listSiteAssessments } from "#app/features/outcomes/list-site-assessments.server.ts";
import { readShell } from "#app/shell/read-shell.server.ts";
import {
  addAssessment,
  addCoachedPractitioner,
  addInstrument,
  addRatedCoach,
  SELF_CHECKLIST,
  type TestInstrument,
} from "#tests/factories/fidelity.ts";
import {
  addPerson,
  addProgram,
  certify,
  type TestPerson,
  type TestProgram,
  type TestSite,
} from "#tests/factories/people.ts";
import { contextFor, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = postgres(testDatabase().ownerUrl, { max: 2 });
const web = openDatabase(testDatabase().webUrl, { connections: 4 });
const worker = openDatabase(testDatabase().workerUrl, { connections: 1 });
afterAll(() => Promise.all([owner.end(), web.close(), worker.close()]));

let program: TestProgram;
let instrument: TestInstrument;
let site: TestSite;
let coach: TestPerson;
let supervisor: TestPerson;
let asCoach: PersonContext;
let asSupervisor: PersonContext;
let asLead: PersonContext;
let selfId: string;

beforeEach(async () => {
  program = await addProgram(owner);
  instrument = await addInstrument(owner, program, { definition: SELF_CHECKLIST });
  ({ coach, supervisor, site } = await addRatedCoach(owner, program));
  await certify(owner, supervisor, { kind: "rater", instrumentId: instrument.id });
  asCoach = await contextFor(web, coach);
  asSupervisor = await contextFor(web, supervisor);
  asLead = await contextFor(web, await addPerson(owner, program, { role: "lead" }));
  selfId = await addAssessment(owner, instrument, { coach, rater: coach, raterType: "self", site });
  // Nothing is in tolerance that is not met, in its window and by somebody certified.
  await owner`
    INSERT INTO acceptance_rule (id, program_id, version, starts_on, is_on, needs_met, needs_window, needs_certified, most_left_out,
      tell_after_days, amend_days, created_at)
    VALUES (${randomUUID()}, ${program.id}, 1, '2026-01-01', true, true, true, true, 0, 5, 14, now())`;
});

const LOW = { a1: "0", a2: "0", b1: "1", b2: "na" };
const answer = (assessmentId: string, itemId: string, value: string) => ({
  ...{
    kind: "answer" as const,
    assessmentId,
    itemId,
    answer: value,
    reason: "",
    comment: "",
    baseVersion: 0,
  },
});
const checklist = (assessmentId: string, values: Record<string, string> = LOW) => ({
  ...{ assessmentId, intent: "submit" as const, observedOn: "2026-11-12", notesVersion: 1 },
  ...{ strengths: "I listened", nextSteps: "Ask first" },
  items: Object.entries(values).map(
    ([itemId, value]): AnswerInput => ({
      ...{
        itemId,
        answer: value,
        reason: value === "na" ? "First session" : "",
        comment: "",
        baseVersion: 0,
      },
    }),
  ),
});
const stored = async (id = selfId) =>
  (
    await owner`SELECT state, is_held, is_rater_certified, is_rater_lapsed, exceptions FROM assessment WHERE id = ${id}`
  )[0];
const notFound = expect.objectContaining({ code: "not-found" });
const notAllowed = expect.objectContaining({ code: "not-allowed" });

test("a coach rates their own work: final at once whatever the limits, with nothing said about a certification", async () => {
  expect(await saveProgress(asCoach, answer(selfId, "a1", "0"))).toEqual({ ok: true, version: 1 });
  const { a1: _, ...rest } = LOW;
  expect(await submitAssessment(asCoach, checklist(selfId, rest))).toEqual({
    ok: true,
    submitted: true,
    isOfOneself: true,
  });
  expect(await stored()).toEqual({
    ...{ state: "final", is_held: false, is_rater_certified: null, is_rater_lapsed: null, exceptions: null },
  });
  const feedback = await readFeedback(asCoach, { assessmentId: selfId });
  expect(feedback).toMatchObject({ isSelf: true, isOwnSelf: true, score: { result: "not_met" } });
  expect(feedback.answers.b1).toMatchObject({ answer: "1" });
  expect(await submitAssessment(asCoach, checklist(selfId))).toMatchObject({ ok: true, submitted: true });
  const events = await owner`SELECT type FROM domain_event WHERE subject_id = ${selfId}`;
  expect(events.map(({ type }) => type).sort()).toEqual([
    ...["assessment.finalised", "assessment.started", "assessment.submitted"],
  ]);
});

test("what is missing is said in words for one's own work", async () => {
  const { observedOn: _, ...undated } = checklist(selfId, { a1: "1" });
  const refused = await submitAssessment(asCoach, undated);
  expect(refused).toMatchObject({
    ...{ code: "incomplete", message: "The self-rating is not complete yet." },
    fieldErrors: { observedOn: ["Say which day of your work this is about."] },
  });
});

test("nobody else writes it, in the database itself, nor does the coach write what others rate", async () => {
  const colleague = await contextFor(web, await addPerson(owner, program, { role: "coach", site }));
  for (const ctx of [asSupervisor, asLead])
    await expect(saveProgress(ctx, answer(selfId, "a1", "1"))).rejects.toEqual(notAllowed);
  await expect(saveProgress(colleague, answer(selfId, "a1", "1"))).rejects.toEqual(notFound);
  const byOther = await addAssessment(owner, instrument, { coach, rater: supervisor, site });
  await expect(saveProgress(asCoach, answer(byOther, "a1", "1"))).rejects.toEqual(notAllowed);
  const write = (ctx: PersonContext, id: string) =>
    inSql(
      ctx,
      (sql) => sql`
        INSERT INTO assessment_response (assessment_id, item_id, program_id, code, value, comment, row_version, updated_at)
        VALUES (${id}, 'a1', ${program.id}, 'value', 1, '', 1, now())`,
    );
  const refused = expect.objectContaining({ code: "42501" });
  for (const ctx of [asSupervisor, asLead, colleague])
    await expect(write(ctx, selfId)).rejects.toEqual(refused);
  await expect(write(asCoach, byOther)).rejects.toEqual(refused);
  await write(asCoach, selfId);
});

test("leads and supervisors of the site read the result and no answer; colleagues read nothing", async () => {
  await submitAssessment(asCoach, checklist(selfId));
  for (const ctx of [asSupervisor, asLead]) {
    const review = await readReview(ctx, { assessmentId: selfId });
    expect(review).toMatchObject({ isSelf: true, isOwnSelf: false, score: { result: "not_met" } });
    expect(review).toMatchObject({ answers: {}, strengths: "", nextSteps: "", itemScores: [] });
    expect(review.completing).toMatchObject({ canAllow: false, decides: null });
    const rows = await inSql(
      ctx,
      (sql) => sql`SELECT FROM assessment_response WHERE assessment_id = ${selfId}`,
    );
    expect(rows).toHaveLength(0);
  }
  const colleague = await contextFor(web, await addPerson(owner, program, { role: "coach", site }));
  await expect(readReview(colleague, { assessmentId: selfId })).rejects.toEqual(notFound);
  await expect(readFeedback(colleague, { assessmentId: selfId })).rejects.toEqual(notFound);
});

test("nothing follows from it: no news to oneself, no plan, no answer, no amendment", async () => {
  await submitAssessment(asCoach, checklist(selfId));
  const system = systemContextFor(worker, program);
  expect(await announceResults(system, { assessmentId: selfId })).toEqual({ announced: 0 });
  await keepImprovementPlans(system, { assessmentId: selfId });
  expect(await owner`SELECT FROM improvement_plan WHERE program_id = ${program.id}`).toHaveLength(0);
  const reply = { id: randomUUID(), scoreVersion: 1, verdict: "read" as const, text: "" };
  await expect(replyToFeedback(asCoach, { assessmentId: selfId, ...reply })).rejects.toEqual(notFound);
  await expect(
    inSql(
      asCoach,
      (sql) => sql`
        INSERT INTO feedback_reply (id, assessment_id, program_id, site_id, person_id, score_version, verdict, text, said_at)
        VALUES (${reply.id}, ${selfId}, ${program.id}, ${site.id}, ${coach.id}, 1, 'read', '', now())`,
    ),
  ).rejects.toMatchObject({ code: "42501" });
  expect(await beginAmendment(asCoach, { assessmentId: selfId, reason: "A slip" })).toMatchObject({
    code: "not-amendable",
  });
  expect(await allowAmendment(asLead, { assessmentId: selfId, reason: "A slip" })).toMatchObject({
    code: "of-oneself",
  });
});

test.each([
  ["another rater", () => owner`rater_id = ${supervisor.id}`],
  ["a wait for a lead", () => owner`state = 'submitted', submitted_at = now(), submitted_on = '2026-11-12'`],
  ["being held back", () => owner`is_held = true`],
])("the database knows no self-rating with %s", async (_, change) => {
  await expect(owner`UPDATE assessment SET ${change()} WHERE id = ${selfId}`).rejects.toMatchObject({
    constraint_name: "assessment_self_rating",
  });
});

test("one's own page keeps the two kinds apart, and home leads to what is open", async () => {
  const byOther = await addAssessment(owner, instrument, { coach, rater: supervisor, site });
  expect(await listOpenSelfRatings(asCoach)).toMatchObject([{ id: selfId, isOpen: true, isBegun: false }]);
  const before = await readMyFidelity(asCoach);
  expect(before.next).toMatchObject({ raterName: supervisor.name });
  expect(before.selfRatings).toMatchObject([{ id: selfId }]);
  await submitAssessment(asCoach, checklist(selfId));
  await owner`
    UPDATE assessment SET state = 'final', submitted_at = now(), submitted_on = '2026-11-12', submission = 1 WHERE id = ${byOther}`;
  const { past, selfRatings, next } = await readMyFidelity(asCoach);
  expect(past.map(({ raterType }) => raterType).sort()).toEqual(["self", "supervisor"]);
  expect([selfRatings, next]).toEqual([[], null]);
  expect(await listOpenSelfRatings(asCoach)).toEqual([]);
});

test("a self-rating that was not made in time asks for nothing any more, unless it was begun", async () => {
  await owner`UPDATE assessment SET due_on = '2026-11-05', target_on = '2026-11-05', grace_ends_on = '2026-11-06' WHERE id = ${selfId}`;
  expect(await listOpenSelfRatings(asCoach)).toEqual([]);
  await saveProgress(asCoach, answer(selfId, "a1", "1"));
  expect(await listOpenSelfRatings(asCoach)).toMatchObject([{ id: selfId, isBegun: true }]);
});

test("the coach's device keeps the checklist, once there was one", async () => {
  expect((await readReviewPack(asCoach)).reviews).toMatchObject([{ id: selfId, isSelf: true }]);
  expect(await readShell(asCoach)).toMatchObject({ rates: true });
  const colleague = await contextFor(web, await addPerson(owner, program, { role: "coach", site }));
  expect(await readShell(colleague)).toMatchObject({ rates: false });
  expect(await readShell(asSupervisor)).toMatchObject({ rates: true });
});

test("a supervisor who is coached too finds their own among their reviews, by its name", async () => {
  await addAssessment(owner, instrument, { coach: supervisor, rater: supervisor, raterType: "self", site });
  await addAssessment(owner, instrument, { coach, rater: supervisor, site });
  const { open } = await listReviews(asSupervisor);
  expect(open.map(({ isSelf }) => isSelf).sort()).toEqual([false, true]);
});

test("a site's lists name it and its figures leave it out; the board, where days are agreed, has none", async () => {
  const window = {
    opensOn: "2026-11-02",
    targetOn: "2026-11-08",
    dueOn: "2026-11-10",
    graceEndsOn: "2026-11-12",
  };
  await owner`DELETE FROM assessment WHERE id = ${selfId}`;
  for (const [rater, raterType] of [
    [coach, "self"],
    [supervisor, "supervisor"],
  ] as const)
    await addAssessment(owner, instrument, { coach, rater, raterType, site, ...window });
  const { rows, totals } = await listSiteAssessments(asLead, site.id, {
    ...{ month: "2026-11", by: "due", page: 1, show: "counted" },
  });
  expect(rows.map(({ isSelf }) => isSelf).sort()).toEqual([false, true]);
  expect(totals).toEqual({ records: 2, numerator: 0, denominator: 1 });
  const { reviews } = await listReviewsAhead(asLead, { page: 1 });
  expect(reviews.map(({ isSelf }) => isSelf).sort()).toEqual([false, true]);
  const board = JSON.stringify(await readReviewBoard(asLead, { from: "2026-11", page: 1 }));
  expect(board).toContain('"overdue":1');
  expect(board).not.toContain('"overdue":2');
});

test("a practitioner rates their own practice, and their coach does not", async () => {
  const { practitioner, coach: other } = await addCoachedPractitioner(owner, program, { site });
  const practice = await addInstrument(owner, program, {
    definition: { ...SELF_CHECKLIST, code: "own-practice", subject: "practitioner" },
    ...{ rule: { id: "own-practice", anchor: "started" }, raterType: "self" },
  });
  const id = await addAssessment(owner, practice, {
    ...{ coach: practitioner, rater: practitioner, raterType: "self", site },
  });
  const asPractitioner = await contextFor(web, practitioner);
  await expect(saveProgress(await contextFor(web, other), answer(id, "a1", "1"))).rejects.toEqual(notFound);
  expect(await submitAssessment(asPractitioner, checklist(id))).toMatchObject({ submitted: true });
  await expect(readFeedback(await contextFor(web, other), { assessmentId: id })).rejects.toEqual(notFound);
  expect(await readFeedback(asPractitioner, { assessmentId: id })).toMatchObject({ isSelf: true });
});
