import { randomUUID } from "node:crypto";
import { data, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { changeImprovementPlan } from "#app/features/fidelity/change-improvement-plan.server.ts";
import { ImprovementPlanPage } from "#app/features/fidelity/components/improvement-plan-page.tsx";
import { PLAN_ROLES } from "#app/features/fidelity/improvement.policy.ts";
import { planAction, planParams } from "#app/features/fidelity/improvement.schema.ts";
import { readImprovementPlan } from "#app/features/fidelity/read-improvement-plan.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, parseParams, readForm } from "#app/http/parse.server.ts";

const NOTICES = {
  share: "Shown to your supervisor and lead",
  save: "Saved. Both are asked to agree.",
  agree: "Agreed",
  support: "Added",
  mark: "Saved",
  extend: "Extended",
  close: "Ended",
  withdraw: "Withdrawn",
} as const;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Improvement plan${data ? ` of ${data.page.subject.name}` : ""} · Throughline` },
];

export const loader = withActor(PLAN_ROLES, async (ctx, { params }) => ({
  page: await readImprovementPlan(ctx, parseParams(params, planParams)),
  newId: randomUUID(),
}));

export const action = withActor(PLAN_ROLES, async (ctx, { request, params }) => {
  const { planId } = parseParams(params, planParams);
  const posted = await readForm(request);
  const form = parseFormData(posted, planAction);
  const values = { ...Object.fromEntries(posted), drivers: posted.getAll("drivers") };
  const about = {
    intent: String(posted.get("intent") ?? ""),
    about: String(posted.get("about") ?? ""),
    values,
  };
  if (!form.ok) return data({ ...form, ...about }, { status: 400 });
  const verdict = await changeImprovementPlan(ctx, { ...form.data, planId });
  if (!verdict.ok) return data({ ...verdict, ...about }, { status: verdict.fieldErrors ? 400 : 409 });
  return redirectWithNotice(`/improvement-plans/${planId}`, NOTICES[form.data.intent]);
});

export { revalidatesForNewId as shouldRevalidate } from "#app/components/answer.ts";

export default function ImprovementPlan() {
  const { page, newId } = useLoaderData<typeof loader>();
  return <ImprovementPlanPage page={page} newId={newId} answer={useActionData<typeof action>()} />;
}
