import { type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { DraftPreviewPage } from "#app/features/fidelity/components/draft-preview-page.tsx";
import { AUTHOR_ROLES } from "#app/features/fidelity/instrument.policy.ts";
import { draftParams } from "#app/features/fidelity/instrument-draft.schema.ts";
import { readDraft } from "#app/features/fidelity/read-draft.server.ts";
import { parseParams } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Preview of ${data?.definition.title || "a draft"} · Throughline` },
];

export const loader = withActor(AUTHOR_ROLES, async (ctx, { params }) => {
  const read = await readDraft(ctx, parseParams(params, draftParams));
  if ("publishedVersionId" in read) throw redirect(`/instruments/${read.publishedVersionId}`);
  return read.page;
});

export default function DraftPreview() {
  return <DraftPreviewPage page={useLoaderData<typeof loader>()} />;
}
