import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { addGroup } from "#app/features/caseload/add-group.server.ts";
import { MANAGING_ROLES } from "#app/features/caseload/caseload.policy.ts";
import { newGroup } from "#app/features/caseload/caseload.schema.ts";
import { GroupsPage } from "#app/features/caseload/components/groups-page.tsx";
import { listGroups } from "#app/features/caseload/list-groups.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, readForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Groups · Throughline" }];

export const loader = withActor(["lead", "supervisor", "admin"], (ctx) => listGroups(ctx));

export const action = withActor(MANAGING_ROLES, async (ctx, { request }) => {
  const posted = await readForm(request);
  const form = parseFormData(posted, newGroup);
  const answer = form.ok ? await addGroup(ctx, form.data) : form;
  if (answer.ok) return redirectWithNotice(`/groups/${answer.id}`, "Group added");
  return data({ ...answer, values: Object.fromEntries(posted), intent: "add" }, { status: 400 });
});

export { revalidatesForNewId as shouldRevalidate } from "#app/components/answer.ts";

export default function GroupsRoute() {
  return <GroupsPage page={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
