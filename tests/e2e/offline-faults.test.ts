import type { Browser, BrowserContext, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Random, randomFor } from "#prisma/seeds/random.ts";
import { keysOnDevice, launchBrowser, signIn, visitForOffline } from "#tests/support/browser.ts";
import { until } from "#tests/support/conditions.ts";
import { type Network, openNetwork } from "#tests/support/network.ts";
import { ownerUrlOf, removeDataDir, startProduct, temporaryDataDir } from "#tests/support/product.ts";
import { killWebProcess } from "#tests/support/web-process.ts";

const BROWSERS = 10;
const LOGS = 200;
/** After so many logs the web process is killed. */
const KILLS = [40, 100, 160];

const dataDir = temporaryDataDir();
let product: Awaited<ReturnType<typeof startProduct>>;
let owner: postgres.Sql;
let browser: Browser;

beforeAll(async () => {
  product = await startProduct({ dataDir, sessions: 200 });
  owner = postgres(ownerUrlOf(dataDir), { max: 2, onnotice: () => {} });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await owner.end();
  product.child.kill("SIGTERM");
  await product.exited;
  removeDataDir(dataDir);
});

/** What a form held when it was saved. */
interface Logged {
  id: string;
  what: string;
  day: string;
  person: string;
  focus: string;
}

/** Opens the offline page, again when the answer to the last form was still leading elsewhere or the server went. */
async function openOffline(page: Page): Promise<void> {
  await until("the offline page opens", () =>
    page.goto("/offline").then(
      () => true,
      (error: Error) => {
        if (/interrupted by another navigation|ERR_ABORTED/.test(error.message)) return false;
        throw error;
      },
    ),
  );
}

async function log(page: Page, what: string, random: Random): Promise<Logged> {
  await openOffline(page);
  const people = page.locator("main a[href^='/offline/log?person=']", { hasText: /^Log/ });
  await people.first().waitFor();
  await people.nth(random.int(0, (await people.count()) - 1)).click();
  await page.getByRole("button", { name: "Save log" }).waitFor();
  const functions = page.getByRole("group", { name: "Essential functions" }).locator("label");
  await functions.nth(random.int(0, (await functions.count()) - 1)).click();
  await page.getByLabel(/What will happen before next time/).fill(what);
  const logged = await page.locator("form").evaluate((form) => {
    const data = new FormData(form as HTMLFormElement);
    const value = (name: string) => String(data.get(name));
    return {
      id: value("id"),
      what: value("steps[0].what"),
      day: value("sessionOn"),
      person: value("attendeeIds"),
      focus: value("focusIds"),
    };
  });
  await page.getByRole("button", { name: "Save log" }).click();
  // Answered at once it leads to the record, else to what waits.
  await page.waitForURL(
    (url) => url.pathname === "/offline/waiting" || url.pathname.startsWith("/sessions/"),
  );
  return logged;
}

const storedIds = async (ids: string[]) =>
  (await owner<{ id: string }[]>`SELECT id FROM coaching_session WHERE id = ANY (${ids})`).map(
    ({ id }) => id,
  );

test("two hundred logs of ten browsers arrive once and unchanged while server and network come and go", {
  timeout: 1_200_000,
}, async () => {
  const first = await browser.newContext({ baseURL: product.url });
  await signIn(await first.newPage(), "coach");
  const storageState = await first.storageState();
  await first.close();
  const kills = [...KILLS];
  const logged: Logged[] = [];
  let begun = 0;

  async function device(number: number): Promise<{ page: Page; context: BrowserContext; network: Network }> {
    const random = randomFor("browser", number);
    const network = await openNetwork(product.url);
    const context = await browser.newContext({
      baseURL: network.url,
      storageState,
      viewport: { width: 360, height: 740 },
    });
    const page = await context.newPage();
    await visitForOffline(page);
    while (begun < LOGS) {
      begun += 1;
      const what = `Log ${begun} of browser ${number}`;
      await network.setConnected(random.chance(0.6), context);
      logged.push(await log(page, what, random));
      if (logged.length >= (kills[0] ?? Number.POSITIVE_INFINITY)) {
        kills.shift();
        killWebProcess(product.child.pid);
      }
      // Green only when true: whatever this device calls received is stored by now.
      const received = await keysOnDevice(page, "receipts");
      expect((await storedIds(received)).sort()).toEqual(received.sort());
    }
    await network.setConnected(true, context);
    return { page, context, network };
  }

  const devices = await Promise.all(Array.from({ length: BROWSERS }, (_, number) => device(number)));
  for (const { page } of devices) {
    await openOffline(page);
    await page.goto("/offline/waiting");
    await until("everything is sent", async () => (await keysOnDevice(page, "outbox")).length === 0, 300_000);
    await page.getByText("Nothing waits on this device").waitFor();
  }
  const received = await Promise.all(devices.map(({ page }) => keysOnDevice(page, "receipts")));
  expect(kills).toEqual([]);
  expect(logged).toHaveLength(LOGS);
  expect(received.flat().sort()).toEqual(logged.map(({ id }) => id).sort());
  const stored = await owner`
    SELECT session.id, step.what, session.session_on::text AS day, attendee.person_id AS person,
      focus.essential_function_id AS focus
    FROM coaching_session session
    JOIN action_step step ON step.session_id = session.id
    JOIN session_attendee attendee ON attendee.session_id = session.id
    JOIN session_focus focus ON focus.session_id = session.id
    WHERE step.what LIKE 'Log % of browser %'`;
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  expect((stored as unknown as Logged[]).map((row) => ({ ...row })).sort(byId)).toEqual(logged.sort(byId));
  const [events] = await owner`
    SELECT count(*)::int AS n FROM domain_event
    WHERE type = 'session.logged' AND subject_id = ANY (${logged.map(({ id }) => id)})`;
  expect(events?.n).toBe(LOGS);
  for (const { context, network } of devices) {
    await context.close();
    await network.close();
  }
});
