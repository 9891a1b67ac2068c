import { withActor } from "#app/access/with-actor.server.ts";
import { exportParams } from "#app/features/fidelity/assessment.schema.ts";
import { exportInstrument } from "#app/features/fidelity/export-instrument.server.ts";
import { attachedText } from "#app/http/attachment.server.ts";
import { parseParams } from "#app/http/parse.server.ts";

export const loader = withActor(["lead", "evaluator", "supervisor", "admin"], async (ctx, { params }) => {
  const { name, type, content } = await exportInstrument(ctx, parseParams(params, exportParams));
  return attachedText({ pieces: [content], name }, type);
});
