import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { PlannedPage } from "#app/features/sessions/components/planned-page.tsx";
import { moveSession, withdrawSession } from "#app/features/sessions/move-session.server.ts";
import { readPlanned } from "#app/features/sessions/read-planned.server.ts";
import { rescheduleSession } from "#app/features/sessions/reschedule-session.server.ts";
import { sessionParams } from "#app/features/sessions/session.schema.ts";
import { formValuesOf } from "#app/features/sessions/session-form-values.ts";
import { moveInput, notHeldInput, withdrawInput } from "#app/features/sessions/session-plan.schema.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, parseParams, readForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Planned session · Throughline" }];

export const loader = withActor(["coach"], (ctx, { params }) =>
  readPlanned(ctx, parseParams(params, sessionParams).sessionId),
);

export const action = withActor(["coach"], async (ctx, { request, params }) => {
  const { sessionId } = parseParams(params, sessionParams);
  const posted = await readForm(request);
  const intent = posted.get("intent");
  if (intent === "move") {
    const form = parseFormData(posted, moveInput);
    const result = form.ok ? await moveSession(ctx, { ...form.data, sessionId }) : form;
    return result.ok
      ? redirectWithNotice(`/sessions/${sessionId}`, "Session changed")
      : refused(posted, "move", result);
  }
  if (intent === "withdraw") {
    const form = parseFormData(posted, withdrawInput);
    const result = form.ok ? await withdrawSession(ctx, { ...form.data, sessionId }) : form;
    return result.ok
      ? redirectWithNotice(`/calendar?out=${sessionId}`, "The session is out of the calendar")
      : refused(posted, "withdraw", result);
  }
  const form = parseFormData(posted, notHeldInput);
  const result = form.ok ? await rescheduleSession(ctx, { ...form.data, sessionId }) : form;
  return result.ok
    ? redirectWithNotice(
        `/sessions/${sessionId}`,
        form.ok && form.data.newOn ? "The new session is planned" : "Saved",
      )
    : refused(posted, "not-held", result);
});

function refused(
  posted: FormData,
  intent: string,
  { message, fieldErrors }: { message: string; fieldErrors?: Record<string, string[]> },
) {
  return data({ intent, message, fieldErrors, values: formValuesOf(posted) }, { status: 400 });
}

export default function PlannedRoute() {
  return <PlannedPage page={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
