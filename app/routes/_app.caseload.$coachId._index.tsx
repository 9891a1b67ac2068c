import { data, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { CASELOAD_ROLES } from "#app/features/caseload/caseload.policy.ts";
import { caseloadForm, coachParams } from "#app/features/caseload/caseload.schema.ts";
import { changeCaseload } from "#app/features/caseload/change-caseload.server.ts";
import { CoachCaseloadPage } from "#app/features/caseload/components/coach-caseload-page.tsx";
import { readCoachCaseload } from "#app/features/caseload/read-coach-caseload.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, parseParams, readForm } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Caseload${data ? ` of ${data.coach.name}` : ""} · Throughline` },
];

export const loader = withActor(CASELOAD_ROLES, (ctx, { params }) =>
  readCoachCaseload(ctx, parseParams(params, coachParams).coachId),
);

export const action = withActor(CASELOAD_ROLES, async (ctx, { request, params }) => {
  const { coachId } = parseParams(params, coachParams);
  const posted = await readForm(request);
  const values = Object.fromEntries(posted);
  const form = parseFormData(posted, caseloadForm);
  const answer = form.ok ? await changeCaseload(ctx, coachId, form.data) : form;
  if (answer.ok) return redirectWithNotice(`/caseload/${coachId}`, "Saved");
  return data(
    { ...answer, values, intent: String(values.intent), about: String(values.about ?? "") },
    { status: 400 },
  );
});

export default function CoachCaseloadRoute() {
  return <CoachCaseloadPage view={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
