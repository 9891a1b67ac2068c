import type { LoaderFunctionArgs } from "@remix-run/node";
import { getAuth } from "#app/access/auth.server.ts";

/** Only the answer of the identity provider comes this way; every other step has a page of its own. */
export function loader({ request, params }: LoaderFunctionArgs) {
  if (!/^(oauth2\/)?callback\//.test(params["*"] ?? "") && params["*"] !== "error")
    return new Response("Not found", { status: 404 });
  return getAuth().handler(request);
}
