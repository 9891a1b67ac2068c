import type { Browser, Page } from "playwright-core";
import type { Sql } from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { addAssessment, addInstrument, addRatedCoach, SMALL_CHECKLIST } from "#tests/factories/fidelity.ts";
import { addPerson, addProgram, certify, type TestPerson } from "#tests/factories/people.ts";
import { addDoubleRatingRule, pairUp } from "#tests/factories/raters.ts";
import { violationsOf } from "#tests/support/axe.ts";
import { type Email, launchBrowser, signIn } from "#tests/support/browser.ts";
import { until } from "#tests/support/conditions.ts";
import { daysAgo } from "#tests/support/days.ts";
import { giveDemoAccount } from "#tests/support/http-client.ts";

const product = inject("product");
const FIRST = "first-rater@demo.test";
const SECOND = "second-rater@demo.test";
const LEAD = "lead-of-raters@demo.test";

let browser: Browser;
const database = openDatabase(product.ownerUrl, { connections: 2 });
const sql = database.sql as unknown as Sql;
let firstId: string;
let secondId: string;
let pairId: string;

beforeAll(async () => {
  browser = await launchBrowser();
  await sql`DELETE FROM rate_limit`;
  // A program of its own: the demo program stays as it is.
  const program = await addProgram(sql, { name: "Two raters" });
  const instrument = await addInstrument(sql, program, { definition: SMALL_CHECKLIST });
  const { coach, supervisor, site } = await addRatedCoach(sql, program);
  const second = await addPerson(sql, program, { role: "supervisor", site });
  // Whoever is not certified would not stay the second rater.
  await certify(sql, second, { kind: "rater", instrumentId: instrument.id });
  const lead = await addPerson(sql, program, { role: "lead" });
  for (const [person, email] of [
    [supervisor, FIRST],
    [second, SECOND],
    [lead, LEAD],
  ] as [TestPerson, string][])
    await giveDemoAccount(sql, person.id, email);
  const window = { opensOn: daysAgo(7), targetOn: daysAgo(0), dueOn: daysAgo(-7), graceEndsOn: daysAgo(-14) };
  firstId = await addAssessment(sql, instrument, { coach, rater: supervisor, site, ...window });
  const ruleId = await addDoubleRatingRule(sql, program, instrument, { recordRule: "mean" });
  ({ secondId, pairId } = await pairUp(sql, { ruleId, firstId, second, recordRule: "mean" }));
});
afterAll(async () => {
  await browser.close();
  await database.close();
});

async function signedIn(email: Email): Promise<Page> {
  const context = await browser.newContext({ baseURL: product.url, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await signIn(page, email);
  return page;
}

/** Answers all items by keyboard and submits. */
async function rate(page: Page, assessmentId: string, values: string): Promise<void> {
  await page.goto(`/reviews/${assessmentId}`);
  await page.getByRole("button", { name: "Submit review" }).waitFor();
  await page.waitForLoadState("networkidle");
  for (const value of values) {
    await page.keyboard.press("j");
    await page.keyboard.press(value);
  }
  await page.getByLabel(/Day you observed/).fill(daysAgo(2));
  await page.getByRole("button", { name: "Submit review" }).click();
  await page.getByText("How this number comes about").waitFor();
}

test("two raters rate blind, both submit, they talk about the difference, and the desk shows the pair", async () => {
  const first = await signedIn(FIRST);
  const second = await signedIn(SECOND);
  await rate(first, firstId, "1232");
  await first.getByText("Held back for now").waitFor();

  // The second rater finds their own alone, on every page that lists reviews, and no trace of the first.
  await second.goto("/reviews");
  const hrefs = () =>
    second
      .locator("a[href*='/reviews/']")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  expect(await hrefs()).toEqual([`/reviews/${secondId}`]);
  for (const address of [`/reviews/${firstId}`, `/double-ratings/${pairId}`]) {
    const answer = await second.goto(address);
    expect([address, answer?.status()]).toEqual([address, 404]);
  }
  await second.goto(`/reviews/${secondId}`);
  await second.getByText("A second, independent rating").waitFor();
  expect(await violationsOf(second)).toEqual([]);
  await rate(second, secondId, "1112");

  await first.goto("/reviews");
  await first.locator(`a[href='/double-ratings/${pairId}']`).click();
  await first.getByRole("heading", { name: "Where you differ (2)" }).waitFor();
  await first.getByLabel("What I saw").fill("I saw it twice: at the start and when you agreed on the step.");
  await first.getByRole("button", { name: "Add it" }).click();
  await first.getByText("I saw it twice: at the start").waitFor();
  expect(await violationsOf(first)).toEqual([]);

  await second.goto(`/double-ratings/${pairId}`);
  await second.getByText("I saw it twice: at the start").waitFor();
  expect(await violationsOf(second)).toEqual([]);
  await second.getByRole("button", { name: "Write down what we agreed on" }).click();
  await second.getByText("What you both agreed on").first().waitFor();
  const consensusId = new URL(second.url()).pathname.split("/").at(-1) ?? "";
  await second.goto(`/reviews/${consensusId}`);
  await second.getByText(/First rating: 2 Fully · Second rating: 1 Partly/).waitFor({ state: "attached" });
  await second.waitForLoadState("networkidle");
  for (const item of ["a2", "b1"]) {
    await second.locator(`[data-item=${item}] input[type=radio]`).first().focus();
    await second.keyboard.press("2");
  }
  await second.getByRole("button", { name: "Submit review" }).click();
  await second.getByText("How this number comes about").waitFor();

  // Both originals and the third record are there; the score of record is the mean that was fixed beforehand.
  const scores = await until("the score of record", async () => {
    const found = await sql<{ percent: number; basis: string }[]>`
      SELECT percent, basis::text FROM assessment_score WHERE assessment_id = ${firstId} ORDER BY score_version`;
    return found.length === 2 ? found : null;
  });
  expect(scores).toEqual([
    { percent: 100, basis: "own" },
    { percent: 81.25, basis: "mean" },
  ]);

  const lead = await signedIn(LEAD);
  await lead.goto("/reliability");
  await lead.getByText("too few to estimate (n = 1)").first().waitFor();
  expect(await violationsOf(lead)).toEqual([]);
  await lead.getByRole("link", { name: "3 Listens" }).click();
  await lead.getByRole("heading", { name: "Pairs (1)" }).waitFor();
  const row = lead.getByRole("row").nth(1);
  expect(await row.innerText()).toMatch(/3[\s\S]*1/);
  expect(await violationsOf(lead)).toEqual([]);
});
