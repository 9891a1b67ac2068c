import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import Provider from "oidc-provider";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openDatabase, processEnv, readSettings } from "#scripts/environment.mjs";
import { freePort } from "#scripts/pg.mjs";
import { launchBrowser } from "#tests/support/browser.ts";
import { until } from "#tests/support/conditions.ts";

const product = inject("product");
let identity: Server;
let web: ChildProcess;
let address: string;
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
  const [identityPort, webPort] = [await freePort(), await freePort()];
  address = `http://localhost:${webPort}`;
  const issuer = `http://localhost:${identityPort}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "throughline",
        client_secret: "a-secret-of-this-test",
        redirect_uris: [`${address}/api/auth/callback/oidc`, `${address}/api/auth/oauth2/callback/oidc`],
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    conformIdTokenClaims: false,
    // The agency's people sign in with their mail address.
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: id, email_verified: true, name: "A person" }),
    }),
  });
  identity = createServer(provider.callback()).listen(identityPort, "127.0.0.1");
  await once(identity, "listening");

  const database = await openDatabase({ dataDir: product.dataDir, external: undefined });
  const env = processEnv(
    "web",
    readSettings({ ...process.env, PORT: String(webPort), DATA_DIR: product.dataDir }),
    database,
  );
  web = spawn(process.execPath, ["build/node/server.js"], {
    env: {
      ...env,
      NODE_ENV: "production",
      PUBLIC_URL: address,
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: "throughline",
      OIDC_CLIENT_SECRET: "a-secret-of-this-test",
    },
    stdio: "ignore",
  });
  await until("the web process", () =>
    fetch(`${address}/readyz`).then(
      (response) => response.ok,
      () => false,
    ),
  );
});
afterAll(async () => {
  web?.kill("SIGTERM");
  identity?.close();
  await browser?.close();
});

async function signInAs(person: string) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${address}/sign-in?next=%2Finbox`);
  await page.getByRole("link", { name: "Sign in with your agency account" }).click();
  await page.waitForURL("**/interaction/**");
  await page.getByPlaceholder("Enter any login").fill(person);
  await page.getByPlaceholder("and password").fill("anything");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(`${address}/**`);
  const { pathname, search } = new URL(page.url());
  await context.close();
  return pathname + search;
}

test("a person with an account signs in through the agency and lands where they wanted", async () => {
  expect(await signInAs("evaluator@demo.test")).toBe("/inbox");
});

test("a person without an account is not let in and no account is made", async () => {
  expect(await signInAs("stranger@agency.test")).toContain("/sign-in?problem=identity-provider");
});
