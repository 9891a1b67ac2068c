import type { Browser, Page } from "playwright-core";
import type { Sql } from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { addAssessment, addInstrument, addRatedCoach, SMALL_CHECKLIST } from "#tests/factories/fidelity.ts";
import { addPerson, addProgram, type TestPerson, type TestSite } from "#tests/factories/people.ts";
import { violationsOf } from "#tests/support/axe.ts";
import { type Email, launchBrowser, signIn } from "#tests/support/browser.ts";
import { until } from "#tests/support/conditions.ts";
import { daysAgo } from "#tests/support/days.ts";
import { giveDemoAccount } from "#tests/support/http-client.ts";

const product = inject("product");
const COACH = "coach-of-a-plan@demo.test";
const SUPERVISOR = "owner-of-a-plan@demo.test";
const LEAD = "lead-of-a-plan@demo.test";

let browser: Browser;
const database = openDatabase(product.ownerUrl, { connections: 2 });
const sql = database.sql as unknown as Sql;
let programId: string;
let firstId: string;
let again: () => Promise<string>;

beforeAll(async () => {
  browser = await launchBrowser();
  await sql`DELETE FROM rate_limit`;
  // A program of its own: the demo program stays as it is.
  const program = await addProgram(sql, { name: "A plan" });
  programId = program.id;
  await sql`UPDATE program SET improvement_successes = 1 WHERE id = ${programId}`;
  const instrument = await addInstrument(sql, program, {
    definition: SMALL_CHECKLIST,
    rule: { first: { count: 300, unit: "days" } },
  });
  const { coach, supervisor, site } = await addRatedCoach(sql, program);
  const lead = await addPerson(sql, program, { role: "lead" });
  for (const [person, email] of [
    [coach, COACH],
    [supervisor, SUPERVISOR],
    [lead, LEAD],
  ] as [TestPerson, string][])
    await giveDemoAccount(sql, person.id, email);
  const window = { opensOn: daysAgo(7), targetOn: daysAgo(0), dueOn: daysAgo(-7), graceEndsOn: daysAgo(-14) };
  const add = (at: { site: TestSite }) =>
    addAssessment(sql, instrument, { coach, rater: supervisor, ...at, ...window });
  firstId = await add({ site });
  again = () => add({ site });
});
afterAll(async () => {
  await browser.close();
  await database.close();
});

async function signedIn(email: Email, width: number): Promise<Page> {
  const context = await browser.newContext({ baseURL: product.url, viewport: { width, height: 900 } });
  const page = await context.newPage();
  await signIn(page, email);
  return page;
}

/** Answers all items by keyboard and submits. */
async function rate(page: Page, assessmentId: string, values: string, on: string): Promise<void> {
  await page.goto(`/reviews/${assessmentId}`);
  await page.getByRole("button", { name: "Submit review" }).waitFor();
  await page.waitForLoadState("networkidle");
  for (const value of values) {
    await page.keyboard.press("j");
    await page.keyboard.press(value);
  }
  await page.getByLabel(/Day you observed/).fill(on);
  await page.getByRole("button", { name: "Submit review" }).click();
  await page.getByText("How this number comes about").waitFor();
}

const planIn = (state: string) =>
  until(`a plan that is ${state}`, async () => {
    const [plan] = await sql<{ id: string }[]>`
      SELECT id FROM improvement_plan WHERE program_id = ${programId} AND state = ${state}::improvement_state`;
    return plan?.id ?? null;
  });

test("a low review is answered by a plan that the coach sees first, both agree to, and a second review meets", async () => {
  const supervisor = await signedIn(SUPERVISOR, 1440);
  await rate(supervisor, firstId, "0011", daysAgo(2));
  const planId = await planIn("proposed");
  const address = `/improvement-plans/${planId}`;

  // Nobody else finds it before the coach has shown it.
  expect((await supervisor.goto(address))?.status()).toBe(404);
  const coach = await signedIn(COACH, 360);
  await coach.goto("/my-fidelity");
  expect(await violationsOf(coach)).toEqual([]);
  await coach.locator(`a[href='${address}']`).click();
  await coach.getByText("You see this first").waitFor();
  await coach.getByText("This is the only scored review so far (n = 1)", { exact: false }).waitFor();
  expect(await violationsOf(coach)).toEqual([]);
  await coach.getByRole("button", { name: /I have read it/ }).click();
  await coach.getByText("Nothing is written yet", { exact: false }).waitFor();

  // What is not right comes back with everything that was typed.
  await supervisor.goto(address);
  await supervisor
    .getByLabel(/makes it hard\?/)
    .fill("The room is open to the corridor, and the day is full.");
  await supervisor.getByLabel("Re-assessment by").fill(daysAgo(-10));
  await supervisor.getByLabel(/re-assessment show\?/).fill("The coach says at the start who will see what.");
  await supervisor.getByRole("button", { name: "Save the plan" }).click();
  await supervisor.getByText("Choose at least one").first().waitFor();
  expect(await supervisor.getByLabel(/makes it hard\?/).inputValue()).toContain("open to the corridor");
  await supervisor.locator("label").filter({ hasText: "Time, caseload, tools" }).click();
  await supervisor.getByRole("button", { name: "Save the plan" }).click();
  await supervisor
    .getByText("Choose a day 30 to 45 days after the start", { exact: false })
    .first()
    .waitFor();
  expect(await violationsOf(supervisor)).toEqual([]);
  await supervisor.getByLabel("Re-assessment by").fill(daysAgo(-35));
  await supervisor.getByRole("button", { name: "Save the plan" }).click();
  await supervisor.getByRole("button", { name: "I agree to this plan" }).click();
  await supervisor.getByText(/I: agreed/).waitFor();
  await supervisor.getByText("Add a step or a support").click();
  await supervisor.getByLabel("What helps").fill("A room with a door for every session");
  await supervisor.getByLabel("Until").fill(daysAgo(-14));
  await supervisor.getByRole("button", { name: "Add it" }).click();
  await supervisor.getByText("A room with a door for every session").first().waitFor();
  expect(await violationsOf(supervisor)).toEqual([]);

  await coach.reload();
  await coach.getByRole("button", { name: "I agree to this plan" }).click();
  await planIn("active");
  await coach.reload();
  await coach.getByText("Active", { exact: true }).waitFor();
  expect(await violationsOf(coach)).toEqual([]);

  const lead = await signedIn(LEAD, 360);
  await lead.goto("/improvement-plans");
  await lead.locator(`a[href='${address}']`).waitFor();
  expect(await violationsOf(lead)).toEqual([]);

  await rate(supervisor, await again(), "1232", daysAgo(0));
  await planIn("met");
  await coach.reload();
  await coach.getByText("The plan is met").waitFor();
  await coach.goto("/my-fidelity");
  await coach.getByRole("heading", { name: "Feedback so far" }).waitFor();
  expect(await violationsOf(coach)).toEqual([]);
});
