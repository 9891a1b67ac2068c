import { getAuth } from "./auth.server.ts";

const SIGN_IN_COOKIES = /throughline\.session_(?:token|data)(?:\.\d+)?=[^;]+/g;
const CACHE_COOKIE = /throughline\.session_data=([^;]+)/g;
const MOST_REMEMBERED = 5_000;

/** Sign-ins by the very cookies they came with, as long as the signed cookie says so itself. */
const remembered = new Map<string, { sessionId: string; until: number }>();

/**
 * The id of the sign-in a request's cookies prove, or null. Whether it still lives is `app.actor`'s to say.
 * The same cookies are checked by the library once: their signature and content cannot change.
 * @param appendCookie told of cookies the browser has to take, since activity moves the end of an idle sign-in
 */
export async function signInOf(
  headers: Headers,
  appendCookie: (cookie: string) => void,
): Promise<string | null> {
  const cookies = headers.get("Cookie")?.match(SIGN_IN_COOKIES)?.join(";");
  if (!cookies) return null;
  const known = remembered.get(cookies);
  if (known && known.until > Date.now()) return known.sessionId;
  remembered.delete(cookies);

  const { headers: answered, response } = await getAuth().api.getSession({ headers, returnHeaders: true });
  const renewed = answered.getSetCookie();
  for (const cookie of renewed) appendCookie(cookie);
  if (!response) return null;
  if (renewed.length === 0) remember(cookies, response.session.id);
  return response.session.id;
}

function remember(cookies: string, sessionId: string): void {
  // With a second one, set by a neighbour of the same domain, it is not known which of them was read.
  const [cached, second] = [...cookies.matchAll(CACHE_COOKIE)].map(([, value]) => value);
  if (!cached || second) return;
  const { expiresAt } = JSON.parse(Buffer.from(decodeURIComponent(cached), "base64url").toString()) as {
    expiresAt: number;
  };
  const oldest = remembered.keys().next();
  if (remembered.size >= MOST_REMEMBERED && !oldest.done) remembered.delete(oldest.value);
  remembered.set(cookies, { sessionId, until: expiresAt });
}
