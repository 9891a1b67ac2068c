import { randomUUID } from "node:crypto";
import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { RaterConflictsPage } from "#app/features/fidelity/components/rater-conflicts-page.tsx";
import { raterConflictForm } from "#app/features/fidelity/rater-conflict.schema.ts";
import { listConflicts, recordRaterConflict } from "#app/features/fidelity/record-rater-conflict.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, readForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Conflicts of interest · Throughline" }];

export const loader = withActor(["lead"], async (ctx) => ({
  page: await listConflicts(ctx),
  newId: randomUUID(),
}));

export const action = withActor(["lead"], async (ctx, { request }) => {
  const posted = await readForm(request);
  const form = parseFormData(posted, raterConflictForm);
  const answer = form.ok ? await recordRaterConflict(ctx, form.data) : form;
  if (answer.ok) return redirectWithNotice("/schedules/conflicts", "Saved");
  const values = Object.fromEntries(posted);
  return data(
    { ...answer, values, intent: String(values.intent ?? ""), about: String(values.about ?? "") },
    { status: 400 },
  );
});

export { revalidatesForNewId as shouldRevalidate } from "#app/components/answer.ts";

export default function RaterConflictsRoute() {
  const { page, newId } = useLoaderData<typeof loader>();
  return <RaterConflictsPage page={page} newId={newId} answer={useActionData<typeof action>()} />;
}
