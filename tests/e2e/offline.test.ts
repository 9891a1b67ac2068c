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
const MOST_TAPS = 12;
const MOST_SECONDS = 60;
const THINKING_SECONDS = 1;
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
    hasTouch: true,
    locale: "en-US",
  });
  page = await context.newPage();
});
afterEach(() => context.close());
afterAll(async () => {
  await browser.close();
  await network.close();
  await owner.end();
});

const peopleToLog = () => page.locator("main a[href^='/offline/log?person=']", { hasText: /^Log/ });
const choice = (group: string, label?: string) =>
  page
    .getByRole("group", { name: group })
    .locator("label", label ? { hasText: label } : {})
    .first();
const saveLog = () => page.getByRole("button", { name: "Save log" });

test("without a connection a session is logged in at most twelve taps and sixty seconds, and sent once", async () => {
  await signIn(page, "coach");
  await visitForOffline(page);
  const slow = await context.newCDPSession(page);
  await slow.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await network.setConnected(false, context);
  const startedAt = Date.now();
  let taps = 0;
  const tap = async (locator: ReturnType<Page["locator"]>) => {
    await locator.tap();
    taps += 1;
  };

  // The app is opened anew where there is no signal.
  await page.goto("/people");
  await page.waitForURL("**/offline");
  await tap(peopleToLog().first());
  await saveLog().waitFor();
  const personId = new URL(page.url()).searchParams.get("person") ?? "";
  await tap(choice("Essential functions"));
  await tap(choice("In the conversation", "Reflective questions"));
  await tap(page.getByLabel(/What will happen before next time/));
  const step = `Bring the visit plan ${Date.now()}`;
  await page.keyboard.type(step);
  await tap(saveLog());
  await page.waitForURL("**/offline/waiting");
  await page.locator("main").getByText("Waiting", { exact: true }).waitFor();
  const seconds = (Date.now() - startedAt) / 1000 + taps * THINKING_SECONDS;
  console.log(`logged without a connection: ${taps} taps, ${seconds.toFixed(1)} s with thinking`);
  expect(taps).toBeLessThanOrEqual(MOST_TAPS);
  expect(seconds).toBeLessThanOrEqual(MOST_SECONDS);
  expect(await page.getByText("Received by the server").count()).toBe(0);

  const sent = page.waitForRequest((request) => request.url().endsWith("/api/sessions/sync"));
  await network.setConnected(true, context);
  const upload = (await sent).postData() ?? "";
  await page.getByText("Nothing waits on this device").waitFor();
  await page.getByText("Received by the server").waitFor();
  const records = await owner`
    SELECT session.status, session.modality, attendee.person_id AS "personId", step.what,
      (SELECT string_agg(strategy::text, ',') FROM session_strategy WHERE session_id = session.id) AS strategies,
      (SELECT count(*)::int FROM session_focus WHERE session_id = session.id) AS functions
    FROM action_step step
    JOIN coaching_session session ON session.id = step.session_id
    JOIN session_attendee attendee ON attendee.session_id = session.id
    WHERE step.what = ${step}`;
  expect([...records]).toEqual([
    {
      status: "held",
      modality: expect.any(String),
      personId,
      what: step,
      strategies: "reflective_questioning",
      functions: 1,
    },
  ]);

  const answers = await page.evaluate(async (body) => {
    const states: string[] = [];
    for (let time = 0; time < 10; time += 1) {
      const response = await fetch("/api/sessions/sync", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body,
      });
      states.push(...(await response.json()).results.map(({ state }: { state: string }) => state));
    }
    return states;
  }, upload);
  expect(answers).toEqual(Array(10).fill("stored"));
  const [count] = await owner`SELECT count(*)::int AS n FROM action_step WHERE what = ${step}`;
  expect(count?.n).toBe(1);
});

/** Logs without a connection. */
async function logOffline(position: number): Promise<string> {
  await page.goto("/offline");
  await peopleToLog().nth(position).click();
  await saveLog().waitFor();
  const id = await page.locator("[name=id]").inputValue();
  await choice("Essential functions").click();
  await saveLog().click();
  await page.waitForURL("**/offline/waiting");
  return id;
}

test("a signal that answers nothing does not hold up the pages that need none", async () => {
  await signIn(page, "coach");
  await visitForOffline(page);
  await context.addCookies([{ name: "theme", value: "dark", url: network.url }]);
  const unanswered = network.fallSilent();
  await page.goto("/offline");
  await peopleToLog().first().click();
  await saveLog().waitFor();
  await page.reload();
  await saveLog().waitFor();
  expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
  await page.goto("/calendar");
  await page.getByRole("heading", { name: "Calendar" }).waitFor();
  // Only the last page was worth waiting for; what it came to instead is of the device again.
  const pages = unanswered.filter((line) => /^GET \/(offline|calendar)/.test(line));
  expect(new Set(pages.map((line) => line.split(" ")[1]))).toEqual(new Set(["/calendar"]));
});

test("a log that the server refuses says why and holds up no other; it can be opened, discarded and brought back", async () => {
  await signIn(page, "coach");
  await visitForOffline(page);
  await network.setConnected(false, context);
  const wrong = await logOffline(0);
  const right = await logOffline(1);
  await changeInOutbox(page, wrong, ["focusIds", null]);
  expect((await keysOnDevice(page, "outbox")).sort()).toEqual([wrong, right].sort());
  await network.setConnected(true, context);
  await page.getByText("Not accepted", { exact: true }).waitFor();
  expect(await keysOnDevice(page, "outbox")).toEqual([wrong]);
  expect(await keysOnDevice(page, "receipts")).toEqual([right]);
  const [stored] =
    await owner`SELECT count(*)::int AS n FROM coaching_session WHERE id = ANY (${[wrong, right]})`;
  expect(stored?.n).toBe(1);

  // Every page of the coach says so until somebody has looked.
  await page.goto("/people");
  await page.getByText(/^1 log from .* is not sent yet and needs you/).waitFor();
  await page.getByRole("link", { name: "Look at it" }).click();
  await page.getByRole("button", { name: /^Discard/ }).click();
  const question = page.getByRole("alertdialog", { name: /^Discard the finished log of / });
  expect(await violationsOf(page)).toEqual([]);
  await question.getByRole("button", { name: "Keep it" }).click();
  await question.waitFor({ state: "detached" });
  expect(await keysOnDevice(page, "outbox")).toEqual([wrong]);
  await page.getByRole("button", { name: /^Discard/ }).click();
  await question.getByRole("button", { name: "Discard the log", exact: true }).click();
  await page.getByText("Nothing waits on this device").waitFor();
  // The tick would speak of what the server holds.
  expect(await page.getByText(/^The server confirmed the log of /).count()).toBe(0);
  await page.getByRole("alertdialog", { name: /^The log of .* was discarded$/ }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("Not accepted", { exact: true }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  const copy = page.waitForEvent("download");
  await page.getByRole("button", { name: /^Keep a copy/ }).click();
  await page.getByText(/^The file is not protected: anybody who opens it can read it/).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "Save the file" }).click();
  expect((await copy).suggestedFilename()).toMatch(/^Log-.+-\d{4}-\d\d-\d\d\.json$/);
  await page
    .getByText(/is in your downloads$/)
    .first()
    .waitFor();
  await page.getByRole("link", { name: /^Open and change/ }).click();
  await page.getByText(/^This log was finished .* and is not sent yet$/).waitFor();
  await page.getByRole("alert").getByRole("link", { name: "Choose what the session was about" }).waitFor();
  await choice("Essential functions").click();
  await saveLog().click();
  await page.waitForURL(`**/sessions/${wrong}`);
  expect(await keysOnDevice(page, "outbox")).toEqual([]);
});

test("what one account finished is not sent while another is signed in, and waits for its author", async () => {
  await signIn(page, "coach");
  await visitForOffline(page);
  await network.setConnected(false, context);
  const id = await logOffline(2);
  await network.setConnected(true, context);
  await page.getByText("Nothing waits on this device").waitFor();
  await network.setConnected(false, context);
  const kept = await logOffline(0);
  await context.clearCookies();
  await network.setConnected(true, context);
  await page.getByText("You are signed out").waitFor();
  await signIn(page, "coachee");
  await page.goto("/offline/waiting");
  await page.getByText(/Somebody else is signed in|Your role no longer includes this/).waitFor();
  const count = async (session: string) =>
    (await owner`SELECT FROM coaching_session WHERE id = ${session}`).length;
  expect([await count(id), await count(kept)]).toEqual([1, 0]);
  await context.clearCookies();
  await signIn(page, "coach");
  await expect.poll(() => count(kept)).toBe(1);
  await expect.poll(() => keysOnDevice(page, "outbox")).toEqual([]);
});

test("a page that needs a connection leads to what does not", async () => {
  await signIn(page, "coach");
  await visitForOffline(page);
  await network.setConnected(false, context);
  await page.getByRole("link", { name: "Sessions" }).first().click();
  await page.getByText("That page needs a connection").waitFor();
  await page.goto("/offline/log?person=nobody");
  await page.getByText("This device keeps nothing yet").waitFor();
});
