import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { changePlan, endPlan } from "#app/features/sessions/change-plan.server.ts";
import { PlanPage } from "#app/features/sessions/components/plan-page.tsx";
import { readPlan } from "#app/features/sessions/read-plans.server.ts";
import { formValuesOf } from "#app/features/sessions/session-form-values.ts";
import { planChange, planEnd, planParams, planSearch } from "#app/features/sessions/session-plan.schema.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, parseParams, parseSearch, readForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Recurring plan · Throughline" }];

export const loader = withActor(["coach"], (ctx, { request, params }) =>
  readPlan(ctx, { ...parseParams(params, planParams), ...parseSearch(request, planSearch) }),
);

export const action = withActor(["coach"], async (ctx, { request, params }) => {
  const { planId } = parseParams(params, planParams);
  const posted = await readForm(request);
  const isEnd = posted.get("intent") === "end";
  const form = parseFormData(posted, isEnd ? planEnd : planChange);
  const result = !form.ok
    ? form
    : "lastOn" in form.data
      ? await endPlan(ctx, { ...form.data, planId })
      : await changePlan(ctx, { ...form.data, planId });
  if (result.ok && "planId" in result)
    return redirectWithNotice(
      isEnd ? "/calendar/plans" : `/calendar/plans/${result.planId}`,
      isEnd ? "The plan ends" : "Plan changed",
    );
  const { message, fieldErrors } = result as { message: string; fieldErrors?: Record<string, string[]> };
  const intent = isEnd ? "end" : "save";
  return data({ intent, message, fieldErrors, values: formValuesOf(posted) }, { status: 400 });
});

export default function PlanRoute() {
  const page = useLoaderData<typeof loader>();
  return (
    <PlanPage
      key={`${page.plan.id} ${page.plan.rowVersion} ${page.from}`}
      page={page}
      answer={useActionData<typeof action>()}
    />
  );
}
