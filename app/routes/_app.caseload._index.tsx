import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { CASELOAD_ROLES } from "#app/features/caseload/caseload.policy.ts";
import { caseloadSearch } from "#app/features/caseload/caseload.schema.ts";
import { CaseloadPage } from "#app/features/caseload/components/caseload-page.tsx";
import { readCaseload } from "#app/features/caseload/read-caseload.server.ts";
import { parseSearch } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Caseload · Throughline" }];

export const loader = withActor(CASELOAD_ROLES, (ctx, { request }) =>
  readCaseload(ctx, parseSearch(request, caseloadSearch)),
);

export default function CaseloadRoute() {
  return <CaseloadPage page={useLoaderData<typeof loader>()} />;
}
