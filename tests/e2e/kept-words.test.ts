import type { Browser, BrowserContext, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { launchBrowser, signIn } from "#tests/support/browser.ts";

const product = inject("product");
const TITLE = "Asks two open questions in every first visit";
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
  context = await browser.newContext({
    baseURL: product.url,
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    locale: "en-US",
  });
  page = await context.newPage();
});
afterEach(() => context.close());
afterAll(async () => {
  await browser.close();
  await owner.end();
});

/** Everything this browser keeps of forms, as it lies there. */
const onDevice = () =>
  page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open("throughline-words");
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          if (!database.objectStoreNames.contains("words")) {
            database.close();
            resolve([]);
            return;
          }
          const reading = database.transaction("words").objectStore("words").getAll();
          reading.onsuccess = () => {
            database.close();
            resolve(
              reading.result.map((row) =>
                JSON.stringify({ ...row, sealed: new TextDecoder("latin1").decode(row.sealed.data) }),
              ),
            );
          };
          reading.onerror = () => reject(reading.error);
        };
      }),
  );
const back = () => page.getByText("Your unsaved words are back");
const purpose = () => page.getByLabel(/^What the coaching is for/);
const newTitle = () => page.locator("#title-new");

async function openPerson(): Promise<void> {
  await page.goto("/people");
  await page.locator("main a[href^='/people/']").first().click();
  await page.getByRole("heading", { name: "Goals" }).waitFor();
  await page.waitForLoadState("networkidle");
}
async function unfoldNewGoal(): Promise<void> {
  if (!(await newTitle().isVisible())) await page.locator("summary", { hasText: "Add a goal" }).click();
}
async function typeGoal(): Promise<void> {
  await openPerson();
  await unfoldNewGoal();
  await newTitle().fill(TITLE);
  await page.locator("#reviewOn-new").fill("2027-03-01");
  await page.locator("#reviewOn-new").blur();
  await expect.poll(async () => (await onDevice()).length).toBe(1);
}

test("words typed into a new goal outlive a reload, sealed, until the goal is stored", async () => {
  await signIn(page, "coach");
  await typeGoal();
  expect((await onDevice()).join()).not.toContain(TITLE);
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain(TITLE);
  await page.reload();
  await back().waitFor();
  expect(await newTitle().isVisible()).toBe(true);
  expect(await newTitle().inputValue()).toBe(TITLE);
  expect(await page.locator("#reviewOn-new").inputValue()).toBe("2027-03-01");
  await page.getByRole("button", { name: "Add goal" }).click();
  await page.getByText(TITLE).first().waitFor();
  await expect.poll(async () => (await onDevice()).length).toBe(0);
  await page.reload();
  await page.waitForLoadState("networkidle");
  expect(await back().count()).toBe(0);
});

test("words can be discarded, and signing out asks before it deletes them", async () => {
  await signIn(page, "coach");
  await typeGoal();
  await page.reload();
  await back().waitFor();
  await page.getByRole("button", { name: "Discard" }).click();
  await expect.poll(() => newTitle().inputValue()).toBe("");
  await expect.poll(async () => (await onDevice()).length).toBe(0);

  await newTitle().fill(TITLE);
  await newTitle().blur();
  await expect.poll(async () => (await onDevice()).length).toBe(1);
  await page.getByLabel(/^Account of/).click();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.getByRole("alertdialog", { name: "1 unsaved text is on this device" }).waitFor();
  await page.getByRole("button", { name: "Sign out and delete it" }).click();
  await page.waitForURL(/sign-in/);
  expect(await onDevice()).toEqual([]);
});

test("the purpose of an agreement is there after leaving the page and coming back", async () => {
  await signIn(page, "coach");
  await page.goto("/people");
  const people = await page
    .locator("main a[href^='/people/']")
    .evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  let form = "";
  for (const person of people) {
    form = `${person}/agreement`;
    await page.goto(form);
    if ((await purpose().count()) > 0) break;
  }
  await page.waitForLoadState("networkidle");
  await purpose().fill("We meet twice a month and look at first visits.");
  await page.getByRole("link", { name: "My people" }).first().click();
  await page.getByRole("heading", { name: "My people" }).waitFor();
  await page.goto(form);
  await back().waitFor();
  expect(await purpose().inputValue()).toBe("We meet twice a month and look at first visits.");
});
