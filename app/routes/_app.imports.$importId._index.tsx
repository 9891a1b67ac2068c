import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { ImportPage } from "#app/features/sessions/components/import-page.tsx";
import { IMPORT_ROLES } from "#app/features/sessions/import.policy.ts";
import { importParams, mappingForm, problemSearch, steerForm } from "#app/features/sessions/import.schema.ts";
import { mapImport } from "#app/features/sessions/map-import.server.ts";
import { readImport } from "#app/features/sessions/read-import.server.ts";
import { steerImport } from "#app/features/sessions/steer-import.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, parseParams, parseSearch, readForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Import · Throughline" }];

export const loader = withActor(IMPORT_ROLES, (ctx, { request, params }) =>
  readImport(ctx, { ...parseParams(params, importParams), ...parseSearch(request, problemSearch) }),
);

export const action = withActor(IMPORT_ROLES, async (ctx, { request, params }) => {
  const { importId } = parseParams(params, importParams);
  const form = await readForm(request);
  if (form.has("intent")) {
    const steer = parseFormData(form, steerForm);
    const verdict = steer.ok ? await steerImport(ctx, { importId, step: steer.data.intent }) : steer;
    if (!verdict.ok) return data(verdict, { status: 400 });
    if (steer.ok && steer.data.intent === "discard")
      return redirectWithNotice("/imports", "The import was discarded; its file is deleted");
    return redirectWithNotice(`/imports/${importId}`, "The import is being carried on");
  }
  const mapping = parseFormData(form, mappingForm);
  const verdict = mapping.ok ? await mapImport(ctx, { importId, form: mapping.data }) : mapping;
  if (verdict.ok) return redirectWithNotice(`/imports/${importId}`, "The file is being checked");
  return data({ ...verdict, values: Object.fromEntries(form) }, { status: 400 });
});

export default function ImportRoute() {
  return <ImportPage page={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
