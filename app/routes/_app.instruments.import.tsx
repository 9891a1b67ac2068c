import { randomUUID } from "node:crypto";
import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { InstrumentImportPage } from "#app/features/fidelity/components/instrument-import-page.tsx";
import { AUTHOR_ROLES } from "#app/features/fidelity/instrument.policy.ts";
import { noFile, tryInstrumentFile } from "#app/features/fidelity/try-instrument-file.server.ts";
import { readFormWithFile } from "#app/http/receive-file.server.ts";

export const meta = () => [{ title: "Import an instrument · Throughline" }];

export const loader = withActor(AUTHOR_ROLES, async () => ({ draftId: randomUUID() }));

export const action = withActor(AUTHOR_ROLES, async (ctx, { request }) => {
  const { file } = await readFormWithFile(request, "file", (given) => tryInstrumentFile(ctx, given));
  const tried = file ?? noFile();
  return data(tried, { status: tried.ok ? 200 : 400 });
});

export default function InstrumentImport() {
  return <InstrumentImportPage {...useLoaderData<typeof loader>()} tried={useActionData<typeof action>()} />;
}
