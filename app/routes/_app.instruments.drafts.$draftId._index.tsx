import { data, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { BuilderPage } from "#app/features/fidelity/components/builder-page.tsx";
import { deleteDraft } from "#app/features/fidelity/delete-draft.server.ts";
import { AUTHOR_ROLES } from "#app/features/fidelity/instrument.policy.ts";
import { draftAction, draftParams } from "#app/features/fidelity/instrument-draft.schema.ts";
import { readDraft } from "#app/features/fidelity/read-draft.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseForm, parseParams } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.definition.title || "Draft"} · Throughline` },
];

export const loader = withActor(AUTHOR_ROLES, async (ctx, { params }) => {
  const read = await readDraft(ctx, parseParams(params, draftParams));
  if ("publishedVersionId" in read) throw redirect(`/instruments/${read.publishedVersionId}`);
  return read.page;
});

export const action = withActor(AUTHOR_ROLES, async (ctx, { request, params }) => {
  const { draftId } = parseParams(params, draftParams);
  const form = await parseForm(request, draftAction);
  const changed = form.ok ? await deleteDraft(ctx, { draftId, ...form.data }) : form;
  if (!form.ok || !changed.ok) return data(changed, { status: form.ok ? 409 : 400 });
  return form.data.intent === "delete"
    ? redirectWithNotice("/instruments", "The draft is deleted. It can be restored below.")
    : redirectWithNotice(`/instruments/drafts/${draftId}`, "The draft is back");
});

export default function Draft() {
  const page = useLoaderData<typeof loader>();
  return <BuilderPage key={page.id} page={page} answer={useActionData<typeof action>()} />;
}
