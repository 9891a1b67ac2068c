import { setTimeout as pause } from "node:timers/promises";
import { redirect } from "@remix-run/node";
import { APIError } from "better-auth/api";
import { Problem, type Refusal, refuse } from "#app/errors/problem.ts";
import { countAttempt, forgetAttempts, isFirstUse } from "./attempts.server.ts";
import { getAuth, OIDC_PROVIDER } from "./auth.server.ts";
import { safeNext } from "./sign-in.schema.ts";

/** How long an answer takes at least that would otherwise tell by its time who has an account. */
const STEADY_MS = 400;
const WRONG = "The e-mail address and password do not match an account. Check both and try again.";

const WRONG_CODE = refuse(
  "sign-in.wrong-code",
  "That code is not right, or it has expired. Enter the newest one.",
);

/** Signs in with a password. Answers with the next page, or with why not; who exists is never revealed. */
export async function signIn(
  request: Request,
  { email, password, next }: { email: string; password: string; next?: string | undefined },
): Promise<Response | Refusal> {
  return attempt(request, email, async () => {
    const response = await getAuth().api.signInEmail({
      body: { email, password },
      headers: request.headers,
      asResponse: true,
    });
    if (!response.ok) return refuse("sign-in.wrong", WRONG);
    const needsSecondFactor =
      ((await response.json()) as { twoFactorRedirect?: boolean }).twoFactorRedirect === true;
    if (needsSecondFactor)
      return redirectWith(response, `/sign-in/second-step?next=${encodeURIComponent(safeNext(next))}`);
    await forgetAttempts(request, email);
    return redirectWith(response, safeNext(next));
  });
}

/** The second step: six digits, or one of the backup codes. */
export async function verifySecondFactor(
  request: Request,
  { code, next }: { code: string; next?: string | undefined },
): Promise<Response | Refusal> {
  return attempt(request, `second-step ${secondStepOf(request)}`, async () => {
    const call = { body: { code }, headers: request.headers, asResponse: true } as const;
    const { api } = getAuth();
    const response = /^\d{6}$/.test(code) ? await api.verifyTOTP(call) : await api.verifyBackupCode(call);
    if (!response.ok) return WRONG_CODE;
    const { token, user } = (await response.json()) as { token: string; user: { email: string } };
    if (!(await isFirstUse(user.email, code))) {
      const { internalAdapter } = await getAuth().$context;
      await internalAdapter.deleteSession(token);
      return WRONG_CODE;
    }
    await forgetAttempts(request, user.email);
    return redirectWith(response, safeNext(next));
  });
}

/** What tells one pending second step from another: people behind one address do not use up each other's tries. */
function secondStepOf(request: Request): string {
  const cookie = /(?:^|; )(?:__Secure-)?throughline\.two_factor=([^;]+)/.exec(
    request.headers.get("Cookie") ?? "",
  )?.[1];
  return cookie ?? request.headers.get("x-client-ip") ?? "unknown";
}

/** Sends a reset link when the account exists; the answer is the same when it does not. */
export async function requestReset(request: Request, email: string): Promise<Refusal | null> {
  return attempt(request, `reset ${email}`, async () => {
    await Promise.all([
      getAuth().api.requestPasswordReset({ body: { email }, headers: request.headers }),
      pause(STEADY_MS),
    ]);
    return null;
  });
}

export async function resetPassword(
  request: Request,
  input: { token: string; password: string },
): Promise<Refusal | null> {
  const response = await getAuth().api.resetPassword({
    body: { token: input.token, newPassword: input.password },
    headers: request.headers,
    asResponse: true,
  });
  return response.ok
    ? null
    : refuse("reset.expired", "This link has been used or is older than one hour. Ask for a new one.");
}

/** Where the identity provider takes over, with the cookies that recognise its answer. */
export async function startOidc(request: Request): Promise<Response> {
  const next = safeNext(new URL(request.url).searchParams.get("next"));
  const response = await getAuth().api.signInSocial({
    body: {
      provider: OIDC_PROVIDER,
      callbackURL: next,
      errorCallbackURL: "/sign-in?problem=identity-provider",
    },
    headers: request.headers,
    asResponse: true,
  });
  const { url } = (await response.clone().json()) as { url?: string };
  if (!response.ok || !url) return redirect("/sign-in?problem=identity-provider");
  return redirectWith(response, url);
}

export async function signOut(request: Request): Promise<Response> {
  const response = await getAuth().api.signOut({ headers: request.headers, asResponse: true });
  const answer = redirectWith(response, "/sign-in");
  answer.headers.set("Clear-Site-Data", '"cache"');
  return answer;
}

async function attempt<T>(request: Request, account: string, work: () => Promise<T>): Promise<T | Refusal> {
  try {
    await countAttempt(request, account);
    return await work();
  } catch (error) {
    if (error instanceof Problem) return refuse(error.code, error.message);
    if (error instanceof APIError) return refuse("sign-in.wrong", WRONG);
    throw error;
  }
}

function redirectWith(response: Response, url: string): Response {
  const headers = new Headers();
  for (const cookie of response.headers.getSetCookie()) headers.append("Set-Cookie", cookie);
  return redirect(url, { headers });
}
