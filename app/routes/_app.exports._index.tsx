import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { ExportsPage } from "#app/features/sessions/components/exports-page.tsx";
import { EXPORT_ROLES } from "#app/features/sessions/export.policy.ts";
import { exportInput } from "#app/features/sessions/export.schema.ts";
import { listExports } from "#app/features/sessions/list-exports.server.ts";
import { requestExport } from "#app/features/sessions/request-export.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Exports · Throughline" }];

export const loader = withActor(EXPORT_ROLES, (ctx) => listExports(ctx));

export const action = withActor(EXPORT_ROLES, async (ctx, { request }) => {
  const form = await parseForm(request, exportInput);
  const verdict = form.ok ? await requestExport(ctx, form.data) : form;
  if (verdict.ok) return redirectWithNotice("/exports", "The file is being written");
  return data({ ...verdict, ...(form.ok && { values: { ...form.data } }) }, { status: 400 });
});

export default function ExportsRoute() {
  return <ExportsPage page={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
