import type { Browser, Page } from "playwright-core";
import type { Sql } from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { addAssessment, addInstrument, addRatedCoach, SELF_CHECKLIST } from "#tests/factories/fidelity.ts";
import { addPerson, addProgram } from "#tests/factories/people.ts";
import { violationsOf } from "#tests/support/axe.ts";
import { type Email, keysOnDevice, launchBrowser, signIn, visitForOffline } from "#tests/support/browser.ts";
import { until } from "#tests/support/conditions.ts";
import { daysAgo } from "#tests/support/days.ts";
import { giveDemoAccount } from "#tests/support/http-client.ts";
import { openNetwork } from "#tests/support/network.ts";

const product = inject("product");
const COACH = "self-rating-coach@demo.test";
const LEAD = "self-rating-lead@demo.test";
const AWAY = "self-rating-away@demo.test";

let browser: Browser;
const database = openDatabase(product.ownerUrl, { connections: 2 });
const sql = database.sql as unknown as Sql;
let selfId: string;
let awayId: string;
let siteId: string;

beforeAll(async () => {
  browser = await launchBrowser();
  await sql`DELETE FROM rate_limit`;
  // A program of its own: the demo program stays as it is.
  const program = await addProgram(sql, { name: "Self-rating" });
  const instrument = await addInstrument(sql, program, {
    ...{ definition: SELF_CHECKLIST, raterType: "self" },
    rule: { first: { count: 300, unit: "days" } },
  });
  const { coach, supervisor, site } = await addRatedCoach(sql, program);
  const lead = await addPerson(sql, program, { role: "lead" });
  await giveDemoAccount(sql, coach.id, COACH);
  await giveDemoAccount(sql, lead.id, LEAD);
  const window = { opensOn: daysAgo(7), targetOn: daysAgo(0), dueOn: daysAgo(-7), graceEndsOn: daysAgo(-14) };
  siteId = site.id;
  selfId = await addAssessment(sql, instrument, { coach, rater: coach, raterType: "self", site, ...window });
  const away = await addRatedCoach(sql, program);
  await giveDemoAccount(sql, away.coach.id, AWAY);
  awayId = await addAssessment(sql, instrument, { ...away, rater: away.coach, raterType: "self", ...window });
  // What somebody else has rated stands beside it.
  const others = await addAssessment(sql, instrument, {
    ...{ coach, rater: supervisor, site },
    ...{ opensOn: daysAgo(60), targetOn: daysAgo(50), dueOn: daysAgo(40), graceEndsOn: daysAgo(30) },
  });
  await sql`
    UPDATE assessment SET state = 'final', submitted_at = now(), submitted_on = ${daysAgo(45)}, observed_on = ${daysAgo(45)}, submission = 1
    WHERE id = ${others}`;
  await sql`
    INSERT INTO assessment_score (assessment_id, score_version, program_id, site_id, points, possible, percent, result,
      critical_failures, sections, computed_at)
    VALUES (${others}, 1, ${program.id}, ${site.id}, 7, 8, 87.5, 'met', '{}', '[]', now())`;
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

test("a coach reaches the self-rating from home, fills it in and reads the result; a lead reads it by its name", {
  timeout: 240_000,
}, async () => {
  const coach = await signedIn(COACH);
  await hydrated(coach, "/people");
  await expectAccessible(coach);
  await coach.getByRole("link", { name: "Rate my own work" }).click();
  await coach.waitForURL(`**/reviews/${selfId}`);
  await coach.getByRole("heading", { name: "My self-rating" }).waitFor();
  await coach.waitForLoadState("networkidle");
  for (const value of "1232") {
    await coach.keyboard.press("j");
    await coach.keyboard.press(value);
  }
  await until("the last answer to be stored", async () => {
    const [row] =
      await sql`SELECT count(*)::int AS n FROM assessment_response WHERE assessment_id = ${selfId}`;
    return row?.n === 4;
  });
  await expectAccessible(coach);

  // Nothing else of the product is closed to a coach on the way: back to the own page, and on again.
  await coach.getByRole("button", { name: "Finish later" }).click();
  await coach.waitForURL("**/my-fidelity");
  await expectAccessible(coach);
  await coach.getByRole("link", { name: "Go on with my self-rating" }).click();
  await coach.getByLabel(/Day of your work/).fill(daysAgo(2));
  await coach.getByLabel("What went well").fill("I asked before I told.");
  await coach.waitForLoadState("networkidle");
  await coach.getByRole("button", { name: "Submit self-rating" }).click();
  await coach.waitForURL(`**/my-fidelity/${selfId}`);
  await coach.getByText("I asked before I told.").waitFor();
  expect(await coach.getByRole("button", { name: "I have read it" }).count()).toBe(0);
  await expectAccessible(coach);
  const [stored] = await sql`
    SELECT state, score.percent, score.result FROM assessment
    JOIN assessment_score score ON score.assessment_id = assessment.id WHERE assessment.id = ${selfId}`;
  expect(stored).toEqual({ state: "final", percent: 100, result: "met" });

  await hydrated(coach, "/my-fidelity");
  const rows = coach.getByRole("table", { name: /My reviews/ }).getByRole("row");
  expect(await rows.filter({ hasText: "Self-rating" }).count()).toBe(1);
  expect(await rows.filter({ hasText: "Supervisor" }).count()).toBe(1);
  await hydrated(coach, "/people");
  expect(await coach.getByRole("link", { name: "Rate my own work" }).count()).toBe(0);

  const lead = await signedIn(LEAD);
  await hydrated(lead, `/reviews/${selfId}`);
  await lead.getByRole("heading", { name: /^Self-rating of / }).waitFor();
  expect(await lead.getByText("I asked before I told.").count()).toBe(0);
  await expectAccessible(lead);
  await hydrated(lead, `/rollout/sites/${siteId}`);
  await lead.getByText("Self-rating", { exact: true }).first().waitFor();
  await expectAccessible(lead);
});

test("a coach answers a self-rating without a connection, and submits it where there is one", {
  timeout: 240_000,
}, async () => {
  const network = await openNetwork(product.url);
  const context = await browser.newContext({
    ...{ baseURL: network.url, locale: "en-US", viewport: { width: 360, height: 740 } },
  });
  const phone = await context.newPage();
  const answered = () => phone.getByRole("progressbar", { name: "Answered" }).getAttribute("aria-valuetext");
  try {
    await signIn(phone, AWAY);
    await visitForOffline(phone);
    await until("this browser keeps the checklist", async () =>
      (await keysOnDevice(phone, "packs")).includes("reviews"),
    );
    await network.setConnected(false, context);

    await phone.goto("/offline");
    await phone.getByRole("link", { name: /self-rating/i }).click();
    await phone.getByRole("heading", { name: "My self-rating" }).waitFor();
    const items = phone.locator("[data-item]");
    const tap = (index: number, value: string) =>
      items
        .nth(index)
        .locator("label")
        .filter({ has: phone.locator(`input[value="${value}"]`) })
        .click();
    await tap(0, "1");
    await tap(1, "2");
    await phone.getByRole("button", { name: "Next section" }).click();
    await tap(2, "3");
    await tap(3, "2");
    await expect.poll(answered).toBe("4 of 4");
    await phone.getByText(/on this device · not sent yet$/).waitFor();
    expect(await violationsOf(phone)).toEqual([]);

    await network.setConnected(true, context);
    await phone.goto(`/reviews/${awayId}`);
    await phone.getByRole("button", { name: "Next section" }).waitFor();
    await expect.poll(answered).toBe("4 of 4");
    await phone.getByRole("button", { name: "Next section" }).click();
    await phone.getByLabel(/Day of your work/).fill(daysAgo(2));
    await phone.waitForLoadState("networkidle");
    await phone.getByRole("button", { name: "Submit self-rating" }).click();
    await phone.waitForURL(`**/my-fidelity/${awayId}`);
    const [stored] = await sql`
      SELECT state, score.result FROM assessment JOIN assessment_score score ON score.assessment_id = assessment.id
      WHERE assessment.id = ${awayId}`;
    expect(stored).toEqual({ state: "final", result: "met" });
  } finally {
    await network.close();
    await context.close();
  }
});
