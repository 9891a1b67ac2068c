import { randomUUID } from "node:crypto";
import {
  type ActionFunctionArgs,
  type AppLoadContext,
  type LoaderFunctionArgs,
  redirect,
} from "@remix-run/node";
import { getConfig } from "#app/config.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { dayIn } from "#app/time/days.ts";
import { findMaybeActor } from "./actors.queries.server.ts";
import type { PersonContext } from "./context.ts";
import { recordRefusal } from "./record-refusal.server.ts";
import { hasRole, type Role } from "./roles.ts";
import { signInOf } from "./sign-in-of.server.ts";
import { webDatabase } from "./web-database.server.ts";

const HOUR_MS = 3_600_000;
type RouteArgs = LoaderFunctionArgs | ActionFunctionArgs;
export interface GuardedArgs {
  request: Request;
  params: RouteArgs["params"];
}

const contexts = new WeakMap<object, Promise<PersonContext | null>>();

/** The acting person's context, or null when nobody is signed in. Read once for all loaders of a request. */
export function findContext({
  request,
  context,
}: Pick<RouteArgs, "request" | "context">): Promise<PersonContext | null> {
  const found = contexts.get(context) ?? readContext(request, context);
  contexts.set(context, found);
  return found;
}

async function readContext(
  request: Request,
  { appendCookie }: AppLoadContext,
): Promise<PersonContext | null> {
  const sessionId = await signInOf(request.headers, appendCookie);
  if (!sessionId) return null;
  const config = getConfig();
  const now = new Date();
  const database = webDatabase();
  const actor = await findMaybeActor(database, {
    sessionId,
    programId: null,
    oldestSignIn: new Date(now.getTime() - config.SESSION_ABSOLUTE_HOURS * HOUR_MS),
  });
  if (!actor) return null;
  const requestId = request.headers.get("x-request-id") ?? randomUUID();
  return { actor, database, now, today: dayIn(actor.zone, now), requestId };
}

/**
 * Makes a loader or action: only people who hold one of `roles` (or anyone signed in) reach `handler`.
 * Refusals become responses here, and each leaves an audit row.
 */
export function withActor<R>(
  roles: readonly Role[] | "anyone",
  handler: (ctx: PersonContext, args: GuardedArgs) => Promise<R>,
): (args: RouteArgs) => Promise<R> {
  const guarded = async ({ request, params, context }: RouteArgs): Promise<R> => {
    const ctx = await findContext({ request, context });
    if (!ctx) throw signInFirst(request);
    try {
      if (roles !== "anyone" && !hasRole(ctx.actor, ...roles))
        throw new Problem("role-missing", { needed: roles.join(" or ") });
      return await handler(ctx, { request, params });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      await recordRefusal(ctx, { method: request.method, path: new URL(request.url).pathname }, error);
      throw Response.json(
        { code: error.code, message: error.message, detail: error.detail, requestId: ctx.requestId },
        { status: error.status },
      );
    }
  };
  return Object.assign(guarded, { roles });
}

/** Where to sign in, and where to come back to. Data requests of the page keep its own address. */
function signInFirst(request: Request): Response {
  const url = new URL(request.url);
  const next = `${url.pathname.replace(/\.data$/, "").replace(/^\/_root$/, "/")}${url.search}`;
  return redirect(`/sign-in?next=${encodeURIComponent(next)}`);
}
