import type { Browser, BrowserContext, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { violationsOf } from "#tests/support/axe.ts";
import {
  changeInOutbox,
  keysOnDevice,
  launchBrowser,
  signIn,
  visitForOffline,
} from "#tests/support/browser.ts";
import { type Network, openNetwork } from "#tests/support/network.ts";

const product = inject("product");
let browser: Browser;
let context: BrowserContext;
let page: Page;
let network: Network;
let owner: postgres.Sql;

beforeAll(async () => {
  browser = await launchBrowser();
  network = await openNetwork(product.url);
  owner = postgres(product.ownerUrl, { max: 2, onnotice: () => {} });
});
beforeEach(async () => {
  await owner`DELETE FROM rate_limit`;
  await network.setConnected(true);
  context = await browser.newContext({
    baseURL: network.url,
    viewport: { width: 360, height: 740 },
    locale: "en-US",
  });
  page = await context.newPage();
  await signIn(page, "coach");
  await visitForOffline(page);
  await network.setConnected(false, context);
});
afterEach(() => context.close());
afterAll(async () => {
  await browser.close();
  await network.close();
  await owner.end();
});

const saveLog = () => page.getByRole("button", { name: "Save log" });
const firstFunction = () => page.getByRole("group", { name: "Essential functions" }).locator("label").first();
const newStep = () => page.getByLabel(/What will happen before next time/);
const nothingWaits = () => page.getByText("Nothing waits on this device");
const storedSteps = async (session: string) =>
  (await owner<{ what: string }[]>`SELECT what FROM action_step WHERE session_id = ${session}`).map(
    ({ what }) => what,
  );

/** Logs without a connection, as far as the page of what waits. */
async function logOffline(position: number, step: string): Promise<string> {
  await page.goto("/offline");
  await page.locator("main a[href^='/offline/log?person=']", { hasText: /^Log/ }).nth(position).click();
  await saveLog().waitFor();
  const id = await page.locator("[name=id]").inputValue();
  await firstFunction().click();
  await newStep().fill(step);
  await saveLog().click();
  await page.waitForURL("**/offline/waiting");
  return id;
}
const openWaiting = async () => {
  await page.getByRole("link", { name: /^Open and change/ }).click();
  await saveLog().waitFor();
};

test("a waiting log that was only looked at stays in line and is sent; nothing is green before", async () => {
  const id = await logOffline(0, "Looked at");
  await openWaiting();
  expect(await newStep().inputValue()).toBe("Looked at");
  await page.goBack();
  await page.locator("main").getByText("Waiting", { exact: true }).waitFor();
  expect(await nothingWaits().count()).toBe(0);
  expect(await keysOnDevice(page, "outbox")).toEqual([id]);
  expect(await keysOnDevice(page, "drafts")).toEqual([]);
  await network.setConnected(true, context);
  await nothingWaits().waitFor();
  expect(await storedSteps(id)).toEqual(["Looked at"]);
});

test("a waiting log is held back while its form is open or its changes are not saved, and goes out with them", async () => {
  const id = await logOffline(0, "As it was");
  await openWaiting();
  const other = await context.newPage();
  await other.goto("/offline/waiting");
  await network.setConnected(true, context);
  await other.getByText("Being changed", { exact: true }).waitFor();
  await other.getByRole("button", { name: "Send now" }).click();
  await other.getByText("Not everything could be sent yet").first().waitFor();
  expect(await storedSteps(id)).toEqual([]);

  // The tab is gone, as in a crash: what was begun is kept, and so is what was saved.
  await newStep().fill("As it is now");
  await newStep().blur();
  await expect.poll(() => keysOnDevice(page, "drafts")).toEqual([`session:${id}`]);
  await page.close();
  page = other;
  await page.reload();
  await page.getByText(/^You began to change it/).waitFor();
  expect(await keysOnDevice(page, "outbox")).toEqual([id]);
  await page.getByRole("link", { name: /^Go on changing/ }).click();
  await page.getByText(/^Your draft from .* is back$/).waitFor();
  expect(await newStep().inputValue()).toBe("As it is now");
  await saveLog().click();
  await page.waitForURL(`**/sessions/${id}`);
  expect(await storedSteps(id)).toEqual(["As it is now"]);
  expect(await keysOnDevice(page, "outbox")).toEqual([]);
});

test("changes that are dropped let the log go out as it was saved", async () => {
  const id = await logOffline(1, "Saved");
  await openWaiting();
  await newStep().fill("Begun");
  await newStep().blur();
  await expect.poll(() => keysOnDevice(page, "drafts")).toEqual([`session:${id}`]);
  await page.goto("/offline/waiting");
  await network.setConnected(true, context);
  await page.getByRole("button", { name: /^Drop the changes/ }).click();
  await nothingWaits().waitFor();
  expect(await storedSteps(id)).toEqual(["Saved"]);
});

test("an unfinished log stands among what waits, and no tick says otherwise", async () => {
  await page.goto("/offline");
  await page.locator("main a[href^='/offline/log?person=']", { hasText: /^Log/ }).first().click();
  await saveLog().waitFor();
  await newStep().fill("Begun and left");
  await newStep().blur();
  await expect.poll(async () => (await keysOnDevice(page, "drafts")).length).toBe(1);
  await page.goto("/offline/waiting");
  await page.getByRole("heading", { name: "1 unfinished log on this device" }).waitFor();
  expect(await nothingWaits().count()).toBe(0);
});

test("a log that is too long is named alone, and holds up no other", async () => {
  const long = await logOffline(0, "Too long");
  const huge = await logOffline(1, "Far too long");
  const damaged = await logOffline(2, "Damaged");
  const good = await logOffline(0, "Just right");
  await changeInOutbox(page, long, ["summary", "x".repeat(20_001)]);
  await changeInOutbox(page, huge, ["summary", "x".repeat(600_000)]);
  await changeInOutbox(page, damaged, ["x".repeat(250), "A name that no form has"]);
  await network.setConnected(true, context);
  await expect.poll(() => storedSteps(good)).toEqual(["Just right"]);
  await expect.poll(() => page.getByText("Not accepted", { exact: true }).count()).toBe(3);
  expect(await page.getByText(/too long or damaged/).count()).toBe(2);
  expect((await keysOnDevice(page, "outbox")).sort()).toEqual([long, huge, damaged].sort());
});

test("a batch that the server does not read is sent log by log", async () => {
  const bad = await logOffline(0, "Not read");
  const good = await logOffline(1, "Read");
  // Whatever an earlier server or one in between refuses as a whole.
  await context.route("**/api/sessions/sync", (route) =>
    route.request().postData()?.includes(bad) ? route.fulfill({ status: 413, body: "" }) : route.continue(),
  );
  await network.setConnected(true, context);
  await expect.poll(() => storedSteps(good)).toEqual(["Read"]);
  await page.getByText(/too long or damaged/).waitFor();
  expect(await keysOnDevice(page, "outbox")).toEqual([bad]);
});

test("what needs no server is checked without one, and stands at its field", async () => {
  await page.goto("/offline");
  await page.locator("main a[href^='/offline/log?person=']", { hasText: /^Log/ }).first().click();
  await saveLog().waitFor();
  await page.locator("summary", { hasText: "press to change" }).click();
  await page.locator("[name=startTime]").fill("16:00");
  await page.locator("[name=endTime]").fill("15:00");
  await page.locator("summary", { hasText: "press to change" }).click();
  await saveLog().click();
  const problems = page.getByRole("alert");
  await problems.getByText("It ended before it started (16:00 to 15:00)").waitFor();
  await problems.getByText("Choose what the session was about").waitFor();
  expect(new URL(page.url()).pathname).toBe("/offline/log");
  expect(await keysOnDevice(page, "outbox")).toEqual([]);
  await problems.getByRole("link", { name: /^It ended before it started/ }).click();
  await expect.poll(() => page.locator("[name=endTime]").isVisible()).toBe(true);
});

test("a refused log lists its fields where it waits, and marks them when it is opened", async () => {
  const id = await logOffline(0, "Too old");
  await changeInOutbox(page, id, ["sessionOn", "2001-01-01"]);
  await network.setConnected(true, context);
  await page.getByText("Day:").first().waitFor();
  await openWaiting();
  const problems = page.getByRole("alert");
  await problems.getByRole("link").first().click();
  expect(await page.locator("[name=sessionOn]").isVisible()).toBe(true);
  expect(await keysOnDevice(page, "outbox")).toEqual([id]);
});

test("the message that a log goes out is taken back when the log is discarded", async () => {
  await logOffline(0, "Thrown away");
  const message = page.getByRole("alertdialog", { name: /goes out as soon as there is a connection$/ });
  await message.waitFor();
  await page.getByRole("button", { name: /^Discard/ }).click();
  await page.getByRole("button", { name: "Discard the log", exact: true }).click();
  await message.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await page.locator("main").getByText("Waiting", { exact: true }).waitFor();
  await page.getByRole("button", { name: /^Discard/ }).click();
  await page.getByRole("button", { name: "Discard the log", exact: true }).click();
  await nothingWaits().waitFor();
});

test("every page without a connection says what is not sent and since when, and the others are within reach of the thumb", async () => {
  await logOffline(0, "Still here");
  const said = () => page.getByText(/^1 log from .* is not sent yet$/).waitFor();
  for (const [link, heading] of [
    ["My people", "My people"],
    ["Calendar", "Calendar"],
    ["Log", "Log a session"],
  ] as const) {
    await page
      .getByRole("navigation", { name: "Main" })
      .getByRole("link", { name: link, exact: true })
      .click();
    await page.getByRole("heading", { level: 1, name: heading }).waitFor();
    await said();
    expect(await violationsOf(page)).toEqual([]);
  }
  await page.locator("main a[href^='/offline/log?person=']").first().click();
  await saveLog().waitFor();
  await said();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Waiting" }).click();
  await page.locator("main").getByText("Waiting", { exact: true }).first().waitFor();
});
