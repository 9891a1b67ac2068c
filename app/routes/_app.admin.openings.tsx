import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { AdminTabs } from "#app/features/admin/components/admin-tabs.tsx";
import { OpeningsPage } from "#app/features/sessions/components/openings-page.tsx";
import { listOpenings } from "#app/features/sessions/list-openings.server.ts";
import { checkOpening, openSession } from "#app/features/sessions/open-session.server.ts";
import { confirmedOpening, openingInput } from "#app/features/sessions/opening.schema.ts";
import { pageSearch } from "#app/features/sessions/session.schema.ts";
import { parseFormData, parseSearch, readForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Safety cases · Throughline" }];

export const loader = withActor(["admin"], (ctx, { request }) =>
  listOpenings(ctx, parseSearch(request, pageSearch)),
);

export const action = withActor(["admin"], async (ctx, { request }) => {
  const posted = await readForm(request);
  const values = Object.fromEntries(posted);
  const isOpening = posted.get("intent") === "open";
  const form = parseFormData(posted, openingInput);
  if (!form.ok) return data(form, { status: 400 });
  const looked = await checkOpening(ctx, form.data);
  if (!looked.ok) return data({ ...looked, values }, { status: 404 });
  const openingId = String(posted.get("openingId") ?? crypto.randomUUID());
  const look = { step: "look" as const, session: looked.session, values, openingId };
  if (!isOpening) return data(look);
  const confirmed = parseFormData(posted, confirmedOpening);
  if (!confirmed.ok)
    return data({ ...look, message: Object.values(confirmed.fieldErrors).flat()[0] }, { status: 400 });
  const result = await openSession(ctx, confirmed.data);
  if (!result.ok)
    return data({ ...result, values }, { status: result.code === "too-many-openings" ? 429 : 409 });
  return data({ step: "opened" as const, opened: result.opened });
});

export default function OpeningsRoute() {
  return (
    <OpeningsPage
      page={useLoaderData<typeof loader>()}
      answer={useActionData<typeof action>()}
      tabs={<AdminTabs />}
    />
  );
}
