import { data, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { addPlanEvidence } from "#app/features/planning/add-plan-evidence.server.ts";
import { PlanItemPage } from "#app/features/planning/components/plan-item-page.tsx";
import { planItemForm, planItemParams } from "#app/features/planning/plan-item.schema.ts";
import { readPlanItem } from "#app/features/planning/read-plan-item.server.ts";
import { updatePlanItem } from "#app/features/planning/update-plan-item.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseForm, parseParams } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.item.title ?? "Plan"} · Throughline` },
];

export const loader = withActor("anyone", (ctx, { params }) =>
  readPlanItem(ctx, parseParams(params, planItemParams)),
);

export const action = withActor(["planner", "lead"], async (ctx, { request, params }) => {
  const ref = parseParams(params, planItemParams);
  const form = await parseForm(request, planItemForm);
  if (!form.ok) return data({ ...form, intent: String(form.values.intent) }, { status: 400 });
  if (form.data.intent === "evidence") {
    await addPlanEvidence(ctx, { ...ref, ...form.data });
    return redirectWithNotice(`/plan/items/${ref.kind}/${ref.itemId}`, "Evidence added");
  }
  const answer = await updatePlanItem(ctx, { ...ref, ...form.data });
  if (answer.ok) return redirectWithNotice(`/plan/steps/${answer.stepNumber}`, "Saved");
  return data(
    { ...answer, intent: form.data.intent, values: { ...form.data } },
    { status: answer.stored ? 409 : 400 },
  );
});

export default function PlanItemRoute() {
  return <PlanItemPage detail={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
