import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Context, PersonContext } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import { openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import type { FidelityResult } from "#app/features/fidelity/assessment.types.ts";
import { changeImprovementPlan } from "#app/features/fidelity/change-improvement-plan.server.ts";
import { keepImprovementPlans } from "#app/features/fidelity/keep-improvement-plans.server.ts";
import {
  listImprovementPlans,
  listOwnPlans,
  listPlansOfReview,
  readImprovementPlan,
} from "#app/features/fidelity/read-improvement-plan.server.ts";
import { reconcileAssessments } from "#app/features/fidelity/reconcile-assessments.server.ts";
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
  giveRole,
  type TestPerson,
  type TestProgram,
  type TestSite,
} from "#tests/factories/people.ts";
import { contextFor, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = postgres(testDatabase().ownerUrl, { max: 2, onnotice: () => {} });
const web = openDatabase(testDatabase().webUrl, { connections: 4 });
const worker = openDatabase(testDatabase().workerUrl, { connections: 3 });
afterAll(() => Promise.all([owner.end(), web.close(), worker.close()]));

let program: TestProgram;
let instrument: TestInstrument;
let site: TestSite;
let coach: TestPerson;
let supervisor: TestPerson;
let leadPerson: TestPerson;
let asCoach: PersonContext;
let asSupervisor: PersonContext;
let asLead: PersonContext;
let job: Context<SystemActor>;
const noon = (day: string) => new Date(`${day}T20:00:00Z`);

beforeEach(async () => {
  program = await addProgram(owner);
  instrument = await addInstrument(owner, program, { definition: SMALL_CHECKLIST });
  ({ coach, supervisor, site } = await addRatedCoach(owner, program));
  leadPerson = await addPerson(owner, program, { role: "lead" });
  asCoach = await contextFor(web, coach);
  asSupervisor = await contextFor(web, supervisor);
  asLead = await contextFor(web, leadPerson);
  job = systemContextFor(worker, program);
});

interface Given {
  on?: string;
  percent?: number;
  criticalFailures?: string[];
  rater?: TestPerson;
  who?: TestPerson;
  of?: TestInstrument;
}

/** A final review with a score, put there directly. */
async function rated(result: FidelityResult, given: Given = {}): Promise<string> {
  const { on = "2026-11-10", percent = 50, criticalFailures = [], rater = supervisor, who = coach } = given;
  const id = await addAssessment(owner, given.of ?? instrument, { coach: who, rater, site });
  await owner`
    UPDATE assessment SET state = 'final', submitted_at = ${noon(on)}, submitted_on = ${on}, observed_on = ${on} WHERE id = ${id}`;
  await score(id, 1, result, { on, percent, criticalFailures });
  return id;
}

async function score(
  id: string,
  version: number,
  result: FidelityResult,
  { on = "2026-11-10", percent = 50, criticalFailures = [] as string[] } = {},
): Promise<void> {
  const sections = [
    { sectionId: "a", points: 1, possible: 3, percent: 33.3, result: null, band: null },
    { sectionId: "b", points: 5, possible: 5, percent: 100, result: null, band: null },
  ];
  await owner`
    INSERT INTO assessment_score (assessment_id, score_version, program_id, site_id, points, possible, percent, result,
      critical_failures, sections, computed_at)
    VALUES (${id}, ${version}, ${program.id}, ${site.id}, ${percent / 10}, 10, ${percent}, ${result}, ${criticalFailures},
      ${owner.json(sections)}, ${noon(on)})`;
}

const plans = () => owner`
  SELECT id, state::text, trigger_id AS "triggerId" FROM improvement_plan WHERE program_id = ${program.id} ORDER BY proposed_at, id`;
const onlyPlan = async () => {
  const [plan, ...more] = await plans();
  expect(more).toEqual([]);
  return plan?.id as string;
};
const told = async (person: TestPerson) =>
  (await owner`SELECT kind FROM inbox_item WHERE recipient_id = ${person.id} ORDER BY created_at, kind`).map(
    ({ kind }) => kind,
  );
const at = (ctx: PersonContext, day: string): PersonContext => ({ ...ctx, now: noon(day), today: day });
const keep = (day: string, input = {}) => keepImprovementPlans({ ...job, now: noon(day), today: day }, input);

const CONTENT = {
  intent: "save" as const,
  rowVersion: 1,
  systemCauses: "No room to talk, and too many cases",
  drivers: ["system" as const, "coaching" as const],
  goals: "The coach says who will see what",
  startsOn: "2026-11-16",
  recheckDueOn: "2026-12-21",
};

async function agreedPlan(successes = 1): Promise<string> {
  await owner`UPDATE program SET improvement_successes = ${successes} WHERE id = ${program.id}`;
  await rated("not_met");
  await keep("2026-11-16");
  const planId = await onlyPlan();
  for (const change of [
    [asCoach, { intent: "share" }],
    [asSupervisor, { ...CONTENT, ownerId: supervisor.id }],
    [asSupervisor, { intent: "agree", rowVersion: 2 }],
    [asCoach, { intent: "agree", rowVersion: 2 }],
  ] as const)
    expect(await changeImprovementPlan(change[0], { ...change[1], planId } as never)).toEqual({ ok: true });
  await keep("2026-11-16", { planId });
  return planId;
}

describe("proposing", () => {
  test("a practitioner who was rated has a plan of their own, before anybody else", async () => {
    const practice = await addInstrument(owner, program, {
      ...{ definition: PRACTICE_CHECKLIST, rule: PRACTICE_RULE },
    });
    const { practitioner } = await addCoachedPractitioner(owner, program, { site, supervisor, coach });
    await rated("developing", { who: practitioner, of: practice });
    await keep("2026-11-16");
    const asPractitioner = await contextFor(web, practitioner);
    expect(await listOwnPlans(asPractitioner)).toMatchObject([
      { id: await onlyPlan(), state: "proposed", instrument: "Practice checklist" },
    ]);
    for (const ctx of [asCoach, asSupervisor]) expect(await listOwnPlans(ctx)).toEqual([]);
  });

  test("a low result and a failed critical item propose one plan each, however often and however parallel it runs", async () => {
    const other = await addRatedCoach(owner, program, { site, supervisor });
    const triggers = [
      await rated("developing"),
      await rated("not_met", { who: other.coach, percent: 90, criticalFailures: ["a1"] }),
    ];
    await Promise.all([
      keep("2026-11-16"),
      keep("2026-11-16"),
      keep("2026-11-16", { assessmentId: triggers[0] }),
    ]);
    expect((await keep("2026-11-16")).proposed).toBe(0);
    expect((await plans()).map(({ triggerId }) => triggerId).sort()).toEqual(triggers.sort());
    const events = await owner`
      SELECT count(*)::int AS n FROM domain_event WHERE program_id = ${program.id} AND type = 'improvement-plan.proposed'`;
    expect(events[0]?.n).toBe(2);
    expect(await told(coach)).toEqual(["improvement-plan-proposed"]);
    expect(await owner`SELECT FROM mail WHERE program_id = ${program.id}`).toHaveLength(2);
  });

  test("what meets the threshold, is held back, waits, was rated by oneself or after a lapse proposes nothing", async () => {
    await rated("met", { percent: 90 });
    expect((await keep("2026-11-16")).proposed).toBe(0);
    for (const change of [
      owner`is_held = true`,
      owner`state = 'submitted'`,
      owner`is_rater_lapsed = true`,
      owner`rater_type = 'self', rater_id = subject_id`,
    ]) {
      const { coach: who } = await addRatedCoach(owner, program, { site, supervisor });
      const id = await rated("not_met", { who });
      await owner`UPDATE assessment SET ${change} WHERE id = ${id}`;
    }
    await rated("not_scorable", { on: "2026-11-12" });
    await rated("not_met", { on: "2026-06-01", who: (await addRatedCoach(owner, program, { site })).coach });
    expect((await keep("2026-11-16")).proposed).toBe(0);
  });

  test("the newest review speaks, and a second low one opens no second plan", async () => {
    await rated("not_met", { on: "2026-10-01" });
    await rated("met", { on: "2026-11-10", percent: 90 });
    expect((await keep("2026-11-16")).proposed).toBe(0);
    await rated("not_met", { on: "2026-11-12" });
    expect((await keep("2026-11-16")).proposed).toBe(1);
    await rated("not_met", { on: "2026-11-14" });
    expect((await keep("2026-11-16")).proposed).toBe(0);
  });
});

describe("who sees it", () => {
  test("the subject alone until it is shared, then owner and lead, never colleagues or evaluators", async () => {
    const triggerId = await rated("not_met", { criticalFailures: ["a1"] });
    await keep("2026-11-16");
    const planId = await onlyPlan();
    const colleague = await contextFor(web, await addPerson(owner, program, { role: "coach", site }));
    const evaluator = await contextFor(web, await addPerson(owner, program, { role: "evaluator" }));
    const otherSite = await addSite(owner, program);
    const leadElsewhere = await addPerson(owner, program);
    await giveRole(owner, leadElsewhere, { role: "lead", siteId: otherSite.id });
    const elsewhere = await contextFor(web, leadElsewhere);
    const hidden = async (...who: PersonContext[]) => {
      for (const ctx of who) {
        await expect(readImprovementPlan(ctx, { planId })).rejects.toMatchObject({ code: "not-found" });
        await expect(changeImprovementPlan(ctx, { planId, intent: "share" })).rejects.toMatchObject({
          code: "not-found",
        });
        expect((await listImprovementPlans(ctx, { show: "open", page: 1 })).plans).toEqual([]);
        expect(await listPlansOfReview(ctx, { assessmentId: triggerId })).toEqual([]);
      }
    };
    await hidden(asSupervisor, asLead, colleague, evaluator, elsewhere);
    expect(await told(supervisor)).toEqual([]);
    const own = await readImprovementPlan(asCoach, { planId });
    expect(own).toMatchObject({ viewer: "subject", isShared: false, state: "proposed" });
    expect(own.trigger.failing).toEqual([
      { kind: "critical", label: "Says who will see what", percent: null },
      { kind: "section", label: "Section A", percent: 33.3 },
    ]);
    expect(own.trend).toContain("n = 1");
    expect(own.permissions).toMatchObject({ canShare: true, canWrite: false, canAgree: false });
    expect(await listOwnPlans(asCoach)).toHaveLength(1);

    expect(await changeImprovementPlan(asCoach, { planId, intent: "share" })).toEqual({ ok: true });
    expect(await changeImprovementPlan(asCoach, { planId, intent: "share" })).toEqual({ ok: true });
    await keep("2026-11-16", { planId });
    await hidden(colleague, evaluator, elsewhere);
    expect((await readImprovementPlan(asSupervisor, { planId })).viewer).toBe("owner");
    expect((await readImprovementPlan(asLead, { planId })).viewer).toBe("lead");
    expect((await listImprovementPlans(asLead, { show: "open", page: 1 })).plans).toMatchObject([
      { id: planId, waitsFor: ["subject", "owner"], isSuperseded: false },
    ]);
    expect(await listPlansOfReview(asSupervisor, { assessmentId: triggerId })).toHaveLength(1);
    expect((await listImprovementPlans(asCoach, { show: "open", page: 1 })).plans).toEqual([]);
    expect(await told(supervisor)).toEqual(["improvement-plan-shared"]);
  });

  test("after three days it is shown to others by itself", async () => {
    await rated("not_met");
    await keep("2026-11-16");
    expect((await keep("2026-11-18")).shared).toBe(0);
    expect((await keep("2026-11-19")).shared).toBe(1);
    expect((await keep("2026-11-19")).shared).toBe(0);
    expect((await readImprovementPlan(asLead, { planId: await onlyPlan() })).isShared).toBe(true);
  });
});

describe("its life", () => {
  test("both agree to the same words, it begins on its day, and a change asks both again", async () => {
    await rated("not_met");
    await keep("2026-11-16");
    const planId = await onlyPlan();
    const change = (ctx: PersonContext, action: object) =>
      changeImprovementPlan(ctx, { ...action, planId } as never);
    await change(asCoach, { intent: "share" });
    expect(await change(asCoach, { intent: "agree", rowVersion: 1 })).toMatchObject({
      code: "plan.unfinished",
    });
    const content = { ...CONTENT, ownerId: supervisor.id };
    expect(await change(asLead, { ...content, recheckDueOn: "2026-12-10" })).toMatchObject({
      fieldErrors: { recheckDueOn: [expect.stringContaining("24 days")] },
    });
    expect(await change(asLead, { ...content, ownerId: coach.id })).toMatchObject({ code: "plan.owner" });
    expect(await change(asLead, { ...content, startsOn: "2026-11-20", recheckDueOn: "2026-12-25" })).toEqual({
      ok: true,
    });
    expect(await change(asSupervisor, content)).toMatchObject({ code: "plan.changed" });
    expect(await change(asCoach, { intent: "agree", rowVersion: 1 })).toMatchObject({ code: "plan.changed" });
    await expect(change(asLead, { intent: "agree", rowVersion: 2 })).rejects.toMatchObject({
      code: "not-allowed",
    });
    expect(await change(asCoach, { intent: "agree", rowVersion: 2 })).toEqual({ ok: true });
    await change(asSupervisor, {
      ...content,
      rowVersion: 2,
      startsOn: "2026-11-20",
      recheckDueOn: "2026-12-26",
    });
    expect((await readImprovementPlan(asCoach, { planId })).agreed).toEqual({ subject: null, owner: null });
    // Both at once: it is agreed all the same.
    const both = await Promise.all(
      [asCoach, asSupervisor].map((ctx) => change(ctx, { intent: "agree", rowVersion: 3 })),
    );
    expect(both).toEqual([{ ok: true }, { ok: true }]);
    expect(await plans()).toMatchObject([{ state: "agreed" }]);
    expect((await keep("2026-11-19")).started).toBe(0);
    expect((await keep("2026-11-20")).started).toBe(1);
    expect(await plans()).toMatchObject([{ state: "active" }]);
    expect(await change(asSupervisor, { ...content, rowVersion: 3 })).toMatchObject({
      code: "plan.moved-on",
    });
  });

  test("pressed twice at the same moment, one agrees once and ends it once", async () => {
    await rated("not_met");
    await keep("2026-11-16");
    const planId = await onlyPlan();
    const twice = (ctx: PersonContext, action: object) =>
      Promise.all([1, 2].map(() => changeImprovementPlan(ctx, { ...action, planId } as never)));
    const done = [{ ok: true }, { ok: true }];
    const eventsOf = (type: string) =>
      owner`SELECT FROM domain_event WHERE program_id = ${program.id} AND type = ${type}`;
    expect(await twice(asCoach, { intent: "share" })).toEqual(done);
    const content = { ...CONTENT, ownerId: supervisor.id };
    expect(await twice(asSupervisor, content)).toEqual(done);
    expect(await changeImprovementPlan(asSupervisor, { ...content, planId })).toEqual({ ok: true });
    expect(
      await changeImprovementPlan(asSupervisor, { ...content, goals: "Something else is seen", planId }),
    ).toMatchObject({ code: "plan.changed" });
    expect(await eventsOf("improvement-plan.changed")).toHaveLength(1);
    expect(await twice(asCoach, { intent: "agree", rowVersion: 2 })).toEqual(done);
    expect(await twice(asSupervisor, { intent: "agree", rowVersion: 2 })).toEqual(done);
    expect(await eventsOf("improvement-plan.agreed")).toHaveLength(2);
    expect(await twice(asSupervisor, content)).toEqual(done);
    expect(await eventsOf("improvement-plan.changed")).toHaveLength(1);
    expect(await twice(asLead, { intent: "close", reason: "A move to other work" })).toEqual(done);
    expect(await eventsOf("improvement-plan.closed")).toHaveLength(1);
  });

  test("the database lets nobody agree for somebody else, end it as met, or hide it again", async () => {
    await rated("not_met");
    await keep("2026-11-16");
    const planId = await onlyPlan();
    await changeImprovementPlan(asCoach, { intent: "share", planId });
    await changeImprovementPlan(asSupervisor, { ...CONTENT, ownerId: supervisor.id, planId });
    const tried = (ctx: PersonContext, set: string) =>
      inSql(ctx, (sql) => sql.unsafe(`UPDATE improvement_plan SET ${set} WHERE id = '${planId}'`));
    for (const [ctx, set] of [
      [asCoach, "owner_agreed_at = now()"],
      [asLead, "subject_agreed_at = now()"],
      [asLead, "owner_agreed_at = now()"],
      [asLead, "shared_at = NULL"],
      [asCoach, "state = 'withdrawn', closed_at = now(), closed_reason = 'No plan for me'"],
    ] as const)
      await expect(tried(ctx, set), set).rejects.toMatchObject({ code: "42501" });
    for (const ctx of [asCoach, asSupervisor])
      await changeImprovementPlan(ctx, { intent: "agree", rowVersion: 2, planId });
    for (const [ctx, set] of [
      [asCoach, "state = 'met', closed_at = now()"],
      [asSupervisor, "state = 'met', closed_at = now()"],
      [asCoach, "state = 'closed_not_met', closed_at = now(), closed_reason = 'I have had enough'"],
      [asSupervisor, "goals = 'Something else than we agreed'"],
    ] as const)
      await expect(tried(ctx, set), set).rejects.toMatchObject({ code: "42501" });
    // What the product does, it may.
    expect(
      await changeImprovementPlan(asLead, { intent: "close", reason: "A move to other work", planId }),
    ).toEqual({ ok: true });
    await expect(tried(asLead, "closed_reason = 'Another reason'")).rejects.toMatchObject({ code: "42501" });
  });

  test("neither the log of events nor the mail says who has a plan", async () => {
    await rated("not_met");
    await keep("2026-11-16");
    const planId = await onlyPlan();
    await changeImprovementPlan(asCoach, { intent: "share", planId });
    const admin = await contextFor(web, await addPerson(owner, program, { role: "admin" }));
    expect(
      await inSql(admin, (sql) => sql`SELECT FROM domain_event WHERE type LIKE 'improvement-plan.%'`),
    ).toHaveLength(0);
    const mails = await inSql(admin, (sql) => sql`SELECT subject, body FROM mail`);
    expect(mails).toHaveLength(1);
    expect(JSON.stringify(mails)).not.toMatch(/plan|review|support/i);
  });

  test("a plan takes no more steps than its page shows", async () => {
    const planId = await agreedPlan();
    const step = (n: number) => ({
      ...{ intent: "support" as const, id: randomUUID(), what: `Step ${n}` },
      ...{ helper: "owner" as const, dueOn: "2026-12-01", planId },
    });
    for (let n = 0; n < 50; n += 1)
      await owner`
        INSERT INTO improvement_support (id, program_id, plan_id, what, helper, due_on, created_at)
        VALUES (${randomUUID()}, ${program.id}, ${planId}, ${`Step ${n}`}, 'owner', '2026-12-01', now())`;
    expect(await changeImprovementPlan(asSupervisor, step(51))).toMatchObject({
      ok: false,
      code: "plan.steps",
    });
  });

  test("steps are added once and marked by subject and owner, not by others", async () => {
    const planId = await agreedPlan();
    const step = {
      ...{ intent: "support" as const, id: randomUUID(), what: "Watch a colleague" },
      ...{ helper: "owner" as const, dueOn: "2026-12-01", planId },
    };
    const eventsOf = async (type: string) =>
      (await owner`SELECT FROM domain_event WHERE program_id = ${program.id} AND type = ${type}`).length;
    expect(await changeImprovementPlan(asSupervisor, step)).toEqual({ ok: true });
    expect(await changeImprovementPlan(asSupervisor, step)).toEqual({ ok: true });
    expect(await changeImprovementPlan(asSupervisor, { ...step, what: "Watch a recording" })).toMatchObject({
      ok: false,
      code: "stored-already",
    });
    expect(await eventsOf("improvement-plan.support-added")).toBe(1);
    const mark = { intent: "mark" as const, about: step.id, status: "done" as const, planId };
    for (const ctx of [asCoach, at(asCoach, "2026-11-17")])
      expect(await Promise.all([changeImprovementPlan(ctx, mark), changeImprovementPlan(ctx, mark)])).toEqual(
        [{ ok: true }, { ok: true }],
      );
    expect(await eventsOf("improvement-plan.support-marked")).toBe(1);
    await expect(changeImprovementPlan(asLead, mark)).rejects.toMatchObject({ code: "not-allowed" });
    await expect(changeImprovementPlan(asCoach, { ...mark, about: randomUUID() })).rejects.toMatchObject({
      code: "not-found",
    });
    expect((await readImprovementPlan(asCoach, { planId })).supports).toEqual([
      {
        ...{ id: step.id, what: "Watch a colleague", helper: "owner", dueOn: "2026-12-01" },
        ...{ status: "done", closedOn: "2026-11-16" },
      },
    ]);
  });

  test("it is met by as many re-assessments in a row as it needs, and one that cannot be scored breaks nothing", async () => {
    const planId = await agreedPlan(2);
    await rated("met", { on: "2026-12-10", percent: 85 });
    expect(await keep("2026-12-11")).toMatchObject({ met: 0, extended: 0 });
    await rated("not_scorable", { on: "2026-12-20" });
    await rated("met", { on: "2027-01-10", percent: 85 });
    const both = await Promise.all([keep("2027-01-11"), keep("2027-01-11")]);
    expect(both.map(({ met }) => met).sort()).toEqual([0, 1]);
    expect(await plans()).toMatchObject([{ state: "met" }]);
    const page = await readImprovementPlan(at(asCoach, "2027-01-11"), { planId });
    expect(page).toMatchObject({ course: { metInARow: 2, misses: 0 }, closedOn: "2027-01-11" });
    expect(await told(coach)).toContain("improvement-plan-met");
    // A later low result opens another; the old ones do not.
    expect((await keep("2027-01-12")).proposed).toBe(0);
    await rated("not_met", { on: "2027-02-01" });
    expect((await keep("2027-02-02")).proposed).toBe(1);
  });

  test("a miss extends it, two misses bring the support team to the lead, and a person ends it", async () => {
    const planId = await agreedPlan(1);
    await rated("developing", { on: "2026-12-10" });
    expect(await keep("2026-12-11")).toMatchObject({ extended: 1, met: 0, proposed: 0 });
    expect(await keep("2026-12-11")).toMatchObject({ extended: 0 });
    expect(await readImprovementPlan(asCoach, { planId })).toMatchObject({
      ...{ state: "extended", recheckDueOn: "2027-01-14", course: { misses: 1, needsSupportTeam: false } },
    });
    await rated("not_met", { on: "2027-01-10" });
    await keep("2027-01-11");
    await keep("2027-01-11");
    expect((await listImprovementPlans(asLead, { show: "open", page: 1 })).plans).toMatchObject([
      { state: "extended", course: { misses: 2, needsSupportTeam: true } },
    ]);
    expect((await told(leadPerson)).filter((kind) => kind === "improvement-plan-team")).toHaveLength(1);
    const late = at(asSupervisor, "2027-01-12");
    expect(
      await changeImprovementPlan(late, { planId, intent: "extend", recheckDueOn: "2027-04-12" }),
    ).toMatchObject({ fieldErrors: { recheckDueOn: expect.anything() } });
    expect(
      await changeImprovementPlan(late, { planId, intent: "extend", recheckDueOn: "2027-02-20" }),
    ).toEqual({ ok: true });
    await expect(
      changeImprovementPlan(asCoach, { planId, intent: "close", reason: "I do not want it" }),
    ).rejects.toMatchObject({ code: "not-allowed" });
    const close = { planId, intent: "close" as const, reason: "The role has changed altogether" };
    expect(await changeImprovementPlan(late, close)).toEqual({ ok: true });
    expect(await changeImprovementPlan(late, close)).toEqual({ ok: true });
    expect(await plans()).toMatchObject([{ state: "closed_not_met" }]);
    expect((await keep("2027-01-13")).proposed).toBe(0);
  });

  test("a result that was changed since is said, and the proposal can be withdrawn for good", async () => {
    const triggerId = await rated("not_met");
    await keep("2026-11-16");
    const planId = await onlyPlan();
    await changeImprovementPlan(asCoach, { planId, intent: "share" });
    await score(triggerId, 2, "met", { on: "2026-11-16", percent: 90 });
    expect((await readImprovementPlan(asSupervisor, { planId })).superseded).toContain("no longer below");
    expect((await listImprovementPlans(asLead, { show: "open", page: 1 })).plans).toMatchObject([
      { isSuperseded: true },
    ]);
    const withdraw = { planId, intent: "withdraw" as const, reason: "The score was corrected" };
    await expect(changeImprovementPlan(asCoach, withdraw)).rejects.toMatchObject({ code: "not-allowed" });
    expect(await changeImprovementPlan(asSupervisor, withdraw)).toEqual({ ok: true });
    expect((await keep("2026-11-17")).proposed).toBe(0);
    // Corrected once more, and low again: that is another result.
    await score(triggerId, 3, "not_met", { on: "2026-11-17" });
    expect((await keep("2026-11-18")).proposed).toBe(1);
  });
});

test("the schedule's rule for low results plans the re-assessment, by another rater than the first", async () => {
  const far = await addSite(owner, program);
  const raters = [supervisor, await addPerson(owner, program, { role: "supervisor", site: far })];
  for (const rater of raters)
    await owner`
      INSERT INTO certification (program_id, person_id, kind, instrument_id, awarded_on, valid_from, valid_until)
      VALUES (${program.id}, ${rater.id}, 'rater', ${instrument.id}, '2026-01-01', '2026-01-01', '2027-12-31')`;
  const rule = {
    ...{ id: "recheck", kind: "event", startOn: "2026-01-01", events: ["below-threshold"] },
    ...{ after: { count: 30, unit: "days" }, opensDaysBefore: 7, dueDaysAfter: 7, graceDays: 7 },
  };
  await owner`
    INSERT INTO schedule_rule (program_id, instrument_id, code, version, title, rule, rater_type, starts_on)
    VALUES (${program.id}, ${instrument.id}, 'recheck', 1, 'Second look', ${owner.json(rule as never)}, 'independent', '2026-01-01')`;
  await rated("not_met", { on: "2026-11-10" });
  await reconcileAssessments(job, { subjectId: coach.id });
  await keep("2026-11-16");
  const page = await readImprovementPlan(asCoach, { planId: await onlyPlan() });
  expect(page.recheck).toMatchObject({ opensOn: "2026-12-03", isOwn: true, isOtherRater: true });
});
