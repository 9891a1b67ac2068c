import { data, redirect } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { CALIBRATION_ROLES } from "#app/features/fidelity/calibration.policy.ts";
import { caseParams, caseRatingInput } from "#app/features/fidelity/calibration.schema.ts";
import { CaseRatingPage } from "#app/features/fidelity/components/case-rating-page.tsx";
import { openCase, rateCase } from "#app/features/fidelity/rate-case.server.ts";
import { parseForm, parseParams } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `${page?.case.title ?? "Case"} · Throughline` },
];

export const loader = withActor(CALIBRATION_ROLES, (ctx, { params }) =>
  openCase(ctx, parseParams(params, caseParams)),
);

export const action = withActor(CALIBRATION_ROLES, async (ctx, { request, params }) => {
  const place = parseParams(params, caseParams);
  const form = await parseForm(request, caseRatingInput);
  if (!form.ok) return data(form, { status: 400 });
  const rated = await rateCase(ctx, { ...place, ...form.data });
  if (!rated.ok) return data(rated, { status: rated.code === "bad-answer" ? 400 : 409 });
  const set = `/calibration/${place.setId}`;
  return redirect(rated.nextId ? `${set}/cases/${rated.nextId}` : set);
});

export default function CaseRoute() {
  const page = useLoaderData<typeof loader>();
  return <CaseRatingPage key={page.case.id} page={page} answer={useActionData<typeof action>()} />;
}
