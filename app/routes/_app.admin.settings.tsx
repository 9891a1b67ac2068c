import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { changeProgramSettings } from "#app/features/admin/change-program-settings.server.ts";
import { SettingsPage } from "#app/features/admin/components/settings-page.tsx";
import { readProgramSettings } from "#app/features/admin/read-program-settings.server.ts";
import { programSettings } from "#app/features/admin/settings.schema.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, readForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Settings · Throughline" }];

export const loader = withActor(["admin"], (ctx) => readProgramSettings(ctx));

export const action = withActor(["admin"], async (ctx, { request }) => {
  const posted = await readForm(request);
  const form = parseFormData(posted, programSettings);
  const verdict = form.ok ? await changeProgramSettings(ctx, form.data) : form;
  if (verdict.ok) return redirectWithNotice("/admin/settings", "Settings saved");
  return data({ ...verdict, values: Object.fromEntries(posted) }, { status: 400 });
});

export default function SettingsRoute() {
  return <SettingsPage settings={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
