import { data, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { PublishDraftPage } from "#app/features/fidelity/components/publish-draft-page.tsx";
import { AUTHOR_ROLES } from "#app/features/fidelity/instrument.policy.ts";
import { draftParams, publishDraftInput } from "#app/features/fidelity/instrument-draft.schema.ts";
import { publishDraft, readPublishing } from "#app/features/fidelity/publish-draft.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseForm, parseParams } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Publish ${data?.title || "a draft"} · Throughline` },
];

export const loader = withActor(AUTHOR_ROLES, async (ctx, { params }) => {
  const read = await readPublishing(ctx, parseParams(params, draftParams));
  if ("publishedVersionId" in read) throw redirect(`/instruments/${read.publishedVersionId}`);
  return read.page;
});

export const action = withActor(AUTHOR_ROLES, async (ctx, { request, params }) => {
  const { draftId } = parseParams(params, draftParams);
  const form = await parseForm(request, publishDraftInput);
  if (!form.ok) return data(form, { status: 400 });
  const published = await publishDraft(ctx, { ...form.data, draftId });
  if (!published.ok)
    return data({ ...published, values: form.data as Record<string, unknown> }, { status: 409 });
  return redirectWithNotice(
    `/instruments/${published.versionId}`,
    `Version ${published.version} is published`,
  );
});

export default function PublishDraft() {
  return <PublishDraftPage page={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
