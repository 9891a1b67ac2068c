import postgres from "postgres";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { PersonContext } from "#app/access/context.ts";
import { openDatabase } from "#app/db/client.server.ts";
import { checklistInput } from "#app/features/fidelity/assessment.schema.ts";
import { listReviews } from "#app/features/fidelity/list-reviews.server.ts";
import { readFeedback } from "#app/features/fidelity/read-feedback.server.ts";
import { readReview } from "#app/features/fidelity/read-review.server.ts";
import { readReviewPack } from "#app/features/fidelity/read-review-pack.server.ts";
import { saveProgress } from "#app/features/fidelity/save-progress.server.ts";
import { submitAssessment } from "#app/features/fidelity/submit-assessment.server.ts";
import {
  addAssessment,
  addInstrument,
  addRatedCoach,
  BRANCHING_CHECKLIST,
} from "#tests/factories/fidelity.ts";
import { addPerson, addProgram, type TestPerson } from "#tests/factories/people.ts";
import { contextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = postgres(testDatabase().ownerUrl, { max: 2 });
const web = openDatabase(testDatabase().webUrl, { connections: 4 });
afterAll(() => Promise.all([owner.end(), web.close()]));

let coach: TestPerson;
let rater: PersonContext;
let lead: PersonContext;
let assessmentId: string;

beforeEach(async () => {
  const program = await addProgram(owner);
  const instrument = await addInstrument(owner, program, { definition: BRANCHING_CHECKLIST });
  const rated = await addRatedCoach(owner, program);
  coach = rated.coach;
  assessmentId = await addAssessment(owner, instrument, { coach, rater: rated.supervisor, site: rated.site });
  rater = await contextFor(web, rated.supervisor);
  lead = await contextFor(web, await addPerson(owner, program, { role: "lead" }));
});

const save = (itemId: string, answer: string, baseVersion = 0) =>
  saveProgress(rater, {
    ...{ kind: "answer", assessmentId, itemId, answer, reason: "", comment: "", baseVersion },
  });
const submit = (values: Record<string, string>, more: object = {}) =>
  submitAssessment(rater, {
    assessmentId,
    ...checklistInput.parse({
      ...{ intent: "submit", observedOn: "2026-11-12", notesVersion: 1, strengths: "", nextSteps: "" },
      items: Object.entries(values).map(([itemId, answer]) => ({ itemId, answer })),
      ...more,
    }),
  });
const answerOf = async (itemId: string) => (await readReview(rater, { assessmentId })).answers[itemId];
const stored = async (itemId: string) => {
  const [row] = await owner`
    SELECT code, value, text, detail FROM assessment_response
    WHERE assessment_id = ${assessmentId} AND item_id = ${itemId}`;
  return row;
};
const COMPLETE = { "came-up": "1", talk: "20", ratio: "6,4", share: "3,4", plan: "yes,no,not_observed" };

test("both counts and every indicator are kept, also while they are only begun", async () => {
  expect(await save("ratio", "6,")).toEqual({ ok: true, version: 1 });
  expect(await stored("ratio")).toEqual({ code: null, value: null, text: null, detail: { numerator: 6 } });
  expect(await answerOf("ratio")).toMatchObject({ answer: "6,", version: 1 });
  expect(await save("ratio", "6,4", 1)).toEqual({ ok: true, version: 2 });
  expect(await stored("ratio")).toMatchObject({ code: "value", detail: { numerator: 6, denominator: 4 } });
  await save("plan", "yes,,not_observed");
  expect(await answerOf("plan")).toMatchObject({ answer: "yes,,not_observed" });
  expect(await save("ratio", "6,4")).toEqual({ ok: true, version: 2 });
});

test("the same item on two devices: the later one is told both counts of the first", async () => {
  await save("ratio", "6,4");
  expect(await save("ratio", "6,5")).toMatchObject({
    ...{ ok: false, code: "changed-elsewhere" },
    theirs: { answer: "6,4", version: 1 },
  });
});

test("refused is an answer of its own where the item has it", async () => {
  expect(await save("talk", "refused")).toEqual({ ok: true, version: 1 });
  expect(await stored("talk")).toMatchObject({ code: "refused", detail: null });
  expect(await save("ratio", "refused")).toMatchObject({ ok: false, code: "bad-answer" });
});

test("the database takes no half answer as a whole one", async () => {
  await save("share", "3,4");
  const put = (detail: object) => owner`
    UPDATE assessment_response SET detail = ${owner.json(detail as never)}
    WHERE assessment_id = ${assessmentId} AND item_id = 'share'`;
  for (const detail of [{ done: 3 }, { done: 5, opportunities: 4 }, { done: "3", opportunities: 4 }, {}, []])
    await expect(put(detail)).rejects.toThrow(/assessment_response_detail/);
});

test("what the answers hide is not asked, not counted, and there again when they change back", async () => {
  await save("came-up", "1");
  await save("share", "0,4");
  const progress = async () => {
    const [row] = (await listReviews(rater)).open;
    return `${row?.answered} of ${row?.total}`;
  };
  expect(await progress()).toBe("2 of 5");
  await save("came-up", "0", 1);
  expect(await progress()).toBe("1 of 3");
  expect(await answerOf("share")).toMatchObject({ answer: "0,4" });
  const result = await submit({ talk: "20", ratio: "8,4" });
  expect(result).toEqual({ ok: true, submitted: true });
  const { score } = await readReview(rater, { assessmentId });
  expect(score).toMatchObject({ points: 21, possible: 31, result: "developing", band: "On the way" });
  expect(score?.sections.map(({ sectionId }) => sectionId)).toEqual(["talk"]);
});

test("a shown item that is only begun holds the submission back at its field", async () => {
  expect(await submit({ ...COMPLETE, share: "5,4", plan: "yes,no," })).toMatchObject({
    ok: false,
    code: "incomplete",
    fieldErrors: {
      "items[3].answer": ["Item 4 has no answer."],
      "items[4].answer": ["Item 5 has no answer."],
    },
  });
  expect(await answerOf("share")).toMatchObject({ answer: "5,4" });
});

test("a form without scripts sends parts and codes in fields of their own", async () => {
  const items = [
    { itemId: "came-up", answer: "1" },
    { itemId: "talk", answer: "", code: "refused" },
    { itemId: "ratio", part0: "6", part1: "4" },
    { itemId: "share", part0: "", part1: "", code: "not_observed" },
    { itemId: "plan", part0: "yes", part1: "yes", part2: "not_observed" },
  ];
  expect(await submit({}, { items })).toEqual({ ok: true, submitted: true });
  const { answers, score } = await readReview(rater, { assessmentId });
  expect(Object.values(answers).map(({ answer }) => answer)).toEqual(
    expect.arrayContaining(["1", "refused", "6,4", "not_observed", "yes,yes,not_observed"]),
  );
  // 0.75 of 1 for the ratio, both indicators that could be seen.
  expect(score).toMatchObject({ points: 2.75, possible: 3, result: "met", band: "Proficient" });
});

test("evidence is kept with the notes, checked on submission, and read by coach and rater alone", async () => {
  const notes = (evidence: string, baseVersion: number) =>
    saveProgress(rater, {
      ...{ kind: "notes", assessmentId, observedOn: "", strengths: "", nextSteps: "", evidence, baseVersion },
    });
  expect(await notes("http://media.example.org/12", 1)).toEqual({ ok: true, version: 2 });
  expect(await submit(COMPLETE, { notesVersion: 2, evidence: "http://media.example.org/12" })).toMatchObject({
    ...{ ok: false, code: "incomplete", fieldErrors: { evidence: [expect.stringContaining("https://")] } },
  });
  const link = "https://media.example.org/12";
  const { notesVersion } = await readReview(rater, { assessmentId });
  expect(await submit(COMPLETE, { notesVersion, evidence: link })).toEqual({ ok: true, submitted: true });
  expect((await readFeedback(await contextFor(web, coach), { assessmentId })).evidence).toBe(link);
  expect((await readReview(lead, { assessmentId })).evidence).toBe("");
});

test("notes of a device that knows no evidence leave it as it is", async () => {
  const notes = {
    kind: "notes" as const,
    assessmentId,
    observedOn: "" as const,
    strengths: "",
    nextSteps: "",
  };
  await saveProgress(rater, { ...notes, evidence: "Drawer B", baseVersion: 1 });
  expect(await saveProgress(rater, { ...notes, strengths: "Calm", baseVersion: 2 })).toEqual({
    ...{ ok: true, version: 3 },
  });
  expect(await readReview(rater, { assessmentId })).toMatchObject({
    strengths: "Calm",
    evidence: "Drawer B",
  });
});

test("the pack of a device has the conditions, the parts and the evidence", async () => {
  await save("ratio", "6,");
  const pack = await readReviewPack(rater);
  const [instrument] = Object.values(pack.instruments);
  expect(instrument?.sections[1]?.showIf).toMatchObject({ comparisons: [{ itemId: "came-up" }] });
  expect(instrument?.sections[0]?.items[2]).toMatchObject({
    kind: "ratio",
    parts: [{ label: "reflections" }, { label: "questions" }],
  });
  expect(pack.reviews[0]).toMatchObject({ evidence: "", answers: { ratio: { answer: "6," } } });
});
