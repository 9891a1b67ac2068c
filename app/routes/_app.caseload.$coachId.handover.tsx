import { data, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { MANAGING_ROLES } from "#app/features/caseload/caseload.policy.ts";
import { coachParams, handoverForm } from "#app/features/caseload/caseload.schema.ts";
import {
  type HandoverAnswer,
  HandoverFormPage,
} from "#app/features/caseload/components/handover-form-page.tsx";
import { openHandoverForm } from "#app/features/caseload/open-handover-form.server.ts";
import { planHandover } from "#app/features/caseload/plan-handover.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, parseParams, readForm } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Hand over${data ? ` the people of ${data.coach.name}` : ""} · Throughline` },
];

export const loader = withActor(MANAGING_ROLES, (ctx, { params }) =>
  openHandoverForm(ctx, parseParams(params, coachParams).coachId),
);

export const action = withActor(MANAGING_ROLES, async (ctx, { request, params }) => {
  const { coachId } = parseParams(params, coachParams);
  const posted = await readForm(request);
  const values = Object.fromEntries(posted);
  const form = parseFormData(posted, handoverForm);
  const answer = form.ok ? await planHandover(ctx, coachId, form.data) : form;
  if (!answer.ok) return data({ ...answer, values }, { status: 400 });
  if ("preview" in answer) return data({ preview: answer.preview, values });
  return redirectWithNotice(
    `/handovers/${answer.handoverId}`,
    answer.isCarriedOut ? "Handed over" : "The handover is planned",
  );
});

export default function HandoverFormRoute() {
  return (
    <HandoverFormPage
      page={useLoaderData<typeof loader>()}
      answer={useActionData<typeof action>() as HandoverAnswer}
    />
  );
}
