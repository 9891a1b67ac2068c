import type { Browser, BrowserContext, Page } from "playwright-core";
import type { Sql } from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { type Database, openDatabase } from "#app/db/client.server.ts";
import { scoreAssessment } from "#fidelity/scoring/score-assessment.ts";
import {
  addAssessment,
  addInstrument,
  addRatedCoach,
  BRANCHING_CHECKLIST,
} from "#tests/factories/fidelity.ts";
import { addProgram } from "#tests/factories/people.ts";
import { violationsOf } from "#tests/support/axe.ts";
import { launchBrowser, signIn, visitForOffline } from "#tests/support/browser.ts";
import { daysFromToday } from "#tests/support/days.ts";
import { giveDemoAccount } from "#tests/support/http-client.ts";
import { type Network, openNetwork } from "#tests/support/network.ts";

const product = inject("product");
const LINK = "https://media.example.org/recordings/12";
const COACH = "coach-with-conditions@demo.test";
const SUPERVISOR = "rater-with-conditions@demo.test";
const WINDOW = {
  opensOn: daysFromToday(-3),
  targetOn: daysFromToday(80),
  dueOn: daysFromToday(90),
  graceEndsOn: daysFromToday(97),
};
const FULL = { ratio: { numerator: 6, denominator: 4 }, share: { done: 3, opportunities: 4 } };
let browser: Browser;
let context: BrowserContext;
let page: Page;
let network: Network;
let database: Database;
let owner: Sql;
let review: () => Promise<string>;
let assessmentId: string;

beforeAll(async () => {
  browser = await launchBrowser();
  network = await openNetwork(product.url);
  database = openDatabase(product.ownerUrl, { connections: 2 });
  const sql = database.sql as unknown as Sql;
  // A program of its own: what follows from a result stays in it.
  const program = await addProgram(sql, { name: "Conditions" });
  const instrument = await addInstrument(sql, program, {
    definition: BRANCHING_CHECKLIST,
    rule: { first: { count: 300, unit: "days" } },
  });
  const { coach, supervisor, site } = await addRatedCoach(sql, program);
  await giveDemoAccount(sql, coach.id, COACH);
  await giveDemoAccount(sql, supervisor.id, SUPERVISOR);
  owner = sql;
  review = () => addAssessment(sql, instrument, { coach, rater: supervisor, site, ...WINDOW });
});
beforeEach(async () => {
  await owner`DELETE FROM rate_limit`;
  await network.setConnected(true);
  assessmentId = await review();
  context = await browser.newContext({ baseURL: network.url, locale: "en-US" });
  page = await context.newPage();
});
afterEach(() => context.close());
afterAll(() => Promise.all([browser.close(), network.close(), database.close()]));

const answered = () => page.getByRole("progressbar", { name: "Answered" }).getAttribute("aria-valuetext");
const submit = () => page.getByRole("button", { name: "Submit review" });
const stored = () => owner<{ itemId: string; code: string | null; detail: object | null }[]>`
  SELECT item_id AS "itemId", code, detail FROM assessment_response
  WHERE assessment_id = ${assessmentId} ORDER BY item_id`;
const open = async (address = `/reviews/${assessmentId}`) => {
  await page.goto(address);
  await submit().waitFor();
  await page.waitForLoadState("networkidle");
};
/** Moves on by the keys of the list, out of a field by Tab. */
const press = (...keys: string[]) =>
  keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
const focused = () => page.evaluate(() => document.activeElement?.getAttribute("name") ?? "");

async function dateOfToday(): Promise<void> {
  const day = page.getByLabel(/Day you observed/);
  await day.fill((await day.getAttribute("max")) ?? "");
}

test("every kind of item is answered by keyboard, appears as one answers, survives a lost connection, and is scored", async () => {
  await signIn(page, SUPERVISOR);
  await visitForOffline(page, "/reviews");
  await open();
  expect(await answered()).toBe("0 of 3");
  await press("j", "1");
  await expect.poll(answered).toBe("1 of 5");
  await press("j");
  expect(await focused()).toBe("items[1].answer");
  await page.keyboard.type("20");
  await page.getByText(/^Saved \d/).waitFor();

  await network.setConnected(false, context);
  await page.getByLabel("reflections").focus();
  await page.keyboard.type("6");
  await press("Tab");
  await page.keyboard.type("4");
  await expect.poll(answered).toBe("3 of 5");
  await page.getByLabel("Done", { exact: true }).focus();
  await page.keyboard.type("3");
  await press("Tab");
  expect(await focused()).toBe("items[3].part1");
  await page.keyboard.type("4");
  await page.locator('input[name="items[4].part0"]').first().focus();
  await press("1", "j", "0", "j", "o");
  await expect.poll(answered).toBe("5 of 5");
  expect(await violationsOf(page)).toEqual([]);
  await page.getByText(/on this device · not sent yet$/).waitFor();

  await page.reload();
  await submit().waitFor();
  await expect.poll(answered).toBe("5 of 5");
  await network.setConnected(true, context);
  await expect.poll(async () => (await stored()).filter(({ code }) => code).length).toBe(5);
  expect(Object.fromEntries((await stored()).map(({ itemId, detail }) => [itemId, detail]))).toMatchObject({
    ...FULL,
    plan: { indicators: { asks: "yes", writes: "no", day: "not-observed" } },
  });

  await open();
  await dateOfToday();
  await page.getByLabel(/What you looked at/).fill(LINK);
  await submit().focus();
  await press("Enter");
  await page.getByText("How this number comes about").waitFor();
  const { points, possible, band } = scoreAssessment(BRANCHING_CHECKLIST, [
    { itemId: "came-up", code: "value", value: 1 },
    { itemId: "talk", code: "value", value: 20 },
    { itemId: "ratio", code: "value", value: FULL.ratio },
    { itemId: "share", code: "value", value: FULL.share },
    {
      ...{ itemId: "plan", code: "value" },
      value: { indicators: { asks: "yes", writes: "no", day: "not-observed" } },
    },
  ]);
  expect([points, possible, band]).toEqual([22.5, 34, "On the way"]);
  await page.getByText("22.5 of 34 points").first().waitFor();
  expect(
    await page
      .getByText(/On the way · 66\.2/)
      .first()
      .isVisible(),
  ).toBe(true);
  expect(await violationsOf(page)).toEqual([]);

  // The coach reads the same, and the recording opens without a way back.
  await context.clearCookies();
  await signIn(page, COACH);
  await page.goto(`/my-fidelity/${assessmentId}`);
  const link = page.getByRole("link", { name: LINK });
  expect(await link.getAttribute("rel")).toContain("noopener");
  expect(await link.getAttribute("target")).toBe("_blank");
  for (const words of ["6 to 4", "3 of 4", "1 of 2 yes, 1 not observed", "20 minutes"])
    expect(await page.getByText(words).first().isVisible(), words).toBe(true);
  expect(await violationsOf(page)).toEqual([]);
});

test("on a phone the section that an answer calls for is the next screen, and what is hidden again does not count", async () => {
  await page.setViewportSize({ width: 360, height: 740 });
  await signIn(page, SUPERVISOR);
  await open();
  const choose = (name: string, value: string) =>
    page
      .locator("label")
      .filter({ has: page.locator(`input[name="${name}"][value="${value}"]`) })
      .click();
  await choose("items[0].answer", "1");
  await expect.poll(answered).toBe("1 of 5");
  await page.getByRole("button", { name: "Next section" }).click();
  const heading = page.getByRole("heading", { name: "2. When a worry came up" });
  await heading.waitFor();
  await expect.poll(() => heading.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.getByLabel("Done", { exact: true }).fill("5");
  await page.getByLabel("Worries that were voiced").fill("4");
  await page.getByText("There cannot be more done than opportunities.").waitFor();
  expect(await answered()).toBe("1 of 5");
  // The bar of progress stays in sight and lies over what is scrolled away.
  await page.evaluate(() => window.scrollTo(0, 0));
  expect(await violationsOf(page)).toEqual([]);

  await page.getByRole("button", { name: "Back" }).click();
  await choose("items[0].answer", "0");
  await expect.poll(answered).toBe("1 of 3");
  expect(await page.getByRole("heading", { name: "2. When a worry came up" }).count()).toBe(0);
  await page.getByLabel(/The coachee talked/).fill("30");
  await page.getByLabel("reflections").fill("8");
  await page.getByLabel("questions").fill("0");
  await dateOfToday();
  await expect.poll(answered).toBe("3 of 3");
  await submit().click();
  await page.getByText("30 of 30 points").first().waitFor();
  expect(await page.getByText("When a worry came up").count()).toBe(0);
  // Kept as it was typed, and out of the form.
  expect((await stored()).find(({ itemId }) => itemId === "share")?.detail).toEqual({
    done: 5,
    opportunities: 4,
  });
  expect(await violationsOf(page)).toEqual([]);
});

test("without scripts everything is there with its condition in words", async () => {
  const plain = await browser.newContext({
    ...{ baseURL: network.url, locale: "en-US", javaScriptEnabled: false },
  });
  await signIn(page, SUPERVISOR);
  await plain.addCookies(await context.cookies());
  page = await plain.newPage();
  await page.goto(`/reviews/${assessmentId}`);
  await page.getByText("Fill this in only if item 1 is “Yes”.").first().waitFor();
  await page.locator('input[name="items[0].answer"][value="1"]').check({ force: true });
  await page.getByLabel(/The coachee talked/).fill("20");
  await page.getByLabel("reflections").fill("6");
  await page.getByLabel("questions").fill("4");
  await page.locator('input[name="items[3].code"][value="not_observed"]').check({ force: true });
  for (const [place, value] of ["yes", "no", "not_observed"].entries())
    await page.locator(`input[name="items[4].part${place}"][value="${value}"]`).check({ force: true });
  await page.getByRole("button", { name: "Finish later" }).click();
  await page.waitForURL("**/reviews");
  expect((await stored()).map(({ itemId, code }) => [itemId, code])).toEqual([
    ["came-up", "value"],
    ["plan", "value"],
    ["ratio", "value"],
    ["share", "not_observed"],
    ["talk", "value"],
  ]);
  await plain.close();
});
