import { data } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseForm, parseSearch } from "#app/http/parse.server.ts";
import { InboxPage } from "#app/notices/components/inbox-page.tsx";
import { inboxForm, inboxSearch } from "#app/notices/inbox.schema.ts";
import { markNoticesRead } from "#app/notices/mark-notices-read.server.ts";
import { readInbox } from "#app/notices/read-inbox.server.ts";

export const meta = () => [{ title: "Inbox · Throughline" }];

export const loader = withActor("anyone", (ctx, { request }) =>
  readInbox(ctx, parseSearch(request, inboxSearch)),
);

export const action = withActor("anyone", async (ctx, { request }) => {
  const form = await parseForm(request, inboxForm);
  if (!form.ok) return data(form, { status: 400 });
  await markNoticesRead(ctx, { id: form.data.intent === "read" ? form.data.id : null });
  const { pathname, search } = new URL(request.url);
  return redirectWithNotice(
    `${pathname.replace(/\.data$/, "")}${search}`,
    form.data.intent === "read" ? "Marked as read" : "Everything is read",
  );
});

export default function InboxRoute() {
  return <InboxPage {...useLoaderData<typeof loader>()} />;
}
