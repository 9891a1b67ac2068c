import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { ImportsPage } from "#app/features/sessions/components/imports-page.tsx";
import { IMPORT_ROLES } from "#app/features/sessions/import.policy.ts";
import { importParams } from "#app/features/sessions/import.schema.ts";
import { listImports } from "#app/features/sessions/list-imports.server.ts";
import { receiveImport, uploadImport } from "#app/features/sessions/upload-import.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseParams } from "#app/http/parse.server.ts";
import { readFormWithFile } from "#app/http/receive-file.server.ts";

export const meta = () => [{ title: "Imports · Throughline" }];

export const loader = withActor(IMPORT_ROLES, (ctx) => listImports(ctx));

export const action = withActor(IMPORT_ROLES, async (ctx, { request }) => {
  const { fields, file } = await readFormWithFile(request, "file", async (given) => ({
    name: given.name,
    received: await receiveImport(ctx, given),
  }));
  const { importId } = parseParams({ importId: fields.id }, importParams);
  const verdict = await uploadImport(ctx, { id: importId, file });
  if (verdict.ok) return redirectWithNotice(`/imports/${importId}`, "The file was taken in");
  return data(verdict, { status: 400 });
});

export default function ImportsRoute() {
  return <ImportsPage page={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
