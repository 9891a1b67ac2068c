import { data, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { acknowledgeSession } from "#app/features/sessions/acknowledge-session.server.ts";
import { SessionPage } from "#app/features/sessions/components/session-page.tsx";
import { StoredDraft } from "#app/features/sessions/components/stored-draft.tsx";
import { readSession } from "#app/features/sessions/read-session.server.ts";
import { replyToCoachee } from "#app/features/sessions/reply-to-coachee.server.ts";
import {
  acknowledgementForm,
  replyForm,
  savedSearch,
  sessionParams,
} from "#app/features/sessions/session.schema.ts";
import { formValuesOf } from "#app/features/sessions/session-form-values.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, parseParams, parseSearch, readForm } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Session${data ? ` of ${data.page.session.sessionOn}` : ""} · Throughline` },
];

export const loader = withActor(
  ["coach", "coachee", "supervisor", "lead", "evaluator"],
  async (ctx, { request, params }) => ({
    accountId: ctx.actor.accountId,
    page: await readSession(ctx, parseParams(params, sessionParams).sessionId),
    ...parseSearch(request, savedSearch),
  }),
);

export const action = withActor(["coachee", "coach"], async (ctx, { request, params }) => {
  const { sessionId } = parseParams(params, sessionParams);
  const posted = await readForm(request);
  const values = formValuesOf(posted);
  if (posted.get("intent") === "reply") {
    const form = parseFormData(posted, replyForm);
    const verdict = form.ok ? await replyToCoachee(ctx, { ...form.data, sessionId }) : form;
    if (!verdict.ok) return data({ ...verdict, values }, { status: 400 });
    return redirectWithNotice(`/sessions/${sessionId}`, "Your answer is with the record");
  }
  const form = parseFormData(posted, acknowledgementForm);
  const verdict = form.ok ? await acknowledgeSession(ctx, { ...form.data, sessionId }) : form;
  if (verdict.ok)
    return redirectWithNotice(
      "/my-coaching",
      values.state?.[0] === "disputed" ? "Your coach sees what is wrong" : "Record acknowledged",
    );
  return data({ message: verdict.message, fieldErrors: verdict.fieldErrors, values }, { status: 400 });
});

export { revalidatesForNewId as shouldRevalidate } from "#app/components/answer.ts";

export default function SessionRoute() {
  const { accountId, page, saved } = useLoaderData<typeof loader>();
  const { id, rowVersion } = page.session;
  return (
    <>
      <SessionPage page={page} answer={useActionData<typeof action>()} />
      <StoredDraft accountId={accountId} sessionId={id} rowVersion={rowVersion} isJustSaved={saved} />
    </>
  );
}
