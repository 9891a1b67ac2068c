import { data, type MetaFunction } from "@remix-run/node";
import { type ClientActionFunctionArgs, useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { readRatedFocus } from "#app/features/fidelity/read-rated-focus.server.ts";
import { titleOf } from "#app/features/sessions/components/form-part.tsx";
import { SessionForm } from "#app/features/sessions/components/session-form.tsx";
import { editSession } from "#app/features/sessions/edit-session.server.ts";
import { sendEdit } from "#app/features/sessions/offline/open-offline.ts";
import { openSessionEdit } from "#app/features/sessions/open-session-edit.server.ts";
import { sessionEdit, sessionParams } from "#app/features/sessions/session.schema.ts";
import { formValuesOf } from "#app/features/sessions/session-form-values.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, parseParams, readForm } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  {
    title: `${data?.isAmendment ? "Amend" : data?.purpose === "edit" ? "Edit" : "Log"} session · Throughline`,
  },
];

export const loader = withActor(["coach"], async (ctx, { params }) =>
  openSessionEdit(ctx, parseParams(params, sessionParams).sessionId, await readRatedFocus(ctx)),
);

export const action = withActor(["coach"], async (ctx, { request, params }) => {
  const { sessionId } = parseParams(params, sessionParams);
  const posted = await readForm(request);
  const values = formValuesOf(posted);
  const form = parseFormData(posted, sessionEdit);
  const result = form.ok ? await editSession(ctx, { ...form.data, id: sessionId }) : form;
  if (result.ok) return redirectWithNotice(`/sessions/${sessionId}?saved=1`, "Changes saved");
  const { code, message, fieldErrors } = result;
  if (code !== "session-moved-on") return data({ code, message, fieldErrors, values }, { status: 400 });
  const { rowVersion, values: stored } = await openSessionEdit(ctx, sessionId);
  return data(
    { code, message, fieldErrors, values, stored: { rowVersion, values: stored } },
    { status: 409 },
  );
});

export const clientAction = async ({ request, params, serverAction }: ClientActionFunctionArgs) =>
  (await sendEdit(request, params.sessionId)) ?? serverAction<typeof action>();

export default function EditSessionRoute() {
  const form = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHeader
        title={titleOf(form)}
        breadcrumb={[
          { label: "Sessions", to: "/sessions" },
          { label: "Session", to: `/sessions/${form.sessionId}` },
        ]}
        intro={
          form.isAmendment
            ? "This record is locked. An amendment needs a reason, keeps what the record said before, and asks for the acknowledgement again."
            : form.editableUntil
              ? `Change the record until ${formatDay(form.editableUntil)}. Its acknowledgement starts again.`
              : "Log the session that was planned."
        }
      />
      <SessionForm key={form.sessionId} page={form} answer={answer} />
    </>
  );
}
