import { createCookie, redirect } from "@remix-run/node";
import { getConfig } from "#app/config.server.ts";

/** One sentence for the next page, said once by a toast. */
const cookie = createCookie("notice", { path: "/", sameSite: "lax", httpOnly: true, maxAge: 60 });

export async function redirectWithNotice(url: string, message: string): Promise<Response> {
  return redirect(url, {
    headers: { "Set-Cookie": await cookie.serialize(message, { secure: isSecure() }) },
  });
}

/** The sentence left for this page, if any, and the header that takes it away. */
export async function takeNotice(request: Request): Promise<{ notice: string | null; headers: HeadersInit }> {
  const notice: unknown = await cookie.parse(request.headers.get("Cookie"));
  if (typeof notice !== "string") return { notice: null, headers: {} };
  return { notice, headers: { "Set-Cookie": await cookie.serialize("", { maxAge: 0, secure: isSecure() }) } };
}

function isSecure(): boolean {
  return getConfig().publicUrl.startsWith("https://");
}
