import { randomUUID } from "node:crypto";
import { data } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { retrainingForm } from "#app/features/fidelity/calibration.schema.ts";
import { RaterPage } from "#app/features/fidelity/components/rater-pages.tsx";
import { agreeRetraining, readRater } from "#app/features/fidelity/read-raters.server.ts";
import { RELIABILITY_ROLES } from "#app/features/fidelity/reliability.policy.ts";
import { raterParams } from "#app/features/fidelity/reliability.schema.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, parseParams, readForm } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data: found }) => [
  { title: `${found?.page.name ?? "Rater"} · Throughline` },
];

export const loader = withActor(RELIABILITY_ROLES, async (ctx, { params }) => ({
  page: await readRater(ctx, parseParams(params, raterParams)),
  newId: randomUUID(),
}));

export const action = withActor(["lead"], async (ctx, { request, params }) => {
  const { personId } = parseParams(params, raterParams);
  const posted = await readForm(request);
  posted.set("personId", personId);
  const values = Object.fromEntries(posted) as Record<string, string>;
  const form = parseFormData(posted, retrainingForm);
  const own = { intent: "retrain", about: values.about, values };
  if (!form.ok) return data({ ...form, ...own }, { status: 400 });
  const agreed = await agreeRetraining(ctx, form.data);
  if (!agreed.ok) return data({ ...agreed, ...own }, { status: 409 });
  return redirectWithNotice(`/raters/${personId}`, "Agreed. The rater is told in the same words.");
});

export { revalidatesForNewId as shouldRevalidate } from "#app/components/answer.ts";

export default function Rater() {
  return <RaterPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
