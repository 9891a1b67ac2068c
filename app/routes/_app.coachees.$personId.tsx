import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { coacheeParams } from "#app/features/caseload/caseload.schema.ts";
import { CoacheePage } from "#app/features/caseload/components/coachee-page.tsx";
import { readCoachee } from "#app/features/caseload/read-coachee.server.ts";
import { parseParams } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.person.name ?? "Person"} · Throughline` },
];

export const loader = withActor(["lead", "supervisor"], (ctx, { params }) =>
  readCoachee(ctx, parseParams(params, coacheeParams).personId),
);

export default function CoacheeRoute() {
  return <CoacheePage page={useLoaderData<typeof loader>()} />;
}
