import { hashPassword } from "better-auth/crypto";
import { afterAll, expect, test } from "vitest";
import { getAuth } from "#app/access/auth.server.ts";
import { openAccount } from "#app/access/open-account.server.ts";
import { beginSecondFactor, confirmSecondFactor, endSecondFactor } from "#app/access/second-factor.server.ts";
import { openDatabase } from "#app/db/client.server.ts";
import { addPerson, addProgram } from "#tests/factories/people.ts";
import { contextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";
import { totp } from "#tests/support/totp.ts";

const owner = openDatabase(testDatabase().ownerUrl, { connections: 2 });
afterAll(() => Promise.all([owner.close(), getAuth().close()]));

const password = "a password that is long";
const withCookies = (headers: Headers) =>
  new Request("http://localhost:3000/account", {
    headers: {
      cookie: headers
        .getSetCookie()
        .map((line) => line.split(";")[0])
        .join("; "),
    },
  });

test("turned off twice, at once or later, it is off; a wrong password turns nothing off", async () => {
  const person = await addPerson(owner.sql, await addProgram(owner.sql));
  const accountId = await openAccount(person);
  const { internalAdapter } = await getAuth().$context;
  await internalAdapter.updatePassword(accountId, await hashPassword(password));
  const ctx = await contextFor(owner, person);
  const actor = { ...ctx, actor: { ...ctx.actor, accountId } };
  const signedIn = withCookies(
    (await getAuth().api.signInEmail({ body: { email: person.email, password }, asResponse: true })).headers,
  );
  const setup = await beginSecondFactor(signedIn, actor, password);
  if (!setup.ok) return expect.unreachable(setup.message);
  const confirmed = await confirmSecondFactor(signedIn, actor, totp(setup.secret));
  if (!(confirmed instanceof Headers)) return expect.unreachable(confirmed.message);
  const request = withCookies(confirmed);
  expect(await endSecondFactor(request, actor, "not the password")).toMatchObject({
    code: "account.wrong-password",
  });
  const end = () => endSecondFactor(request, actor, password);
  for (const answer of [...(await Promise.all([end(), end()])), await end()])
    expect(answer).toBeInstanceOf(Headers);
  expect(await internalAdapter.findUserById(accountId)).toMatchObject({ twoFactorEnabled: false });
});
