import { data } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { CALIBRATION_ROLES } from "#app/features/fidelity/calibration.policy.ts";
import { setForm, setParams } from "#app/features/fidelity/calibration.schema.ts";
import { CalibrationSetPage } from "#app/features/fidelity/components/calibration-pages.tsx";
import { readCalibrationSet } from "#app/features/fidelity/read-calibration-set.server.ts";
import { publishSet, retireSet, submitCases } from "#app/features/fidelity/steer-calibration-set.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseForm, parseParams } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `${page?.title ?? "Calibration"} · Throughline` },
];

export const loader = withActor(CALIBRATION_ROLES, (ctx, { params }) =>
  readCalibrationSet(ctx, parseParams(params, setParams)),
);

export const action = withActor(CALIBRATION_ROLES, async (ctx, { request, params }) => {
  const place = parseParams(params, setParams);
  const form = await parseForm(request, setForm);
  if (!form.ok) return data(form, { status: 400 });
  const here = `/calibration/${place.setId}`;
  if (form.data.intent === "submit") {
    const handed = await submitCases(ctx, place);
    if (!handed.ok) return data(handed, { status: 400 });
    if (handed.attemptId === null) return redirectWithNotice(here, "The master ratings are in");
    return redirectWithNotice(
      `${here}/attempts/${handed.attemptId}`,
      handed.passed ? "Passed" : "Your ratings are in. See where to look first.",
    );
  }
  const isPublishing = form.data.intent === "publish";
  const verdict = await (isPublishing ? publishSet : retireSet)(ctx, place);
  if (!verdict.ok) return data(verdict, { status: 400 });
  return redirectWithNotice(here, isPublishing ? "The set is in use" : "The set is out of use");
});

export default function CalibrationSetRoute() {
  return <CalibrationSetPage page={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
