import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { announceDays } from "#app/features/fidelity/announce-days.server.ts";
import { listReviews } from "#app/features/fidelity/list-reviews.server.ts";
import { moveReview } from "#app/features/fidelity/move-review.server.ts";
import { readReviewBoard } from "#app/features/fidelity/read-review-board.server.ts";
import { reconcileAssessments } from "#app/features/fidelity/reconcile-assessments.server.ts";
import { boardSearch, type ShiftForm, shiftForm } from "#app/features/fidelity/review-board.schema.ts";
import { shiftReviews } from "#app/features/fidelity/shift-reviews.server.ts";
import { takeBackMove } from "#app/features/fidelity/take-back-move.server.ts";
import {
  addAssessment,
  addInstrument,
  addRatedCoach,
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

const owner = openDatabase(testDatabase().ownerUrl, { connections: 2 });
const web = openDatabase(testDatabase().webUrl, { connections: 6 });
const worker = openDatabase(testDatabase().workerUrl, { connections: 2 });
const { sql } = owner;
afterAll(() => Promise.all([owner.close(), web.close(), worker.close()]));

let program: TestProgram;
let instrument: TestInstrument;
let lead: TestPerson;
let coach: TestPerson;
let supervisor: TestPerson;
let site: TestSite;
/** Opens 2026-11-05, is due on the 26th; today is Monday the 16th. */
let about: string;

beforeEach(async () => {
  program = await addProgram(sql);
  instrument = await addInstrument(sql, program);
  ({ coach, supervisor, site } = await addRatedCoach(sql, program, { awardedOn: "2026-10-20" }));
  lead = await addPerson(sql, program, { role: "lead" });
  await run();
  const [row] = await sql<{ id: string }[]>`
    SELECT id FROM assessment WHERE subject_id = ${coach.id} AND state = 'open'`;
  about = row?.id ?? "";
});

const run = () => reconcileAssessments(systemContextFor(worker, program));
const announce = (moveId: string) => announceDays(systemContextFor(worker, program), { moveId });
const as = (person: TestPerson) => contextFor(web, person);
const later = async (person: TestPerson, hours: number) => {
  const ctx = await as(person);
  return { ...ctx, now: new Date(ctx.now.getTime() + hours * 3_600_000) };
};
const move = (to: string, given: object = {}) => ({
  ...{ intent: "move" as const, id: randomUUID(), about, seen: null, to },
  ...given,
});
const stored = async (id = about) => {
  const [row] = await sql`
    SELECT planned_on, planned_move_id, planned_lost_on, target_on, opens_on, due_on, state FROM assessment WHERE id = ${id}`;
  return row;
};
const events = (type: string) =>
  sql`SELECT payload FROM domain_event WHERE program_id = ${program.id} AND type = ${type}`;
const notices = (kind: string) =>
  sql`SELECT recipient_id, title, body FROM inbox_item WHERE program_id = ${program.id} AND kind = ${kind}`;
const close = (firstOn: string, lastOn = firstOn) => sql`
  INSERT INTO closure (id, program_id, site_id, name, first_on, last_on, announced_on, changed_at)
  VALUES (${randomUUID()}, ${program.id}, ${site.id}, 'Training week', ${firstOn}, ${lastOn}, '2026-01-01', now())`;

describe("one review", () => {
  test("gets a day inside its window; its rule's days stay, the rater is told and sees it", async () => {
    const form = move("2026-11-24");
    for (let n = 0; n < 2; n += 1) expect(await moveReview(await as(lead), form)).toMatchObject({ ok: true });
    expect(await stored()).toMatchObject({
      planned_on: "2026-11-24",
      target_on: "2026-11-19",
      due_on: "2026-11-26",
    });
    expect(await events("assessment.day-agreed")).toHaveLength(1);
    for (let n = 0; n < 2; n += 1) await announce(form.id);
    expect(await notices("review-days")).toMatchObject([
      {
        recipient_id: supervisor.id,
        body: expect.stringContaining("Tue 24 Nov 2026, before Thu 19 Nov 2026"),
      },
    ]);
    expect((await listReviews(await as(supervisor))).open[0]).toMatchObject({ plannedOn: "2026-11-24" });
    const board = await readReviewBoard(
      await as(supervisor),
      boardSearch.parse({ from: "2026-11", site: site.id, month: "2026-11" }),
    );
    expect(board.rows).toMatchObject([{ siteId: site.id, cells: expect.any(Array) }]);
    expect(board.rows[0]?.cells[0]).toEqual({ planned: 0, open: 1, done: 0, overdue: 0, waived: 0 });
    expect(board.opened?.reviews).toMatchObject([{ id: about, plannedOn: "2026-11-24", moveId: form.id }]);
    expect(board.opened?.reviews[0]?.days).toContain("2026-11-17");
    // The scheduler finds everything in place.
    expect(await run()).toMatchObject({ changed: 0, cancelled: 0 });
  });

  test.each([
    ["2026-11-27", "outside its window, 5 Nov 2026 to 26 Nov 2026"],
    ["2026-11-13", "has passed"],
    ["2026-11-21", "is closed: a weekend"],
    ["2026-11-18", "is closed: Training week"],
  ])("does not go to %s", async (to, reason) => {
    await close("2026-11-18");
    expect(await moveReview(await as(lead), move(to))).toMatchObject({
      ok: false,
      fieldErrors: { to: [expect.stringContaining(reason)] },
    });
    expect(await stored()).toMatchObject({ planned_on: null });
    expect(await sql`SELECT FROM review_move WHERE program_id = ${program.id}`).toHaveLength(0);
  });

  test("that was given back is neither late nor finished on the board", async () => {
    await sql`
      UPDATE assessment SET state = 'returned', submitted_at = now(), submitted_on = '2026-11-16', is_held = true,
        opens_on = '2026-11-01', target_on = '2026-11-09', due_on = '2026-11-13' WHERE id = ${about}`;
    const ctx = await as(lead);
    const board = await readReviewBoard(
      ctx,
      boardSearch.parse({ from: "2026-11", site: site.id, month: "2026-11" }),
    );
    expect(board.rows[0]?.cells[0]).toMatchObject({ open: 1, done: 0, overdue: 0 });
    const answer = await moveReview(ctx, move("2026-11-24"));
    expect(answer).toMatchObject({ ok: false, fieldErrors: { to: ["It was begun."] } });
  });

  test("is not said to be moved by a form with the id of somebody else's move", async () => {
    const form = move("2026-11-24");
    await moveReview(await as(lead), form);
    const again = { ...move("2026-11-23"), id: form.id, seen: form.id };
    await expect(moveReview(await as(supervisor), again)).rejects.toMatchObject({ code: "not-found" });
    const otherLead = await addPerson(sql, program, { role: "lead" });
    const shift = shiftForm.parse({ intent: "preview", id: form.id, by: "days", days: "1" });
    const shown = await shiftReviews(await as(otherLead), shift);
    const mark = shown.ok && "preview" in shown ? shown.preview.mark : "";
    await expect(
      shiftReviews(await as(otherLead), { ...shift, intent: "apply", mark }),
    ).rejects.toMatchObject({ code: "not-found" });
    expect(await stored()).toMatchObject({ planned_on: "2026-11-24" });
  });

  test("is not overwritten by whoever saw an older day; of two at once one wins and the other is told", async () => {
    const answers = await Promise.all([
      moveReview(await as(lead), move("2026-11-24")),
      moveReview(await as(supervisor), move("2026-11-23")),
    ]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ code: "review.moved" });
    const first = await stored();
    expect(await moveReview(await as(lead), move("2026-11-17"))).toMatchObject({ code: "review.moved" });
    expect(await stored()).toEqual(first);
    const seen = first?.planned_move_id;
    expect(await moveReview(await as(lead), move("2026-11-17", { seen }))).toMatchObject({ ok: true });
    expect(await events("assessment.day-agreed")).toHaveLength(2);
  });

  test("lets go of its day, and is moved neither once begun nor by somebody else", async () => {
    const form = move("2026-11-24");
    await moveReview(await as(supervisor), form);
    // Nobody is told of what they did themselves.
    await announce(form.id);
    expect(await notices("review-days")).toHaveLength(0);
    const go = { intent: "let-go" as const, id: randomUUID(), about, seen: form.id };
    expect(await moveReview(await as(lead), go)).toMatchObject({ ok: true });
    expect(await stored()).toMatchObject({ planned_on: null, planned_move_id: go.id });

    const colleague = await addPerson(sql, program, { role: "supervisor", site });
    await expect(moveReview(await as(colleague), move("2026-11-23"))).rejects.toMatchObject({
      code: "not-allowed",
    });
    const stranger = await addPerson(sql, program);
    await giveRole(sql, stranger, { role: "lead", siteId: (await addSite(sql, program)).id });
    await expect(moveReview(await as(stranger), move("2026-11-23"))).rejects.toMatchObject({
      code: "not-found",
    });
    await sql`UPDATE assessment SET state = 'in_progress' WHERE id = ${about}`;
    expect(await moveReview(await as(lead), move("2026-11-23", { seen: go.id }))).toMatchObject({
      fieldErrors: { to: ["It was begun."] },
    });
  });

  test("is moved by a lead in nothing but its day, which the database holds to the window and the beginning", async () => {
    const change = (set: string, person: TestPerson, role: string) =>
      web.sql.begin(async (tx) => {
        await tx`SELECT set_config('app.program_id', ${program.id}, true), set_config('app.person_id', ${person.id}, true),
                 set_config('app.site_ids', ${`{${site.id}}`}, true), set_config('app.roles', ${`{${role}}`}, true)`;
        await tx.unsafe(`UPDATE assessment SET ${set} WHERE id = '${about}'`);
      });
    await expect(change("rater_id = NULL", lead, "lead")).rejects.toMatchObject({ code: "42501" });
    await expect(change("planned_on = due_on + 1", lead, "lead")).rejects.toMatchObject({ code: "23514" });
    await change("planned_on = due_on", lead, "lead");
    await sql`UPDATE assessment SET state = 'in_progress' WHERE id = ${about}`;
    await expect(change("planned_on = opens_on", supervisor, "supervisor")).rejects.toMatchObject({
      code: "42501",
    });
  });

  test("goes back for a day, as it was, and through several moves", async () => {
    const [first, second] = [move("2026-11-24"), move("2026-11-23")];
    await moveReview(await as(lead), first);
    await moveReview(await as(lead), { ...second, seen: first.id });
    expect(await takeBackMove(await later(lead, 25), { about: second.id })).toMatchObject({ ok: false });
    await expect(takeBackMove(await as(supervisor), { about: second.id })).rejects.toMatchObject({
      code: "not-found",
    });
    for (let n = 0; n < 2; n += 1)
      expect(await takeBackMove(await later(lead, 23), { about: second.id })).toMatchObject({ ok: true });
    expect(await stored()).toMatchObject({ planned_on: "2026-11-24", planned_move_id: first.id });
    await takeBackMove(await as(lead), { about: first.id });
    expect(await stored()).toMatchObject({ planned_on: null, planned_move_id: null });
    expect(await events("assessment.day-taken-back")).toHaveLength(2);
    await announce(first.id);
    expect(await notices("review-days-back")).toMatchObject([
      { body: expect.stringContaining("Thu 19 Nov 2026, before Tue 24 Nov 2026") },
    ]);
  });
});

describe("the scheduler", () => {
  test("keeps the day while the window holds it, and says when it no longer does", async () => {
    await moveReview(await as(supervisor), move("2026-11-17"));
    // Certified three days later: the window is 2026-11-08 to 29.
    await sql`UPDATE certification SET awarded_on = '2026-10-23', valid_from = '2026-10-23' WHERE person_id = ${coach.id}`;
    expect(await run()).toMatchObject({ changed: expect.any(Number) });
    expect(await stored()).toMatchObject({ planned_on: "2026-11-17", due_on: "2026-11-29" });
    await sql`UPDATE certification SET awarded_on = '2026-11-10', valid_from = '2026-11-10' WHERE person_id = ${coach.id}`;
    await run();
    expect(await stored()).toMatchObject({
      ...{ planned_on: null, planned_move_id: null, planned_lost_on: "2026-11-17", opens_on: "2026-11-26" },
    });
    expect(await notices("review-day-lost")).toMatchObject([
      { recipient_id: supervisor.id, body: expect.stringContaining("Tue 17 Nov 2026 was agreed") },
    ]);
    expect(await events("assessment.day-lost")).toHaveLength(1);
    expect(await run()).toMatchObject({ changed: 0 });
    expect(await notices("review-day-lost")).toHaveLength(1);
  });
});

describe("many reviews", () => {
  const shift = (given: object = {}): ShiftForm =>
    shiftForm.parse({
      ...{ intent: "preview", id: randomUUID(), siteId: site.id, month: "2026-11" },
      ...given,
    });
  const more = (given: object = {}) =>
    addAssessment(sql, instrument, { coach, rater: supervisor, site, ...given });

  test("are shown, moved as shown and taken back, but for what was begun or moved since", async () => {
    await close("2026-11-20");
    const begun = await more();
    await sql`UPDATE assessment SET state = 'in_progress' WHERE id = ${begun}`;
    const waived = await more();
    await sql`UPDATE assessment SET state = 'waived', state_reason = 'Away' WHERE id = ${waived}`;
    const short = await more({ dueOn: "2026-11-19" });
    const other = await more({ targetOn: "2026-11-18" });
    const ctx = await as(lead);
    const form = shift({ by: "days", days: "1" });
    const shown = await shiftReviews(ctx, form);
    if (!("preview" in shown)) throw new Error("Expected a preview");
    expect(shown.preview).toMatchObject({ moving: 2, staying: 3, isStale: false });
    expect(shown.preview.moves).toMatchObject([
      { id: other, fromOn: "2026-11-18", toOn: "2026-11-19", note: null },
      { id: about, toOn: "2026-11-23", note: "Fri 20 Nov 2026 is closed: Training week" },
    ]);
    expect(new Map(shown.preview.stays.map(({ id, note }) => [id, note]))).toEqual(
      new Map([
        [begun, "it was begun"],
        [waived, "it was waived"],
        [short, "Fri 20 Nov 2026 is outside its window, 5 Nov 2026 to 19 Nov 2026"],
      ]),
    );
    expect(await sql`SELECT FROM review_move WHERE program_id = ${program.id}`).toHaveLength(0);

    const apply = { ...form, intent: "apply" as const, mark: shown.preview.mark };
    const answers = [await shiftReviews(ctx, apply), await shiftReviews(ctx, apply)];
    expect(answers).toMatchObject([{ moved: 2 }, { moved: 2 }]);
    expect(await stored()).toMatchObject({ planned_on: "2026-11-23" });
    expect(await stored(other)).toMatchObject({ planned_on: "2026-11-19" });
    expect(await events("assessment.day-agreed")).toHaveLength(2);
    await announce(form.id);
    expect(await notices("review-days")).toMatchObject([{ title: "2 fidelity reviews have another day" }]);

    await moveReview(await as(supervisor), move("2026-11-25", { seen: form.id }));
    expect(await takeBackMove(ctx, { about: form.id })).toMatchObject({
      message: expect.stringContaining("1 review is as before. 1 stays"),
    });
    expect(await stored()).toMatchObject({ planned_on: "2026-11-25" });
    expect(await stored(other)).toMatchObject({ planned_on: null, planned_move_id: null });
  });

  test("move only when what would happen is what was shown, and all or none", async () => {
    const other = await more();
    const ctx = await as(lead);
    const form = shift({ by: "week", weekOf: "2026-11-25" });
    const shown = await shiftReviews(ctx, form);
    const mark = "preview" in shown ? shown.preview.mark : "";
    await moveReview(await as(supervisor), move("2026-11-17"));
    const answer = await shiftReviews(ctx, { ...form, intent: "apply", mark });
    expect(answer).toMatchObject({ preview: { isStale: true, moving: 2 } });
    expect(await stored()).toMatchObject({ planned_on: "2026-11-17" });
    expect(await stored(other)).toMatchObject({ planned_on: null });
    expect(
      await sql`SELECT FROM review_move WHERE kind = 'many' AND program_id = ${program.id}`,
    ).toHaveLength(0);
  });

  test("of two shifts at once one wins, and none of the other's is stored", async () => {
    await more();
    const forms = [shift({ by: "days", days: "1" }), shift({ by: "days", days: "4" })];
    const applied = await Promise.all(
      forms.map(async (form) => {
        const ctx = await as(lead);
        const shown = await shiftReviews(ctx, form);
        const mark = "preview" in shown ? shown.preview.mark : "";
        return shiftReviews(ctx, { ...form, intent: "apply", mark });
      }),
    );
    const won = applied.filter((one) => "moved" in one);
    // Whoever looks after the other has moved sees the new days and moves from there.
    expect(won.length).toBeGreaterThanOrEqual(1);
    const moves =
      await sql`SELECT move_id, count(*)::int AS n FROM review_move_item WHERE program_id = ${program.id} GROUP BY move_id`;
    expect(moves).toHaveLength(won.length);
    for (const { n } of moves) expect(n).toBe(2);
  });

  test("are those of sites one leads", async () => {
    const stranger = await addPerson(sql, program);
    await giveRole(sql, stranger, { role: "lead", siteId: (await addSite(sql, program)).id });
    const form = shift({ by: "days", days: "1" });
    await expect(shiftReviews(await as(stranger), form)).rejects.toMatchObject({ code: "not-found" });
    const cell = boardSearch.parse({ site: site.id, month: "2026-11" });
    await expect(readReviewBoard(await as(stranger), cell)).rejects.toMatchObject({ code: "not-found" });
    const all = await shiftReviews(await as(stranger), { ...form, siteId: undefined });
    expect(all).toMatchObject({ preview: { moving: 0, staying: 0 } });
  });
});
