import postgres from "postgres";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { PersonContext } from "#app/access/context.ts";
import { openDatabase } from "#app/db/client.server.ts";
import { readReview } from "#app/features/fidelity/read-review.server.ts";
import { readReviewPack } from "#app/features/fidelity/read-review-pack.server.ts";
import { reviewFromPack } from "#app/features/fidelity/review-pack.rules.ts";
import { saveProgress } from "#app/features/fidelity/save-progress.server.ts";
import { submitAssessment } from "#app/features/fidelity/submit-assessment.server.ts";
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
  type TestPerson,
  type TestProgram,
  type TestSite,
} from "#tests/factories/people.ts";
import { contextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = postgres(testDatabase().ownerUrl, { max: 2 });
const web = openDatabase(testDatabase().webUrl, { connections: 4 });
afterAll(() => Promise.all([owner.end(), web.close()]));

let program: TestProgram;
let instrument: TestInstrument;
let coach: TestPerson;
let supervisor: TestPerson;
let site: TestSite;
let rater: PersonContext;
let assessmentId: string;

beforeEach(async () => {
  program = await addProgram(owner);
  instrument = await addInstrument(owner, program, { definition: SMALL_CHECKLIST });
  ({ coach, supervisor, site } = await addRatedCoach(owner, program));
  assessmentId = await addAssessment(owner, instrument, { coach, rater: supervisor, site });
  rater = await contextFor(web, supervisor);
});

const ITEMS = { a1: "1", a2: "2", b1: "2", b2: "na" };
const answer = (itemId: keyof typeof ITEMS, baseVersion = 0, value: string = ITEMS[itemId]) => ({
  kind: "answer" as const,
  accountId: rater.actor.accountId,
  assessmentId,
  itemId,
  answer: value,
  reason: value === "na" ? "A first session" : "",
  comment: "",
  baseVersion,
});
const answerAll = async () => {
  for (const itemId of Object.keys(ITEMS) as (keyof typeof ITEMS)[])
    await saveProgress(rater, answer(itemId));
};
const submit = () =>
  submitAssessment(rater, {
    assessmentId,
    intent: "submit",
    items: [],
    observedOn: "2026-11-12",
    strengths: "Listens well",
    nextSteps: "",
    notesVersion: 1,
  });

test("a device gets the open checklists of its rater, and opens one as the page of the review does", async () => {
  await saveProgress(rater, { ...answer("b1"), comment: "Waited for an answer" });
  await addAssessment(owner, instrument, { coach, rater: supervisor, site, state: "planned" });
  const gone = await addAssessment(owner, instrument, { coach, rater: supervisor, site });
  await owner`UPDATE assessment SET state = 'cancelled', state_reason = 'Left' WHERE id = ${gone}`;
  const others = await addRatedCoach(owner, program, { site });
  const theirs = await addAssessment(owner, instrument, {
    coach: others.coach,
    rater: others.supervisor,
    site,
  });

  const pack = await readReviewPack(rater);
  expect(pack.reviews.map(({ id }) => id)).toEqual([assessmentId]);
  expect(pack.reviews[0]).toMatchObject({ score: null, itemScores: [] });
  expect(Object.keys(pack.instruments)).toEqual([instrument.versionId]);
  expect(reviewFromPack(pack, assessmentId, rater.now)).toEqual(await readReview(rater, { assessmentId }));
  expect(reviewFromPack(pack, theirs, rater.now)).toBeNull();

  const mine = await readReviewPack(await contextFor(web, others.supervisor));
  expect(mine.reviews.map(({ id }) => id)).toEqual([theirs]);
  expect(mine.accountId).not.toBe(pack.accountId);
});

test("somebody without open reviews gets an empty pack", async () => {
  const nobody = await addPerson(owner, program, { role: "supervisor", site });
  expect(await readReviewPack(await contextFor(web, nobody))).toMatchObject({ instruments: {}, reviews: [] });
});

test("a finished review leaves the pack", async () => {
  await answerAll();
  expect(await submit()).toEqual({ ok: true, submitted: true });
  expect((await readReviewPack(rater)).reviews).toEqual([]);
});

test("the same upload ten times, at once and one after the other, is one stored answer", async () => {
  const upload = answer("b1");
  const together = await Promise.all(Array.from({ length: 5 }, () => saveProgress(rater, upload)));
  const results = [...together];
  for (let time = 0; time < 5; time += 1) results.push(await saveProgress(rater, upload));
  expect(results).toEqual(Array(10).fill({ ok: true, version: 1 }));
  const stored =
    await owner`SELECT value, row_version FROM assessment_response WHERE assessment_id = ${assessmentId}`;
  expect([...stored]).toEqual([{ value: 2, row_version: 1 }]);
});

test("what another account kept is not stored as this one's", async () => {
  const result = await saveProgress(rater, { ...answer("a1"), accountId: "somebody-else" });
  expect(result).toMatchObject({ ok: false, code: "other-account" });
  expect(await owner`SELECT FROM assessment_response WHERE assessment_id = ${assessmentId}`).toHaveLength(0);
});

test("after submission an upload that says the same is confirmed, and any other is refused in words", async () => {
  await answerAll();
  await submit();
  expect(await saveProgress(rater, answer("b1"))).toEqual({ ok: true, version: 1 });
  expect(await saveProgress(rater, answer("b1", 1, "0"))).toMatchObject({
    ok: false,
    code: "already-submitted",
    message: "This review has been submitted and can no longer be changed.",
  });
  const notes = {
    kind: "notes" as const,
    assessmentId,
    baseVersion: 0,
    observedOn: "2026-11-12",
    nextSteps: "",
  };
  expect(await saveProgress(rater, { ...notes, strengths: "Listens well" })).toMatchObject({ ok: true });
  expect(await saveProgress(rater, { ...notes, strengths: "Others" })).toMatchObject({
    code: "already-submitted",
  });
});

test("answers to a review that was cancelled are refused in words, and one given to somebody else takes none", async () => {
  await owner`UPDATE assessment SET state = 'cancelled', state_reason = 'Left' WHERE id = ${assessmentId}`;
  expect(await saveProgress(rater, answer("a1"))).toMatchObject({
    code: "closed",
    message: "This review is cancelled.",
  });
  const other = await addPerson(owner, program, { role: "supervisor", site });
  await owner`UPDATE assessment SET state = 'open', state_reason = NULL, rater_id = ${other.id} WHERE id = ${assessmentId}`;
  await expect(saveProgress(rater, answer("a1"))).rejects.toMatchObject({ code: "not-allowed" });
});
