import { randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import type { Sql } from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { addAssessment, addInstrument, addRatedCoach, SMALL_CHECKLIST } from "#tests/factories/fidelity.ts";
import { addPerson, addProgram, certify, type TestPerson } from "#tests/factories/people.ts";
import { violationsOf } from "#tests/support/axe.ts";
import { type Email, launchBrowser, signIn } from "#tests/support/browser.ts";
import { until } from "#tests/support/conditions.ts";
import { daysAgo } from "#tests/support/days.ts";
import { giveDemoAccount } from "#tests/support/http-client.ts";

const product = inject("product");
const RATER = "completing-rater@demo.test";
const LEAD = "completing-lead@demo.test";
const COACH = "completing-coach@demo.test";

let browser: Browser;
const database = openDatabase(product.ownerUrl, { connections: 2 });
const sql = database.sql as unknown as Sql;
let assessmentId: string;

beforeAll(async () => {
  browser = await launchBrowser();
  await sql`DELETE FROM rate_limit`;
  // A program of its own: the demo program stays as it is.
  const program = await addProgram(sql, { name: "Completing" });
  const instrument = await addInstrument(sql, program, { definition: SMALL_CHECKLIST });
  const { coach, supervisor, site } = await addRatedCoach(sql, program);
  await certify(sql, supervisor, { kind: "rater" });
  const lead = await addPerson(sql, program, { role: "lead" });
  for (const [person, email] of [
    [supervisor, RATER],
    [lead, LEAD],
    [coach, COACH],
  ] as [TestPerson, string][])
    await giveDemoAccount(sql, person.id, email);
  await sql`
    INSERT INTO acceptance_rule (id, program_id, version, starts_on, is_on, needs_met, needs_window, needs_certified, most_left_out,
      tell_after_days, amend_days, created_at)
    VALUES (${randomUUID()}, ${program.id}, 1, ${daysAgo(30)}, true, true, true, true, 25, 5, 14, now())`;
  const window = { opensOn: daysAgo(7), targetOn: daysAgo(0), dueOn: daysAgo(-7), graceEndsOn: daysAgo(-14) };
  assessmentId = await addAssessment(sql, instrument, { coach, rater: supervisor, site, ...window });
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

/** No automated violation on a phone and on a desk. */
async function expectAccessible(page: Page): Promise<void> {
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    expect([page.url(), width, await violationsOf(page)]).toEqual([page.url(), width, []]);
  }
}

const hydrated = async (page: Page, address: string) => {
  await page.goto(address);
  await page.waitForLoadState("networkidle");
};
const stateIs = (state: string) =>
  until(`the review to be ${state}`, async () => {
    const [row] = await sql`SELECT state FROM assessment WHERE id = ${assessmentId}`;
    return row?.state === state;
  });

test("an exception is given back, corrected, accepted, answered and amended", {
  timeout: 240_000,
}, async () => {
  const rater = await signedIn(RATER);
  await hydrated(rater, `/reviews/${assessmentId}`);
  for (const value of "1101") {
    await rater.keyboard.press("j");
    await rater.keyboard.press(value);
  }
  await rater.getByLabel(/Day you observed/).fill(daysAgo(2));
  await rater.getByRole("button", { name: "Submit review" }).click();
  await rater.getByText("Waits for a program lead").waitFor();
  await stateIs("submitted");
  await expectAccessible(rater);

  const coach = await signedIn(COACH);
  expect((await coach.goto(`/my-fidelity/${assessmentId}`))?.status()).toBe(404);

  const lead = await signedIn(LEAD);
  await hydrated(lead, "/acceptance");
  await lead.getByText("The result is below the threshold.").waitFor();
  await expectAccessible(lead);
  await hydrated(lead, `/reviews/${assessmentId}`);
  await lead.getByText("Give back for correction").click();
  await lead.getByLabel("What is to be corrected").fill("Item 3 has no example of what was heard.");
  await lead.getByText("Point at items").click();
  await lead.getByLabel("3. Listens").check();
  await expectAccessible(lead);
  await lead.getByRole("button", { name: "Give it back" }).click();
  await lead.waitForURL("**/acceptance");
  await stateIs("returned");

  await hydrated(rater, "/reviews");
  await rater.getByRole("heading", { name: "Given back to you (1)" }).waitFor();
  await hydrated(rater, `/reviews/${assessmentId}`);
  await rater.getByText("Item 3 has no example of what was heard.").waitFor();
  await expectAccessible(rater);
  await rater.locator("[data-item=b1] input[type=radio]").first().focus();
  await rater.keyboard.press("3");
  await rater.getByRole("button", { name: "Submit review" }).click();
  await rater.getByText("Waits for a program lead").waitFor();
  await hydrated(rater, `/submissions/${assessmentId}`);
  await rater.getByRole("heading", { name: "Items that changed (1)" }).waitFor();
  await expectAccessible(rater);

  await hydrated(lead, `/reviews/${assessmentId}`);
  await lead.getByText("It was given back before.").waitFor();
  await lead.getByRole("button", { name: "Accept as final" }).click();
  await lead.waitForURL("**/acceptance");
  await stateIs("final");

  await hydrated(coach, `/my-fidelity/${assessmentId}`);
  await coach.getByLabel("In your own words").fill("We wrote the step down after the session.");
  await expectAccessible(coach);
  await coach.getByRole("button", { name: "I see it differently" }).click();
  await coach.getByRole("heading", { name: "Your answer" }).waitFor();
  await expectAccessible(coach);

  await hydrated(rater, `/reviews/${assessmentId}`);
  await rater.getByText("We wrote the step down after the session.").waitFor();
  await rater.getByText("Amend this result").click();
  await rater.getByLabel("Why it needs amending").fill("The step was written down, as the coach says.");
  await expectAccessible(rater);
  await rater.getByRole("button", { name: "Open the checklist" }).click();
  await rater.getByText("You are amending a final result").waitFor();
  await rater.waitForLoadState("networkidle");
  await expectAccessible(rater);
  await rater.locator("[data-item=a2] input[type=radio]").first().focus();
  await rater.keyboard.press("2");
  await rater.getByRole("button", { name: "Submit review" }).click();
  await rater.waitForURL(`**/reviews/${assessmentId}`);
  await rater.getByText("Amended", { exact: true }).waitFor();

  await hydrated(coach, `/my-fidelity/${assessmentId}`);
  await coach.getByRole("heading", { name: "The result was amended. What do you say now?" }).waitFor();
  await coach.getByRole("button", { name: "I have read it" }).click();
  await coach.getByRole("heading", { name: "Your answer" }).waitFor();
  await coach.getByText("We wrote the step down after the session.").waitFor();
  await hydrated(coach, `/submissions/${assessmentId}`);
  await coach.getByText("The step was written down, as the coach says.").waitFor();
  await expectAccessible(coach);
  const scores =
    await sql`SELECT basis::text, is_held FROM assessment_score WHERE assessment_id = ${assessmentId} ORDER BY score_version`;
  expect(scores.map(({ basis, is_held }) => [basis, is_held])).toEqual([
    ["own", true],
    ["own", false],
    ["amended", false],
  ]);
});
