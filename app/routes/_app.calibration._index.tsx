import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { CALIBRATION_ROLES } from "#app/features/fidelity/calibration.policy.ts";
import { CalibrationPage } from "#app/features/fidelity/components/calibration-pages.tsx";
import { listCalibration } from "#app/features/fidelity/list-calibration.server.ts";

export const meta = () => [{ title: "Calibration · Throughline" }];

export const loader = withActor(CALIBRATION_ROLES, (ctx) => listCalibration(ctx));

export default function Calibration() {
  return <CalibrationPage {...useLoaderData<typeof loader>()} />;
}
