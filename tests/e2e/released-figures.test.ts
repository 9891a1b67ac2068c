import type { Browser, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { violationsOf } from "#tests/support/axe.ts";
import { type DemoAccount, launchBrowser, signIn } from "#tests/support/browser.ts";
import { until } from "#tests/support/conditions.ts";
import { daysAgo } from "#tests/support/days.ts";
import { signedInClient } from "#tests/support/http-client.ts";
import { sessionForm } from "./permission-examples.ts";

const product = inject("product");
/** Its records have locked by now, whatever day it is, and it was released when the program was written. */
const DAY = daysAgo(62);
const MONTH = DAY.slice(0, 7);
let browser: Browser;
let owner: postgres.Sql;
let pair: { personId: string; siteId: string; site: string; focusId: string };
const logged: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  owner = postgres(product.ownerUrl, { max: 2, onnotice: () => {} });
  const [row] = await owner<(typeof pair)[]>`
    SELECT coachee_id AS "personId", assigned.site_id AS "siteId", site.name AS site,
      (SELECT function.id FROM essential_function function
        JOIN core_component component ON component.id = core_component_id
        JOIN practice_profile profile ON profile.id = practice_profile_id
        WHERE profile.program_id = assigned.program_id AND profile.published_at < now() - interval '70 days'
        ORDER BY profile.version DESC, component.number, function.number LIMIT 1) AS "focusId"
    FROM coach_assignment assigned
    JOIN person coach ON coach.id = coach_id AND coach.email = 'coach@demo.test'
    JOIN person coachee ON coachee.id = coachee_id AND coachee.email = 'coachee@demo.test'
    JOIN site ON site.id = assigned.site_id
    WHERE assigned.ends_on IS NULL`;
  pair = row ?? expect.unreachable();
});
afterAll(async () => {
  await owner`DELETE FROM coaching_session WHERE id = ANY (${logged}::uuid[])`;
  await browser.close();
  await owner.end();
});

async function open(account: DemoAccount, path: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: product.url, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await signIn(page, account);
  await page.goto(path);
  return page;
}

test("a late entry stands beside the released figure, and a lead restates the month with a reason", async () => {
  const lead = await open("lead", `/rollout/released/${MONTH}`);
  expect(await lead.getByText("Today’s figures are the released ones.").count()).toBe(1);

  const form = sessionForm(pair, { sessionOn: DAY });
  const answer = await (await signedInClient(product.url, "coach@demo.test")).post("/sessions/new", form);
  expect(answer.status).toBe(302);
  logged.push(form.get("id") ?? "");
  await until("the month was computed anew", async () => {
    await lead.reload();
    return (await lead.getByText(/differ(s)? from what was released/).count()) > 0;
  });
  expect(await lead.getByRole("main").textContent()).toMatch(
    /Sessions delivered: released [\d.]+ sessions delivered of [\d,.]+ sessions planned on .*; today [\d.]+ of [\d,.]+ \(restated: 1 session entered since\)/,
  );
  expect(await violationsOf(lead)).toEqual([]);

  await lead.goto(`/rollout/sites/${pair.siteId}/sessions?month=${MONTH}`);
  expect(await lead.getByRole("main").textContent()).toMatch(/Released on .*; today \d+/);
  await lead.getByRole("link", { name: /^Releases of/ }).click();

  await lead.getByRole("button", { name: "Release today’s figures" }).click();
  await lead.getByText("Say in at least 10 characters why the figures are restated").first().waitFor();
  await lead.getByLabel("Why the figures are restated").fill("A log came in after the month was released");
  await lead.getByRole("button", { name: "Release today’s figures" }).click();
  await lead.getByText("Today’s figures are the released ones.").waitFor();
  const main = await lead.getByRole("main").textContent();
  expect(main).toContain("Release 2");
  expect(main).toContain("First release");
  expect(main).toContain("A log came in after the month was released");
  expect(await violationsOf(lead)).toEqual([]);
  await lead.context().close();

  const supervisor = await open("supervisor", `/rollout/released/${MONTH}`);
  expect(await supervisor.getByRole("button", { name: "Release today’s figures" }).count()).toBe(0);
  expect(await supervisor.getByRole("main").textContent()).toContain("Release 2");
  await supervisor.context().close();
});

test("from the rollout to the dose of all sites, sorted and by site, and on to a site's people", async () => {
  const lead = await open("lead", "/rollout");
  await lead.getByRole("link", { name: "Dose of all sites" }).click();
  await lead.waitForURL("**/rollout/dose");
  const sites = lead.getByRole("table", { name: /^Dose by site/ });
  await sites.getByRole("link", { name: "Overdue" }).click();
  await lead.waitForURL("**/rollout/dose?sort=overdue");
  const overdueBySite = () => sites.locator("tbody tr td:nth-of-type(2)").allTextContents();
  await expect
    .poll(async () => {
      const shown = (await overdueBySite()).slice(0, -1).map(Number);
      return shown.every((one, index) => index === 0 || (shown[index - 1] ?? 0) <= one);
    })
    .toBe(true);
  const overdue = await overdueBySite();
  const numbers = overdue.slice(0, -1).map(Number);
  expect(numbers.reduce((sum, one) => sum + one, 0)).toBe(Number(overdue.at(-1)));
  await lead.getByRole("search", { name: "Choose a site" }).getByLabel("Site").selectOption(pair.siteId);
  await lead.getByRole("search", { name: "Choose a site" }).getByRole("button", { name: "Show" }).click();
  await lead.waitForURL((url) => url.searchParams.get("site") === pair.siteId);
  const people = lead.getByRole("table", { name: "People by next due day" });
  await expect
    .poll(async () => {
      const names = await people.locator("tbody tr td:nth-of-type(1)").allTextContents();
      return names.length > 0 && names.every((name) => name === pair.site);
    })
    .toBe(true);
  expect(await violationsOf(lead)).toEqual([]);
  await sites.getByRole("link", { name: pair.site }).click();
  await lead.waitForURL(`**/rollout/sites/${pair.siteId}/dose`);
  await lead.getByRole("link", { name: "Dose of all sites" }).click();
  await lead.waitForURL("**/rollout/dose");
  await lead.context().close();

  const evaluator = await open("evaluator", "/rollout/dose");
  expect(await evaluator.getByRole("table").count()).toBe(2);
  expect(await evaluator.getByRole("table", { name: /by site/ }).count()).toBe(2);
  expect(await evaluator.getByRole("main").textContent()).toContain("People are not named to your role.");
  await evaluator.context().close();
});
