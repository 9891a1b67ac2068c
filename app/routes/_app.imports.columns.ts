import { withActor } from "#app/access/with-actor.server.ts";
import { IMPORT_ROLES } from "#app/features/sessions/import.policy.ts";
import { importColumnsFile } from "#app/features/sessions/import-template.server.ts";
import { attachedText } from "#app/http/attachment.server.ts";

export const loader = withActor(IMPORT_ROLES, async (ctx) =>
  attachedText(
    { pieces: [await importColumnsFile(ctx)], name: "sessions-template-columns.csv" },
    "text/csv; charset=utf-8",
  ),
);
