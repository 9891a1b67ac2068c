import { randomBytes } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import { getAuth } from "./auth.server.ts";

/**
 * Makes sure that an address has a sign-in account. A new one has a password nobody knows until its owner
 * chooses one through the mail of `sendPasswordLink`. Calling it again changes nothing.
 * @returns the account's id
 */
export async function openAccount({ email, name }: { email: string; name: string }): Promise<string> {
  const { internalAdapter } = await getAuth().$context;
  const found = await internalAdapter.findUserByEmail(email, { includeAccounts: true });
  const user =
    found?.user ??
    (await internalAdapter.createUser({ email, name, emailVerified: true }, { method: "admin" }));
  if (!found?.accounts.some((account) => account.providerId === "credential"))
    await internalAdapter.linkAccount({
      userId: user.id,
      providerId: "credential",
      accountId: user.id,
      password: await hashPassword(randomBytes(32).toString("base64")),
    });
  return user.id;
}

/** Mails the link to choose a password. */
export async function sendPasswordLink(email: string): Promise<void> {
  await getAuth().api.requestPasswordReset({ body: { email } });
}
