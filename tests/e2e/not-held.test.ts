import type { Browser, BrowserContext, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { violationsOf } from "#tests/support/axe.ts";
import { launchBrowser, signIn, visitForOffline } from "#tests/support/browser.ts";
import { daysAgo } from "#tests/support/days.ts";
import { signedInClient } from "#tests/support/http-client.ts";
import { type Network, openNetwork } from "#tests/support/network.ts";
import { sessionForm } from "./permission-examples.ts";

const product = inject("product");
const DAY = daysAgo(-3);
let browser: Browser;
let context: BrowserContext;
let page: Page;
let network: Network;
let owner: postgres.Sql;
let pair: { personId: string; otherId: string; siteId: string; focusId: string };
const made: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  network = await openNetwork(product.url);
  owner = postgres(product.ownerUrl, { max: 2, onnotice: () => {} });
  await owner`DELETE FROM rate_limit`;
  const [row] = await owner<(typeof pair)[]>`
    SELECT assigned.coachee_id AS "personId", assigned.site_id AS "siteId", other.coachee_id AS "otherId",
      (SELECT function.id FROM essential_function function
        JOIN core_component component ON component.id = core_component_id
        JOIN practice_profile profile ON profile.id = practice_profile_id
        WHERE profile.program_id = assigned.program_id
        ORDER BY profile.version DESC, component.number, function.number LIMIT 1) AS "focusId"
    FROM coach_assignment assigned
    JOIN person coach ON coach.id = assigned.coach_id AND coach.email = 'coach@demo.test'
    JOIN coach_assignment other ON other.coach_id = coach.id AND other.coachee_id <> assigned.coachee_id
    WHERE assigned.ends_on IS NULL AND other.ends_on IS NULL
    ORDER BY assigned.coachee_id, other.coachee_id LIMIT 1`;
  pair = row ?? expect.unreachable();
  // Something else that the coach has then, before the device is told what it keeps.
  const planned = sessionForm(pair, {
    ...{ status: "scheduled", sessionOn: DAY, startTime: "04:00", endTime: "04:30" },
  });
  made.push(planned.get("id") ?? "");
  const client = await signedInClient(product.url, "coach@demo.test");
  expect((await client.post("/sessions/new", planned)).status).toBe(302);
  context = await browser.newContext({
    baseURL: network.url,
    viewport: { width: 360, height: 740 },
    locale: "en-US",
  });
  page = await context.newPage();
  await signIn(page, "coach");
  await visitForOffline(page);
});
afterAll(async () => {
  await context.close();
  await owner`DELETE FROM coaching_session WHERE id = ANY (${made}::uuid[])`;
  await browser.close();
  await network.close();
  await owner.end();
});

const caution = () => page.getByText("You have another session at the same time");
const reason = (name: string) => page.getByRole("radio", { name });
const openDay = () => page.locator("summary", { hasText: "press to change" }).click();

/** A plan at the time of the other one, as far as the caution; then at another time. */
async function planOver(address: string) {
  await page.goto(address);
  await page.getByRole("button", { name: "Plan session" }).waitFor();
  await page.getByLabel("Day").first().fill(DAY);
  await page.getByLabel("Start", { exact: true }).fill("04:15");
  await page.getByLabel("End", { exact: true }).fill("05:00");
  await caution().waitFor();
  await page.getByText(/04:00–04:30, with /).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByLabel("Start", { exact: true }).fill("04:30");
  await caution().waitFor({ state: "detached" });
}

/** Says by the form that a session did not take place; the first reason does not go with it any more. */
async function sayWhy(address: string): Promise<string> {
  await page.goto(address);
  await page.getByRole("button", { name: "Save log" }).waitFor();
  await openDay();
  await page.getByLabel("What became of it").selectOption("cancelled_agency");
  await reason("Office closed").check();
  await page.getByLabel("What became of it").selectOption("no_show_coachee");
  expect(await reason("Office closed").count()).toBe(0);
  expect(await violationsOf(page)).toEqual([]);
  const id = await page.locator("[name=id]").inputValue();
  made.push(id);
  await page.getByRole("button", { name: "Save log" }).click();
  await page.getByRole("alert").getByText("Choose why it did not take place as planned").waitFor();
  return id;
}
const stored = async (id: string) =>
  (
    await owner`SELECT status, not_held_reason AS reason, status_reason AS words FROM coaching_session WHERE id = ${id}`
  )[0];

test("without a connection: another session of the coach is said before saving, and why nobody came in one tap", async () => {
  await network.setConnected(false, context);
  await planOver(`/offline/log?person=${pair.otherId}&plan=1`);
  const id = await sayWhy(`/offline/log?person=${pair.otherId}`);
  await reason("Court or hearing").check();
  await page.getByRole("button", { name: "Save log" }).click();
  await page.waitForURL("**/offline/waiting");
  await network.setConnected(true, context);
  await page.getByText("Received by the server").waitFor();
  expect(await stored(id)).toEqual({ status: "no_show_coachee", reason: "court", words: null });
});

test("with a connection the same, and another reason asks for words", async () => {
  await network.setConnected(true, context);
  await planOver(`/sessions/new?person=${pair.otherId}&plan=1`);
  const id = await sayWhy(`/sessions/new?person=${pair.otherId}`);
  await reason("Something else").check();
  await page.getByRole("button", { name: "Save log" }).click();
  await page.getByRole("alert").getByText("Say in a few words what the reason was").waitFor();
  await page.getByLabel("What the reason was").fill("The room was taken");
  await page.getByRole("button", { name: "Save log" }).click();
  await page.waitForURL(`**/sessions/${id}**`);
  await page.getByText("The room was taken").waitFor();
  expect(await stored(id)).toEqual({
    ...{ status: "no_show_coachee", reason: "other", words: "The room was taken" },
  });
});
