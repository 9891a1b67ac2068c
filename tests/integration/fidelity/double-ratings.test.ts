import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { PersonContext } from "#app/access/context.ts";
import { openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { announceRaterWords } from "#app/features/fidelity/announce-rater-words.server.ts";
import { announceResults } from "#app/features/fidelity/announce-results.server.ts";
import { noteOnPair, openConsensus, takeOver } from "#app/features/fidelity/discuss-pair.server.ts";
import type { RuleInput } from "#app/features/fidelity/double-rating.schema.ts";
import { keepDoubleRatings } from "#app/features/fidelity/keep-double-ratings.server.ts";
import { listReviews } from "#app/features/fidelity/list-reviews.server.ts";
import { listReviewsAhead } from "#app/features/fidelity/list-reviews-ahead.server.ts";
import { readDoubleRatingSettings } from "#app/features/fidelity/read-double-rating-settings.server.ts";
import { readFeedback } from "#app/features/fidelity/read-feedback.server.ts";
import { readMyFidelity } from "#app/features/fidelity/read-my-fidelity.server.ts";
import { readPair } from "#app/features/fidelity/read-pair.server.ts";
import { readItemPairs, readReliability } from "#app/features/fidelity/read-reliability.server.ts";
import { readReview } from "#app/features/fidelity/read-review.server.ts";
import { readReviewPack } from "#app/features/fidelity/read-review-pack.server.ts";
import { reconcileAssessments } from "#app/features/fidelity/reconcile-assessments.server.ts";
import { sendFidelityReminders } from "#app/features/fidelity/send-fidelity-reminders.server.ts";
import { setDoubleRatingRule } from "#app/features/fidelity/set-double-rating-rule.server.ts";
import { submitAssessment } from "#app/features/fidelity/submit-assessment.server.ts";
import { readSiteMonthFacts } from "#app/features/outcomes/figures.queries.server.ts";
import { listAssessmentRecords } from "#app/features/outcomes/site-records.queries.server.ts";
import { reactionsTo } from "#jobs/reactions.ts";
import {
  addAssessment,
  addInstrument,
  addRatedCoach,
  BRANCHING_CHECKLIST,
  SMALL_CHECKLIST,
  type TestInstrument,
} from "#tests/factories/fidelity.ts";
import {
  addPerson,
  addProgram,
  addSupervision,
  certify,
  giveRole,
  type TestPerson,
  type TestProgram,
  type TestSite,
} from "#tests/factories/people.ts";
import { addDoubleRatingRule, pairUp } from "#tests/factories/raters.ts";
import { contextFor, NOON, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = postgres(testDatabase().ownerUrl, { max: 2, onnotice: () => {} });
const web = openDatabase(testDatabase().webUrl, { connections: 4 });
const worker = openDatabase(testDatabase().workerUrl, { connections: 2 });
afterAll(() => Promise.all([owner.end(), web.close(), worker.close()]));

let program: TestProgram;
let instrument: TestInstrument;
let site: TestSite;
let coach: TestPerson;
let first: PersonContext;
let second: PersonContext;
let lead: PersonContext;
let firstId: string;
let secondPerson: TestPerson;

beforeEach(async () => {
  program = await addProgram(owner);
  instrument = await addInstrument(owner, program, { definition: SMALL_CHECKLIST });
  const rated = await addRatedCoach(owner, program);
  ({ coach, site } = rated);
  // Both raters have oversight of the same site: whatever they are kept from is not kept by scope.
  secondPerson = await addPerson(owner, program, { role: "supervisor", site });
  await certify(owner, secondPerson, { kind: "rater", instrumentId: instrument.id });
  const leadPerson = await addPerson(owner, program, { role: "lead" });
  firstId = await addAssessment(owner, instrument, { coach, rater: rated.supervisor, site });
  first = await contextFor(web, rated.supervisor);
  second = await contextFor(web, secondPerson);
  lead = await contextFor(web, leadPerson);
});

const GOOD = { a1: "1", a2: "2", b1: "3", b2: "2" };
const OTHER = { a1: "1", a2: "1", b1: "1", b2: "2" };
const submit = (ctx: PersonContext, assessmentId: string, values: Record<string, string>, notesVersion = 1) =>
  submitAssessment(ctx, {
    ...{ assessmentId, intent: "submit", observedOn: "2026-11-12", notesVersion },
    ...{ strengths: "Words of a rater", nextSteps: "" },
    items: Object.entries(values).map(([itemId, answer]) => ({
      ...{ itemId, answer, reason: "", comment: `said of ${itemId}`, baseVersion: 0 },
    })),
  });
const system = (now = NOON) => systemContextFor(worker, program, { now });
const pair = async (recordRule: "first" | "mean" | "consensus" = "first") => {
  const ruleId = await addDoubleRatingRule(owner, program, instrument, { recordRule });
  return pairUp(owner, { ruleId, firstId, second: secondPerson, recordRule });
};
const scoresOf = async (id: string) =>
  owner`SELECT basis::text, percent, result::text, is_held AS "isHeld" FROM assessment_score WHERE assessment_id = ${id} ORDER BY score_version`;

const eventsOf = (type: string) =>
  owner`SELECT FROM domain_event WHERE program_id = ${program.id} AND type = ${type}`;

/** Everything of a rating that a person can get out of the database by any query of their own. */
async function reach(ctx: PersonContext, assessmentId: string) {
  return inSql(ctx, async (sql) => ({
    rows: (await sql`SELECT FROM assessment WHERE id = ${assessmentId}`).length,
    responses: (await sql`SELECT FROM assessment_response WHERE assessment_id = ${assessmentId}`).length,
    scores: (await sql`SELECT FROM assessment_score WHERE assessment_id = ${assessmentId}`).length,
  }));
}
const NOTHING = { rows: 0, responses: 0, scores: 0 };

describe("until both ratings are in", () => {
  test("neither rater reaches the other's, whoever is first, though both oversee the site", async () => {
    const { pairId, secondId } = await pair();
    await submit(first, firstId, GOOD);
    expect(await reach(second, firstId)).toEqual(NOTHING);
    expect(await reach(first, secondId)).toEqual(NOTHING);
    await expect(readReview(second, { assessmentId: firstId })).rejects.toMatchObject({ code: "not-found" });
    await expect(readReview(first, { assessmentId: secondId })).rejects.toMatchObject({ code: "not-found" });
    for (const ctx of [first, second])
      await expect(readPair(ctx, { pairId })).rejects.toMatchObject({ code: "not-found" });
    const mine = await listReviews(second);
    expect([...mine.late, ...mine.open, ...mine.done].map(({ id }) => id)).toEqual([secondId]);
    expect(mine.pairs).toEqual([]);
    const pack = await readReviewPack(second);
    expect(JSON.stringify(pack)).not.toContain("said of");
    const records = await inSql(second, (sql) =>
      listAssessmentRecords(sql, {
        ...{ siteId: site.id, from: "2026-11-01", until: "2026-12-31", by: "due", page: 1, pageSize: 50 },
      }),
    );
    expect(records.map(({ id }) => id)).not.toContain(firstId);
    expect(records.every(({ percent }) => percent === null)).toBe(true);
  });

  test("nobody else reads the result either: not the coach, not the lead, no figure", async () => {
    await pair();
    await submit(first, firstId, GOOD);
    const asCoach = await contextFor(web, coach);
    await expect(readFeedback(asCoach, { assessmentId: firstId })).rejects.toMatchObject({
      code: "not-found",
    });
    expect((await readMyFidelity(asCoach)).past).toEqual([]);
    expect((await reach(asCoach, firstId)).responses).toBe(0);
    expect(await reach(lead, firstId)).toEqual({ rows: 1, responses: 0, scores: 0 });
    expect((await readReview(lead, { assessmentId: firstId })).score).toBeNull();
    expect(await announceResults(system(), { assessmentId: firstId })).toEqual({ announced: 0 });
    const facts = await inSql(system(), (sql) =>
      readSiteMonthFacts(sql, {
        siteId: site.id,
        month: "2026-11-01",
        lastOn: "2026-11-30",
        asOf: "2026-12-15",
      }),
    );
    expect(facts.assessments).toMatchObject({ due: 1, onTime: 1, scored: 0 });
    const [event] =
      await owner`SELECT payload FROM domain_event WHERE subject_id = ${firstId} AND type = 'assessment.submitted'`;
    expect(event?.payload).toMatchObject({ isHeld: true });
    expect(event?.payload).not.toHaveProperty("result");
  });

  test("no reminder tells the other rater, or whoever is rated, of a second rating that is late", async () => {
    await pair();
    const rater = { id: first.actor.personId, programId: program.id } as TestPerson;
    await addSupervision(owner, { person: secondPerson, supervisor: rater });
    for (const person of [rater, coach]) await giveRole(owner, person, { role: "lead", siteId: site.id });
    await submit(first, firstId, GOOD);
    const toldOf = async (personId: string) =>
      owner`SELECT title, body FROM inbox_item WHERE recipient_id = ${personId} AND kind = 'fidelity-digest'`;
    for (const on of ["2026-12-01", "2026-12-02", "2026-12-06", "2026-12-07"])
      await sendFidelityReminders(system(new Date(`${on}T20:00:00Z`)));
    expect(await toldOf(rater.id)).toEqual([]);
    expect(await toldOf(coach.id)).toEqual([]);
    expect((await toldOf(lead.actor.personId)).map(({ title }) => title)).toContain(
      "1 fidelity review, 1 late",
    );
  });

  test("a rating that is given to somebody else takes the blindness along", async () => {
    const { secondId } = await pair();
    await submit(second, secondId, OTHER);
    const third = await addPerson(owner, program, { role: "supervisor", site });
    await owner`UPDATE assessment SET rater_id = ${third.id} WHERE id = ${firstId}`;
    expect(await reach(await contextFor(web, third), secondId)).toEqual(NOTHING);
  });

  test("a rater cannot lift the blind", async () => {
    const { secondId } = await pair();
    const lift = (set: string) =>
      inSql(second, (sql) => sql.unsafe(`UPDATE assessment SET ${set} WHERE id = '${secondId}'`));
    for (const set of ["is_held = false", "blind_to_id = NULL", "part = 'first', first_id = NULL"])
      await expect(lift(set), set).rejects.toMatchObject({ constraint_name: "assessment_settled" });
    await submit(first, firstId, GOOD);
    const told = await inSql(
      second,
      (sql) => sql`SELECT app.complete_double_rating(${secondId}, now()) AS id`,
    );
    expect(told[0]?.id).toBeNull();
    expect(await inSql(second, (sql) => sql`SELECT FROM double_rating`)).toHaveLength(0);
  });
});

describe("once both are in", () => {
  test("both raters see both, whoever came second", async () => {
    const { pairId, secondId } = await pair();
    await submit(second, secondId, OTHER);
    await submit(first, firstId, GOOD);
    for (const ctx of [first, second]) {
      const page = await readPair(ctx, { pairId });
      expect(page.agreement).toEqual({ compared: 4, exact: 2, values: 4, withinOne: 3, signed: 3 });
      expect(
        page.differences.map(({ itemId, first: one, second: other }) => [itemId, one.answer, other.answer]),
      ).toEqual([
        ["a2", "2", "1"],
        ["b1", "3", "1"],
      ]);
    }
    expect((await listReviews(first)).pairs).toMatchObject([{ id: pairId, differing: 2, consensus: "none" }]);
    const stranger = await contextFor(web, await addPerson(owner, program, { role: "supervisor", site }));
    await expect(readPair(stranger, { pairId })).rejects.toMatchObject({ code: "not-found" });
    expect((await reach(stranger, secondId)).responses).toBe(0);
  });

  test("when both submit at the same time the pair is complete, once", async () => {
    const { secondId } = await pair();
    await Promise.all([submit(first, firstId, GOOD), submit(second, secondId, OTHER)]);
    const [row] =
      await owner`SELECT completed_at IS NOT NULL AS done FROM double_rating WHERE first_id = ${firstId}`;
    expect(row?.done).toBe(true);
  });

  test.each([
    ["first", "own", 100, "met"],
    ["mean", "mean", 81.25, "met"],
  ] as const)(
    "by the rule %s the score of record is there at once, and out",
    async (rule, basis, percent, result) => {
      const { secondId } = await pair(rule);
      await submit(first, firstId, GOOD);
      await submit(second, secondId, OTHER);
      expect(await keepDoubleRatings(system())).toMatchObject({ settled: 1 });
      expect(await keepDoubleRatings(system())).toMatchObject({ settled: 0 });
      // The interval of a series may follow the result.
      const [event] = await owner`
        SELECT id, type, subject_id AS "subjectId", site_id AS "siteId", payload FROM domain_event
        WHERE subject_id = ${firstId} AND type = 'assessment.finalised'`;
      expect(reactionsTo(event as never)).toContainEqual({
        ...{ job: "reconcile-assessments", payload: { subjectId: coach.id } },
      });
      expect((await scoresOf(firstId)).at(-1)).toEqual({ basis, percent, result, isHeld: false });
      // The raters' own scores stay: 8 of 8 and 5 of 8 points.
      expect((await scoresOf(firstId))[0]).toMatchObject({ basis: "own", percent: 100 });
      expect(await scoresOf(secondId)).toMatchObject([{ basis: "own", percent: 62.5 }]);
      const asCoach = await contextFor(web, coach);
      expect((await readFeedback(asCoach, { assessmentId: firstId })).score).toMatchObject({
        percent,
        basis,
      });
      expect((await readMyFidelity(asCoach)).past).toMatchObject([{ id: firstId, percent }]);
      await expect(readFeedback(asCoach, { assessmentId: secondId })).rejects.toMatchObject({
        code: "not-found",
      });
      expect((await reach(asCoach, secondId)).responses).toBe(0);
      const facts = await inSql(system(), (sql) =>
        readSiteMonthFacts(sql, {
          siteId: site.id,
          month: "2026-11-01",
          lastOn: "2026-11-30",
          asOf: "2026-12-15",
        }),
      );
      expect(facts.assessments).toMatchObject({ due: 1, scored: 1, met: 1 });
      expect(await announceResults(system(), { assessmentId: firstId })).toEqual({ announced: 1 });
      expect(await announceResults(system())).toEqual({ announced: 0 });
    },
  );

  test("by consensus the result waits for what both agree on; both originals stay, and agreement comes from them", async () => {
    const { pairId, secondId } = await pair("consensus");
    await submit(first, firstId, GOOD);
    await submit(second, secondId, OTHER);
    expect(await keepDoubleRatings(system())).toMatchObject({ settled: 0 });
    const asCoach = await contextFor(web, coach);
    await expect(readFeedback(asCoach, { assessmentId: firstId })).rejects.toMatchObject({
      code: "not-found",
    });

    const note = { pairId, id: randomUUID(), itemId: "b1", text: "I saw it once, not twice" };
    for (const _ of [1, 2])
      expect(await Promise.all([noteOnPair(first, note), noteOnPair(first, note)])).toEqual([
        { ok: true },
        { ok: true },
      ]);
    for (const [by, other] of [
      [first, { text: "I saw it twice" }],
      [first, { itemId: "b2" }],
      [second, {}],
    ] as const)
      expect(await noteOnPair(by, { ...note, ...other })).toMatchObject({ code: "stored-already" });
    expect((await readPair(second, { pairId })).notes).toMatchObject([{ itemId: "b1", isOwn: false }]);
    for (const announced of [1, 0])
      expect(await announceRaterWords(system(), { pairId, noteId: note.id })).toEqual({ announced });
    for (const announced of [2, 0])
      expect(await announceRaterWords(system(), { pairId })).toEqual({ announced });

    const both = await Promise.all([openConsensus(second, { pairId }), openConsensus(second, { pairId })]);
    expect(both[1]).toEqual(both[0]);
    const [{ assessmentId, isOwn }] = both;
    expect(isOwn).toBe(true);
    expect(await openConsensus(first, { pairId })).toEqual({ assessmentId, isOwn: false });
    expect(await eventsOf("consensus.begun")).toHaveLength(1);
    expect(await eventsOf("double-rating.noted")).toHaveLength(1);
    const form = await readReview(second, { assessmentId });
    expect(form.bothAnswers).toEqual({ a2: ["2", "1"], b1: ["3", "1"] });
    expect(Object.keys(form.answers).sort()).toEqual(["a1", "b2"]);
    await expect(readReview(asCoach, { assessmentId })).rejects.toMatchObject({ code: "not-found" });
    const agreed = await submitAssessment(second, {
      ...{ assessmentId, intent: "submit", observedOn: "2026-11-12", notesVersion: 1 },
      ...{ strengths: "Words of both", nextSteps: "" },
      items: ["a2", "b1"].map((itemId) => ({ itemId, answer: "2", reason: "", comment: "", baseVersion: 0 })),
    });
    expect(agreed).toEqual({ ok: true, submitted: true });

    expect(await keepDoubleRatings(system())).toMatchObject({ settled: 1 });
    expect(await scoresOf(firstId)).toMatchObject([
      { basis: "own", percent: 100 },
      { basis: "consensus", percent: 87.5, isHeld: false },
    ]);
    const feedback = await readFeedback(asCoach, { assessmentId: firstId });
    expect(feedback).toMatchObject({
      strengths: "Words of both",
      score: { percent: 87.5, basis: "consensus" },
    });
    expect(feedback.answers.b1?.answer).toBe("2");
    const kept = await owner`
      SELECT assessment_id AS id, value FROM assessment_response WHERE item_id = 'b1' AND program_id = ${program.id} ORDER BY value`;
    expect(kept.map(({ value }) => value)).toEqual([1, 2, 3]);
    const pairs = await readItemPairs(lead, { itemId: "b1", months: 12 });
    expect(pairs.pairs).toMatchObject([{ pairId, answers: ["3", "1"] }]);
  });

  test("what a condition hides neither differs nor is agreed on, and an agreement in the evening begins that day", async () => {
    instrument = await addInstrument(owner, program, {
      ...{ definition: BRANCHING_CHECKLIST, rule: { id: "branching-review" } },
    });
    firstId = await addAssessment(owner, instrument, {
      coach,
      rater: { ...coach, id: first.actor.personId },
      site,
    });
    const { pairId, secondId } = await pair("consensus");
    const hidden = { plan: "yes,yes,no" };
    await submit(first, firstId, { "came-up": "0", talk: "20", ratio: "4,2", share: "1,2", ...hidden });
    await submit(second, secondId, { "came-up": "0", talk: "10", ratio: "4,2", share: "2,2", ...hidden });
    const page = await readPair(first, { pairId });
    expect(page.differences.map(({ itemId }) => itemId)).toEqual(["talk"]);
    expect(page.agreement).toMatchObject({ compared: 3, exact: 2 });
    expect((await listReviews(first)).pairs).toMatchObject([{ id: pairId, differing: 1 }]);
    // Half past six in the evening in Oregon is the next day in UTC.
    const evening = { ...first, now: new Date("2026-11-13T02:30:00Z") };
    const { assessmentId } = await openConsensus(evening, { pairId });
    const [row] = await owner`
      SELECT opens_on::text AS "opensOn", array(SELECT item_id FROM assessment_response WHERE assessment_id = assessment.id ORDER BY item_id) AS items
      FROM assessment WHERE id = ${assessmentId}`;
    expect(row).toEqual({ opensOn: "2026-11-12", items: ["came-up", "ratio"] });
  });

  test("when nobody writes down what both agree on, both are reminded, either can, and in the end the mean counts", async () => {
    const { pairId, secondId } = await pair("consensus");
    await submit(first, firstId, GOOD);
    await submit(second, secondId, OTHER);
    expect((await readPair(first, { pairId })).agreeBy).toBe("2026-11-30");
    const notices = async () =>
      (await owner`SELECT FROM inbox_item WHERE subject_id = ${pairId} AND kind = 'double-rating-to-agree'`)
        .length;
    await keepDoubleRatings(system(new Date("2026-11-22T20:00:00Z")));
    expect(await notices()).toBe(0);
    for (const day of [23, 24]) await keepDoubleRatings(system(new Date(`2026-11-${day}T20:00:00Z`)));
    expect(await notices()).toBe(2);

    expect(await takeOver(second, { pairId })).toBeNull();
    const { assessmentId } = await openConsensus(first, { pairId });
    expect(await takeOver(first, { pairId })).toBe(assessmentId);
    expect(await eventsOf("consensus.taken-over")).toHaveLength(0);
    const taken = await Promise.all([takeOver(second, { pairId }), takeOver(second, { pairId })]);
    expect(taken).toEqual([assessmentId, assessmentId]);
    expect(await takeOver(second, { pairId })).toBe(assessmentId);
    expect(await eventsOf("consensus.taken-over")).toHaveLength(1);
    expect((await readPair(second, { pairId })).consensus).toMatchObject({ isOwn: true, state: "begun" });
    const stranger = await contextFor(web, await addPerson(owner, program, { role: "supervisor", site }));
    await expect(takeOver(stranger, { pairId })).rejects.toMatchObject({ code: "not-found" });

    // Begun on November 16, its grace ends on December 7.
    expect(await keepDoubleRatings(system(new Date("2026-12-07T20:00:00Z")))).toMatchObject({ settled: 0 });
    const after = system(new Date("2026-12-08T20:00:00Z"));
    expect(await keepDoubleRatings(after)).toMatchObject({ settled: 1 });
    expect(await keepDoubleRatings(after)).toMatchObject({ settled: 0 });
    expect((await scoresOf(firstId)).at(-1)).toMatchObject({ basis: "mean", percent: 81.25, isHeld: false });
    expect((await readPair(first, { pairId })).consensus).toMatchObject({ state: "over" });
    expect((await readFeedback(await contextFor(web, coach), { assessmentId: firstId })).score).toMatchObject(
      {
        basis: "mean",
      },
    );
    const late = await submitAssessment(second, {
      ...{ assessmentId, intent: "submit", observedOn: "2026-11-12", notesVersion: 1 },
      ...{ strengths: "", nextSteps: "", items: [] },
    });
    expect(late).toMatchObject({ ok: false });
  });

  test("the score of record says the band as the instrument calls it", async () => {
    instrument = await addInstrument(owner, program, {
      ...{ definition: BRANCHING_CHECKLIST, rule: { id: "banded-review" } },
    });
    firstId = await addAssessment(owner, instrument, {
      ...{ coach, rater: { ...coach, id: first.actor.personId }, site },
    });
    const { secondId } = await pair("mean");
    // 2 of 2 points, and half of them: three quarters.
    await submit(first, firstId, { "came-up": "0", talk: "30", ratio: "4,2" });
    await submit(second, secondId, { "came-up": "0", talk: "15", ratio: "2,2" });
    await keepDoubleRatings(system());
    const bands = await owner`
      SELECT basis::text, result::text, band FROM assessment_score WHERE assessment_id = ${firstId} ORDER BY score_version`;
    expect(bands).toEqual([
      { basis: "own", result: "met", band: "Proficient" },
      { basis: "mean", result: "developing", band: "On the way" },
    ]);
  });

  test("a second rating that does not come is closed, and the first one stands alone", async () => {
    const { secondId } = await pair("mean");
    await submit(first, firstId, GOOD);
    // Its grace ends on December 3.
    expect(await keepDoubleRatings(system(new Date("2026-12-03T20:00:00Z")))).toMatchObject({ closed: 0 });
    const kept = await keepDoubleRatings(system(new Date("2026-12-04T20:00:00Z")));
    expect(kept).toMatchObject({ closed: 1, settled: 1 });
    expect(await scoresOf(firstId)).toMatchObject([{ basis: "own", isHeld: false }]);
    const late = await submit(second, secondId, OTHER);
    expect(late).toMatchObject({ ok: false, code: "closed" });
    expect((await reach(await contextFor(web, coach), firstId)).responses).toBe(4);
  });
});

describe("the desk", () => {
  test("of two rules fixed at the same moment one is told to look again, and the same one twice is one", async () => {
    const other = await contextFor(web, await addPerson(owner, program, { role: "lead" }));
    const rule = (id: string): RuleInput => ({
      ...{ id, instrumentId: instrument.id, share: 20, period: "month", recordRule: "first" },
      startsOn: "2027-01-01",
    });
    const [one, two] = [rule(randomUUID()), rule(randomUUID())];
    const answers = await Promise.all([setDoubleRatingRule(lead, one), setDoubleRatingRule(other, two)]);
    const stored = await owner`SELECT id FROM double_rating_rule WHERE program_id = ${program.id}`;
    expect(answers.filter(({ ok }) => ok)).toHaveLength(stored.length);
    const first = answers[0]?.ok ? one : two;
    expect(await setDoubleRatingRule(answers[0]?.ok ? lead : other, first)).toEqual({ ok: true });
    expect(await owner`SELECT FROM double_rating_rule WHERE program_id = ${program.id}`).toHaveLength(
      stored.length,
    );
  });

  test("figures come from independent ratings at the sites one answers for, too few are said to be too few", async () => {
    const { secondId } = await pair();
    await submit(first, firstId, GOOD);
    expect((await readReliability(lead, { months: 12 })).report?.pairs).toBe(0);
    await submit(second, secondId, OTHER);
    const desk = await readReliability(lead, { months: 12 });
    expect(desk).toMatchObject({
      types: ["supervisor"],
      report: { pairs: 1, raters: 2, total: { n: 1, estimate: null } },
    });
    expect(desk.report?.items[1]?.agreement.cautions[0]).toMatch(/too few to estimate/);
    const elsewhere = await addPerson(owner, program);
    await giveRole(owner, elsewhere, { role: "lead", siteId: (await addRatedCoach(owner, program)).site.id });
    expect((await readReliability(await contextFor(web, elsewhere), { months: 12 })).report?.pairs).toBe(0);
    // The page is closed to supervisors; so is what it asks.
    const rows = await inSql(
      first,
      (sql) => sql`SELECT FROM app.reliability_ratings(${instrument.versionId}, '2026-01-01', '2026-12-31')`,
    );
    expect(rows).toHaveLength(0);
  });
});

describe("the draw", () => {
  const addConflict = (raterId: string, subjectId: string) => owner`
    INSERT INTO rater_conflict (program_id, rater_id, subject_id, starts_on, reason, recorded_at)
    VALUES (${program.id}, ${raterId}, ${subjectId}, '2026-11-01', 'Related', now())`;

  test("nobody to rate a second time is shown with the reason, a conflict of who has begun as well", async () => {
    const { secondId } = await pair();
    await addConflict(second.actor.personId, coach.id);
    await keepDoubleRatings(system());
    const [row] = (await listReviewsAhead(lead, { page: 1 })).reviews.filter(({ isSecond }) => isSecond);
    expect(row).toMatchObject({
      id: secondId,
      raterName: null,
      unassignedReason: "Besides the first rater: the only certified rater has a conflict of interest.",
      canWaive: false,
    });
    expect((await listReviewsAhead(first, { page: 1 })).reviews.map(({ id }) => id)).not.toContain(secondId);
    await owner`UPDATE assessment SET state = 'in_progress', rater_id = ${second.actor.personId}, unassigned_reason = NULL WHERE id = ${secondId}`;
    expect((await listReviewsAhead(lead, { page: 1 })).reviews).toContainEqual(
      expect.objectContaining({ id: secondId, hasConflict: true }),
    );
    expect(await keepDoubleRatings(system())).toMatchObject({ reassigned: 0 });
  });

  const grow = async (count: number) => {
    for (let index = 0; index < count; index++) {
      const rated = await addRatedCoach(owner, program, { site });
      await certify(owner, rated.supervisor, { kind: "rater", instrumentId: instrument.id });
      await addAssessment(owner, instrument, {
        ...{ coach: rated.coach, rater: rated.supervisor, site, state: "planned" },
        ...{ opensOn: "2026-12-02", targetOn: "2026-12-16", dueOn: "2026-12-23", graceEndsOn: "2026-12-30" },
      });
    }
  };

  test("draws a period once, before it begins, however often and however many run at once", async () => {
    await grow(10);
    await addDoubleRatingRule(owner, program, instrument, { share: 0.2, startsOn: "2026-12-01" });
    expect(await keepDoubleRatings(system())).toMatchObject({ drawn: 0 });
    const now = new Date("2026-11-25T20:00:00Z");
    const runs = await Promise.all([1, 2, 3].map(() => keepDoubleRatings(system(now))));
    expect(runs.map(({ drawn }) => drawn).sort()).toEqual([0, 0, 2]);
    const pairs = await owner`
      SELECT one.rater_id AS first, other.rater_id AS second, one.subject_id AS subject, one.is_held AS held, other.state::text
      FROM double_rating pair JOIN assessment one ON one.id = pair.first_id JOIN assessment other ON other.id = pair.second_id
      WHERE pair.program_id = ${program.id}`;
    expect(pairs).toHaveLength(2);
    for (const one of pairs) {
      expect(one.second).not.toBeNull();
      expect([one.first, one.subject]).not.toContain(one.second);
      expect(one).toMatchObject({ held: true, state: "planned" });
    }
    const [lot] =
      await owner`SELECT seed, jsonb_array_length(population) AS population FROM double_rating_draw WHERE program_id = ${program.id}`;
    expect(lot).toEqual({ seed: "seed 2026-12-01", population: 10 });

    // Reviews that come to the period later are drawn from as well: 15 reviews ask for three. What was begun is left alone.
    await owner`UPDATE assessment SET state = 'in_progress' WHERE program_id = ${program.id} AND part = 'first' AND NOT is_held
      AND opens_on = '2026-12-02'`;
    await grow(5);
    expect(await keepDoubleRatings(system(now))).toMatchObject({ drawn: 1 });
    expect(await keepDoubleRatings(system(now))).toMatchObject({ drawn: 0 });
    const rounds = await owner`
      SELECT round, jsonb_array_length(population) AS population, cardinality(drawn) AS drawn
      FROM double_rating_draw WHERE program_id = ${program.id} ORDER BY round`;
    expect(rounds.map((row) => ({ ...row }))).toEqual([
      { round: 1, population: 10, drawn: 2 },
      { round: 2, population: 5, drawn: 1 },
    ]);
    expect((await readDoubleRatingSettings(lead)).draws).toMatchObject([{ population: 15, drawn: 3 }]);

    // Who was chosen has a conflict now, the next is on leave, the third rates first meanwhile: somebody else is chosen.
    const secondOf = async (firstId: string) =>
      (
        await owner`SELECT id, rater_id AS "raterId", unassigned_reason AS reason, state::text FROM assessment WHERE first_id = ${firstId}`
      )[0];
    const [some] = await owner`
      SELECT pair.first_id AS "firstId", one.subject_id AS "subjectId" FROM double_rating pair JOIN assessment one ON one.id = pair.first_id
      WHERE pair.program_id = ${program.id}`;
    const was = await secondOf(some?.firstId);
    await addConflict(was?.raterId, some?.subjectId);
    expect(await keepDoubleRatings(system(now))).toMatchObject({ reassigned: 1 });
    const away = await secondOf(some?.firstId);
    expect(away?.raterId).not.toBe(was?.raterId);
    await owner`INSERT INTO leave (program_id, person_id, first_on, last_on) VALUES (${program.id}, ${away?.raterId}, '2026-12-01', '2026-12-31')`;
    await keepDoubleRatings(system(now));
    const same = await secondOf(some?.firstId);
    expect([was?.raterId, away?.raterId]).not.toContain(same?.raterId);
    await owner`UPDATE assessment SET rater_id = ${same?.raterId} WHERE id = ${some?.firstId}`;
    expect(await keepDoubleRatings(system(now))).toMatchObject({ closed: 0 });
    const other = await secondOf(some?.firstId);
    expect([null, was?.raterId, away?.raterId, same?.raterId]).not.toContain(other?.raterId);
    expect(await keepDoubleRatings(system(now))).toMatchObject({ reassigned: 0 });
    const blind =
      await owner`SELECT blind_to_id AS id FROM assessment WHERE id = ${some?.firstId} OR first_id = ${some?.firstId} ORDER BY part`;
    expect(blind.map(({ id }) => id)).toEqual([other?.raterId, same?.raterId]);

    // The window opens with the first one's, and the schedule of the first leaves the second alone.
    const opened = new Date("2026-12-03T20:00:00Z");
    await reconcileAssessments(system(opened));
    expect(await keepDoubleRatings(system(opened))).toMatchObject({ drawn: 0, opened: 3 });
    expect(await keepDoubleRatings(system(opened))).toMatchObject({ opened: 0 });
  });
});
