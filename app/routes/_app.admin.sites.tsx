import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { SitesPage } from "#app/features/admin/components/sites-page.tsx";
import { listSites } from "#app/features/admin/list-sites.server.ts";

export const meta = () => [{ title: "Sites · Throughline" }];

export const loader = withActor(["admin"], (ctx) => listSites(ctx));

export default function SitesRoute() {
  return <SitesPage {...useLoaderData<typeof loader>()} />;
}
