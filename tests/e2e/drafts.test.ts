import type { Browser, BrowserContext, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { launchBrowser, signIn } from "#tests/support/browser.ts";

const product = inject("product");
const SUMMARY = "We looked at the last visit and chose one thing to try.";
const NOTE = "Ask about the workload next time.";
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

const summary = () => page.getByLabel("Shared summary");
const restored = () => page.getByText(/^Your draft from .* is back$/);
const saveLog = () => page.getByRole("button", { name: "Save log" });
const firstFunction = () =>
  page.getByRole("group", { name: "Essential functions" }).getByRole("checkbox").first();
const unfold = () => page.locator("summary", { hasText: "Summary, private note" }).click();
const peopleToLog = () => page.locator("main a[href^='/sessions/new?person=']", { hasText: /^Log/ });

/** Everything this browser keeps in a store, as it lies there. */
const onDevice = (store: string) =>
  page.evaluate(
    (name) =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open("throughline");
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const reading = database.transaction(name).objectStore(name).getAll();
          reading.onsuccess = () => {
            database.close();
            resolve(
              reading.result.map((row) => {
                const bytes = row.sealed ? new TextDecoder("latin1").decode(row.sealed.data) : "";
                return JSON.stringify({ ...row, sealed: bytes });
              }),
            );
          };
          reading.onerror = () => reject(reading.error);
        };
      }),
    store,
  );
const countDrafts = async () => (await onDevice("drafts")).length;

/** Opens the log of a person of the coach and types into it, until the device says that it has everything. */
async function beginLog(position = 0): Promise<void> {
  await page.goto("/people");
  await peopleToLog().nth(position).click();
  await saveLog().waitFor();
  await page.waitForLoadState("networkidle");
  await firstFunction().check();
  await unfold();
  await summary().fill(SUMMARY);
  await page.getByLabel("Private note").fill(NOTE);
  // Leaving a field keeps what was typed at once.
  const typedAt = await page.evaluate(() => Date.now());
  await page.getByLabel("Private note").blur();
  const person = new URL(page.url()).searchParams.get("person") ?? "none";
  await page.getByText(/^Saved .* on this device/).waitFor();
  await expect
    .poll(async () => {
      const rows = (await onDevice("drafts")).map((row) => JSON.parse(row));
      return rows.some(({ key, at }) => key === `log:${person}` && at >= typedAt);
    })
    .toBe(true);
}

async function expectEverythingTyped(): Promise<void> {
  await restored().waitFor();
  expect(await firstFunction().isChecked()).toBe(true);
  expect(await summary().inputValue()).toBe(SUMMARY);
  expect(await page.getByLabel("Private note").inputValue()).toBe(NOTE);
}

test("a reloaded page gives back what was typed, and says so", async () => {
  await signIn(page, "coach");
  await beginLog();
  await page.reload();
  await expectEverythingTyped();
  await page.goto("/people");
  await page.getByRole("heading", { name: "1 unfinished log on this device" }).waitFor();
  await page.getByRole("link", { name: /^Continue/ }).click();
  await expectEverythingTyped();
});

test("a sign-in that ends in the middle keeps the form on the screen, and saves it after signing in", async () => {
  await signIn(page, "coach");
  await beginLog();
  const form = page.url();
  await owner`DELETE FROM auth_session`;
  await saveLog().click();
  const question = page.getByRole("alertdialog", { name: "You were signed out" });
  await question.waitFor();
  expect(await page.locator("[name=summary]").inputValue()).toBe(SUMMARY);
  const [other] = await Promise.all([
    context.waitForEvent("page"),
    question.getByRole("button", { name: "Sign in" }).click(),
  ]);
  await other.getByLabel("E-mail").fill("coach@demo.test");
  await other.getByLabel("Password").fill("throughline-demo");
  await other.getByRole("button", { name: "Sign in" }).click();
  await other.getByText("Go back to the tab you worked in").waitFor();
  await other.close();
  // A browser without a window tells no tab that it is looked at again.
  if (await question.isVisible()) await question.getByRole("button", { name: "Save now" }).click();
  await page.getByText("Session logged").first().waitFor();
  await expect.poll(countDrafts).toBe(0);
  await page.goto(form);
  await page.waitForLoadState("networkidle");
  expect(await restored().count()).toBe(0);
});

test("what lies on the device cannot be read there, and what an earlier release left is taken over", async () => {
  await signIn(page, "coach");
  await beginLog();
  // Their people, and their open self-rating.
  await expect.poll(async () => (await onDevice("packs")).length).toBe(2);
  const kept = [...(await onDevice("drafts")), ...(await onDevice("packs"))].join();
  for (const words of [SUMMARY, NOTE, "Essential", "personName"]) expect(kept).not.toContain(words);
  const key = await page.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        const opening = indexedDB.open("throughline");
        opening.onsuccess = () => {
          const reading = opening.result.transaction("keys").objectStore("keys").getAll();
          reading.onsuccess = () => {
            opening.result.close();
            resolve(reading.result[0].key.extractable);
          };
        };
      }),
  );
  expect(key).toBe(false);

  // As the release before kept it: one database, in clear.
  const person = new URL(page.url()).searchParams.get("person") ?? "";
  await page.goto("/account");
  const accountId = await page.evaluate(() => localStorage.getItem("throughline-account") ?? "");
  await page.evaluate(
    ([account, personId, summaryText]) =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open("throughline-drafts", 1);
        opening.onupgradeneeded = () => {
          opening.result
            .createObjectStore("drafts", { keyPath: ["accountId", "key"] })
            .createIndex("account", "accountId");
        };
        opening.onsuccess = () => {
          const writing = opening.result.transaction("drafts", "readwrite");
          writing.objectStore("drafts").put({
            accountId: account,
            key: `log:${personId}`,
            purpose: "log",
            sessionId: crypto.randomUUID(),
            rowVersion: 0,
            personId,
            personName: "From before",
            entries: [["summary", summaryText]],
            savedAt: Date.now(),
          });
          writing.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    [accountId, person, "Words of the release before"] as const,
  );
  await page.goto(`/sessions/new?person=${person}`);
  await restored().waitFor();
  expect(await page.locator("[name=summary]").inputValue()).toBe("Words of the release before");
  await expect
    .poll(() => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name)))
    .not.toContain("throughline-drafts");
});

test("a discarded draft comes back with Undo, and is gone without it", async () => {
  await signIn(page, "coach");
  await beginLog();
  await page.reload();
  await page.getByRole("button", { name: "Discard draft" }).click();
  await page.getByText("Draft discarded").first().waitFor();
  expect(await page.locator("[name=summary]").inputValue()).toBe("");
  expect(await countDrafts()).toBe(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expectEverythingTyped();
  await page.getByRole("button", { name: "Discard draft" }).click();
  await expect.poll(countDrafts).toBe(0);
  await page.reload();
  await page.waitForLoadState("networkidle");
  expect(await restored().count()).toBe(0);
});

test("signing out with unfinished logs asks first; Stay keeps them, going on deletes them", async () => {
  await signIn(page, "coach");
  await beginLog(0);
  await beginLog(1);
  const signOut = async () => {
    await page.getByLabel(/^Account of/).click();
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
  };
  await signOut();
  const question = page.getByRole("alertdialog", { name: "2 unsent logs are on this device" });
  await question.getByRole("button", { name: "Stay" }).click();
  await question.waitFor({ state: "detached" });
  expect(await summary().inputValue()).toBe(SUMMARY);
  expect(await countDrafts()).toBe(2);
  await page.keyboard.press("Escape");
  await signOut();
  await question.getByRole("button", { name: "Sign out and delete them" }).click();
  await page.waitForURL("**/sign-in");
  for (const store of ["drafts", "outbox", "packs", "keys"]) expect(await onDevice(store), store).toEqual([]);
  await signIn(page, "coach");
  await peopleToLog().first().waitFor();
  await page.waitForLoadState("networkidle");
  expect(await page.getByText(/unfinished log/).count()).toBe(0);
});

test("another account in the same browser never sees a draft, even of the same person", async () => {
  await signIn(page, "coach");
  await beginLog();
  const form = page.url();
  const coachee = new URL(form).searchParams.get("person") ?? "";
  const [planner] = await owner<{ id: string }[]>`SELECT id FROM person WHERE email = 'planner@demo.test'`;
  if (!planner) throw new Error("the demo program has no planner");
  try {
    await owner`INSERT INTO role_assignment (program_id, person_id, role, starts_on)
                SELECT program_id, id, 'coach', CURRENT_DATE - 1 FROM person WHERE id = ${planner.id}`;
    await owner`INSERT INTO coach_assignment (program_id, site_id, unit_id, coach_id, coachee_id, intensity, starts_on)
                SELECT program_id, site_id, unit_id, ${planner.id}, coachee_id, intensity, CURRENT_DATE - 1
                FROM coach_assignment WHERE coachee_id = ${coachee} AND ends_on IS NULL LIMIT 1`;
    await context.clearCookies();
    await signIn(page, "planner");
    await page.goto("/people");
    await peopleToLog().first().waitFor();
    await page.waitForLoadState("networkidle");
    expect(await page.getByText(/unfinished log/).count()).toBe(0);
    await page.goto(form);
    await saveLog().waitFor();
    await page.waitForLoadState("networkidle");
    expect(await restored().count()).toBe(0);
    expect(await page.locator("[name=summary]").inputValue()).toBe("");
    expect(await countDrafts()).toBe(1);
  } finally {
    await owner`DELETE FROM coach_assignment WHERE coach_id = ${planner.id}`;
    await owner`DELETE FROM role_assignment WHERE person_id = ${planner.id} AND role = 'coach'`;
  }
  await context.clearCookies();
  await signIn(page, "coach");
  await page.goto(form);
  await expectEverythingTyped();
});

test("signing out needs no JavaScript", async () => {
  const bare = await browser.newContext({ baseURL: product.url, javaScriptEnabled: false });
  const plain = await bare.newPage();
  await signIn(plain, "coach");
  await plain.getByLabel(/^Account of/).click();
  await plain.getByRole("button", { name: "Sign out" }).click();
  await plain.waitForURL("**/sign-in");
  await plain.goto("/people");
  expect(plain.url()).toContain("/sign-in?next=%2Fpeople");
  await bare.close();
});

test("what was typed just before a reload or Back is kept to the last key", async () => {
  await signIn(page, "coach");
  await page.goto("/people");
  await peopleToLog().first().click();
  await saveLog().waitFor();
  await page.waitForLoadState("networkidle");
  const step = page.getByLabel(/What will happen before next time/);
  await step.click();
  await page.keyboard.type("Read the plan");
  await page.evaluate(() => window.location.reload());
  await page.waitForLoadState("networkidle");
  await restored().waitFor();
  expect(await step.inputValue()).toBe("Read the plan");
  await step.click();
  await page.keyboard.press("End");
  await page.keyboard.type(" twice");
  await page.evaluate(() => window.history.back());
  await page.waitForURL("**/people");
  await page.getByRole("link", { name: /^Continue/ }).click();
  await restored().waitFor();
  expect(await step.inputValue()).toBe("Read the plan twice");
});

test("a message never lies over the buttons of the form", async () => {
  await signIn(page, "coach");
  await beginLog();
  await page.reload();
  await page.getByRole("button", { name: "Discard draft" }).click();
  const toast = page.getByRole("alertdialog", { name: "Draft discarded" });
  await toast.waitFor();
  const boxes = await Promise.all([toast.boundingBox(), page.locator("[data-actions]").boundingBox()]);
  const [message, actions] = boxes;
  if (!message || !actions) throw new Error("one of them is not on the page");
  expect(message.y + message.height).toBeLessThanOrEqual(actions.y);
  await firstFunction().check();
  await saveLog().click({ timeout: 3_000 });
});
