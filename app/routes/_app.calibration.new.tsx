import { randomUUID } from "node:crypto";
import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { CALIBRATION_AUTHORS } from "#app/features/fidelity/calibration.policy.ts";
import { newSet } from "#app/features/fidelity/calibration.schema.ts";
import { NewCalibrationSetPage } from "#app/features/fidelity/components/calibration-pages.tsx";
import { makeCalibrationSet, openSetForm } from "#app/features/fidelity/make-calibration-set.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, readForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Make a set of cases · Throughline" }];

export const loader = withActor(CALIBRATION_AUTHORS, async (ctx) => ({
  ...(await openSetForm(ctx)),
  newId: randomUUID(),
}));

export const action = withActor(CALIBRATION_AUTHORS, async (ctx, { request }) => {
  const posted = await readForm(request);
  const values = Object.fromEntries(posted);
  const form = parseFormData(posted, newSet);
  if (!form.ok) return data({ ...form, values }, { status: 400 });
  const made = await makeCalibrationSet(ctx, form.data);
  if (!made.ok) return data({ ...made, values }, { status: 400 });
  return redirectWithNotice(`/calibration/${form.data.id}`, "The set is made. Its master ratings come next.");
});

export { revalidatesForNewId as shouldRevalidate } from "#app/components/answer.ts";

export default function NewCalibrationSet() {
  const page = useLoaderData<typeof loader>();
  return <NewCalibrationSetPage {...page} answer={useActionData<typeof action>()} />;
}
