import type { LoaderFunctionArgs } from "@remix-run/node";
import { startOidc } from "#app/access/sign-in.server.ts";
import { getConfig } from "#app/config.server.ts";

/** A link, not a form: the browser's form-action policy would stop the redirect to another site. */
export function loader({ request }: LoaderFunctionArgs) {
  if (!getConfig().OIDC_ISSUER) return new Response("Not found", { status: 404 });
  return startOidc(request);
}
