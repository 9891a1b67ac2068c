import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { agreementParams } from "#app/features/agreements/agreement.schema.ts";
import { AgreementPrint } from "#app/features/agreements/components/agreement-print.tsx";
import { readAgreement } from "#app/features/agreements/read-agreement.server.ts";
import { parseParams } from "#app/http/parse.server.ts";

export const meta: MetaFunction = () => [{ title: "Coaching agreement, printed · Throughline" }];

export const loader = withActor(["coach", "coachee", "supervisor", "lead"], (ctx, { params }) =>
  readAgreement(ctx, parseParams(params, agreementParams).agreementId),
);

export default function AgreementPrintRoute() {
  return <AgreementPrint page={useLoaderData<typeof loader>()} />;
}
