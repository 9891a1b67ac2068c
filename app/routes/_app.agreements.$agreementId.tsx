import { data, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { agreementAction, agreementParams } from "#app/features/agreements/agreement.schema.ts";
import { changeAgreement } from "#app/features/agreements/change-agreement.server.ts";
import { AgreementPage } from "#app/features/agreements/components/agreement-page.tsx";
import { readAgreement } from "#app/features/agreements/read-agreement.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseForm, parseParams } from "#app/http/parse.server.ts";

const PARTIES = ["coach", "coachee", "supervisor", "lead"] as const;
const NOTICES = { sign: "Signed", withdraw: "Taken back", end: "Ended" } as const;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Agreement${data ? ` of ${data.coach.name} and ${data.coachee.name}` : ""} · Throughline` },
];

export const loader = withActor(PARTIES, (ctx, { params }) =>
  readAgreement(ctx, parseParams(params, agreementParams).agreementId),
);

export const action = withActor(PARTIES, async (ctx, { request, params }) => {
  const { agreementId } = parseParams(params, agreementParams);
  const form = await parseForm(request, agreementAction);
  const answer = form.ok ? await changeAgreement(ctx, { ...form.data, agreementId }) : form;
  if (!form.ok || !answer.ok) return data(answer, { status: form.ok ? 409 : 400 });
  return redirectWithNotice(`/agreements/${agreementId}`, NOTICES[form.data.intent]);
});

export default function AgreementRoute() {
  return <AgreementPage page={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
