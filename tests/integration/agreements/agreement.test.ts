import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { agreementDraft } from "#app/features/agreements/agreement.schema.ts";
import { announceAgreement } from "#app/features/agreements/announce-agreement.server.ts";
import { changeAgreement } from "#app/features/agreements/change-agreement.server.ts";
import { draftAgreement } from "#app/features/agreements/draft-agreement.server.ts";
import { openAgreementForm } from "#app/features/agreements/open-agreement-form.server.ts";
import { readAgreement } from "#app/features/agreements/read-agreement.server.ts";
import { readCoachee } from "#app/features/caseload/read-coachee.server.ts";
import { listPeople } from "#app/features/sessions/list-people.server.ts";
import { readMyCoaching } from "#app/features/sessions/read-my-coaching.server.ts";
import { readPerson } from "#app/features/sessions/read-person.server.ts";
import { addAgreement } from "#tests/factories/agreements.ts";
import { addPerson, addSupervision, assignCoach, type TestPerson } from "#tests/factories/people.ts";
import { addActionStep, addGoal } from "#tests/factories/sessions.ts";
import { NOON, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";
import { whileRowsAreHeld } from "#tests/support/held-rows.ts";
import { type Coaching, setUpCoaching } from "../sessions/coaching.ts";

let world: Coaching;
let lead: TestPerson;
const worlds: Coaching[] = [];
const worker = openDatabase(testDatabase().workerUrl, { connections: 2 });
afterAll(() => Promise.all([worker.close(), ...worlds.map((each) => each.close())]));
beforeEach(async () => {
  world = await setUpCoaching();
  worlds.push(world);
  lead = await addPerson(world.owner, world.program, { role: "lead" });
  await addSupervision(world.owner, { person: world.coachee, supervisor: world.supervisor });
});

const input = (given: object = {}) =>
  agreementDraft.parse({
    intent: "propose",
    versionId: randomUUID(),
    purpose: "Stronger first visits, twice a month",
    profile: "dose_only",
    startsOn: "2026-11-16",
    ...given,
  });
const draft = async (given: object = {}, coach = world.coach) =>
  draftAgreement(await world.as(coach), { ...input(given), personId: world.coachee.id });
const proposed = async (given: object = {}) => {
  const written = input(given);
  const answer = await draftAgreement(await world.as(world.coach), {
    ...written,
    personId: world.coachee.id,
  });
  if (!answer.ok) throw new Error(answer.message);
  return { agreementId: answer.agreementId, versionId: written.versionId };
};
const sign = async (
  who: TestPerson,
  { agreementId, versionId }: { agreementId: string; versionId: string },
) => changeAgreement(await world.as(who), { intent: "sign", agreementId, versionId, agreed: "on" });
const page = async (who: TestPerson, agreementId: string) => readAgreement(await world.as(who), agreementId);
const events = async () =>
  (
    await world.owner`SELECT type FROM domain_event WHERE program_id = ${world.program.id} AND subject_type = 'agreement' ORDER BY sequence`
  ).map((row) => row.type);

test("the coach writes and signs, the coachee signs, then it holds; the people list stops marking it", async () => {
  const marks = async () => (await listPeople(await world.as(world.coach))).people[0]?.hasAgreement;
  expect(await marks()).toBe(false);
  const put = await proposed();
  expect(await page(world.coachee, put.agreementId)).toMatchObject({
    ...{
      state: "waiting",
      viewer: "coachee",
      permissions: { canSign: true, canChange: false, canEnd: false },
    },
    current: {
      version: 1,
      purpose: "Stronger first visits, twice a month",
      parties: [{ signedOn: "2026-11-16" }, { signedOn: null }],
    },
  });
  expect((await readMyCoaching(await world.as(world.coachee), { page: 1 })).agreements).toMatchObject([
    { state: "waiting", waitsForViewer: true },
  ]);
  expect(await sign(world.coachee, put)).toEqual({ ok: true });
  expect(await page(world.coach, put.agreementId)).toMatchObject({
    state: "in-force",
    current: { state: "signed", isInForce: true },
  });
  expect(await marks()).toBe(true);
  expect(
    (await readPerson(await world.as(world.coach), { personId: world.coachee.id, page: 1 })).agreement,
  ).toMatchObject({
    ...{ id: put.agreementId, state: "in-force", waitsForViewer: false },
  });
  expect(await events()).toEqual(["agreement.drafted", "agreement.proposed", "agreement.signed"]);
});

test("a retried request and two clicks at once are one agreement and one signature", async () => {
  const written = { ...input(), personId: world.coachee.id };
  const ctx = await world.as(world.coach);
  const answers = await Promise.all([
    draftAgreement(ctx, written),
    draftAgreement(ctx, written),
    draftAgreement(ctx, written),
  ]);
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, true]);
  expect(await draftAgreement(ctx, written)).toMatchObject({ ok: true, isProposed: true });
  const [{ id }] = await world.owner<
    [{ id: string }]
  >`SELECT id FROM coaching_agreement WHERE coach_id = ${world.coach.id}`;
  const put = { agreementId: id, versionId: written.versionId };
  expect(await Promise.all([sign(world.coachee, put), sign(world.coachee, put)])).toEqual([
    { ok: true },
    { ok: true },
  ]);
  expect(await sign(world.coachee, put)).toEqual({ ok: true });
  expect(await world.owner`SELECT FROM agreement_version WHERE agreement_id = ${id}`).toHaveLength(1);
  expect(await world.owner`SELECT FROM agreement_signature WHERE version_id = ${put.versionId}`).toHaveLength(
    2,
  );
  expect(await events()).toEqual(["agreement.drafted", "agreement.proposed", "agreement.signed"]);
});

test("the last two parties who sign at once put it in force", async () => {
  const put = await proposed({
    profile: "shared_goals_and_lead",
    supervisorId: world.supervisor.id,
    leadId: lead.id,
  });
  expect(await Promise.all([sign(world.coachee, put), sign(world.supervisor, put), sign(lead, put)])).toEqual(
    [{ ok: true }, { ok: true }, { ok: true }],
  );
  expect(await page(world.coachee, put.agreementId)).toMatchObject({ state: "in-force" });
  expect((await events()).filter((type) => type === "agreement.signed")).toHaveLength(3);
});

test("two whose signatures wait for the same version are let in one after the other", async () => {
  const { owner, program, coachee, supervisor } = world;
  const put = await proposed({ profile: "shared_goals", supervisorId: supervisor.id });
  const signs = async (who: TestPerson, party: string) =>
    inSql(
      await world.as(who),
      (sql) => sql`
        INSERT INTO agreement_signature (version_id, person_id, program_id, party, signed_at)
        VALUES (${put.versionId}, ${who.id}, ${program.id}, ${party}::text::agreement_party, ${NOON})`,
    );
  const both = await whileRowsAreHeld(
    owner,
    (sql) => sql`SELECT FROM agreement_version WHERE id = ${put.versionId} FOR NO KEY UPDATE`,
    [() => signs(coachee, "coachee"), () => signs(supervisor, "supervisor")],
  );
  expect(both.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
  expect(await page(coachee, put.agreementId)).toMatchObject({ state: "in-force" });
});

test("a changed draft that is posted twice is changed once and put to the others once", async () => {
  const versionId = randomUUID();
  await draft({ intent: "save", versionId });
  const changed = { versionId, rowVersion: 1, purpose: "Another purpose altogether" };
  const save = () => draft({ ...changed, intent: "save" });
  expect(await Promise.all([save(), save(), save()])).toMatchObject([
    { ok: true },
    { ok: true },
    { ok: true },
  ]);
  expect(await save()).toMatchObject({ ok: true });
  const propose = () => draft({ ...changed, rowVersion: 2, purpose: "A third purpose, put to them" });
  expect(await Promise.all([propose(), propose()])).toMatchObject([{ ok: true }, { ok: true }]);
  expect(await propose()).toMatchObject({ ok: true, isProposed: true });
  expect(await events()).toEqual([
    ...["agreement.drafted", "agreement.drafted", "agreement.drafted", "agreement.proposed"],
  ]);
});

test("a draft is the coach's alone, and changes until it is put to the others", async () => {
  const versionId = randomUUID();
  const first = await draft({ intent: "save", versionId });
  if (!first.ok) throw new Error(first.message);
  await expect(page(world.coachee, first.agreementId)).rejects.toMatchObject({ code: "not-found" });
  const form = await openAgreementForm(await world.as(world.coach), world.coachee.id);
  expect(form).toMatchObject({ versionId, rowVersion: 1, version: 1 });
  expect(
    await draft({ intent: "save", versionId, rowVersion: 1, purpose: "Another purpose altogether" }),
  ).toMatchObject({ ok: true });
  expect(
    await draft({ intent: "save", versionId, rowVersion: 1, purpose: "From another tab, later" }),
  ).toMatchObject({
    code: "agreement.moved-on",
  });
  expect(
    await draft({ intent: "propose", versionId, rowVersion: 2, purpose: "Another purpose altogether" }),
  ).toMatchObject({ ok: true });
  expect(
    await draft({ intent: "save", versionId, rowVersion: 2, purpose: "Too late to change it" }),
  ).toMatchObject({
    code: "agreement.proposed",
  });
});

test("a change is another version that asks for new signatures; the old one holds until then and stays readable", async () => {
  const one = await proposed();
  await sign(world.coachee, one);
  const two = await proposed({ purpose: "Harder conversations from now on" });
  expect(two.agreementId).toBe(one.agreementId);
  expect(await draft({ purpose: "A third before the second is signed" })).toMatchObject({
    code: "agreement.open",
  });
  const before = await page(world.coachee, one.agreementId);
  expect(before).toMatchObject({
    state: "in-force",
    current: { version: 2, state: "waiting" },
    earlier: [{ version: 1, isInForce: true }],
  });
  await sign(world.coachee, two);
  const after = await page(world.coachee, one.agreementId);
  expect(after.current).toMatchObject({ version: 2, isInForce: true });
  expect(after.earlier).toMatchObject([
    { version: 1, isInForce: false, purpose: "Stronger first visits, twice a month" },
  ]);
});

test("what was put to the parties never changes, whoever asks the database", async () => {
  const put = await proposed();
  for (const sql of [world.owner]) {
    const change = sql`UPDATE agreement_version SET purpose = 'Something else' WHERE id = ${put.versionId}`;
    await expect(change).rejects.toMatchObject({ constraint_name: "agreement_version_immutable" });
  }
  const ctx = await world.as(world.coach);
  for (const statement of [
    "UPDATE agreement_version SET signed_at = now()",
    "UPDATE coaching_agreement SET in_force_profile = 'shared_goals'",
    "DELETE FROM agreement_signature",
    "UPDATE agreement_signature SET signed_at = now()",
    "DELETE FROM agreement_version",
  ])
    await expect(
      inSql(ctx, (sql) => sql.unsafe(statement)),
      statement,
    ).rejects.toMatchObject({ code: "42501" });
  const forged = inSql(
    ctx,
    (sql) => sql`
      INSERT INTO agreement_signature (version_id, person_id, program_id, party, signed_at)
      VALUES (${put.versionId}, ${world.coachee.id}, ${world.program.id}, 'coachee', now())`,
  );
  await expect(forged).rejects.toMatchObject({ code: "42501" });
});

test("what waits may be taken back, what is signed may be ended by either of the two", async () => {
  const one = await proposed();
  const withdraw = async () => changeAgreement(await world.as(world.coach), { intent: "withdraw", ...one });
  expect(await Promise.all([withdraw(), withdraw(), withdraw()])).toEqual([
    { ok: true },
    { ok: true },
    { ok: true },
  ]);
  expect(await withdraw()).toEqual({ ok: true });
  expect(await sign(world.coachee, one)).toMatchObject({ code: "agreement.not-open" });
  const two = await proposed();
  await sign(world.coachee, two);
  const end = async (who: TestPerson, now?: Date) =>
    changeAgreement(await world.as(who, now), { intent: "end", agreementId: two.agreementId });
  expect(await end(world.coachee)).toEqual({ ok: true });
  expect(await Promise.all([end(world.coachee), end(world.coach)])).toEqual([{ ok: true }, { ok: true }]);
  expect(await end(world.coach, new Date("2026-11-17T20:00:00Z"))).toMatchObject({
    code: "agreement.not-in-force",
  });
  expect((await events()).filter((type) => /withdrawn|ended/.test(type))).toEqual([
    ...["agreement.withdrawn", "agreement.ended"],
  ]);
  expect(await page(world.coach, two.agreementId)).toMatchObject({
    state: "ended",
    endedByName: world.coachee.name,
  });
});

test("of coach and coachee who end it at once each is told that it ended; it ended once", async () => {
  const put = await proposed();
  await sign(world.coachee, put);
  const end = async (who: TestPerson) =>
    changeAgreement(await world.as(who), { intent: "end", agreementId: put.agreementId });
  expect(await Promise.all([end(world.coachee), end(world.coach), end(world.coachee)])).toEqual([
    ...[{ ok: true }, { ok: true }, { ok: true }],
  ]);
  expect((await events()).filter((type) => type === "agreement.ended")).toHaveLength(1);
});

test("a supervisor sees titles of goals by a profile that everybody signed, and loses them with it", async () => {
  const { owner, coach, coachee, site, supervisor } = world;
  const goalId = await addGoal(owner, { coach, coachee, site, title: "Asks two open questions" });
  const stepId = await addActionStep(owner, { coach, coachee, site, what: "Words of a step" });
  await owner`UPDATE action_step SET goal_id = ${goalId} WHERE id = ${stepId}`;
  const seen = async (who: TestPerson) => readCoachee(await world.as(who), coachee.id);
  expect((await seen(supervisor)).goals).toEqual([]);
  const put = await proposed({ profile: "shared_goals", supervisorId: supervisor.id });
  await sign(coachee, put);
  expect((await seen(supervisor)).goals).toEqual([]);
  await sign(supervisor, put);
  const shown = await seen(supervisor);
  expect(shown.goals).toMatchObject([{ title: "Asks two open questions", stepsOpen: 1, stepsDone: 0 }]);
  expect(JSON.stringify(shown)).not.toContain("Words of a step");
  expect((await seen(lead)).goals).toEqual([]);
  // The tables themselves stay closed, and so they do for the supervisor of somebody else.
  for (const table of ["goal", "action_step", "session_summary", "session_private_note"])
    expect(await inSql(await world.as(supervisor), (sql) => sql`SELECT FROM ${sql(table)}`)).toHaveLength(0);
  const other = await addPerson(owner, world.program, { role: "supervisor" });
  expect((await seen(other)).goals).toEqual([]);
  const [event] = await owner`SELECT count(*)::int AS n FROM domain_event
    WHERE program_id = ${world.program.id} AND type = 'shared-goals.viewed'`;
  expect(event?.n).toBe(1);

  await owner`UPDATE supervision SET ends_on = '2026-11-16' WHERE person_id = ${coachee.id}`;
  expect((await seen(supervisor)).goals).toEqual([]);
  await owner`UPDATE supervision SET ends_on = NULL WHERE person_id = ${coachee.id}`;
  expect((await seen(supervisor)).goals).toHaveLength(1);
  await changeAgreement(await world.as(coachee), { intent: "end", agreementId: put.agreementId });
  expect((await seen(supervisor)).goals).toEqual([]);
});

test("the lead named in the widest profile sees them too, another lead does not", async () => {
  const { owner, coach, coachee, site, supervisor } = world;
  await addGoal(owner, { coach, coachee, site });
  await addAgreement(owner, { coach, coachee, site, supervisor, lead, profile: "shared_goals_and_lead" });
  expect((await readCoachee(await world.as(lead), coachee.id)).goals).toHaveLength(1);
  const other = await addPerson(owner, world.program, { role: "lead" });
  expect((await readCoachee(await world.as(other), coachee.id)).goals).toEqual([]);
});

test("a coach who is the supervisor is told to say so, and nobody is asked whom the pair does not know", async () => {
  const { owner, coach, coachee } = world;
  const stranger = await addPerson(owner, world.program, { role: "supervisor" });
  await expect(draft({ profile: "shared_goals", supervisorId: stranger.id })).rejects.toMatchObject({
    code: "not-found",
  });
  await owner`UPDATE supervision SET supervisor_id = ${coach.id} WHERE person_id = ${coachee.id}`;
  expect(await draft()).toMatchObject({
    ok: false,
    fieldErrors: { profile: [expect.stringMatching(/supervise/)] },
  });
  const put = await proposed({ profile: "supervisory" });
  await sign(coachee, put);
  expect((await page(coachee, put.agreementId)).current).toMatchObject({
    isSupervisory: true,
    isInForce: true,
  });
});

test("nobody else reads it or signs it, and no other coach writes it", async () => {
  const { owner, site } = world;
  const put = await proposed();
  const colleague = await addPerson(owner, world.program, { role: "coach", site });
  await assignCoach(owner, { coach: colleague, coachee: world.coachee, site });
  for (const who of [colleague, world.supervisor, lead]) {
    await expect(page(who, put.agreementId)).rejects.toMatchObject({ code: "not-found" });
    await expect(sign(who, put)).rejects.toMatchObject({ code: "not-found" });
  }
  const elsewhere = await addPerson(owner, world.program, { role: "coach", site });
  await expect(draft({}, elsewhere)).rejects.toMatchObject({ code: "not-found" });
});

test("the parties are told once that a signature waits, that all have signed, and that it ended; never the text", async () => {
  const put = await proposed({ profile: "shared_goals", supervisorId: world.supervisor.id });
  const tell = () =>
    announceAgreement(systemContextFor(worker, world.program, { now: NOON }), { versionId: put.versionId });
  expect(await tell()).toEqual({ told: 2 });
  expect(await Promise.all([tell(), tell()])).toEqual([{ told: 0 }, { told: 0 }]);
  await sign(world.coachee, put);
  await sign(world.supervisor, put);
  expect(await tell()).toEqual({ told: 3 });
  await changeAgreement(await world.as(world.coachee), { intent: "end", agreementId: put.agreementId });
  expect(await tell()).toEqual({ told: 2 });
  const inbox =
    await world.owner`SELECT title, body, href FROM inbox_item WHERE program_id = ${world.program.id}`;
  expect(inbox).toHaveLength(7);
  expect(JSON.stringify(inbox)).not.toContain("Stronger first visits");
});
