import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { CALIBRATION_ROLES } from "#app/features/fidelity/calibration.policy.ts";
import { attemptParams } from "#app/features/fidelity/calibration.schema.ts";
import { AttemptPage } from "#app/features/fidelity/components/attempt-page.tsx";
import { readAttempt } from "#app/features/fidelity/read-attempt.server.ts";
import { parseParams } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Beside the master · Throughline" }];

export const loader = withActor(CALIBRATION_ROLES, (ctx, { params }) =>
  readAttempt(ctx, parseParams(params, attemptParams)),
);

export default function AttemptRoute() {
  return <AttemptPage page={useLoaderData<typeof loader>()} />;
}
