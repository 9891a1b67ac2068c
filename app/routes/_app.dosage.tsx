import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { MANAGING_ROLES } from "#app/features/caseload/caseload.policy.ts";
import { dosageForm } from "#app/features/caseload/caseload.schema.ts";
import { DosagePage } from "#app/features/caseload/components/dosage-page.tsx";
import { readDosage } from "#app/features/caseload/read-dosage.server.ts";
import { setDosage } from "#app/features/caseload/set-dosage.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, readForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Dosage schedule · Throughline" }];

export const loader = withActor(["lead", "supervisor", "evaluator", "admin"], (ctx) => readDosage(ctx));

export const action = withActor(MANAGING_ROLES, async (ctx, { request }) => {
  const posted = await readForm(request);
  const form = parseFormData(posted, dosageForm);
  const answer = form.ok ? await setDosage(ctx, form.data) : form;
  if (answer.ok) return redirectWithNotice("/dosage", "Planned");
  return data({ ...answer, values: Object.fromEntries(posted), intent: "set" }, { status: 400 });
});

export default function DosageRoute() {
  return <DosagePage page={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
