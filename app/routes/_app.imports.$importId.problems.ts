import { withActor } from "#app/access/with-actor.server.ts";
import { IMPORT_ROLES } from "#app/features/sessions/import.policy.ts";
import { importParams } from "#app/features/sessions/import.schema.ts";
import { openImportProblems } from "#app/features/sessions/open-import-problems.server.ts";
import { attachedText } from "#app/http/attachment.server.ts";
import { parseParams } from "#app/http/parse.server.ts";

export const loader = withActor(IMPORT_ROLES, async (ctx, { params }) => {
  const { importId } = parseParams(params, importParams);
  return attachedText(await openImportProblems(ctx, importId), "text/csv; charset=utf-8");
});
