import { randomUUID } from "node:crypto";
import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { ACCEPTANCE_ROLES } from "#app/features/fidelity/acceptance.policy.ts";
import { acceptanceForm, acceptanceSearch } from "#app/features/fidelity/acceptance.schema.ts";
import { AcceptancePage } from "#app/features/fidelity/components/acceptance-page.tsx";
import { readAcceptance } from "#app/features/fidelity/read-acceptance.server.ts";
import { setAcceptanceRule } from "#app/features/fidelity/set-acceptance-rule.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, parseSearch, readForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "To be accepted · Throughline" }];

export const loader = withActor(ACCEPTANCE_ROLES, async (ctx, { request }) => ({
  page: await readAcceptance(ctx, parseSearch(request, acceptanceSearch)),
  newId: randomUUID(),
}));

export const action = withActor(ACCEPTANCE_ROLES, async (ctx, { request }) => {
  const posted = await readForm(request);
  const form = parseFormData(posted, acceptanceForm);
  const answer = form.ok ? await setAcceptanceRule(ctx, form.data) : form;
  if (answer.ok) return redirectWithNotice("/acceptance", "The limits are fixed");
  return data({ ...answer, intent: "limits", values: Object.fromEntries(posted) }, { status: 400 });
});

export default function AcceptanceRoute() {
  return <AcceptancePage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
