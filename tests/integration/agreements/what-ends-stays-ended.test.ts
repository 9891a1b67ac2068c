import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import { type AgreementAction, agreementDraft } from "#app/features/agreements/agreement.schema.ts";
import { changeAgreement } from "#app/features/agreements/change-agreement.server.ts";
import { draftAgreement } from "#app/features/agreements/draft-agreement.server.ts";
import { readCoachee } from "#app/features/caseload/read-coachee.server.ts";
import { addAgreement } from "#tests/factories/agreements.ts";
import {
  addPerson,
  addSite,
  addSupervision,
  assignCoach,
  giveRole,
  placeAt,
  type TestPerson,
} from "#tests/factories/people.ts";
import { addGoal } from "#tests/factories/sessions.ts";
import { type Coaching, setUpCoaching } from "#tests/integration/sessions/coaching.ts";

/** A pair with one goal, their supervisor and the lead of their site; today is 16 November 2026. */
let it: Coaching;
let lead: TestPerson;
const opened: Coaching[] = [];
beforeEach(async () => {
  it = await setUpCoaching();
  opened.push(it);
  const { owner, program, site, coach, coachee, supervisor } = it;
  lead = await addPerson(owner, program);
  await giveRole(owner, lead, { role: "lead", siteId: site.id });
  await addSupervision(owner, { person: coachee, supervisor });
  await addGoal(owner, { coach, coachee, site });
});
afterAll(() => Promise.all(opened.map((each) => each.close())));

const pair = () => ({ coach: it.coach, coachee: it.coachee, site: it.site });
const goalsSeenBy = async (who: TestPerson) =>
  (await readCoachee(await it.as(who), it.coachee.id)).goals.length;
async function propose(given: object) {
  const draft = agreementDraft.parse({
    ...{ intent: "propose", versionId: randomUUID(), purpose: "Stronger first visits" },
    ...{ profile: "dose_only", startsOn: "2026-11-16", ...given },
  });
  const answer = await draftAgreement(await it.as(it.coach), { ...draft, personId: it.coachee.id });
  if (!answer.ok) return expect.unreachable(answer.message);
  return { agreementId: answer.agreementId, versionId: draft.versionId };
}
const change = async (who: TestPerson, given: object) =>
  changeAgreement(await it.as(who), given as AgreementAction & { agreementId: string });
const sign = (who: TestPerson, put: object) => change(who, { intent: "sign", agreed: "on", ...put });
const end = (who: TestPerson, agreementId: string) => change(who, { intent: "end", agreementId });

test("what was ended is not seen again while a stricter agreement waits for its first day", async () => {
  const held = await addAgreement(it.owner, {
    ...pair(),
    supervisor: it.supervisor,
    profile: "shared_goals",
  });
  expect(await goalsSeenBy(it.supervisor)).toBe(1);
  expect(await end(it.coachee, held.id)).toEqual({ ok: true });
  expect(await goalsSeenBy(it.supervisor)).toBe(0);
  expect(await sign(it.coachee, await propose({ startsOn: "2026-12-16" }))).toEqual({ ok: true });
  expect(await goalsSeenBy(it.supervisor)).toBe(0);
});

test("a version that waits for signatures does not outlive the end of the agreement", async () => {
  const held = await addAgreement(it.owner, pair());
  const put = await propose({ profile: "shared_goals", supervisorId: it.supervisor.id });
  expect(await sign(it.coachee, put)).toEqual({ ok: true });
  expect(await end(it.coachee, held.id)).toEqual({ ok: true });
  expect(await sign(it.supervisor, put)).toMatchObject({ ok: false });
  expect(await goalsSeenBy(it.supervisor)).toBe(0);
});

test("a lead sees by an agreement only as long as the coachee works where they lead", async () => {
  await addAgreement(it.owner, {
    ...pair(),
    ...{ supervisor: it.supervisor, lead, profile: "shared_goals_and_lead" },
  });
  expect(await goalsSeenBy(lead)).toBe(1);
  const elsewhere = await addSite(it.owner, it.program);
  const { owner, coach, coachee } = it;
  const startsOn = "2026-10-01";
  await owner`UPDATE site_assignment SET ends_on = ${startsOn} WHERE person_id = ${coachee.id}`;
  await owner`UPDATE coach_assignment SET ends_on = ${startsOn} WHERE coachee_id = ${coachee.id}`;
  await placeAt(owner, coachee, { site: elsewhere, startsOn });
  await assignCoach(owner, { coach, coachee, site: elsewhere, startsOn });
  expect(await goalsSeenBy(lead)).toBe(0);
});

test("whoever leads elsewhere and only supervises here has the sight of a supervisor", async () => {
  await addAgreement(it.owner, {
    ...pair(),
    ...{ supervisor: it.supervisor, lead, profile: "shared_goals_and_lead" },
  });
  const elsewhere = await addSite(it.owner, it.program);
  await it.owner`UPDATE role_assignment SET ends_on = '2026-10-01' WHERE person_id = ${lead.id}`;
  await giveRole(it.owner, lead, { role: "lead", siteId: elsewhere.id });
  await giveRole(it.owner, lead, { role: "supervisor", siteId: it.site.id });
  expect(await goalsSeenBy(lead)).toBe(0);
});
