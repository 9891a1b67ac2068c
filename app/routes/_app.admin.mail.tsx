import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { MailPage } from "#app/features/admin/components/mail-page.tsx";
import { listMail } from "#app/features/admin/list-mail.server.ts";
import { mailSearch } from "#app/features/admin/operations.schema.ts";
import { parseSearch } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Mail · Throughline" }];

export const loader = withActor(["admin"], async (ctx, { request }) => {
  const search = parseSearch(request, mailSearch);
  return { mail: (await listMail(ctx, search)).mail, state: search.state };
});

export default function MailRoute() {
  return <MailPage {...useLoaderData<typeof loader>()} />;
}
