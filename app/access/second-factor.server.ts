import type { UserWithTwoFactor } from "better-auth/plugins";
import { renderSVG } from "uqr";
import type { PersonContext } from "#app/access/context.ts";
import { type Refusal, refuse } from "#app/errors/problem.ts";
import { countAttempt } from "./attempts.server.ts";
import { getAuth } from "./auth.server.ts";

const WRONG_PASSWORD = refuse("account.wrong-password", "That is not your password.", {
  password: ["That is not your password. Enter it once more."],
});

export interface SecondFactorSetup {
  ok: true;
  /** The secret as an image and as text, shown once. */
  qrCode: string;
  secret: string;
  backupCodes: string[];
}

/** Whether the account asks for a code after the password. */
export async function readSecondFactor(request: Request): Promise<boolean> {
  const signIn = await getAuth().api.getSession({
    headers: request.headers,
    query: { disableCookieCache: true },
  });
  return Boolean(signIn?.user.twoFactorEnabled);
}

/** Begins the set-up; it counts only once a code has been confirmed. */
export async function beginSecondFactor(
  request: Request,
  ctx: PersonContext,
  password: string,
): Promise<SecondFactorSetup | Refusal> {
  await countAttempt(request, ctx.actor.email);
  const response = await getAuth().api.enableTwoFactor({
    body: { password },
    headers: request.headers,
    asResponse: true,
  });
  if (!response.ok) return WRONG_PASSWORD;
  const { totpURI, backupCodes } = (await response.json()) as { totpURI: string; backupCodes: string[] };
  const secret = new URL(totpURI).searchParams.get("secret") ?? "";
  const qrCode = `data:image/svg+xml;base64,${Buffer.from(renderSVG(totpURI)).toString("base64")}`;
  return { ok: true, qrCode, secret, backupCodes };
}

/** Confirms the set-up with the first code. Answers with the cookies of the renewed sign-in. */
export async function confirmSecondFactor(
  request: Request,
  ctx: PersonContext,
  code: string,
): Promise<Headers | Refusal> {
  await countAttempt(request, ctx.actor.email);
  const response = await getAuth().api.verifyTOTP({
    body: { code },
    headers: request.headers,
    asResponse: true,
  });
  if (!response.ok)
    return refuse("account.wrong-code", "That code is not right.", {
      code: ["That code is not right, or it has expired. Enter the newest one."],
    });
  return cookiesOf(response);
}

/** Ends it with the password. Once it is off, asking again is answered alike: the first answer renewed the sign-in. */
export async function endSecondFactor(
  request: Request,
  ctx: PersonContext,
  password: string,
): Promise<Headers | Refusal> {
  await countAttempt(request, ctx.actor.email);
  const response = await getAuth().api.disableTwoFactor({
    body: { password },
    headers: request.headers,
    asResponse: true,
  });
  if (response.ok) return cookiesOf(response);
  const { internalAdapter } = await getAuth().$context;
  const account = (await internalAdapter.findUserById(ctx.actor.accountId)) as UserWithTwoFactor | null;
  return account?.twoFactorEnabled ? WRONG_PASSWORD : new Headers();
}

function cookiesOf(response: Response): Headers {
  const headers = new Headers();
  for (const cookie of response.headers.getSetCookie()) headers.append("Set-Cookie", cookie);
  return headers;
}
