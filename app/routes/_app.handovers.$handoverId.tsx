import { data, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { CASELOAD_ROLES, MANAGING_ROLES } from "#app/features/caseload/caseload.policy.ts";
import { handoverAction, handoverParams } from "#app/features/caseload/caseload.schema.ts";
import { changeHandover } from "#app/features/caseload/change-handover.server.ts";
import { HandoverPage } from "#app/features/caseload/components/handover-page.tsx";
import { readHandover } from "#app/features/caseload/read-handover.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseForm, parseParams } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Handover${data ? ` of ${data.coachName}` : ""} · Throughline` },
];

export const loader = withActor(CASELOAD_ROLES, (ctx, { params }) =>
  readHandover(ctx, parseParams(params, handoverParams).handoverId),
);

export const action = withActor(MANAGING_ROLES, async (ctx, { request, params }) => {
  const { handoverId } = parseParams(params, handoverParams);
  const form = await parseForm(request, handoverAction);
  const answer = form.ok ? await changeHandover(ctx, handoverId, form.data) : form;
  if (!form.ok || !answer.ok) return data(answer, { status: form.ok ? 409 : 400 });
  return redirectWithNotice(`/handovers/${handoverId}`, form.data.intent === "undo" ? "Undone" : "Cancelled");
});

export default function HandoverRoute() {
  return <HandoverPage page={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
