import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { NewInstrumentPage } from "#app/features/fidelity/components/new-instrument-page.tsx";
import { createDraft } from "#app/features/fidelity/create-draft.server.ts";
import { AUTHOR_ROLES } from "#app/features/fidelity/instrument.policy.ts";
import { newDraftInput } from "#app/features/fidelity/instrument-draft.schema.ts";
import { openNewInstrument } from "#app/features/fidelity/open-new-instrument.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "New instrument · Throughline" }];

export const loader = withActor(AUTHOR_ROLES, (ctx) => openNewInstrument(ctx));

export const action = withActor(AUTHOR_ROLES, async (ctx, { request }) => {
  const form = await parseForm(request, newDraftInput);
  if (!form.ok) return data(form, { status: 400 });
  const begun = await createDraft(ctx, form.data);
  if (!begun.ok) return data({ ...begun, values: form.data as Record<string, unknown> }, { status: 409 });
  return redirectWithNotice(
    `/instruments/drafts/${begun.draftId}`,
    begun.isNew ? "A draft is begun" : "This draft was begun before",
  );
});

export default function NewInstrument() {
  return <NewInstrumentPage page={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
