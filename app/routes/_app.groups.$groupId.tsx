import { data, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { MANAGING_ROLES } from "#app/features/caseload/caseload.policy.ts";
import { groupForm, groupParams } from "#app/features/caseload/caseload.schema.ts";
import { changeGroup } from "#app/features/caseload/change-group.server.ts";
import { GroupPage } from "#app/features/caseload/components/group-page.tsx";
import { readGroup } from "#app/features/caseload/read-group.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, parseParams, readForm } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.name ?? "Group"} · Throughline` },
];

export const loader = withActor(["lead", "supervisor", "admin"], (ctx, { params }) =>
  readGroup(ctx, parseParams(params, groupParams).groupId),
);

export const action = withActor(MANAGING_ROLES, async (ctx, { request, params }) => {
  const { groupId } = parseParams(params, groupParams);
  const posted = await readForm(request);
  const values = Object.fromEntries(posted);
  const form = parseFormData(posted, groupForm);
  const answer = form.ok ? await changeGroup(ctx, groupId, form.data) : form;
  if (answer.ok) return redirectWithNotice(`/groups/${groupId}`, "Saved");
  return data(
    { ...answer, values, intent: String(values.intent), about: String(values.about ?? "") },
    { status: 400 },
  );
});

export default function GroupRoute() {
  return <GroupPage page={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
