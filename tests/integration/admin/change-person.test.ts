import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PersonContext } from "#app/access/context.ts";
import { openDatabase } from "#app/db/client.server.ts";
import { addLeave } from "#app/features/admin/add-leave.server.ts";
import { addPerson as addPersonToProgram } from "#app/features/admin/add-person.server.ts";
import { assignCoach } from "#app/features/admin/assign-coach.server.ts";
import { assignRole } from "#app/features/admin/assign-role.server.ts";
import { assignSite } from "#app/features/admin/assign-site.server.ts";
import { assignSupervisor } from "#app/features/admin/assign-supervisor.server.ts";
import { awardCertification } from "#app/features/admin/award-certification.server.ts";
import { endAssignment } from "#app/features/admin/end-assignment.server.ts";
import { readPerson } from "#app/features/admin/read-person.server.ts";
import { revokeCertification } from "#app/features/admin/revoke-certification.server.ts";
import { addAgreement } from "#tests/factories/agreements.ts";
import {
  addPerson,
  addProgram,
  addSite,
  addUnit,
  type TestPerson,
  type TestSite,
} from "#tests/factories/people.ts";
import { contextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = openDatabase(testDatabase().ownerUrl, { connections: 2 });
const web = openDatabase(testDatabase().webUrl, { connections: 3 });
let admin: PersonContext;
let lead: PersonContext;
let stranger: PersonContext;
let site: TestSite;
let otherSite: TestSite;
let foreignSite: TestSite;
let newPerson: () => Promise<TestPerson>;

beforeAll(async () => {
  const program = await addProgram(owner.sql);
  const elsewhere = await addProgram(owner.sql);
  site = await addSite(owner.sql, program, { name: "Bend" });
  otherSite = await addSite(owner.sql, program, { name: "Salem" });
  foreignSite = await addSite(owner.sql, elsewhere);
  newPerson = () => addPerson(owner.sql, program);
  const as = async (person: TestPerson) => ({ ...(await contextFor(owner, person)), database: web });
  admin = await as(await addPerson(owner.sql, program, { role: "admin" }));
  lead = await as(await addPerson(owner.sql, program, { role: "lead" }));
  stranger = await as(await addPerson(owner.sql, elsewhere, { role: "admin" }));
});
afterAll(() => Promise.all([owner.close(), web.close()]));

const eventsAbout = async (personId: string) =>
  (
    await owner.sql`
      SELECT type, actor_id, payload FROM domain_event
      WHERE subject_id = ${personId} OR payload ->> 'personId' = ${personId} ORDER BY sequence`
  ).map(({ type, actor_id }) => [type, actor_id]);

test("a person is added with an event, and the address is kept in lower case by the form's schema", async () => {
  const { newPerson: schema } = await import("#app/features/admin/person.schema.ts");
  const input = schema.parse({ givenName: " Kim ", familyName: "Ito", email: "Kim.Ito@Agency.gov" });
  const answer = await addPersonToProgram(admin, input);
  if (!answer.ok) throw new Error(answer.message);
  const { person } = await readPerson(admin, { personId: answer.personId });
  expect(person).toMatchObject({ name: "Kim Ito", email: "kim.ito@agency.gov", hasAccount: false });
  expect(await eventsAbout(answer.personId)).toEqual([["person.added", admin.actor.personId]]);
});

test("a second person with the same address is refused at the field, and nothing is stored", async () => {
  const { email } = await newPerson();
  const answer = await addPersonToProgram(admin, { givenName: "Second", familyName: "Double", email });
  expect(answer).toMatchObject({ ok: false, fieldErrors: { email: [expect.stringContaining("already")] } });
  expect(await owner.sql`SELECT FROM person WHERE family_name = 'Double'`).toHaveLength(0);
});

test("a role holds from its first day until the day before its end, and what ended stays", async () => {
  const { id: personId } = await newPerson();
  const role = { personId, role: "coach", scope: { kind: "site", id: site.id } } as const;
  expect(await assignRole(admin, { ...role, startsOn: "2026-03-01" })).toEqual({ ok: true });
  const [held] = (await readPerson(admin, { personId })).assignments.role;
  expect(held).toMatchObject({
    title: "Coach",
    detail: "Bend",
    startsOn: "2026-03-01",
    endsOn: null,
    state: "current",
  });
  const end = { personId, kind: "role", id: held?.id ?? "" } as const;
  const post = () => endAssignment(admin, { ...end, endsOn: "2026-11-16" });
  expect([...(await Promise.all([post(), post()])), await post()]).toEqual(Array(3).fill({ ok: true }));
  expect((await readPerson(admin, { personId })).assignments.role).toMatchObject([{ state: "ended" }]);
  expect(await endAssignment(admin, { ...end, endsOn: "2026-12-01" })).toMatchObject({
    code: "dated-fact.ended",
  });
  expect((await eventsAbout(personId)).map(([type]) => type)).toEqual(["role.assigned", "role.ended"]);
});

test("the same role with the same scope twice at a time is refused at the field; another scope is not", async () => {
  const { id: personId } = await newPerson();
  const role = { personId, role: "supervisor", startsOn: "2026-03-01" } as const;
  const atSite = { ...role, scope: { kind: "site", id: site.id } } as const;
  expect(await assignRole(admin, atSite)).toEqual({ ok: true });
  expect(await assignRole(admin, { ...atSite, startsOn: "2026-05-01" })).toMatchObject({
    ok: false,
    fieldErrors: { startsOn: [expect.any(String)] },
  });
  expect(await assignRole(admin, { ...role, scope: { kind: "region", id: site.regionId } })).toEqual({
    ok: true,
  });
  expect(await assignRole(admin, { ...role, scope: "program" })).toEqual({ ok: true });
  expect(await eventsAbout(personId)).toHaveLength(3);
});

test("an end on or before the start is refused at the field", async () => {
  const { id: personId } = await newPerson();
  const answer = await assignRole(admin, {
    personId,
    role: "coach",
    scope: "program",
    startsOn: "2026-03-01",
    endsOn: "2026-03-01",
  });
  expect(answer).toMatchObject({ ok: false, fieldErrors: { endsOn: [expect.any(String)] } });
});

test("a second site in the same time is refused, unless the first ends on that day", async () => {
  const { id: personId } = await newPerson();
  const unit = await addUnit(owner.sql, otherSite, "Permanency");
  const first = {
    personId,
    place: { kind: "site", id: site.id },
    startsOn: "2026-03-01",
    endsCurrent: false,
  } as const;
  const second = { ...first, place: { kind: "unit", id: unit.id }, startsOn: "2026-09-01" } as const;
  expect(await assignSite(admin, first)).toEqual({ ok: true });
  expect(await assignSite(admin, second)).toMatchObject({ fieldErrors: { startsOn: [expect.any(String)] } });
  expect(await assignSite(admin, { ...second, endsCurrent: true })).toEqual({ ok: true });
  expect((await readPerson(admin, { personId })).assignments.site).toMatchObject([
    { title: "Salem", detail: "Permanency", state: "current" },
    { title: "Bend", startsOn: "2026-03-01", endsOn: "2026-09-01", state: "ended" },
  ]);
  expect((await eventsAbout(personId)).map(([type]) => type)).toEqual([
    "site.assigned",
    "site.left",
    "site.assigned",
  ]);
});

test("one supervisor at a time, and never oneself", async () => {
  const { id: personId } = await newPerson();
  const [one, two] = [await newPerson(), await newPerson()];
  const span = { personId, startsOn: "2026-03-01", endsCurrent: false };
  expect(await assignSupervisor(admin, { ...span, supervisorId: personId })).toMatchObject({
    fieldErrors: { supervisorId: [expect.any(String)] },
  });
  expect(await assignSupervisor(admin, { ...span, supervisorId: one.id })).toEqual({ ok: true });
  expect(await assignSupervisor(admin, { ...span, supervisorId: two.id })).toMatchObject({
    fieldErrors: { startsOn: [expect.any(String)] },
  });
});

test("a coach is assigned at the site where the coachee works on the first day", async () => {
  const { id: personId } = await newPerson();
  const coach = await newPerson();
  const assignment = { personId, coachId: coach.id, intensity: "high", startsOn: "2026-04-01" } as const;
  expect(await assignCoach(admin, assignment)).toMatchObject({ code: "coach-assignment.no-site" });
  await assignSite(admin, {
    personId,
    place: { kind: "site", id: site.id },
    startsOn: "2026-03-01",
    endsCurrent: false,
  });
  expect(await assignCoach(admin, assignment)).toEqual({ ok: true });
  expect(await assignCoach(admin, { ...assignment, startsOn: "2026-06-01" })).toMatchObject({
    fieldErrors: { startsOn: [expect.any(String)] },
  });
  expect((await readPerson(admin, { personId: coach.id })).assignments.coach).toMatchObject([
    { detail: "coaches, high, Bend", otherId: personId },
  ]);
});

test("who moves to another site keeps the coach there, and the agreement is seen there", async () => {
  const [coach, coachee] = [await newPerson(), await newPerson()];
  const place = { personId: coachee.id, endsCurrent: true } as const;
  const at = (where: TestSite) => ({ place: { kind: "site", id: where.id } as const });
  expect(await assignSite(admin, { ...place, ...at(site), startsOn: "2026-03-01" })).toEqual({ ok: true });
  for (const span of [{ startsOn: "2026-03-01", endsOn: "2026-09-01" }, { startsOn: "2026-10-01" }])
    expect(
      await assignCoach(admin, { personId: coachee.id, coachId: coach.id, intensity: "high", ...span }),
    ).toEqual({ ok: true });
  const agreement = await addAgreement(owner.sql, { coach, coachee, site });
  expect(await assignSite(admin, { ...place, ...at(otherSite), startsOn: "2026-06-01" })).toEqual({
    ok: true,
  });
  const rows = await owner.sql`
    SELECT site_id, starts_on::text, ends_on::text, intensity, end_reason FROM coach_assignment
    WHERE coachee_id = ${coachee.id} ORDER BY starts_on`;
  expect(rows).toMatchObject([
    { site_id: site.id, starts_on: "2026-03-01", ends_on: "2026-06-01", end_reason: "Moved to another site" },
    {
      site_id: otherSite.id,
      starts_on: "2026-06-01",
      ends_on: "2026-09-01",
      intensity: "high",
      end_reason: null,
    },
    { site_id: otherSite.id, starts_on: "2026-10-01", ends_on: null, intensity: "high" },
  ]);
  const [held] = await owner.sql`SELECT site_id FROM coaching_agreement WHERE id = ${agreement.id}`;
  expect(held?.site_id).toBe(otherSite.id);
  expect((await eventsAbout(coachee.id)).filter(([type]) => type === "coach.assigned")).toHaveLength(3);
});

test("an award is an event that names the person, and a revocation happens once", async () => {
  const { id: personId } = await newPerson();
  await awardCertification(admin, {
    personId,
    kind: "coach",
    awardedOn: "2026-11-02",
    validUntil: "2027-11-02",
    isProvisional: true,
  });
  const [award] = (await readPerson(admin, { personId })).certifications;
  expect(award).toMatchObject({ kind: "coach", isProvisional: true, revokedOn: null });
  const events = await owner.sql`SELECT payload FROM domain_event WHERE type = 'certification.awarded'
                                 AND subject_id = ${award?.id ?? ""}`;
  expect(events[0]?.payload).toMatchObject({ personId });
  const revocation = { personId, id: award?.id ?? "", revokedOn: "2026-11-16" };
  const answers = await Promise.all([
    revokeCertification(admin, revocation),
    revokeCertification(admin, revocation),
  ]);
  expect(answers.map(({ ok }) => ok).sort()).toEqual([false, true]);
});

test("a leave is recorded with both its days", async () => {
  const { id: personId } = await newPerson();
  expect(await addLeave(admin, { personId, firstOn: "2026-12-01", lastOn: "2026-12-24" })).toEqual({
    ok: true,
  });
  expect((await readPerson(admin, { personId })).leaves).toMatchObject([
    { firstOn: "2026-12-01", lastOn: "2026-12-24" },
  ]);
  expect(await eventsAbout(personId)).toEqual([["leave.added", admin.actor.personId]]);
});

test("whatever is posted twice, at once or later, is stored and told once", async () => {
  const input = { givenName: "Twice", familyName: "Posted", email: `${randomUUID()}@agency.test` };
  const added = await Promise.all([addPersonToProgram(admin, input), addPersonToProgram(admin, input)]);
  const personId = added[0]?.ok ? added[0].personId : "";
  expect(added).toEqual([1, 2].map(() => ({ ok: true, personId })));
  const coach = await newPerson();
  const span = { personId, startsOn: "2026-03-01" };
  const posts: [type: string, post: () => Promise<{ ok: boolean }>][] = [
    ["role.assigned", () => assignRole(admin, { ...span, role: "coachee", scope: "program" })],
    [
      "site.assigned",
      () => assignSite(admin, { ...span, place: { kind: "site", id: site.id }, endsCurrent: true }),
    ],
    [
      "supervisor.assigned",
      () => assignSupervisor(admin, { ...span, supervisorId: coach.id, endsCurrent: true }),
    ],
    [
      "coach.assigned",
      () => assignCoach(admin, { ...span, coachId: coach.id, intensity: "low", endsOn: "2027-03-01" }),
    ],
    [
      "certification.awarded",
      () =>
        awardCertification(admin, {
          ...{ personId, kind: "rater", isProvisional: false },
          ...{ awardedOn: "2026-11-02", validUntil: "2027-11-02" },
        }),
    ],
    ["leave.added", () => addLeave(admin, { personId, firstOn: "2026-12-01", lastOn: "2026-12-24" })],
  ];
  for (const [type, post] of posts)
    expect([...(await Promise.all([post(), post()])), await post()], type).toEqual(
      [1, 2, 3].map(() => ({ ok: true })),
    );
  expect((await eventsAbout(personId)).map(([type]) => type)).toEqual([
    "person.added",
    ...posts.map(([type]) => type),
  ]);
  const stored = await readPerson(admin, { personId });
  for (const kind of ["role", "site", "supervision", "coach"] as const)
    expect(stored.assignments[kind], kind).toHaveLength(1);
  expect([stored.certifications, stored.leaves].map(({ length }) => length)).toEqual([1, 1]);
});

test("an award that was revoked can be given again on the same day", async () => {
  const { id: personId } = await newPerson();
  const award = {
    ...({ personId, kind: "coach", isProvisional: false } as const),
    ...{ awardedOn: "2026-11-02", validUntil: "2027-11-02" },
  };
  await awardCertification(admin, award);
  const [first] = (await readPerson(admin, { personId })).certifications;
  await revokeCertification(admin, { personId, id: first?.id ?? "", revokedOn: "2026-11-02" });
  await awardCertification(admin, award);
  expect((await readPerson(admin, { personId })).certifications).toHaveLength(2);
});

test("a site of another program is not found, and nothing is stored", async () => {
  const { id: personId } = await newPerson();
  const foreign = { kind: "site", id: foreignSite.id } as const;
  const from = { personId, startsOn: "2026-03-01" };
  await expect(assignRole(admin, { ...from, role: "coach", scope: foreign })).rejects.toMatchObject({
    status: 404,
  });
  await expect(assignSite(admin, { ...from, place: foreign, endsCurrent: true })).rejects.toMatchObject({
    status: 404,
  });
  expect((await readPerson(admin, { personId })).assignments).toMatchObject({ role: [], site: [] });
});

test("an administrator of another program neither sees nor changes a person", async () => {
  const { id: personId } = await newPerson();
  await expect(readPerson(stranger, { personId })).rejects.toMatchObject({ status: 404 });
  await expect(
    assignRole(stranger, { personId, role: "admin", scope: "program", startsOn: "2026-03-01" }),
  ).rejects.toMatchObject({ status: 404 });
  expect(await eventsAbout(personId)).toEqual([]);
});

test("a lead does not administer people", async () => {
  const { id: personId } = await newPerson();
  await expect(readPerson(lead, { personId })).rejects.toMatchObject({ status: 403 });
  await expect(
    assignRole(lead, { personId, role: "admin", scope: "program", startsOn: "2026-03-01" }),
  ).rejects.toMatchObject({ status: 403 });
  await expect(
    endAssignment(lead, { personId, kind: "role", id: randomUUID(), endsOn: "2026-12-01" }),
  ).rejects.toMatchObject({ status: 403 });
});
