import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { AuditPage } from "#app/features/admin/components/audit-page.tsx";
import { listEvents } from "#app/features/admin/list-events.server.ts";
import { auditSearch } from "#app/features/admin/operations.schema.ts";
import { parseSearch } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Audit · Throughline" }];

export const loader = withActor(["admin"], (ctx, { request }) =>
  listEvents(ctx, parseSearch(request, auditSearch)),
);

export default function AuditRoute() {
  return <AuditPage {...useLoaderData<typeof loader>()} />;
}
