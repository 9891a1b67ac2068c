import { randomUUID } from "node:crypto";
import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { complaintForm } from "#app/features/fidelity/complaint.schema.ts";
import { ComplaintsPage } from "#app/features/fidelity/components/complaints-page.tsx";
import { readComplaints, recordComplaint } from "#app/features/fidelity/record-complaint.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, readForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Complaints · Throughline" }];

export const loader = withActor(["lead"], async (ctx) => ({
  page: await readComplaints(ctx),
  newId: randomUUID(),
}));

export const action = withActor(["lead"], async (ctx, { request }) => {
  const posted = await readForm(request);
  const form = parseFormData(posted, complaintForm);
  const answer = form.ok ? await recordComplaint(ctx, form.data) : form;
  if (answer.ok) {
    const isTakenBack = posted.get("intent") === "take-back";
    return redirectWithNotice(
      "/schedules/complaints",
      isTakenBack ? "The record is taken back" : "The complaint is recorded",
    );
  }
  const values = Object.fromEntries(posted);
  return data(
    { ...answer, values, intent: String(values.intent ?? ""), about: String(values.about ?? "") },
    { status: 400 },
  );
});

export { revalidatesForNewId as shouldRevalidate } from "#app/components/answer.ts";

export default function ComplaintsRoute() {
  const { page, newId } = useLoaderData<typeof loader>();
  return <ComplaintsPage page={page} newId={newId} answer={useActionData<typeof action>()} />;
}
