import { type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { BlankChecklist } from "#app/features/fidelity/components/blank-checklist.tsx";
import { AUTHOR_ROLES } from "#app/features/fidelity/instrument.policy.ts";
import { draftParams } from "#app/features/fidelity/instrument-draft.schema.ts";
import { readDraft } from "#app/features/fidelity/read-draft.server.ts";
import { parseParams } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.definition.title || "Draft"} on paper · Throughline` },
];

export const loader = withActor(AUTHOR_ROLES, async (ctx, { params }) => {
  const read = await readDraft(ctx, parseParams(params, draftParams));
  if ("publishedVersionId" in read) throw redirect(`/instruments/${read.publishedVersionId}/print`);
  return read.page;
});

export default function DraftOnPaper() {
  const { id, definition, version } = useLoaderData<typeof loader>();
  return (
    <BlankChecklist
      draft={definition}
      version={version}
      back={{ to: `/instruments/drafts/${id}/preview`, label: "Back to the preview" }}
      isDraft
    />
  );
}
