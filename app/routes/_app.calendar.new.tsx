import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { PlanForm } from "#app/features/sessions/components/plan-form.tsx";
import { makePlan } from "#app/features/sessions/make-plan.server.ts";
import { openPlanForm } from "#app/features/sessions/open-plan-form.server.ts";
import { formValuesOf } from "#app/features/sessions/session-form-values.ts";
import { newPlanSearch, planInput } from "#app/features/sessions/session-plan.schema.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, parseSearch, readForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Plan sessions · Throughline" }];

export const loader = withActor(["coach"], (ctx, { request }) =>
  openPlanForm(ctx, parseSearch(request, newPlanSearch)),
);

export const action = withActor(["coach"], async (ctx, { request }) => {
  const posted = await readForm(request);
  const form = parseFormData(posted, planInput);
  const result = form.ok ? await makePlan(ctx, form.data) : form;
  if (result.ok && "path" in result)
    return redirectWithNotice(
      result.path,
      result.sessions === 1 ? "Session planned" : `${result.sessions} sessions are planned`,
    );
  const { message, fieldErrors } = result as { message: string; fieldErrors?: Record<string, string[]> };
  return data({ message, fieldErrors, values: formValuesOf(posted) }, { status: 400 });
});

export default function NewPlanRoute() {
  return (
    <>
      <PageHeader
        title="Plan sessions"
        breadcrumb={[{ label: "Calendar", to: "/calendar" }]}
        intro="One session, or some that repeat."
      />
      <PlanForm page={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} purpose="new" />
    </>
  );
}
