import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { launchBrowser, signIn } from "#tests/support/browser.ts";
import { until } from "#tests/support/conditions.ts";
import { totp } from "#tests/support/totp.ts";

const product = inject("product");
let browser: Browser;
let context: BrowserContext;
let page: Page;
let owner: postgres.Sql;

beforeAll(async () => {
  browser = await launchBrowser();
  owner = postgres(product.ownerUrl, { max: 2, onnotice: () => {} });
});
beforeEach(async () => {
  await owner`DELETE FROM rate_limit`;
  context = await browser.newContext({ baseURL: product.url });
  page = await context.newPage();
});
afterEach(() => context.close());
afterAll(async () => {
  await owner`DELETE FROM rate_limit`;
  await browser.close();
  await owner.end();
});

const signOut = async () => {
  await page.getByLabel(/^Account of/).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in");
};

const post = (address: string, fields: Record<string, string>, cookie = "") =>
  fetch(product.url + address, {
    method: "POST",
    redirect: "manual",
    headers: { Origin: product.url, "Content-Type": "application/x-www-form-urlencoded", Cookie: cookie },
    body: new URLSearchParams(fields),
  });

test.each([
  ["coach", "/people"],
  ["coachee", "/my-coaching"],
  ["supervisor", "/reviews"],
  ["lead", "/rollout"],
  ["evaluator", "/measures"],
  ["planner", "/plan"],
  ["admin", "/admin"],
] as const)("the %s signs in and lands on %s", async (role, home) => {
  await signIn(page, role);
  expect(new URL(page.url()).pathname).toBe(home);
  await page.getByRole("heading", { level: 1 }).waitFor();
});

test("signing in needs no JavaScript and leads back to the page that was asked for", async () => {
  const bare = await browser.newContext({ baseURL: product.url, javaScriptEnabled: false });
  const plain = await bare.newPage();
  await plain.goto("/inbox");
  expect(plain.url()).toContain("/sign-in?next=%2Finbox");
  await plain.getByLabel("E-mail").fill("coach@demo.test");
  await plain.getByLabel("Password").fill("throughline-demo");
  await plain.getByRole("button", { name: "Sign in" }).click();
  expect(new URL(plain.url()).pathname).toBe("/inbox");
  await bare.close();
});

test("a wrong password keeps the address and tells nobody who has an account", async () => {
  const messages: (string | null)[] = [];
  for (const email of ["coach@demo.test", "nobody@demo.test"]) {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill("not-the-password");
    await page.getByRole("button", { name: "Sign in" }).click();
    const message = page.getByText("do not match an account").first();
    await message.waitFor();
    messages.push(await message.textContent());
    expect(await page.getByLabel("E-mail").inputValue()).toBe(email);
  }
  expect(messages[0]).toBe(messages[1]);
});

test("the next page after signing in is never on another site", async () => {
  await page.goto("/sign-in?next=https%3A%2F%2Fexample.org%2F");
  await page.getByLabel("E-mail").fill("coach@demo.test");
  await page.getByLabel("Password").fill("throughline-demo");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/people");
});

test("guessing stops after eight tries, even with the right password, and says for how long", async () => {
  const attempt = (password: string) => post("/sign-in?index", { email: "evaluator@demo.test", password });
  for (let tries = 0; tries < 8; tries += 1) expect((await attempt(`wrong-${tries}`)).status).toBe(400);
  const refused = await attempt("throughline-demo");
  expect(refused.status).toBe(429);
  expect(await refused.text()).toContain("Wait a few minutes");
});

test("people who sign in rightly do not use up the tries of those behind the same address", async () => {
  const signInRightly = () =>
    post("/sign-in?index", { email: "lead@demo.test", password: "throughline-demo" });
  expect((await signInRightly()).status).toBe(302);
  await owner`UPDATE rate_limit SET points = 58 WHERE key LIKE 'address:%'`;
  for (let person = 0; person < 4; person += 1) expect((await signInRightly()).status).toBe(302);
});

test("asking for a link takes as long for an address that nobody has", async () => {
  for (const email of ["lead@demo.test", "nobody@demo.test"]) {
    const startedAt = performance.now();
    expect((await post("/forgot-password", { email })).status).toBe(200);
    expect(performance.now() - startedAt, email).toBeGreaterThan(390);
  }
});

test("a form that no page of ours has made is refused before it costs anything", async () => {
  for (const name of ["__intent__", "__state__", "email[1000000]", "email.__proto__[0][0]"])
    expect((await post("/sign-in?index", { [name]: "{" })).status, name).toBe(400);
});

test("signing out ends the sign-in on the server, not only in the browser", async () => {
  await signIn(page, "coach");
  const cookies = await context.cookies();
  await signOut();
  await context.addCookies(cookies);
  await page.goto("/people");
  expect(page.url()).toContain("/sign-in");
});

test("a sign-in ends when it has been idle, and after twelve hours whatever happens", async () => {
  await signIn(page, "planner");
  await owner`UPDATE auth_session SET created_at = now() - INTERVAL '12 hours 1 minute'
              WHERE user_id = (SELECT id FROM auth_user WHERE email = 'planner@demo.test')`;
  await page.goto("/plan");
  expect(page.url()).toContain("/sign-in?next=%2Fplan");
  await signIn(page, "planner");
  await owner`UPDATE auth_session SET expires_at = now() - INTERVAL '1 second'
              WHERE user_id = (SELECT id FROM auth_user WHERE email = 'planner@demo.test')`;
  await page.goto("/plan");
  expect(page.url()).toContain("/sign-in?next=%2Fplan");
});

test("activity moves the end of an idle sign-in", async () => {
  await signIn(page, "planner");
  const ends = async () => {
    const [row] = await owner<{ at: Date }[]>`
      SELECT max(expires_at) AS at FROM auth_session
      WHERE user_id = (SELECT id FROM auth_user WHERE email = 'planner@demo.test')`;
    return row?.at ?? new Date(0);
  };
  // As after some minutes of work: the end is nearer and the short-lived cookie has gone.
  await owner`UPDATE auth_session SET expires_at = now() + INTERVAL '5 minutes'`;
  await context.clearCookies({ name: "throughline.session_data" });
  const before = await ends();
  await page.goto("/plan");
  expect((await ends()).getTime()).toBeGreaterThan(before.getTime() + 60_000);
  const cookie = (await context.cookies()).find(({ name }) => name === "throughline.session_token");
  expect(cookie?.expires).toBeGreaterThan(Date.now() / 1000 + 14 * 60);
});

test("a role that was taken away is gone at the next click", async () => {
  await signIn(page, "evaluator");
  const [role] = await owner`
    SELECT id, starts_on FROM role_assignment WHERE role = 'evaluator'
      AND person_id = (SELECT id FROM person WHERE email = 'evaluator@demo.test')`;
  try {
    await owner`UPDATE role_assignment SET ends_on = starts_on + 1 WHERE id = ${role?.id}`;
    const response = await page.goto("/measures");
    expect(response?.status()).toBe(403);
    await page.getByText("administrator of your program").first().waitFor();
  } finally {
    await owner`UPDATE role_assignment SET ends_on = NULL WHERE id = ${role?.id}`;
  }
});

test("a second step is set up, asked for, and turned off again", async () => {
  await signIn(page, "planner");
  await page.goto("/account");
  await page.getByLabel("Your password").fill("throughline-demo");
  await page.getByRole("button", { name: "Set up the second step" }).click();
  const secret = (await page.locator("code.select-all").textContent()) ?? "";
  await page.getByLabel(/six digits/).fill(totp(secret));
  await page.getByRole("button", { name: "Turn on the second step" }).click();
  await page.getByText("After your password we ask for a code").waitFor();
  await signOut();

  await page.getByLabel("E-mail").fill("planner@demo.test");
  await page.getByLabel("Password").fill("throughline-demo");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/sign-in/second-step**");
  await page.goto("/plan");
  expect(page.url()).toContain("/sign-in");
  await page.goto("/sign-in/second-step?next=%2Fplan");
  await page.getByLabel("Code").fill("000000");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByText("That code is not right").first().waitFor();
  const code = totp(secret);
  await page.getByLabel("Code").fill(code);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL("**/plan");

  // Whoever watched the code being typed, and knows the password, is not let in by it.
  const watched = await post("/sign-in?index", { email: "planner@demo.test", password: "throughline-demo" });
  const cookie = watched.headers.getSetCookie().map((line) => line.split(";")[0]);
  const again = await post("/sign-in/second-step", { code }, cookie.join("; "));
  expect(again.status).toBe(400);
  expect(again.headers.getSetCookie().join()).not.toContain("session_token");

  await page.goto("/account");
  await page.getByLabel("Your password").fill("throughline-demo");
  await page.getByRole("button", { name: "Turn off the second step" }).click();
  await page.getByText("Ask for a code from an authenticator app").waitFor();
});

test("a forgotten password is replaced through a link in the mail, once", async () => {
  await page.goto("/forgot-password");
  await page.getByLabel("E-mail").fill("lead@demo.test");
  await page.getByRole("button", { name: "Send the link" }).click();
  await page.getByText("a link to choose a new password").waitFor();
  await post("/forgot-password", { email: "lead@demo.test" });
  const folder = path.join(product.dataDir, "mail");
  const link = await until(
    "the reset mail",
    async () => {
      await owner`UPDATE mail SET claimed_at = NULL WHERE state = 'queued'`;
      if (!existsSync(folder)) return null;
      const mails = readdirSync(folder, { withFileTypes: true }).filter((file) => file.isFile());
      const texts = mails.map((file) =>
        readFileSync(path.join(folder, file.name), "utf8").replaceAll("=\n", ""),
      );
      const text = texts.find(
        (mail) => mail.includes("To: lead@demo.test") && mail.includes("reset-password"),
      );
      return text?.match(/\/reset-password\?token=(?:3D)?([\w-]+)/)?.[1];
    },
    90_000,
  );
  const kept = () => owner`
    SELECT FROM mail WHERE to_address = 'lead@demo.test' AND body LIKE ${`%${link}%`}
    UNION ALL SELECT FROM auth_verification WHERE identifier LIKE ${`%${link}%`}`;
  await expect.poll(async () => (await kept()).length).toBe(0);
  const choose = async (password: string) => {
    await page.goto(`/reset-password?token=${link}`);
    await page.getByLabel("New password").fill(password);
    await page.getByRole("button", { name: "Save the password" }).click();
  };
  await choose("too short");
  await page.getByText("Use at least 12 characters").first().waitFor();
  await choose("throughline-demo-2");
  await page.waitForURL("**/sign-in?message=password-changed");
  await choose("throughline-demo-3");
  await page.getByText("has been used or is older").first().waitFor();
  const [{ left } = { left: -1 }] = await owner<{ left: number }[]>`
    SELECT count(*)::int AS left FROM auth_verification
    WHERE value = (SELECT id FROM auth_user WHERE email = 'lead@demo.test')`;
  expect(left, "other links and begun second steps of the old password").toBe(0);
  const hash =
    await owner`SELECT password FROM auth_account a JOIN auth_user u ON u.id = a.user_id WHERE u.email = 'coach@demo.test'`;
  await owner`UPDATE auth_account SET password = ${hash[0]?.password}
              WHERE user_id = (SELECT id FROM auth_user WHERE email = 'lead@demo.test')`;
});

test("a change that comes from another site is refused before anything is read", async () => {
  const post = (origin: string | null, address: string) =>
    fetch(product.url + address, {
      method: "POST",
      headers: origin ? { Origin: origin } : {},
      redirect: "manual",
    });
  for (const address of ["/sign-out", "/sign-in?index", "/sessions/new"])
    for (const origin of ["https://evil.example", "null", null])
      expect((await post(origin, address)).status, `${address} from ${origin}`).toBe(403);
});

test("neither pages nor their data are kept by a browser, and a password is in none of them", async () => {
  const entered = await post("/sign-in?index", { email: "coach@demo.test", password: "throughline-demo" });
  const cookie = entered.headers.getSetCookie().map((line) => line.split(";")[0]);
  for (const address of ["/people", "/people.data", "/my-coaching.data", "/sign-in", "/sign-in.data"]) {
    const response = await fetch(product.url + address, {
      redirect: "manual",
      headers: { Cookie: cookie.join("; ") },
    });
    expect(response.headers.get("cache-control"), address).toBe("no-store");
  }
  const typed = await post("/sign-in?index", { email: "not an address", password: "typed-in-vain" });
  expect(typed.status).toBe(400);
  expect(await typed.text()).not.toContain("typed-in-vain");
});

test("the files of the build come compressed and are kept for good, those of another release do not exist", async () => {
  const html = await (await fetch(`${product.url}/sign-in`)).text();
  const file = html.match(/\/assets\/[\w.~$-]+\.js/)?.[0] ?? "";
  const get = (address: string, encoding: string) =>
    fetch(product.url + address, { headers: { "Accept-Encoding": encoding } });
  const plain = await get(file, "identity");
  const content = await plain.text();
  for (const encoding of ["gzip", "br"]) {
    const packed = await get(file, encoding);
    expect(packed.headers.get("content-encoding")).toBe(encoding);
    expect(packed.headers.get("content-type")).toBe("text/javascript");
    expect(packed.headers.get("cache-control")).toContain("immutable");
    expect(packed.headers.get("vary")).toBe("Accept-Encoding");
    expect(await packed.text()).toBe(content);
  }
  const gone = await get("/assets/gone-12345678.js", "gzip");
  expect([gone.status, gone.headers.get("content-type")]).toEqual([404, "text/plain; charset=utf-8"]);
});

test("a cookie that a neighbour of the same domain has set neither signs in nor locks out", async () => {
  const entered = await post("/sign-in?index", { email: "coach@demo.test", password: "throughline-demo" });
  const own = entered.headers.getSetCookie().map((line) => line.split(";")[0]);
  const statusWith = async (...cookies: (string | undefined)[]) =>
    (await fetch(`${product.url}/people`, { redirect: "manual", headers: { Cookie: cookies.join("; ") } }))
      .status;
  for (const foreign of ["x-throughline.session_data=garbage", "throughline.session_data.0=garbage"]) {
    expect(await statusWith(foreign, ...own), foreign).toBe(200);
    expect(await statusWith(...own, foreign), foreign).toBe(200);
    expect(await statusWith(foreign), foreign).toBe(302);
  }
});

test("pages carry a strict policy, secure headers and no inline handlers", async () => {
  const response = await fetch(`${product.url}/sign-in`);
  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).toMatch(/script-src 'nonce-[\w+/=]+' 'strict-dynamic'/);
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  const html = await response.text();
  const nonce = /'nonce-([\w+/=]+)'/.exec(policy)?.[1];
  for (const [tag] of html.matchAll(/<script[^>]*>/g)) expect(tag).toContain(`nonce="${nonce}"`);
  expect(html).not.toMatch(/\son\w+="/);
});

test("readiness, health and metrics answer as operators rely on", async () => {
  const ready = await fetch(`${product.url}/readyz`);
  expect(ready.status).toBe(200);
  expect(await ready.json()).toEqual({ database: "ok", queue: "ok", migrations: "ok" });
  expect((await fetch(`${product.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${product.url}/metrics`)).status).toBe(404);
});
