import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findMaybeActor } from "#app/access/actors.queries.server.ts";
import { getAuth } from "#app/access/auth.server.ts";
import type { PersonContext } from "#app/access/context.ts";
import { openDatabase } from "#app/db/client.server.ts";
import { endMembership } from "#app/features/admin/end-membership.server.ts";
import { invitePerson } from "#app/features/admin/invite-person.server.ts";
import { addPerson, addProgram, type TestPerson, type TestProgram } from "#tests/factories/people.ts";
import { contextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = openDatabase(testDatabase().ownerUrl, { connections: 2 });
const web = openDatabase(testDatabase().webUrl, { connections: 3 });
let program: TestProgram;
let admin: PersonContext;
let lead: PersonContext;
let stranger: PersonContext;
let person: TestPerson;

beforeAll(async () => {
  program = await addProgram(owner.sql);
  const as = async (of: TestPerson) => ({ ...(await contextFor(owner, of)), database: web });
  admin = await as(await addPerson(owner.sql, program, { role: "admin" }));
  lead = await as(await addPerson(owner.sql, program, { role: "lead" }));
  stranger = await as(await addPerson(owner.sql, await addProgram(owner.sql), { role: "admin" }));
  person = await addPerson(owner.sql, program);
});
afterAll(() => Promise.all([owner.close(), web.close(), getAuth().close()]));

/** As if the person had signed in: a live sign-in of their account. */
async function signedIn() {
  const id = randomUUID();
  await owner.sql`
    INSERT INTO auth_session (id, user_id, token, expires_at, created_at, updated_at)
    SELECT ${id}, account_id, ${id}, now() + INTERVAL '15 minutes', now(), now() FROM person WHERE id = ${person.id}`;
  return findMaybeActor(web, {
    sessionId: id,
    programId: null,
    oldestSignIn: new Date(Date.now() - 3_600_000),
  });
}

test("an invitation, even twice, makes one account that is linked, and mails a link each time", async () => {
  expect(await invitePerson(admin, { personId: person.id })).toEqual({ ok: true });
  expect(await invitePerson(admin, { personId: person.id })).toEqual({ ok: true });
  expect(await owner.sql`SELECT FROM auth_user WHERE email = ${person.email}`).toHaveLength(1);
  expect(await owner.sql`SELECT FROM auth_account`).toHaveLength(1);
  const mails =
    await owner.sql`SELECT body FROM mail WHERE to_address = ${person.email} AND program_id IS NULL`;
  expect(mails).toHaveLength(2);
  expect(mails[0]?.body).toMatch(/\/reset-password\?token=/);
  expect(await signedIn()).toMatchObject({ personId: person.id, name: person.name });
});

test("an invitation that is posted twice at once is answered alike, and makes one account", async () => {
  for (let round = 0; round < 3; round++) {
    const invited = await addPerson(owner.sql, program);
    const invite = () => invitePerson(admin, { personId: invited.id });
    expect(await Promise.all([invite(), invite()])).toEqual([{ ok: true }, { ok: true }]);
    const accounts = await owner.sql`
      SELECT account.id FROM auth_user own JOIN auth_account account ON account.user_id = own.id
      JOIN person ON person.account_id = own.id WHERE own.email = ${invited.email}`;
    expect(accounts).toHaveLength(1);
  }
});

test("leaving and coming back are told once each, however often they are posted", async () => {
  const { id: personId } = await addPerson(owner.sql, program);
  for (const leftOn of ["2026-01-15", null]) {
    const post = () => endMembership(admin, { personId, leftOn });
    expect([...(await Promise.all([post(), post(), post()])), await post()]).toEqual(
      Array(4).fill({ ok: true }),
    );
  }
  const told =
    await owner.sql`SELECT type FROM domain_event WHERE subject_id = ${personId} ORDER BY sequence`;
  expect(told.map(({ type }) => type)).toEqual(["person.left", "person.returned"]);
});

test("whoever has left cannot act any more, and can again when they are back", async () => {
  expect(await endMembership(admin, { personId: person.id, leftOn: "2026-01-15" })).toEqual({ ok: true });
  expect(await signedIn()).toBeNull();
  expect(await endMembership(admin, { personId: person.id, leftOn: null })).toEqual({ ok: true });
  expect(await signedIn()).not.toBeNull();
});

test("administrators cannot lock themselves out, and nobody else invites or ends", async () => {
  expect(await endMembership(admin, { personId: admin.actor.personId, leftOn: "2026-11-16" })).toMatchObject({
    ok: false,
    code: "person.self",
  });
  await expect(invitePerson(lead, { personId: person.id })).rejects.toMatchObject({ code: "not-allowed" });
  for (const change of [
    invitePerson,
    (ctx: PersonContext, id: { personId: string }) => endMembership(ctx, { ...id, leftOn: null }),
  ])
    await expect(change(stranger, { personId: person.id })).rejects.toMatchObject({ code: "not-found" });
});
