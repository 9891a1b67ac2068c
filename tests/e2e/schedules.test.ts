import type { Browser, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { violationsOf } from "#tests/support/axe.ts";
import { launchBrowser, signIn } from "#tests/support/browser.ts";
import { daysAgo } from "#tests/support/days.ts";

const product = inject("product");
let browser: Browser;
let owner: postgres.Sql;

beforeAll(async () => {
  browser = await launchBrowser();
  owner = postgres(product.ownerUrl, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await browser.close();
  await owner.end();
});

const rules = () => owner`SELECT code, version FROM schedule_rule ORDER BY program_id, code, version`;

async function open(width: number, path: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: product.url, viewport: { width, height: 900 } });
  const page = await context.newPage();
  await owner`DELETE FROM rate_limit`;
  await signIn(page, "lead");
  await page.goto(path);
  return page;
}

test.each([1440, 360])(
  "a lead sees what a new version would do, by keyboard, and nothing is saved by looking, at %i px",
  async (width) => {
    const before = await rules();
    const page = await open(width, "/schedules");
    await page.getByRole("link", { name: "Coach fidelity review" }).press("Enter");
    const every = page.getByLabel("Then every", { exact: true });
    await every.fill("45");
    await page.getByLabel("Holds from").fill(daysAgo(-60));
    await every.press("Enter");
    await page.getByText("What saving would do in the next twelve months").waitFor();
    const main = (await page.getByRole("main").textContent()) ?? "";
    expect(main).toMatch(/[1-9]\d* reviews added, \d+ moved, \d+ given to another rater, \d+ cancelled/);
    expect(await every.inputValue()).toBe("45");
    expect(await page.getByRole("button", { name: "Save this version" }).isVisible()).toBe(true);
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    expect(await rules()).toEqual(before);
  },
);

test("a lead sees what ending a rule would cancel, and nothing is ended by looking", async () => {
  const page = await open(360, "/schedules/coach-fidelity");
  await page.waitForLoadState("networkidle");
  const end = page.getByLabel("Ends on");
  await end.fill(daysAgo(-60));
  await end.press("Enter");
  await page.getByText("What saving would do in the next twelve months").waitFor();
  expect(
    await page
      .getByText(/^0 reviews added, \d+ moved, \d+ given to another rater, [1-9]\d* cancelled/)
      .count(),
  ).toBe(1);
  expect(await end.inputValue()).toBe(daysAgo(-60));
  expect(await page.getByRole("button", { name: "End the rule" }).isVisible()).toBe(true);
  expect(await violationsOf(page)).toEqual([]);
  const ended = await owner`SELECT FROM schedule_rule WHERE code = 'coach-fidelity' AND ends_on IS NOT NULL`;
  expect(ended).toHaveLength(0);
});

test("what was typed stays when another kind of rule is chosen", async () => {
  const page = await open(360, "/schedules/new?kind=event");
  await page.waitForLoadState("networkidle");
  await page.getByLabel("Name").fill("Spring look");
  await page.getByLabel("Opens before the target").fill("21");
  await page.getByRole("checkbox").nth(0).check();
  await page.getByRole("checkbox").nth(1).check();
  const choose = async (kind: string, field: string) => {
    await page.getByLabel("When reviews fall due").selectOption(kind);
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByLabel(field).first().waitFor();
  };
  await choose("sessions", "After every");
  expect(await page.getByLabel("Name").inputValue()).toBe("Spring look");
  expect(await page.getByLabel("Opens before the target").inputValue()).toBe("21");
  await page.getByLabel("Name").fill("Spring look, changed");
  await choose("event", "So long after it");
  expect(await page.getByLabel("Name").inputValue()).toBe("Spring look, changed");
  expect(await page.getByRole("checkbox", { checked: true }).count()).toBe(2);
});

test("what does not fit is named at its field, with everything typed still there", async () => {
  const page = await open(1280, "/schedules/new?kind=sweep");
  await page.getByLabel("Name").fill("Spring sweep");
  await page.getByLabel("Days", { exact: true }).fill("2027-02-30");
  await page.getByRole("button", { name: "Show what would change" }).click();
  await page.getByText("Write every day as 2027-03-15, with commas between them").first().waitFor();
  expect(await page.getByLabel("Name").inputValue()).toBe("Spring sweep");
  expect(await page.getByLabel("Days", { exact: true }).inputValue()).toBe("2027-02-30");
  expect(await violationsOf(page)).toEqual([]);
});
