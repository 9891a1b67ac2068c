import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { listReviewsAhead } from "#app/features/fidelity/list-reviews-ahead.server.ts";
import { raterConflictForm } from "#app/features/fidelity/rater-conflict.schema.ts";
import { reconcileAssessments } from "#app/features/fidelity/reconcile-assessments.server.ts";
import { listConflicts, recordRaterConflict } from "#app/features/fidelity/record-rater-conflict.server.ts";
import { waiveAssessment } from "#app/features/fidelity/waive-assessment.server.ts";
import { reactionsTo } from "#jobs/reactions.ts";
import { addInstrument, addRatedCoach } from "#tests/factories/fidelity.ts";
import {
  addPerson,
  addProgram,
  giveRole,
  type TestPerson,
  type TestProgram,
  type TestSite,
} from "#tests/factories/people.ts";
import { contextFor, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = openDatabase(testDatabase().ownerUrl, { connections: 2 });
const web = openDatabase(testDatabase().webUrl, { connections: 4 });
const worker = openDatabase(testDatabase().workerUrl, { connections: 2 });
const { sql } = owner;
afterAll(() => Promise.all([owner.close(), web.close(), worker.close()]));

let program: TestProgram;
let lead: TestPerson;
let coach: TestPerson;
let supervisor: TestPerson;
let site: TestSite;

beforeEach(async () => {
  program = await addProgram(sql);
  await addInstrument(sql, program);
  ({ coach, supervisor, site } = await addRatedCoach(sql, program, { awardedOn: "2026-10-20" }));
  lead = await addPerson(sql, program, { role: "lead" });
  await run();
});

const run = () => reconcileAssessments(systemContextFor(worker, program));
const events = (type: string) =>
  sql`SELECT FROM domain_event WHERE program_id = ${program.id} AND type = ${type}`;
const REASON = "The coach's site is closed for the season";

describe("waiving a review", () => {
  test("keeps it with its reason and approver, once, and the scheduler leaves it alone", async () => {
    const ctx = await contextFor(web, lead);
    const [first] = (await listReviewsAhead(ctx, { page: 1 })).reviews;
    expect(first).toMatchObject({ status: "open", canWaive: true, dueOn: "2026-11-26" });
    const about = first?.id ?? "";
    for (let n = 0; n < 2; n += 1)
      expect(await waiveAssessment(ctx, { intent: "waive", about, reason: REASON })).toEqual({ ok: true });
    const [row] = await sql`
      SELECT state, state_reason, approved_by_id FROM assessment JOIN assessment_waiver ON assessment_id = id WHERE id = ${about}`;
    expect(row).toEqual({ state: "waived", state_reason: REASON, approved_by_id: lead.id });
    const [waived] = await sql`
      SELECT type, subject_type AS "subjectType", subject_id AS "subjectId", site_id AS "siteId", payload
      FROM domain_event WHERE program_id = ${program.id} AND type = 'assessment.waived'`;
    // What was waived is no longer missed in the month of its due day.
    expect(reactionsTo(waived as never)).toEqual([
      { job: "refresh-figures", payload: { siteId: site.id, month: "2026-11-01" } },
    ]);
    expect(await events("assessment.waived")).toHaveLength(1);
    expect(await run()).toMatchObject({ added: 0, changed: 0, cancelled: 0 });
    expect(
      (await listReviewsAhead(ctx, { page: 1, site: site.id })).reviews.map(({ id }) => id),
    ).not.toContain(about);
  });

  test("gives a rule that it counted for a review of its own", async () => {
    await sql`
      INSERT INTO schedule_rule (program_id, instrument_id, code, version, title, rule, rater_type, starts_on)
      SELECT program_id, instrument_id, 'sweep', 1, 'Sweep',
             ${sql.json({ id: "sweep", kind: "sweep", days: ["2026-11-25"], precedence: 200 })}, 'supervisor', '2026-01-01'
      FROM schedule_rule WHERE program_id = ${program.id}`;
    await run();
    const ctx = await contextFor(web, lead);
    const [first] = (await listReviewsAhead(ctx, { page: 1 })).reviews;
    expect(first).toMatchObject({ targetOn: "2026-11-19", alsoCounts: 1 });
    await waiveAssessment(ctx, { intent: "waive", about: first?.id ?? "", reason: REASON });
    expect(await run()).toMatchObject({ added: 1, cancelled: 0 });
    expect((await listReviewsAhead(ctx, { page: 1 })).reviews[0]).toMatchObject({
      ...{ ruleTitle: "Sweep", targetOn: "2026-11-25", alsoCounts: 0 },
    });
  });

  test("stands on a list by the day of its site", async () => {
    await sql`UPDATE site SET zone = 'Pacific/Kiritimati' WHERE id = ${site.id}`;
    await sql`UPDATE assessment SET target_on = '2026-11-16', due_on = '2026-11-16', grace_ends_on = '2026-11-20' WHERE state = 'open' AND subject_id = ${coach.id}`;
    const ctx = await contextFor(web, lead);
    expect(ctx.today).toBe("2026-11-16");
    const shown = (await listReviewsAhead(ctx, { page: 1 })).reviews[0];
    expect(shown).toMatchObject({ dueOn: "2026-11-16", status: "overdue" });
    expect(shown).not.toHaveProperty("zone");
  });

  test("is for whoever leads its site; a finished one is not waived", async () => {
    const [row] = await sql<
      { id: string }[]
    >`SELECT id FROM assessment WHERE subject_id = ${coach.id} AND state = 'open'`;
    const form = { intent: "waive" as const, about: row?.id ?? "", reason: REASON };
    const elsewhere = await addPerson(sql, program);
    await giveRole(sql, elsewhere, { role: "lead", siteId: (await addRatedCoach(sql, program)).site.id });
    await expect(waiveAssessment(await contextFor(web, elsewhere), form)).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(waiveAssessment(await contextFor(web, supervisor), form)).rejects.toMatchObject({
      code: "not-allowed",
    });
    await sql`UPDATE assessment SET state = 'final', submitted_at = now(), submitted_on = '2026-11-16' WHERE id = ${form.about}`;
    expect(await waiveAssessment(await contextFor(web, lead), form)).toMatchObject({ ok: false });
    expect(await events("assessment.waived")).toHaveLength(0);
  });

  test("of oneself is for another lead", async () => {
    await giveRole(sql, coach, { role: "lead" });
    const own = await contextFor(web, coach);
    const [first] = (await listReviewsAhead(own, { page: 1 })).reviews;
    expect(first).toMatchObject({ canWaive: false });
    const given = { intent: "waive" as const, about: first?.id ?? "", reason: REASON };
    await expect(waiveAssessment(own, given)).rejects.toMatchObject({ code: "not-allowed" });
    await expect(
      inSql(own, (held) => held`UPDATE assessment SET state = 'waived' WHERE id = ${given.about}`),
    ).rejects.toMatchObject({ code: "42501" });
  });

  test("twice at the same moment is one waiver, and both are told that it is done", async () => {
    const ctx = await contextFor(web, lead);
    const [first] = (await listReviewsAhead(ctx, { page: 1 })).reviews;
    const given = { intent: "waive" as const, about: first?.id ?? "", reason: REASON };
    const answers = await Promise.all([waiveAssessment(ctx, given), waiveAssessment(ctx, given)]);
    expect(answers).toEqual([{ ok: true }, { ok: true }]);
    expect(await events("assessment.waived")).toHaveLength(1);
  });

  test("the database lets a lead do nothing else to a review", async () => {
    const ctx = await contextFor(web, lead);
    const change = web.sql.begin(async (tx) => {
      await tx`SELECT set_config('app.program_id', ${program.id}, true), set_config('app.person_id', ${lead.id}, true),
               set_config('app.site_ids', ${`{${site.id}}`}, true), set_config('app.roles', '{lead}', true)`;
      await tx`UPDATE assessment SET due_on = due_on + 1 WHERE subject_id = ${coach.id}`;
    });
    await expect(change).rejects.toMatchObject({ code: "42501" });
    expect(ctx.actor.personId).toBe(lead.id);
  });
});

describe("conflicts of interest", () => {
  const record = (given: object = {}) =>
    raterConflictForm.parse({
      ...{ intent: "record", id: randomUUID(), raterId: supervisor.id, subjectId: coach.id },
      ...{ startsOn: "2026-11-01", reason: "Related to each other" },
      ...given,
    });

  test("are recorded once, take the review from its rater, and end", async () => {
    const ctx = await contextFor(web, lead);
    const form = record();
    for (let n = 0; n < 2; n += 1) expect(await recordRaterConflict(ctx, form)).toEqual({ ok: true });
    expect(await recordRaterConflict(ctx, { ...form, reason: "Share a flat" } as typeof form)).toMatchObject({
      code: "stored-already",
    });
    expect(await events("rater-conflict.recorded")).toHaveLength(1);
    expect(await run()).toMatchObject({ unassigned: 1 });
    const [conflict] = (await listConflicts(ctx)).conflicts;
    const end = raterConflictForm.parse({ intent: "end", about: conflict?.id, endsOn: "2026-11-10" });
    expect(await recordRaterConflict(ctx, end)).toEqual({ ok: true });
    await run();
    const [open] =
      await sql`SELECT rater_id FROM assessment WHERE subject_id = ${coach.id} AND state = 'open'`;
    expect(open?.rater_id).toBe(supervisor.id);
  });

  test("posted twice at once are one; the same two from the same day on again are refused", async () => {
    const ctx = await contextFor(web, lead);
    const form = record();
    expect(await Promise.all([recordRaterConflict(ctx, form), recordRaterConflict(ctx, form)])).toEqual([
      { ok: true },
      { ok: true },
    ]);
    expect(await events("rater-conflict.recorded")).toHaveLength(1);
    expect(await recordRaterConflict(ctx, record())).toMatchObject({
      ok: false,
      fieldErrors: { startsOn: [expect.any(String)] },
    });
  });

  test("of people outside, of one person, and days that make no sense are refused at their field", async () => {
    const ctx = await contextFor(web, lead);
    const other = await addRatedCoach(sql, await addProgram(sql));
    for (const [given, field] of [
      [{ raterId: other.supervisor.id }, "raterId"],
      [{ subjectId: other.coach.id }, "subjectId"],
      [{ endsOn: "2026-11-01" }, "endsOn"],
    ] as const)
      expect(await recordRaterConflict(ctx, record(given))).toMatchObject({
        ok: false,
        fieldErrors: { [field]: [expect.any(String)] },
      });
  });
});
