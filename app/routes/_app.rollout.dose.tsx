import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { ProgramDosePage } from "#app/features/outcomes/components/program-dose-page.tsx";
import { readProgramDose } from "#app/features/outcomes/read-program-dose.server.ts";
import { programDoseSearch } from "#app/features/outcomes/rollout.schema.ts";
import { parseSearch } from "#app/http/parse.server.ts";

export const meta: MetaFunction = () => [{ title: "Dose of all sites · Throughline" }];

export const loader = withActor(["lead", "evaluator", "supervisor"], async (ctx, { request }) =>
  readProgramDose(ctx, parseSearch(request, programDoseSearch)),
);

export default function ProgramDoseRoute() {
  return <ProgramDosePage view={useLoaderData<typeof loader>()} />;
}
