import { withActor } from "#app/access/with-actor.server.ts";
import { EXPORT_ROLES } from "#app/features/sessions/export.policy.ts";
import { exportParams } from "#app/features/sessions/export.schema.ts";
import { openExport } from "#app/features/sessions/open-export.server.ts";
import { attachment } from "#app/http/attachment.server.ts";
import { parseParams } from "#app/http/parse.server.ts";

export const loader = withActor(EXPORT_ROLES, async (ctx, { params }) => {
  const { exportId } = parseParams(params, exportParams);
  return attachment(await openExport(ctx, { exportId, part: "csv" }), "text/csv; charset=utf-8");
});
