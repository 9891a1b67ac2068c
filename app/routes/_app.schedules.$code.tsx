import { data, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { ScheduleRulePage } from "#app/features/fidelity/components/schedule-rule-page.tsx";
import { endScheduleRule } from "#app/features/fidelity/end-schedule-rule.server.ts";
import { readScheduleRule } from "#app/features/fidelity/list-schedule-rules.server.ts";
import { SCHEDULE_ROLES } from "#app/features/fidelity/schedule-rule.policy.ts";
import {
  changedRuleForm,
  isAboutEnd,
  ruleParams,
  valuesOfForm,
} from "#app/features/fidelity/schedule-rule.schema.ts";
import { setScheduleRule } from "#app/features/fidelity/set-schedule-rule.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, parseParams, readForm } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.title ?? "Schedule"} · Throughline` },
];

export const loader = withActor(SCHEDULE_ROLES, (ctx, { params }) =>
  readScheduleRule(ctx, parseParams(params, ruleParams).code),
);

export const action = withActor(["lead"], async (ctx, { request, params }) => {
  const { code } = parseParams(params, ruleParams);
  const posted = await readForm(request);
  const form = parseFormData(posted, changedRuleForm);
  const answer = !form.ok
    ? form
    : isAboutEnd(form.data)
      ? await endScheduleRule(ctx, code, form.data)
      : await setScheduleRule(ctx, { code }, form.data);
  if (answer.ok && "saved" in answer) return redirectWithNotice(`/schedules/${code}`, "Saved");
  return data({ ...answer, values: valuesOfForm(posted) }, { status: answer.ok ? 200 : 400 });
});

export default function ScheduleRuleRoute() {
  return <ScheduleRulePage page={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
