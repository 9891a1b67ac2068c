import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { PersonContext } from "#app/access/context.ts";
import { openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import type { ReplyInput } from "#app/features/fidelity/acceptance.schema.ts";
import {
  allowAmendment,
  beginAmendment,
  dropAmendment,
} from "#app/features/fidelity/amend-assessment.server.ts";
import { announceResults } from "#app/features/fidelity/announce-results.server.ts";
import { announceReviewWords } from "#app/features/fidelity/announce-review-words.server.ts";
import type { ChecklistInput } from "#app/features/fidelity/assessment.schema.ts";
import { decideSubmission } from "#app/features/fidelity/decide-submission.server.ts";
import { listReviews } from "#app/features/fidelity/list-reviews.server.ts";
import { listScheduleRules } from "#app/features/fidelity/list-schedule-rules.server.ts";
import { readAcceptance } from "#app/features/fidelity/read-acceptance.server.ts";
import { readFeedback } from "#app/features/fidelity/read-feedback.server.ts";
import { readMyFidelity } from "#app/features/fidelity/read-my-fidelity.server.ts";
import { readReview } from "#app/features/fidelity/read-review.server.ts";
import { readReviewPack } from "#app/features/fidelity/read-review-pack.server.ts";
import { readSubmissions } from "#app/features/fidelity/read-submissions.server.ts";
import { replyToFeedback } from "#app/features/fidelity/reply-to-feedback.server.ts";
import { saveProgress } from "#app/features/fidelity/save-progress.server.ts";
import { sendFidelityReminders } from "#app/features/fidelity/send-fidelity-reminders.server.ts";
import { setAcceptanceRule } from "#app/features/fidelity/set-acceptance-rule.server.ts";
import { submitAssessment } from "#app/features/fidelity/submit-assessment.server.ts";
import { addAssessment, addInstrument, addRatedCoach, SMALL_CHECKLIST } from "#tests/factories/fidelity.ts";
import {
  addPerson,
  addProgram,
  certify,
  giveRole,
  type TestPerson,
  type TestProgram,
} from "#tests/factories/people.ts";
import { addDoubleRatingRule, pairUp } from "#tests/factories/raters.ts";
import { contextFor, NOON, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = postgres(testDatabase().ownerUrl, { max: 2 });
const web = openDatabase(testDatabase().webUrl, { connections: 6 });
const worker = openDatabase(testDatabase().workerUrl, { connections: 2 });
afterAll(() => Promise.all([owner.end(), web.close(), worker.close()]));

let program: TestProgram;
let supervisor: TestPerson;
let rater: PersonContext;
let coach: PersonContext;
let lead: PersonContext;
let otherLead: PersonContext;
let assessmentId: string;

const LIMITS = {
  ...({
    startsOn: "2026-11-16",
    isOn: "on",
    needsMet: "on",
    needsWindow: "on",
    needsCertified: "on",
  } as const),
  ...{ mostLeftOut: 40, tellAfterDays: 3, amendDays: 10 },
};
const later = (ctx: PersonContext, days: number): PersonContext => {
  const now = new Date(ctx.now.getTime() + days * 86_400_000);
  return { ...ctx, now, today: now.toISOString().slice(0, 10) as typeof ctx.today };
};

beforeEach(async () => {
  program = await addProgram(owner);
  const instrument = await addInstrument(owner, program, { definition: SMALL_CHECKLIST });
  const rated = await addRatedCoach(owner, program);
  supervisor = rated.supervisor;
  await certify(owner, supervisor, { kind: "rater" });
  const [one, other] = [
    await addPerson(owner, program, { role: "lead", site: rated.site }),
    await addPerson(owner, program, { role: "lead", site: rated.site }),
  ];
  assessmentId = await addAssessment(owner, instrument, {
    coach: rated.coach,
    rater: supervisor,
    site: rated.site,
  });
  [rater, coach, lead, otherLead] = (await Promise.all(
    [supervisor, rated.coach, one, other].map((person) => contextFor(web, person)),
  )) as [PersonContext, PersonContext, PersonContext, PersonContext];
  expect(await setAcceptanceRule(lead, { id: randomUUID(), ...LIMITS })).toEqual({ ok: true });
});

const GOOD = { a1: "1", a2: "2", b1: "2", b2: "2" };
const LOW = { a1: "1", a2: "0", b1: "0", b2: "1" };
const versions = async (id = assessmentId) =>
  new Map(
    (await owner`SELECT item_id, row_version FROM assessment_response WHERE assessment_id = ${id}`).map(
      (row) => [row.item_id as string, row.row_version as number],
    ),
  );
async function submit(
  values: Record<string, string>,
  more: Partial<ChecklistInput> = {},
  id = assessmentId,
  by = rater,
) {
  const known = await versions(id);
  const [row] = await owner`SELECT row_version FROM assessment WHERE id = ${id}`;
  return submitAssessment(by, {
    ...{
      assessmentId: id,
      intent: "submit",
      observedOn: "2026-11-12",
      strengths: "Listens",
      nextSteps: "Plans",
    },
    notesVersion: row?.row_version ?? 1,
    items: Object.entries(values).map(([itemId, answer]) => ({
      ...{ itemId, answer, reason: answer === "na" ? "A first session" : "", comment: "" },
      baseVersion: known.get(itemId) ?? 0,
    })),
    ...more,
  });
}
const scoresOf = async () =>
  (
    await owner`SELECT basis FROM assessment_score WHERE assessment_id = ${assessmentId} ORDER BY score_version`
  ).map(({ basis }) => basis);
/** Mails that name the coach. */
const mailsNaming = () =>
  owner`SELECT subject, body FROM mail, person WHERE person.id = ${coach.actor.personId} AND mail.program_id = ${program.id}
    AND mail.to_address <> person.email AND (subject || body LIKE '%' || family_name || '%')`;
const mailsTo = (personId: string) =>
  owner`SELECT subject FROM mail JOIN person ON person.email = to_address WHERE person.id = ${personId}`;
const stateOf = async (id = assessmentId) =>
  (await owner`SELECT state, is_held, submission, submitted_on::text FROM assessment WHERE id = ${id}`)[0];
const eventsOf = async (type: string) =>
  (
    await owner`SELECT payload FROM domain_event WHERE program_id = ${program.id} AND type = ${type} ORDER BY sequence`
  ).map(({ payload }) => payload);
const decide = (by: PersonContext, verdict: "accepted" | "returned", submission = 1, more: object = {}) =>
  decideSubmission(by, {
    assessmentId,
    submission,
    verdict,
    ...(verdict === "returned" && { reason: "Item 3 has no example" }),
    ...more,
  });
const reply = (given: Partial<ReplyInput> = {}, by = coach) =>
  replyToFeedback(by, {
    ...{ assessmentId, id: randomUUID(), scoreVersion: 1, verdict: "read", text: "" },
    ...given,
  });
const system = (now = NOON) => systemContextFor(worker, program, { now });

describe("acceptance", () => {
  test("a result in tolerance is final at once, and its event says so", async () => {
    expect(await submit(GOOD)).toEqual({ ok: true, submitted: true });
    expect(await stateOf()).toMatchObject({ state: "final", is_held: false, submission: 1 });
    expect(await eventsOf("assessment.finalised")).toMatchObject([{ monthOn: "2026-11-01" }]);
    expect((await readAcceptance(lead)).waiting.items).toEqual([]);
  });

  test("an exception waits with its reasons, seen by its rater and the leads alone", async () => {
    expect(await submit(LOW)).toEqual({ ok: true, submitted: true, waits: true });
    expect(await stateOf()).toMatchObject({ state: "submitted", is_held: true });
    expect(await eventsOf("assessment.finalised")).toEqual([]);
    expect((await eventsOf("assessment.submitted"))[0]).not.toHaveProperty("result");
    const waiting = (await readAcceptance(lead)).waiting.items;
    expect(waiting).toMatchObject([
      { id: assessmentId, result: "not_met", reasons: ["The result is below the threshold."] },
    ]);
    const seen = await readReview(lead, { assessmentId });
    expect(seen).toMatchObject({
      score: { result: "not_met" },
      answers: {},
      strengths: "",
      completing: { decides: 1 },
    });
    await expect(readFeedback(coach, { assessmentId })).rejects.toMatchObject({ code: "not-found" });
    expect((await readMyFidelity(coach)).past).toEqual([]);
    expect(await announceResults(system())).toEqual({ announced: 0 });
    for (const ctx of [coach, lead])
      expect(
        await inSql(ctx, (sql) => sql`SELECT FROM assessment_score WHERE assessment_id = ${assessmentId}`),
      ).toHaveLength(0);
    expect(
      await inSql(coach, (sql) => sql`SELECT FROM assessment_response WHERE assessment_id = ${assessmentId}`),
    ).toHaveLength(0);
  });

  test("submitted twice at once it waits once", async () => {
    const results = await Promise.all([submit(LOW), submit(LOW)]);
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(await eventsOf("assessment.submitted")).toHaveLength(1);
    expect(await stateOf()).toMatchObject({ state: "submitted", submission: 1 });
  });

  test("accepting makes it final: the coach reads it and is told, the figures count it", async () => {
    await submit(LOW);
    expect(await decide(lead, "accepted")).toEqual({ ok: true });
    expect(await stateOf()).toMatchObject({ state: "final", is_held: false });
    expect(await readFeedback(coach, { assessmentId })).toMatchObject({ score: { result: "not_met" } });
    expect(await eventsOf("assessment.finalised")).toHaveLength(1);
    expect(await announceResults(system())).toEqual({ announced: 1 });
    expect(await announceResults(system())).toEqual({ announced: 0 });
  });

  test("neither rater nor coach nor a supervisor decides", async () => {
    await submit(LOW);
    await giveRole(owner, supervisor, { role: "lead" });
    const asLead = await contextFor(web, supervisor);
    for (const by of [rater, asLead])
      await expect(decide(by, "accepted")).rejects.toMatchObject({ code: "not-allowed" });
    await expect(decide(coach, "accepted")).rejects.toMatchObject({ code: "not-allowed" });
    const tried = await inSql(
      asLead,
      (sql) => sql`SELECT app.decide_submission(${assessmentId}, 1, 'accepted', '', '{}', ${NOON}) AS id`,
    );
    expect(tried[0]?.id).toBeNull();
    expect((await readAcceptance(asLead)).waiting.items).toEqual([]);
  });

  test("of two leads who decide at the same moment one does, and the other is told", async () => {
    await submit(LOW);
    const [one, other] = await Promise.all([decide(lead, "accepted"), decide(otherLead, "returned")]);
    expect([one.ok, other.ok].sort()).toEqual([false, true]);
    const { state } = (await stateOf()) as { state: string };
    expect(state).toBe(one.ok ? "final" : "returned");
    expect(await owner`SELECT FROM assessment_decision WHERE assessment_id = ${assessmentId}`).toHaveLength(
      1,
    );
    expect(await decide(one.ok ? otherLead : lead, one.ok ? "accepted" : "returned")).toEqual({ ok: true });
  });

  test("each limit is a reason of its own, and without a rule everything is final", async () => {
    await owner`UPDATE certification SET revoked_on = '2026-11-01' WHERE person_id = ${supervisor.id}`;
    await submit({ a1: "0", a2: "2", b1: "3", b2: "na" }, { observedOn: "2026-11-01" });
    const waiting = (await readAcceptance(lead)).waiting.items;
    expect(waiting[0]?.reasons).toEqual([
      "A critical item was not met.",
      "The observed day lies outside of the window.",
      "The rater was not certified on the observed day.",
    ]);
    await owner`UPDATE assessment SET state = 'open', submitted_at = NULL, submitted_on = NULL, is_held = false WHERE id = ${assessmentId}`;
    expect(await setAcceptanceRule(lead, { id: randomUUID(), ...LIMITS, isOn: "off" })).toEqual({ ok: true });
    await submit({}, { observedOn: "2026-11-01" });
    expect(await stateOf()).toMatchObject({ state: "final" });
  });

  test("however many wait, each is on a page, and the pages hold only what the lead may decide", async () => {
    await submit(LOW);
    const copies = await owner`
      INSERT INTO assessment SELECT (jsonb_populate_record(NULL::assessment, to_jsonb(one) || jsonb_build_object(
        'id', gen_random_uuid(), 'occurrence_key', one.occurrence_key || '/' || n, 'submitted_at', one.submitted_at + n * interval '1 second',
        'rater_id', CASE WHEN n <= 60 THEN ${otherLead.actor.personId}::uuid ELSE one.rater_id END))).*
      FROM assessment one, generate_series(1, 120) AS n WHERE one.id = ${assessmentId} RETURNING id`;
    const pagesFor = async (by: PersonContext) => {
      const found: string[] = [];
      for (let page = 1; ; page += 1) {
        const { waiting } = await readAcceptance(by, { page, returned: 1 });
        expect(waiting.items.length).toBeLessThanOrEqual(waiting.pageSize);
        found.push(...waiting.items.map(({ id }) => id));
        if (!waiting.hasNext) return found;
      }
    };
    const all = [assessmentId, ...copies.map(({ id }) => id as string)];
    expect((await pagesFor(lead)).sort()).toEqual(all.sort());
    expect(await pagesFor(otherLead)).toHaveLength(61);
    for (const [by, count] of [
      [lead, all.length],
      [otherLead, 61],
      [rater, 0],
    ] as const)
      expect((await listScheduleRules(by)).waiting).toBe(count);
  });

  test("limits begin today or later, are fixed by a lead of all sites, and stay on record", async () => {
    expect(
      await setAcceptanceRule(lead, { id: randomUUID(), ...LIMITS, startsOn: "2026-11-15" }),
    ).toMatchObject({
      fieldErrors: { startsOn: ["Begin today or later."] },
    });
    await expect(setAcceptanceRule(rater, { id: randomUUID(), ...LIMITS })).rejects.toMatchObject({
      code: "not-allowed",
    });
    const next = { id: randomUUID(), ...LIMITS, startsOn: "2026-12-01" };
    await Promise.all([setAcceptanceRule(lead, next), setAcceptanceRule(lead, next)]);
    const { rules } = await readAcceptance(lead);
    expect(rules.map(({ version, state }) => [version, state])).toEqual([
      [2, "coming"],
      [1, "in-force"],
    ]);
    await expect(owner`UPDATE acceptance_rule SET amend_days = 1`).rejects.toThrow();
  });

  test("what waits too long is told to each lead once, whoever runs the job how often", async () => {
    await submit(LOW);
    expect(await sendFidelityReminders(system())).toMatchObject({ reminders: 0 });
    const late = new Date(NOON.getTime() + 4 * 86_400_000);
    const runs = await Promise.all([
      sendFidelityReminders(system(late)),
      sendFidelityReminders(system(late)),
    ]);
    expect(runs.reduce((sum, { reminders }) => sum + reminders, 0)).toBe(2);
    // Administrators read the mail: that somebody's review waits says that something about it is unusual.
    expect(await mailsNaming()).toEqual([]);
    const items =
      await owner`SELECT title, href FROM inbox_item WHERE recipient_id = ${lead.actor.personId} AND kind = 'fidelity-digest'`;
    expect(items).toMatchObject([{ title: "1 fidelity review to accept", href: `/reviews/${assessmentId}` }]);
    const nextDay = new Date(late.getTime() + 86_400_000);
    expect(await sendFidelityReminders(system(nextDay))).toMatchObject({ reminders: 0 });
  });
});

describe("given back", () => {
  test("a first submission that is sent again after it was given back is no second one", async () => {
    await submit(LOW, { submission: 0 });
    await decide(lead, "returned");
    const again = await submit(LOW, { submission: 0 });
    expect(again).toMatchObject({ ok: false, code: "returned-meanwhile" });
    expect(await stateOf()).toMatchObject({ state: "returned", submission: 1 });
    expect(await eventsOf("assessment.submitted")).toHaveLength(1);
    // What was typed on a page from before is kept; the page that shows the reason submits it.
    await submit({ b1: "3" }, { submission: 0 });
    expect((await readReview(rater, { assessmentId })).answers.b1?.answer).toBe("3");
    expect(await submit({ b1: "3" }, { submission: 1 })).toMatchObject({ ok: true, waits: true });
  });

  test("the rater corrects it, the first submission stays as it was, and it may be given back again", async () => {
    await submit(LOW);
    expect(await decide(lead, "returned", 1, { itemIds: ["b1"] })).toEqual({ ok: true });
    const { returned } = await listReviews(rater);
    expect(returned).toMatchObject([{ id: assessmentId, status: "returned" }]);
    expect(await readReview(rater, { assessmentId })).toMatchObject({
      returned: { reason: "Item 3 has no example", itemIds: ["b1"] },
      permissions: { canComplete: true },
      score: null,
    });
    const pack = await readReviewPack(rater);
    expect(pack.reviews).toMatchObject([
      { id: assessmentId, state: "returned", returned: { itemIds: ["b1"] } },
    ]);
    const given = {
      assessmentId,
      kind: "answer" as const,
      itemId: "b1",
      answer: "3",
      reason: "",
      comment: "She did",
    };
    expect(await saveProgress(rater, { ...given, baseVersion: 1 })).toEqual({ ok: true, version: 2 });

    expect(await submit({ a2: "2" })).toEqual({ ok: true, submitted: true, waits: true });
    expect(await stateOf()).toMatchObject({ state: "submitted", submission: 2, submitted_on: "2026-11-16" });
    expect((await readAcceptance(lead)).waiting.items).toMatchObject([
      { submission: 2, reasons: ["It was given back before."] },
    ]);
    expect(await decide(lead, "returned", 2, { reason: "And the last item" })).toEqual({ ok: true });
    await submit({ b2: "2" });
    expect(await decide(otherLead, "accepted", 3)).toEqual({ ok: true });

    const { submissions } = await readSubmissions(rater, { assessmentId });
    expect(submissions).toMatchObject([
      {
        became: "returned",
        score: { result: "not_met" },
        answers: { a2: { answer: "0" }, b1: { answer: "0" } },
        itemIds: ["b1"],
      },
      {
        became: "returned",
        answers: { a2: { answer: "2" }, b1: { answer: "3", comment: "She did" } },
        reason: "And the last item",
      },
      { became: "stands", score: { result: "met" }, answers: { b2: { answer: "2" } } },
    ]);
    // The coach reads the result and nothing of what never was one.
    expect(await readFeedback(coach, { assessmentId })).toMatchObject({
      score: { scoreVersion: 3 },
      completing: { kept: 0, decisions: [] },
    });
    expect((await readSubmissions(coach, { assessmentId })).submissions).toHaveLength(1);
    const begun = await beginAmendment(rater, { assessmentId, reason: "A slip" });
    if (begun.ok) await submit({ b1: "2" }, {}, begun.draftId);
    const read = await readSubmissions(coach, { assessmentId });
    expect(read.submissions.map(({ number, became }) => [number, became])).toEqual([
      [3, "amended"],
      [4, "stands"],
    ]);
    for (const ctx of [coach, lead])
      expect(
        await inSql(
          ctx,
          (sql) =>
            sql`SELECT score_version AS v FROM assessment_score WHERE assessment_id = ${assessmentId} ORDER BY 1`,
        ),
      ).toEqual([{ v: 3 }, { v: 4 }]);
    await expect(
      owner`UPDATE assessment_submission SET strengths = 'x' WHERE assessment_id = ${assessmentId}`,
    ).rejects.toThrow();
    await expect(inSql(rater, (sql) => sql`DELETE FROM assessment_submission`)).rejects.toThrow();
  });

  test("a lead who looks at an older submission decides nothing about the newer one", async () => {
    await submit(LOW);
    await decide(lead, "returned");
    await submit({ a2: "1" });
    expect(await decide(otherLead, "accepted", 1)).toMatchObject({ ok: false, code: "decided-elsewhere" });
    expect(await stateOf()).toMatchObject({ state: "submitted" });
  });

  test("given back twice, also at the same moment, it is once: the same words are answered alike, other words are refused", async () => {
    await submit(LOW);
    const back = (by: PersonContext, reason: string) => decide(by, "returned", 1, { reason });
    const both = await Promise.all([
      back(lead, "Item 3 has no example"),
      back(lead, "Item 3 has no example"),
    ]);
    expect(both).toEqual([{ ok: true }, { ok: true }]);
    expect(await back(otherLead, "Item 3 has no example")).toEqual({ ok: true });
    const [row] = await owner`SELECT given_name || ' ' || family_name AS name FROM person
      WHERE id = ${lead.actor.personId}`;
    expect(await back(otherLead, "Item 1 is of another session")).toMatchObject({
      ...{ ok: false, code: "decided-elsewhere" },
      message: `${row?.name} gave back this submission meanwhile, with other words: yours are not stored.`,
    });
    expect(await eventsOf("assessment.returned")).toHaveLength(1);
    await submit({ a2: "1" });
    const two = await Promise.all([
      decide(lead, "returned", 2, { reason: "Item 3 has no example" }),
      decide(otherLead, "returned", 2, { reason: "Item 1 is of another session" }),
    ]);
    expect(two.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(await eventsOf("assessment.returned")).toHaveLength(2);
  });

  test("giving back while the rater presses again is one order or the other, and nothing typed is lost", async () => {
    await submit(LOW);
    const [returned] = await Promise.all([decide(lead, "returned"), submit({ a2: "1" })]);
    expect(returned.ok).toBe(true);
    const { state, submission } = (await stateOf()) as { state: string; submission: number };
    expect([state, submission]).toEqual(state === "returned" ? ["returned", 1] : ["submitted", 2]);
    const kept = await owner`SELECT answers FROM assessment_submission WHERE assessment_id = ${assessmentId}`;
    expect(kept).toHaveLength(1);
    expect(kept[0]?.answers.find((row: { item_id: string }) => row.item_id === "a2").value).toBe(0);
  });

  test("the rater is told once, with a way to the review", async () => {
    await submit(LOW);
    await decide(lead, "returned");
    const [{ decisionId }] = (await eventsOf("assessment.returned")) as [{ decisionId: string }];
    const tell = async () => announceReviewWords(system(), { assessmentId, decisionId });
    const told = await Promise.all([tell(), tell()]);
    expect(told.map(({ announced }) => announced).sort()).toEqual([0, 1]);
    expect(await mailsTo(supervisor.id)).toEqual([{ subject: "A review of yours was given back" }]);
    expect(await mailsNaming()).toEqual([]);
  });

  test("a rating of a pair is final when it is in, and is not given back", async () => {
    const [{ instrument_id: instrumentId, version_id: versionId, rule_id: rule }] = (await owner`
      SELECT version.instrument_id, version.id AS version_id, schedule_rule_id AS rule_id FROM assessment
      JOIN instrument_version version ON version.id = instrument_version_id WHERE assessment.id = ${assessmentId}`) as unknown as [
      Record<"instrument_id" | "version_id" | "rule_id", string>,
    ];
    const ruleId = await addDoubleRatingRule(owner, program, { id: instrumentId, versionId, ruleId: rule });
    const second = await addPerson(owner, program, {
      role: "supervisor",
      site: (await owner`SELECT site_id AS id FROM assessment WHERE id = ${assessmentId}`)[0] as never,
    });
    await pairUp(owner, { ruleId, firstId: assessmentId, second });
    expect(await submit(LOW)).toEqual({ ok: true, submitted: true });
    expect(await stateOf()).toMatchObject({ state: "final", is_held: true });
    expect(await eventsOf("assessment.finalised")).toEqual([]);
    expect((await readAcceptance(lead)).waiting.items).toEqual([]);
    expect(await decide(lead, "returned")).toMatchObject({ ok: false });
    expect(await beginAmendment(rater, { assessmentId, reason: "A slip" })).toMatchObject({
      code: "not-amendable",
    });
  });
});

describe("amended", () => {
  const draftOf = async (reason = "I had looked at the wrong session") => {
    const begun = await beginAmendment(rater, { assessmentId, reason });
    if (!begun.ok) throw new Error(begun.message);
    return begun.draftId;
  };

  test("one that was opened and left is over after a fortnight, until a lead lets it be made", async () => {
    await submit(GOOD);
    const draftId = await draftOf();
    const late = { rater: later(rater, 20), lead: later(lead, 20) };
    expect(await submit({ b1: "3" }, {}, draftId, late.rater)).toMatchObject({ code: "amendment-over" });
    expect((await readReview(rater, { assessmentId: draftId })).answers.b1?.answer).toBe("3");
    expect(await scoresOf()).toEqual(["own"]);
    expect(await allowAmendment(late.lead, { assessmentId, reason: "The recording came late" })).toEqual({
      ok: true,
    });
    expect(await submit({}, {}, draftId, late.rater)).toMatchObject({ ok: true, amended: assessmentId });
    expect(await scoresOf()).toEqual(["own", "amended"]);
  });

  test("the earlier score is kept, the new one is marked, and coach and leads are told", async () => {
    await submit(GOOD);
    const [draftId, again] = await Promise.all([draftOf(), draftOf()]);
    expect(again).toBe(draftId);
    expect(await readReview(rater, { assessmentId: draftId })).toMatchObject({
      part: "amendment",
      amending: { id: assessmentId, reason: "I had looked at the wrong session" },
      answers: { b1: { answer: "2" } },
    });
    expect((await listReviews(rater)).open).toMatchObject([{ id: draftId, part: "amendment" }]);
    // Until it is submitted the result stands.
    await saveProgress(rater, {
      assessmentId: draftId,
      kind: "answer",
      itemId: "b1",
      answer: "0",
      reason: "",
      comment: "",
      baseVersion: 1,
    });
    expect(await readFeedback(coach, { assessmentId })).toMatchObject({
      score: { result: "met" },
      answers: { b1: { answer: "2" } },
    });

    expect(await submit({ b2: "0" }, {}, draftId)).toEqual({
      ok: true,
      submitted: true,
      amended: assessmentId,
    });
    expect(
      await submitAssessment(rater, {
        assessmentId: draftId,
        intent: "submit",
        items: [],
        strengths: "",
        nextSteps: "",
        notesVersion: 1,
      }),
    ).toEqual({
      ok: true,
      submitted: true,
      amended: assessmentId,
    });
    const feedback = await readFeedback(coach, { assessmentId });
    expect(feedback).toMatchObject({
      score: { scoreVersion: 2, basis: "amended", result: "not_met" },
      answers: { b1: { answer: "0" } },
    });
    expect(feedback.completing).toMatchObject({ amendedOn: "2026-11-16", kept: 1 });
    const { submissions } = await readSubmissions(coach, { assessmentId });
    expect(submissions).toMatchObject([
      {
        became: "amended",
        reason: "I had looked at the wrong session",
        score: { result: "met" },
        answers: { b1: { answer: "2" } },
      },
      { became: "stands", score: { result: "not_met" } },
    ]);
    expect(await eventsOf("assessment.amended")).toMatchObject([{ scoreVersion: 2, monthOn: "2026-11-01" }]);
    expect(await eventsOf("assessment.finalised")).toHaveLength(1);
    expect((await readReview(lead, { assessmentId })).completing?.decisions).toMatchObject([
      { verdict: "amended", reason: "I had looked at the wrong session" },
    ]);
    expect(await stateOf(draftId)).toBeUndefined();
    const tell = async () => announceReviewWords(system(), { assessmentId, amendment: "2" });
    expect((await Promise.all([tell(), tell()])).map(({ announced }) => announced).sort()).toEqual([0, 3]);
  });

  test("after its days a lead lets the rater amend, once", async () => {
    await submit(GOOD);
    const late = later(rater, 11);
    expect(await beginAmendment(later(rater, 10), { assessmentId, reason: "A slip" })).toMatchObject({
      ok: true,
    });
    await dropAmendment(rater, { draftId: await draftOf(), resultId: assessmentId });
    expect(await beginAmendment(late, { assessmentId, reason: "A slip" })).toMatchObject({
      ok: false,
      code: "not-amendable",
    });
    await expect(allowAmendment(rater, { assessmentId, reason: "x" })).rejects.toMatchObject({
      code: "not-allowed",
    });
    expect(await allowAmendment(later(lead, 11), { assessmentId, reason: "A slip was found" })).toEqual({
      ok: true,
    });
    const begun = await beginAmendment(late, { assessmentId, reason: "A slip" });
    if (!begun.ok) throw new Error(begun.message);
    await submit({ b2: "1" }, {}, begun.draftId, late);
    expect(await beginAmendment(late, { assessmentId, reason: "Another" })).toMatchObject({
      code: "not-amendable",
    });
  });

  test("a lead's leave that is given twice, also at the same moment, is one", async () => {
    await submit(GOOD);
    const given = { assessmentId, reason: "A slip was found" };
    const late = later(lead, 11);
    expect(await Promise.all([allowAmendment(late, given), allowAmendment(late, given)])).toEqual([
      { ok: true },
      { ok: true },
    ]);
    expect(await allowAmendment(late, given)).toEqual({ ok: true });
    expect(await eventsOf("assessment.amendment-allowed")).toHaveLength(1);
  });

  test("an amendment that is submitted twice, also at the same moment, is one, and is not thrown away any more", async () => {
    await submit(GOOD);
    for (let round = 1; round <= 4; round += 1) {
      const draftId = await draftOf();
      const send = () =>
        submitAssessment(rater, {
          ...{ assessmentId: draftId, intent: "submit", strengths: "Listens", nextSteps: "Plans" },
          ...{ observedOn: "2026-11-12", items: [], notesVersion: 1 },
        });
      const amended = { ok: true, submitted: true, amended: assessmentId };
      expect(await Promise.all([send(), send()])).toEqual([amended, amended]);
      expect(await send()).toEqual(amended);
      expect(await eventsOf("assessment.amended")).toHaveLength(round);
      await expect(dropAmendment(rater, { draftId, resultId: assessmentId })).rejects.toMatchObject({
        code: "not-found",
      });
    }
  });

  test("an amendment is its rater's alone, and one that is dropped leaves the result as it is", async () => {
    await submit(GOOD);
    const draftId = await draftOf();
    await expect(readReview(coach, { assessmentId: draftId })).rejects.toMatchObject({ code: "not-found" });
    const drop = (by: PersonContext) => dropAmendment(by, { draftId, resultId: assessmentId });
    await expect(drop(lead)).rejects.toMatchObject({ code: "not-found" });
    expect(await Promise.all([drop(rater), drop(rater)])).toEqual([assessmentId, assessmentId]);
    expect(await drop(rater)).toBe(assessmentId);
    await expect(drop(lead)).rejects.toMatchObject({ code: "not-found" });
    expect((await readFeedback(coach, { assessmentId })).score).toMatchObject({ scoreVersion: 1 });
    await expect(beginAmendment(lead, { assessmentId, reason: "x" })).rejects.toMatchObject({
      code: "not-allowed",
    });
  });
});

describe("the coach's word", () => {
  test("is for rater and leads, is edited without losing what was, and an amendment asks for it anew", async () => {
    await submit(GOOD);
    expect(await reply({ verdict: "disagrees" })).toMatchObject({
      fieldErrors: { text: [expect.any(String)] },
    });
    const id = randomUUID();
    expect(await Promise.all([reply({ id }), reply({ id })])).toEqual([{ ok: true }, { ok: true }]);
    expect(await reply({ id, text: "I see it like that" })).toMatchObject({ code: "stored-already" });
    expect(await eventsOf("feedback.answered")).toHaveLength(1);
    expect(await reply({ verdict: "disagrees", text: "We did plan it" }, later(coach, 1))).toEqual({
      ok: true,
    });
    for (const by of [rater, lead])
      expect((await readReview(by, { assessmentId })).completing?.replies).toMatchObject([
        { verdict: "disagrees", text: "We did plan it" },
        { verdict: "read", text: "" },
      ]);
    expect((await readMyFidelity(coach)).past).toMatchObject([{ answer: "disagrees" }]);
    const begun = await beginAmendment(rater, { assessmentId, reason: "The coach is right" });
    if (!begun.ok) throw new Error(begun.message);
    await submit({ b1: "3" }, {}, begun.draftId);
    expect((await readMyFidelity(coach)).past).toMatchObject([{ answer: null }]);
    expect(await reply({ verdict: "read" })).toMatchObject({ code: "amended-meanwhile" });
    expect(await reply({ verdict: "read", scoreVersion: 2 })).toEqual({ ok: true });
    const said = (await eventsOf("feedback.answered")) as { replyId: string }[];
    for (const { replyId } of said) await announceReviewWords(system(), { assessmentId, replyId });
    expect(await mailsTo(lead.actor.personId)).toEqual([{ subject: "Somebody sees a result differently" }]);
    expect(await mailsNaming()).toEqual([]);
    await expect(owner`UPDATE feedback_reply SET text = 'x'`).rejects.toThrow();
  });

  test("there is nothing to answer before a result is final, nor for anybody else", async () => {
    await submit(LOW);
    await expect(reply()).rejects.toMatchObject({ code: "not-found" });
    await decide(lead, "accepted");
    await expect(
      replyToFeedback(rater, { assessmentId, id: randomUUID(), scoreVersion: 1, verdict: "read", text: "" }),
    ).rejects.toMatchObject({ code: "not-found" });
    const outsider = await contextFor(
      web,
      await addPerson(owner, await addProgram(owner), { role: "coach" }),
    );
    await expect(
      replyToFeedback(outsider, {
        assessmentId,
        id: randomUUID(),
        scoreVersion: 1,
        verdict: "read",
        text: "",
      }),
    ).rejects.toMatchObject({ code: "not-found" });
  });
});
