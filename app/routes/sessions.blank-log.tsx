import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { BlankLog } from "#app/features/sessions/components/blank-log.tsx";
import { readBlankLog } from "#app/features/sessions/read-blank-log.server.ts";

export const meta = () => [{ title: "Blank session log · Throughline" }];

export const loader = withActor(["coach"], (ctx) => readBlankLog(ctx));

export default function BlankLogRoute() {
  return <BlankLog page={useLoaderData<typeof loader>()} />;
}
