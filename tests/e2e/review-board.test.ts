import { randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { violationsOf } from "#tests/support/axe.ts";
import { launchBrowser, signIn } from "#tests/support/browser.ts";
import { activate, reach, typeDay } from "#tests/support/keyboard.ts";

const product = inject("product");
let browser: Browser;
let owner: postgres.Sql;
/** A review of the demo program in a month far ahead, when nothing else is planned. */
let review: { id: string; siteId: string };

beforeAll(async () => {
  browser = await launchBrowser();
  owner = postgres(product.ownerUrl, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await browser.close();
  await owner.end();
});

// A Wednesday to a Tuesday; the rule aims at Wednesday the 14th.
beforeEach(async () => {
  const id = randomUUID();
  const [row] = await owner<{ id: string; siteId: string }[]>`
    INSERT INTO assessment (id, program_id, site_id, schedule_rule_id, occurrence_key, instrument_version_id, subject_id,
      rater_id, rater_type, opens_on, target_on, due_on, grace_ends_on, schedule_reason, state)
    SELECT ${id}, one.program_id, site_id, schedule_rule_id, ${`board/${id}/2032-01-01/1`}, instrument_version_id, subject_id,
           rater_id, rater_type, '2032-04-07', '2032-04-14', '2032-05-04', '2032-05-11', 'For a test', 'planned'
    FROM assessment one JOIN program ON program.id = one.program_id AND program.is_demo
    WHERE part = 'first' AND rater_id IS NOT NULL AND rater_type = 'supervisor'
    ORDER BY one.id LIMIT 1
    RETURNING id, site_id AS "siteId"`;
  if (!row) throw new Error("The demo program has no review");
  review = row;
  await owner`DELETE FROM rate_limit`;
});
afterEach(async () => {
  await owner`DELETE FROM inbox_item WHERE subject_id IN (SELECT move_id FROM review_move_item WHERE assessment_id = ${review.id})`;
  await owner`DELETE FROM review_move WHERE id IN (SELECT move_id FROM review_move_item WHERE assessment_id = ${review.id})`;
  await owner`DELETE FROM assessment WHERE id = ${review.id}`;
});

const plannedOn = async () => {
  const [row] = await owner<{ day: string | null }[]>`
    SELECT planned_on::text AS day FROM assessment WHERE id = ${review.id}`;
  return row?.day;
};
const isPlannedFor = (day: string | null) => expect.poll(plannedOn, { timeout: 30_000 }).toBe(day);

async function open(width: number): Promise<Page> {
  const context = await browser.newContext({ baseURL: product.url, viewport: { width, height: 900 } });
  const page = await context.newPage();
  await signIn(page, "lead");
  await page.goto(`/schedules/board?from=2032-04&site=${review.siteId}&month=2032-04`, {
    waitUntil: "networkidle",
  });
  return page;
}

test("a lead moves a review by arrow keys, leaves one alone by Escape, and takes the move back", async () => {
  const page = await open(1440);
  const byKeys = page.getByRole("button", { name: /Move by keys/ });
  const slider = page.getByRole("slider", { name: /Day for the review of/ });
  await activate(page, byKeys);
  await slider.waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  await slider.waitFor({ state: "detached" });
  expect(await plannedOn()).toBeNull();

  await activate(page, byKeys);
  await slider.waitFor();
  expect(await slider.getAttribute("aria-valuetext")).toBe("Wed 14 Apr 2032");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => slider.getAttribute("aria-valuetext")).toBe("Thu 22 Apr 2032");
  expect(await violationsOf(page)).toEqual([]);
  await reach(page, slider);
  await page.keyboard.press("Enter");
  await isPlannedFor("2032-04-22");
  const back = page.getByRole("button", { name: /Take back/ }).first();
  await back.waitFor();
  await page.getByText(/is planned for Thu 22 Apr 2032/).waitFor();
  await activate(page, back);
  await isPlannedFor(null);
});

test("on a phone a day is chosen from a field, and one outside of the window is refused where it was typed", async () => {
  const page = await open(360);
  await activate(page, page.getByText("Choose another day"));
  const day = page.locator('input[name="to"]');
  const move = page.getByRole("button", { name: "Move", exact: true });
  await typeDay(page, day, "2032-05-05");
  await activate(page, move);
  await page
    .getByText(/outside its window, 7 Apr 2032 to 4 May 2032/)
    .first()
    .waitFor();
  expect(await day.inputValue()).toBe("2032-05-05");
  expect(await violationsOf(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await typeDay(page, day, "2032-04-20");
  await activate(page, move);
  await isPlannedFor("2032-04-20");
});

test("a review is dragged to another day, and to another month", { timeout: 240_000 }, async () => {
  const page = await open(1440);
  const chip = page.locator(`[data-review="${review.id}"]`);
  await chip.dragTo(page.locator('[data-day="2032-04-27"]'));
  await isPlannedFor("2032-04-27");
  await page.locator(`[data-day="2032-04-27"] [data-review="${review.id}"]`).waitFor();
  // Outside of the window nothing takes it.
  await chip.dragTo(page.locator('[data-day="2032-04-01"]'));
  await chip.dragTo(page.locator('[data-month="2032-05"]'));
  await isPlannedFor("2032-05-03");
});
