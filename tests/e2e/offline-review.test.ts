import type { Browser, BrowserContext, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { toItemResponses } from "#app/features/fidelity/answers.rules.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { scoreAssessment } from "#fidelity/scoring/score-assessment.ts";
import { violationsOf } from "#tests/support/axe.ts";
import { keysOnDevice, launchBrowser, signIn, visitForOffline } from "#tests/support/browser.ts";
import { type Network, openNetwork } from "#tests/support/network.ts";

const product = inject("product");
/** Green: not "on this device". */
const SAVED = /^Saved \d{1,2}:\d{2}$/;
const COMMENT = "She waited until the coach had finished.";
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
  context = await browser.newContext({ baseURL: network.url, locale: "en-US" });
  page = await context.newPage();
});
afterEach(() => context.close());
afterAll(async () => {
  await browser.close();
  await network.close();
  await owner.end();
});

/** An open review of the demo supervisor that nobody has begun, the last due first. */
async function untouchedReview(): Promise<string> {
  const [found] = await owner<{ id: string }[]>`
    SELECT assessment.id FROM assessment
    JOIN person ON person.id = rater_id AND person.email = 'supervisor@demo.test'
    JOIN person subject ON subject.id = subject_id
    WHERE state IN ('open', 'in_progress')
      AND NOT EXISTS (SELECT FROM assessment_response WHERE assessment_id = assessment.id)
    -- That of the demo coach is the main job's.
    ORDER BY subject.email = 'coach@demo.test', due_on DESC, assessment.id
    LIMIT 1`;
  if (!found) throw new Error("the demo supervisor has no open review that nobody has begun");
  return found.id;
}

const stored = (assessmentId: string) => owner<
  { itemId: string; rowVersion: number; value: number | null }[]
>`
  SELECT item_id AS "itemId", row_version AS "rowVersion", value FROM assessment_response
  WHERE assessment_id = ${assessmentId} ORDER BY item_id`;
const answered = (on = page) =>
  on.getByRole("progressbar", { name: "Answered" }).getAttribute("aria-valuetext");
const submit = () => page.getByRole("button", { name: "Submit review" });
const openChecklist = async (address: string, on = page) => {
  await on.goto(address);
  await on.getByRole("button", { name: "Submit review" }).waitFor();
  await on.waitForLoadState("networkidle");
};

/** The highest value of the item that has the focus. */
const highestHere = () =>
  page.evaluate(() => {
    const radios =
      document.activeElement?.closest("[data-item]")?.querySelectorAll("input[type=radio]") ?? [];
    const values = [...radios].map((radio) => Number((radio as HTMLInputElement).value));
    return String(Math.max(...values.filter((value) => !Number.isNaN(value))));
  });

async function answerByKeyboard(items: number): Promise<void> {
  for (let item = 0; item < items; item++) {
    await page.keyboard.press("j");
    await page.keyboard.press(await highestHere());
  }
}

/** The first item of a checklist, answered by one of its buttons. */
const first = (on = page) => on.locator("[data-item]").first();
const choose = (value: string, on = page) =>
  first(on)
    .locator("label")
    .filter({ has: on.locator(`input[value="${value}"]`) })
    .click();
async function comment(words: string, on = page): Promise<void> {
  await first(on).locator("summary").click();
  await first(on).getByRole("textbox").fill(words);
}

/** What waits here, as it lies on the device. */
const waitingHere = (on = page) =>
  on.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open("throughline-reviews");
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const reading = database.transaction("answers").objectStore("answers").getAll();
          reading.onerror = () => reject(reading.error);
          reading.onsuccess = () => {
            database.close();
            resolve(
              reading.result.map((row) =>
                JSON.stringify({ ...row, sealed: new TextDecoder("latin1").decode(row.sealed.data) }),
              ),
            );
          };
        };
      }),
  );
const countWaiting = async (on = page) => (await waitingHere(on)).length;

test("without a connection 30 items are answered by keyboard, survive a reload, arrive once, and are scored", async () => {
  const id = await untouchedReview();
  await signIn(page, "supervisor");
  await visitForOffline(page, "/reviews");
  await network.setConnected(false, context);

  // Its ordinary address, opened anew where there is no signal.
  await openChecklist(`/reviews/${id}`);
  expect(new URL(page.url()).pathname).toBe("/offline/review");
  await answerByKeyboard(30);
  await comment(COMMENT);
  expect(await answered()).toBe("30 of 30");
  await page.getByText(/on this device · not sent yet$/).waitFor();
  await expect.poll(countWaiting).toBe(30);
  expect(await violationsOf(page)).toEqual([]);

  const kept = [
    ...(await waitingHere()),
    await page.evaluate(() => JSON.stringify({ ...localStorage })),
  ].join();
  for (const words of [COMMENT, "waited until", '"answer"', "coachName"]) expect(kept).not.toContain(words);

  await page.reload();
  await submit().waitFor();
  await expect.poll(() => answered()).toBe("30 of 30");
  expect(await first().getByRole("textbox").inputValue()).toBe(COMMENT);

  await submit().click();
  await page.getByText("Not submitted: there is no connection").waitFor();
  await page.getByText(/Your 30 answers are kept on this device/).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.goto("/offline");
  await page.getByText("30 of 30 answered").first().waitFor();
  await page.goto("/offline/waiting");
  await page.getByText(/^30 answers not sent yet, the oldest from/).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  expect(await stored(id)).toHaveLength(0);

  await network.setConnected(true, context);
  await page.getByText("Nothing waits on this device").waitFor();
  await page.getByText("The server has confirmed 30 answers.").waitFor();
  expect((await stored(id)).map(({ rowVersion }) => rowVersion)).toEqual(Array(30).fill(1));

  await openChecklist(`/reviews/${id}`);
  expect(await answered()).toBe("30 of 30");
  await page.getByLabel(/Day you observed/).focus();
  const today = (await page.getByLabel(/Day you observed/).getAttribute("max")) ?? "";
  const [year, month, day] = today.split("-");
  await page.keyboard.type(`${month}${day}${year}`);
  await submit().focus();
  await page.keyboard.press("Enter");
  await page.getByText("How this number comes about").waitFor();

  const [version] = await owner`
    SELECT definition FROM instrument_version JOIN assessment ON instrument_version_id = instrument_version.id
    WHERE assessment.id = ${id}`;
  const responses = await owner`
    SELECT item_id AS "itemId", code, value, text, reason, comment FROM assessment_response
    WHERE assessment_id = ${id}`;
  const score = scoreAssessment(readDefinition(version?.definition), toItemResponses(responses as never));
  const [saved] =
    await owner`SELECT points, possible, percent FROM assessment_score WHERE assessment_id = ${id}`;
  expect(saved).toEqual({ points: score.points, possible: score.possible, percent: score.percent });
  expect(await countWaiting()).toBe(0);
});

test("an item answered differently on two devices keeps both and asks", async () => {
  const id = await untouchedReview();
  await signIn(page, "supervisor");
  await visitForOffline(page, "/reviews");
  const desk = await browser.newContext({ baseURL: product.url, locale: "en-US" });
  const other = await desk.newPage();
  await signIn(other, "supervisor");

  await network.setConnected(false, context);
  await openChecklist(`/reviews/${id}`);
  await choose("1");
  await comment(COMMENT);
  await expect.poll(countWaiting).toBe(1);
  await openChecklist(`/reviews/${id}`, other);
  await choose("0", other);
  await other.getByText(SAVED).waitFor();

  await network.setConnected(true, context);
  await page.getByText("This item was changed on another device or in another window").waitFor();
  const question = first().getByText(/^There it says/);
  expect(await question.innerText()).toMatch(
    /^There it says 0.*Here it says 1.*, with the comment “She waited/,
  );
  expect(await violationsOf(page)).toEqual([]);
  await submit().click();
  await page.getByText("Not submitted: some answers were changed elsewhere").waitFor();

  // It waits for a decision through a reload, and nothing is lost meanwhile.
  await openChecklist(`/reviews/${id}`);
  await question.waitFor();
  expect((await stored(id)).map(({ value }) => value)).toEqual([0]);
  await page.getByRole("button", { name: "Keep what is here" }).click();
  await page.getByText(SAVED).waitFor();
  expect(await stored(id)).toMatchObject([{ value: 1, rowVersion: 2 }]);

  // And the other way round: the desk still shows its own and gives way.
  await comment("Seen from the desk", other);
  await other.getByText(/^There it says 1/).waitFor();
  await other.getByRole("button", { name: "Take the other" }).click();
  await expect.poll(() => countWaiting(other)).toBe(0);
  expect(await first(other).locator("input:checked").inputValue()).toBe("1");
  expect(await first(other).getByRole("textbox").inputValue()).toBe(COMMENT);
  expect(await stored(id)).toMatchObject([{ value: 1, rowVersion: 2 }]);
  await desk.close();
});

test("answers to a review that was cancelled meanwhile stay, say why, and can be copied and discarded", async () => {
  const id = await untouchedReview();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await signIn(page, "supervisor");
  await visitForOffline(page, "/reviews");
  await network.setConnected(false, context);
  await openChecklist(`/reviews/${id}`);
  await choose("1");
  await comment(COMMENT);
  await expect.poll(countWaiting).toBe(1);
  await owner`UPDATE assessment SET state = 'cancelled', state_reason = 'The coach left' WHERE id = ${id}`;
  try {
    await network.setConnected(true, context);
    await page.getByText("This review is cancelled.").waitFor();
    await page.goto("/reviews");
    await page.getByText(/^1 answer from .* is not sent yet and needs you$/).waitFor();
    await page.goto(`/reviews/${id}`);
    await page.getByText("1 answer on this device did not reach the server").waitFor();
    await page.getByRole("link", { name: "Look at them" }).first().click();
    await page.getByText("This review is cancelled.").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole("button", { name: /^Copy/ }).click();
    await page.getByText("Copied", { exact: true }).waitFor();
    const copy = await page.evaluate(() => navigator.clipboard.readText());
    expect(copy).toContain(COMMENT);
    const file = page.waitForEvent("download");
    await page.getByRole("button", { name: /^Keep a copy/ }).click();
    expect((await file).suggestedFilename()).toBe(`review-${id}.txt`);
    await page.getByRole("button", { name: /^Discard/ }).click();
    await page.getByText("Nothing waits on this device").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText(/^1 answer not sent yet/).waitFor();
    // Back in work, the same answer is taken.
    await owner`UPDATE assessment SET state = 'open', state_reason = NULL WHERE id = ${id}`;
    await page.getByRole("button", { name: /^Try again/ }).click();
    await page.getByText("The server has confirmed 1 answer.").waitFor();
    expect(await stored(id)).toMatchObject([{ value: 1, rowVersion: 1 }]);
  } finally {
    await owner`UPDATE assessment SET state = 'open', state_reason = NULL WHERE id = ${id}`;
    await owner`DELETE FROM assessment_response WHERE assessment_id = ${id}`;
  }
});

test("a sign-in that ends in the middle keeps the checklist, and saves it after signing in on top of it", async () => {
  const id = await untouchedReview();
  await signIn(page, "supervisor");
  await openChecklist(`/reviews/${id}`);
  await owner`DELETE FROM auth_session`;
  await choose("1");
  const question = page.getByRole("alertdialog", { name: "You were signed out" });
  await question.waitFor();
  expect(await countWaiting()).toBe(1);
  const [tab] = await Promise.all([
    context.waitForEvent("page"),
    question.getByRole("button", { name: "Sign in" }).click(),
  ]);
  await tab.getByLabel("E-mail").fill("supervisor@demo.test");
  await tab.getByLabel("Password").fill("throughline-demo");
  await tab.getByRole("button", { name: "Sign in" }).click();
  await tab.getByText("Go back to the tab you worked in").waitFor();
  await tab.close();
  // A browser without a window tells no tab that it is looked at again.
  if (await question.isVisible()) await question.getByRole("button", { name: "Save now" }).click();
  await page.getByText(SAVED).waitFor();
  expect(await first().locator("input:checked").inputValue()).toBe("1");
  expect(await stored(id)).toMatchObject([{ value: 1, rowVersion: 1 }]);
  expect(await countWaiting()).toBe(0);
  await owner`DELETE FROM assessment_response WHERE assessment_id = ${id}`;
});

test("what an earlier release kept in clear is sealed and sent, and signing out asks before unsent answers go", async () => {
  const id = await untouchedReview();
  await signIn(page, "supervisor");
  await openChecklist(`/reviews/${id}`);
  const itemId = (await first().getAttribute("data-item")) ?? "";
  await page.goto("/account");
  await page.evaluate(
    ([name, item, words]) => {
      const fields = { answer: "1", reason: "", comment: words };
      localStorage.setItem(`review-${name}`, JSON.stringify([[item, { fields, baseVersion: 0 }]]));
    },
    [id, itemId, COMMENT] as const,
  );
  await openChecklist(`/reviews/${id}`);
  await page.getByText(SAVED).waitFor();
  expect(await first().getByRole("textbox").inputValue()).toBe(COMMENT);
  expect(await stored(id)).toMatchObject([{ itemId, value: 1 }]);
  expect(await page.evaluate((name) => localStorage.getItem(`review-${name}`), id)).toBeNull();

  // Nothing of it can be sent, so that it waits while somebody signs out.
  await page.route("**/api/assessments/**", (route) => route.abort());
  await choose("0");
  await expect.poll(countWaiting).toBe(1);
  await page.getByLabel(/^Account of/).click();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  const question = page.getByRole("alertdialog", { name: "1 unsent answer is on this device" });
  await question.getByRole("button", { name: "Stay" }).click();
  await question.waitFor({ state: "detached" });
  expect(await countWaiting()).toBe(1);
  await page.keyboard.press("Escape");
  await page.getByLabel(/^Account of/).click();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await question.getByRole("button", { name: "Sign out and delete it" }).click();
  await page.waitForURL("**/sign-in");
  expect(await countWaiting()).toBe(0);
  expect(await keysOnDevice(page, "packs")).toEqual([]);
  await owner`DELETE FROM assessment_response WHERE assessment_id = ${id}`;
});
