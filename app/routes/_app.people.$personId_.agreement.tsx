import { data, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { agreementDraft, agreementPersonParams } from "#app/features/agreements/agreement.schema.ts";
import { AgreementFormPage } from "#app/features/agreements/components/agreement-form-page.tsx";
import { draftAgreement } from "#app/features/agreements/draft-agreement.server.ts";
import { openAgreementForm } from "#app/features/agreements/open-agreement-form.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, parseParams, readForm } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Agreement with ${data?.person.name ?? "a person"} · Throughline` },
];

export const loader = withActor(["coach"], (ctx, { params }) =>
  openAgreementForm(ctx, parseParams(params, agreementPersonParams).personId),
);

export const action = withActor(["coach"], async (ctx, { request, params }) => {
  const { personId } = parseParams(params, agreementPersonParams);
  const posted = await readForm(request);
  const form = parseFormData(posted, agreementDraft);
  const answer = form.ok ? await draftAgreement(ctx, { ...form.data, personId }) : form;
  if (answer.ok)
    return redirectWithNotice(
      `/agreements/${answer.agreementId}`,
      answer.isProposed ? "Signed, and put to the others" : "Draft saved",
    );
  return data({ ...answer, values: Object.fromEntries(posted) }, { status: 400 });
});

export default function AgreementFormRoute() {
  return <AgreementFormPage form={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
