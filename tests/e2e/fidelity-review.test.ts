import type { Browser, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { violationsOf } from "#tests/support/axe.ts";
import { launchBrowser, signIn } from "#tests/support/browser.ts";

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  const context = await browser.newContext({ baseURL: inject("product").url });
  page = await context.newPage();
  await signIn(page, "supervisor");
});
afterAll(() => browser.close());

const answered = () => page.getByRole("progressbar", { name: "Answered" }).getAttribute("aria-valuetext");

/** The highest value of the item that has the focus. */
const highestHere = () =>
  page.evaluate(() => {
    const radios =
      document.activeElement?.closest("[data-item]")?.querySelectorAll("input[type=radio]") ?? [];
    const values = [...radios].map((radio) => Number((radio as HTMLInputElement).value));
    return String(Math.max(...values.filter((value) => !Number.isNaN(value))));
  });

/** An open review of the demo supervisor with 30 items that nobody has begun, the first due first. */
async function untouchedReview(): Promise<string> {
  const owner = postgres(inject("product").ownerUrl, { max: 1, onnotice: () => {} });
  const [found] = await owner`
    SELECT assessment.id FROM assessment
    JOIN person ON person.id = rater_id AND person.email = 'supervisor@demo.test'
    JOIN person subject ON subject.id = subject_id
    JOIN instrument_version version ON version.id = instrument_version_id
    WHERE state = 'open' AND part = 'first' AND jsonb_array_length(version.definition -> 'items') = 30
      AND NOT EXISTS (SELECT FROM assessment_response WHERE assessment_id = assessment.id)
    -- That of the demo coach is the main job's.
    ORDER BY subject.email = 'coach@demo.test', due_on, assessment.id
    LIMIT 1`;
  await owner.end();
  if (!found) throw new Error("the demo supervisor has no open review of 30 items that nobody has begun");
  return found.id;
}

test("a supervisor completes 30 items by keyboard alone, finds them after a reload, and submits", async () => {
  await page.goto("/reviews");
  await page
    .locator(`a[href='/reviews/${await untouchedReview()}']`)
    .first()
    .focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Submit review" }).waitFor();
  await page.waitForLoadState("networkidle");
  for (let item = 0; item < 30; item++) {
    await page.keyboard.press("j");
    await page.keyboard.press(await highestHere());
  }
  expect(await answered()).toBe("30 of 30");
  await page.getByText(/^Saved \d/).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.reload();
  await page.waitForLoadState("networkidle");
  expect(await answered()).toBe("30 of 30");

  await page.getByLabel(/Day you observed/).focus();
  const today = (await page.getByLabel(/Day you observed/).getAttribute("max")) ?? "";
  const [year, month, day] = today.split("-");
  await page.keyboard.type(`${month}${day}${year}`);
  await page.getByRole("button", { name: "Submit review" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("How this number comes about").waitFor();
  expect(await page.getByText("100 %", { exact: true }).first().isVisible()).toBe(true);
  expect(await violationsOf(page)).toEqual([]);
});
