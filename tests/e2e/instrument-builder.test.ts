import { randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { violationsOf } from "#tests/support/axe.ts";
import { launchBrowser, signIn } from "#tests/support/browser.ts";
import { until } from "#tests/support/conditions.ts";
import { activate, reach, tick, typeInto } from "#tests/support/keyboard.ts";

const product = inject("product");
const LONG = { timeout: 60_000 };
/** A published version stays for ever, so every run publishes an instrument of its own. */
const TITLE = `Coaching practice ${Date.now()}`;
const owner = postgres(product.ownerUrl, { max: 1, onnotice: () => {} });
const assessmentId = randomUUID();
const ruleId = randomUUID();
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await owner`DELETE FROM assessment WHERE id = ${assessmentId}`;
  await owner`DELETE FROM schedule_rule WHERE id = ${ruleId}`;
  await owner`DELETE FROM instrument_draft WHERE definition ->> 'title' LIKE ${`${TITLE}%`} AND published_version_id IS NULL`;
  await owner.end();
});

async function open(width = 1440): Promise<Page> {
  const context = await browser.newContext({ baseURL: product.url, viewport: { width, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  return page;
}
const rowVersionOf = async (page: Page) => {
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  const [row] = await owner`SELECT row_version AS "rowVersion" FROM instrument_draft WHERE id = ${id}`;
  return Number(row?.rowVersion);
};
const saved = (page: Page) =>
  page
    .getByText(/^Saved \d/)
    .first()
    .waitFor(LONG);

/** "Saved" may still speak of an earlier change. */
const stored = (words: string) =>
  until(`“${words}” is stored`, async () => {
    const found = await owner`SELECT FROM instrument_draft WHERE definition::text LIKE ${`%"${words}"%`}`;
    return found.length === 1;
  });

test("by keyboard: a draft of the practice profile is changed, mended, previewed, published and opened by a rater", {
  timeout: 600_000,
}, async () => {
  const page = await open();
  await signIn(page, "admin");
  await page.goto("/instruments");
  await activate(page, page.getByRole("link", { name: "New instrument" }));
  await page.getByRole("heading", { name: "New instrument", level: 1 }).waitFor(LONG);
  expect(await violationsOf(page)).toEqual([]);

  // A title is asked for, and what was chosen stays.
  await tick(page, page.getByRole("radio", { name: "Coach", exact: true }));
  await activate(page, page.getByRole("button", { name: "Begin with the profile" }));
  await page.getByText("Give the instrument a title.").first().waitFor(LONG);
  expect(await page.getByRole("radio", { name: "Coach", exact: true }).isChecked()).toBe(true);
  await typeInto(page, page.locator("#profile-title"), TITLE);
  await activate(page, page.getByRole("button", { name: "Begin with the profile" }));
  await page.getByRole("heading", { name: TITLE, level: 1 }).waitFor(LONG);
  expect(await violationsOf(page)).toEqual([]);

  // Who rates is missing; it is said in the list and mended at its place.
  await activate(page, page.getByRole("link", { name: "About the instrument", exact: true }).last());
  await tick(page, page.getByRole("checkbox", { name: "Supervisor" }));
  await page.getByText("It can be published.").waitFor(LONG);

  // An item is moved by keys, reworded, emptied and mended.
  const item = page.getByRole("link", { name: /Explains what is private/ });
  await reach(page, item);
  await page.keyboard.press("Alt+ArrowUp");
  await page.getByText(/^Now Item 1 /).waitFor(LONG);
  expect(await item.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press("Enter");
  const words = page.getByLabel(/^What the rater looks at/);
  await reach(page, words);
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.press("Delete");
  await page.getByText("Write what the rater looks at.").first().waitFor(LONG);
  expect(await violationsOf(page)).toEqual([]);
  await activate(page, page.getByRole("link", { name: "Item 1", exact: true }));
  expect(await words.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.type("Says who sees what");
  await page.getByText("It can be published.").waitFor(LONG);
  await stored("Says who sees what");

  // What another changes meanwhile is taken in; what both changed is asked about.
  const second = await open();
  await signIn(second, "admin");
  await second.goto(page.url(), { waitUntil: "networkidle" });
  await second.getByLabel(/^What the rater looks at/).fill("Theirs");
  await stored("Theirs");
  await typeInto(page, words, "Says who sees what, and when");
  await page.getByText("Somebody else changed the same parts").waitFor(LONG);
  await page.getByText("There: Theirs").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await activate(page, page.getByRole("button", { name: "Keep what is here" }));
  await saved(page);
  await second.context().close();

  // Without a connection it waits on the device, and goes out afterwards.
  const before = await rowVersionOf(page);
  await page.context().setOffline(true);
  await typeInto(page, page.getByLabel(/^Guidance/), "With an example");
  await page.getByText(/on this device · not sent yet/).waitFor(LONG);
  await page.context().setOffline(false);
  await until("the draft is sent", async () => (await rowVersionOf(page)) > before);
  await saved(page);

  await activate(page, page.getByRole("link", { name: "Preview" }));
  await page.getByRole("heading", { name: `Preview of ${TITLE}` }).waitFor(LONG);
  await page.getByText("Says who sees what, and when").waitFor();
  await reach(page, page.getByRole("radio").first());
  await page.keyboard.press("3");
  await page.getByText(/3 of 3 points/).waitFor(LONG);
  expect(await violationsOf(page)).toEqual([]);
  await activate(page, page.getByRole("link", { name: "On paper" }));
  await page.getByRole("heading", { name: TITLE, level: 1 }).waitFor(LONG);
  await page.getByText("not for use").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await activate(page, page.getByRole("link", { name: "Back to the preview" }));
  await activate(page, page.getByRole("link", { name: "Back to the draft" }));

  await activate(page, page.getByRole("link", { name: "Publish" }));
  await page.getByRole("heading", { name: `Publish ${TITLE}` }).waitFor(LONG);
  expect(await violationsOf(page)).toEqual([]);
  await activate(page, page.getByRole("button", { name: "Publish version 1" }));
  await page.getByText("Version 1 is published").waitFor(LONG);
  await page.getByText("Says who sees what, and when").first().waitFor();
  const versionId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  await page.context().close();

  await scheduleReview(versionId);
  const rater = await open();
  await signIn(rater, "supervisor");
  await rater.goto(`/reviews/${assessmentId}`);
  await rater.getByText("Says who sees what, and when").first().waitFor(LONG);
  await rater
    .getByText(/With an example/)
    .first()
    .waitFor();
  await rater.context().close();
});

/** A review of the demo coach by the demo supervisor under a version, as the scheduler would open it. */
async function scheduleReview(versionId: string): Promise<void> {
  await owner`
    INSERT INTO schedule_rule (id, program_id, instrument_id, code, version, title, rule, rater_type, starts_on)
    SELECT ${ruleId}, program_id, instrument_id, ${`builder-${ruleId}`}, 1, 'Builder', '{}', 'supervisor', '2099-01-01'
    FROM instrument_version WHERE id = ${versionId}`;
  await owner`
    INSERT INTO assessment (id, program_id, site_id, schedule_rule_id, occurrence_key, instrument_version_id, subject_id,
      rater_id, rater_type, opens_on, target_on, due_on, grace_ends_on, schedule_reason, state)
    SELECT ${assessmentId}, coach.program_id, placed.site_id, ${ruleId}, ${`builder/${assessmentId}`}, ${versionId}, coach.id,
      rater.id, 'supervisor', current_date - 1, current_date, current_date + 7, current_date + 14, 'For a test', 'open'
    FROM person coach
    JOIN site_assignment placed ON placed.person_id = coach.id AND placed.ends_on IS NULL
    JOIN person rater ON rater.email = 'supervisor@demo.test'
    WHERE coach.email = 'coach@demo.test' LIMIT 1`;
}

test("on a phone the parts and one part take turns, and a draft that was deleted comes back", {
  timeout: 300_000,
}, async () => {
  const page = await open(360);
  await signIn(page, "admin");
  await page.goto("/instruments/new");
  await typeInto(page, page.locator("#nothing-title"), `${TITLE} phone`);
  await activate(page, page.getByRole("button", { name: "Begin an empty draft" }));
  await page.getByRole("heading", { name: `${TITLE} phone`, level: 1 }).waitFor(LONG);
  await activate(page, page.getByRole("button", { name: "Add an item to section 1" }));
  const words = page.getByLabel(/^What the rater looks at/);
  await words.waitFor(LONG);
  expect(await words.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.type("Listens");
  expect(await page.getByRole("navigation", { name: "Parts of the instrument" }).isVisible()).toBe(false);
  expect(await violationsOf(page)).toEqual([]);
  await activate(page, page.getByRole("button", { name: "Remove" }));
  await activate(page, page.getByRole("button", { name: "Undo" }));
  // On this device at the least: what was undone stays undone.
  await saved(page);
  await page.reload();
  await activate(page, page.getByRole("button", { name: "All parts" }));
  await page
    .getByRole("link", { name: /Listens/ })
    .first()
    .waitFor(LONG);
  await activate(page, page.getByRole("button", { name: "Delete this draft" }));
  await page.getByText("The draft is deleted.").first().waitFor(LONG);
  await activate(page, page.getByRole("button", { name: `Restore ${TITLE} phone` }));
  await page.getByText("The draft is back").first().waitFor(LONG);
  await page.context().close();
});

test("an item is dragged to its place, and the preview turns from section to section as a phone does", {
  timeout: 240_000,
}, async () => {
  const page = await open();
  await signIn(page, "admin");
  await page.goto("/instruments/new");
  await page.locator("#profile-title").fill(`${TITLE}, dragged`);
  await page.getByRole("radio", { name: "Coach", exact: true }).check();
  await page.getByRole("button", { name: "Begin with the profile" }).click();
  await page.getByRole("heading", { name: `${TITLE}, dragged`, level: 1 }).waitFor(LONG);
  await page.waitForLoadState("networkidle");
  const parts = page.getByRole("navigation", { name: "Parts of the instrument" });
  const items = parts.locator("ol");
  const moved = "Explains what is private and what is not";
  await parts
    .getByRole("link", { name: moved })
    .dragTo(parts.getByRole("link", { name: "Listens before leading" }), {
      targetPosition: { x: 40, y: 4 },
    });
  await page.getByText(`Now Item 2 “${moved}”`).waitFor(LONG);
  expect(await items.nth(1).getByRole("link").allInnerTexts()).toEqual([
    expect.stringContaining(moved),
    expect.stringContaining("Listens before leading"),
    expect.stringContaining("Honors culture, strengths and context"),
  ]);
  await parts
    .getByRole("link", { name: moved })
    .dragTo(parts.getByRole("button", { name: "Add an item to section 1", exact: true }));
  await expect.poll(() => items.nth(0).getByRole("link").count()).toBe(2);
  expect(await violationsOf(page)).toEqual([]);
  await saved(page);

  await page.getByRole("link", { name: "Preview" }).click();
  await page.getByRole("heading", { name: `Preview of ${TITLE}, dragged` }).waitFor(LONG);
  const second = page.getByRole("heading", { name: "2. Build a relationship of trust" });
  expect(await second.isVisible()).toBe(true);
  await page.getByRole("button", { name: "As on a phone" }).click();
  await second.waitFor({ state: "hidden" });
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "As on a desk" }).click();
  await second.waitFor();

  await page.setViewportSize({ width: 360, height: 740 });
  await second.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Next section" }).click();
  await second.waitFor();
  await expect.poll(() => second.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await page.getByText("Section 2 of 12").isVisible()).toBe(true);
  await page.evaluate(() => window.scrollTo(0, 0));
  expect(await violationsOf(page)).toEqual([]);
  await page.context().close();
});
