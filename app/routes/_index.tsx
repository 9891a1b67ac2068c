import { redirect } from "@remix-run/node";
import { homeOf } from "#app/access/home.ts";
import { withActor } from "#app/access/with-actor.server.ts";

export const loader = withActor("anyone", async (ctx) => redirect(homeOf(ctx.actor)));
