import { randomUUID } from "node:crypto";
import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { DoubleRatingSettingsPage } from "#app/features/fidelity/components/double-rating-settings-page.tsx";
import { ruleForm } from "#app/features/fidelity/double-rating.schema.ts";
import { readDoubleRatingSettings } from "#app/features/fidelity/read-double-rating-settings.server.ts";
import { RELIABILITY_ROLES } from "#app/features/fidelity/reliability.policy.ts";
import { setDoubleRatingRule } from "#app/features/fidelity/set-double-rating-rule.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, readForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "What is rated twice · Throughline" }];

export const loader = withActor(RELIABILITY_ROLES, async (ctx) => ({
  settings: await readDoubleRatingSettings(ctx),
  newId: randomUUID(),
}));

export const action = withActor(RELIABILITY_ROLES, async (ctx, { request }) => {
  const posted = await readForm(request);
  const sent = { intent: "rule", values: Object.fromEntries(posted) };
  const form = parseFormData(posted, ruleForm);
  if (!form.ok) return data({ ...form, ...sent }, { status: 400 });
  const verdict = await setDoubleRatingRule(ctx, form.data);
  if (!verdict.ok) return data({ ...verdict, ...sent }, { status: 400 });
  return redirectWithNotice("/reliability/double-ratings", "The rule is fixed");
});

export default function DoubleRatings() {
  return (
    <DoubleRatingSettingsPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />
  );
}
