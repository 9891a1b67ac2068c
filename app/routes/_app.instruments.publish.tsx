import { data } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { PublishInstrumentPage } from "#app/features/fidelity/components/publish-instrument-page.tsx";
import { AUTHOR_ROLES } from "#app/features/fidelity/instrument.policy.ts";
import { publishInput } from "#app/features/fidelity/instrument-import.schema.ts";
import { checkInstrument, publishInstrument } from "#app/features/fidelity/publish-instrument.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, readForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Publish an instrument · Throughline" }];

export const loader = withActor(AUTHOR_ROLES, async () => null);

export const action = withActor(AUTHOR_ROLES, async (ctx, { request }) => {
  const posted = await readForm(request);
  const lists = { raterTypes: posted.getAll("raterTypes"), dimensions: posted.getAll("dimensions") };
  const values = { ...Object.fromEntries(posted), ...lists } as Record<string, string | string[]>;
  const form = parseFormData(posted, publishInput);
  if (!form.ok) return data({ ...form, values }, { status: 400 });
  if (form.data.intent === "publish") {
    const published = await publishInstrument(ctx, form.data);
    if (published.ok)
      return redirectWithNotice(`/instruments/${published.versionId}`, "Version 1 is published");
    return data({ ...published, values }, { status: 400 });
  }
  const checked = await checkInstrument(ctx, form.data);
  return data({ ...checked, values }, { status: checked.ok ? 200 : 400 });
});

export default function PublishInstrument() {
  return <PublishInstrumentPage answer={useActionData<typeof action>()} />;
}
