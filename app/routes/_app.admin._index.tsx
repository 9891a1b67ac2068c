import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { OverviewPage } from "#app/features/admin/components/overview-page.tsx";
import { readAdminOverview } from "#app/features/admin/read-admin-overview.server.ts";

export const meta = () => [{ title: "Administration · Throughline" }];

export const loader = withActor(["admin"], (ctx) => readAdminOverview(ctx));

export default function AdminRoute() {
  return <OverviewPage overview={useLoaderData<typeof loader>()} />;
}
