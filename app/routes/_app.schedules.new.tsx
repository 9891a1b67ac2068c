import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { NewScheduleRulePage } from "#app/features/fidelity/components/schedule-rule-page.tsx";
import { readNewScheduleRule } from "#app/features/fidelity/list-schedule-rules.server.ts";
import { newRuleSearch, ruleForm, valuesOfForm } from "#app/features/fidelity/schedule-rule.schema.ts";
import { setScheduleRule } from "#app/features/fidelity/set-schedule-rule.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, parseSearch, readForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Add a rule · Throughline" }];

export const loader = withActor(["lead"], (ctx, { request }) =>
  readNewScheduleRule(ctx, parseSearch(request, newRuleSearch)),
);

export const action = withActor(["lead"], async (ctx, { request }) => {
  const posted = await readForm(request);
  const form = parseFormData(posted, ruleForm);
  const answer = form.ok ? await setScheduleRule(ctx, "new", form.data) : form;
  if (answer.ok && "saved" in answer) return redirectWithNotice(`/schedules/${answer.code}`, "Saved");
  return data({ ...answer, values: valuesOfForm(posted) }, { status: answer.ok ? 200 : 400 });
});

export default function NewScheduleRuleRoute() {
  return (
    <NewScheduleRulePage page={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />
  );
}
