import type postgres from "postgres";

/** What a request was answered with. */
export interface HttpAnswer {
  status: number;
  location: string | null;
  body: string;
}

export interface HttpClient {
  get(path: string): Promise<HttpAnswer>;
  /** A form, one with a file, or JSON when the body is a plain object. */
  post(path: string, body: URLSearchParams | FormData | Record<string, unknown>): Promise<HttpAnswer>;
}

const PASSWORD = "throughline-demo";

/** Plain requests to the product, as a browser of its own pages sends them, with fixed cookies. */
export function httpClient(origin: string, cookies = ""): HttpClient {
  const send = async (path: string, init: RequestInit, type?: string): Promise<HttpAnswer> => {
    const response = await fetch(`${origin}${path}`, {
      ...init,
      redirect: "manual",
      headers: {
        Origin: origin,
        ...(cookies && { Cookie: cookies }),
        ...(type && { "Content-Type": type }),
      },
    });
    return {
      status: response.status,
      location: response.headers.get("Location"),
      body: await response.text(),
    };
  };
  return {
    get: (path) => send(path, {}),
    post: (path, body) =>
      body instanceof FormData
        ? send(path, { method: "POST", body })
        : body instanceof URLSearchParams
          ? send(path, { method: "POST", body: body.toString() }, "application/x-www-form-urlencoded")
          : send(path, { method: "POST", body: JSON.stringify(body) }, "application/json"),
  };
}

/** A client signed in with the password of the demo accounts. @throws when the product refuses it */
export async function signedInClient(origin: string, email: string): Promise<HttpClient> {
  const response = await fetch(`${origin}/sign-in?index`, {
    method: "POST",
    redirect: "manual",
    headers: { Origin: origin, "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ email, password: PASSWORD }).toString(),
  });
  if (response.status !== 302)
    throw new Error(`Sign-in of ${email} was answered ${response.status}: ${await response.text()}`);
  const cookies = response.headers.getSetCookie().map((line) => line.split(";")[0]);
  return httpClient(origin, cookies.join("; "));
}

/** Lets a person, and nobody else, sign in at `email` with the password of the demo accounts. Needs the owner's database. */
export async function giveDemoAccount(sql: postgres.Sql, personId: string, email: string): Promise<void> {
  await sql`UPDATE person SET account_id = NULL WHERE account_id = (SELECT id FROM auth_user WHERE email = ${email})`;
  await sql`
    WITH account AS (
      INSERT INTO auth_user (id, name, email, email_verified, updated_at)
      SELECT ${personId}, given_name || ' ' || family_name, ${email}, true, now() FROM person WHERE id = ${personId}
      ON CONFLICT (email) DO UPDATE SET updated_at = now()
      RETURNING id),
    password AS (
      INSERT INTO auth_account (id, user_id, account_id, provider_id, password, updated_at)
      SELECT ${personId}, account.id, account.id, 'credential', known.password, now()
      FROM account, auth_account known JOIN auth_user ON auth_user.id = known.user_id
      WHERE auth_user.email = 'coach@demo.test' AND known.provider_id = 'credential'
      ON CONFLICT DO NOTHING)
    UPDATE person SET account_id = account.id FROM account WHERE person.id = ${personId}`;
}
