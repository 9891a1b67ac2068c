import type { Browser, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { type DemoAccount, launchBrowser, signIn } from "#tests/support/browser.ts";
import { daysAgo } from "#tests/support/days.ts";
import { signedInClient } from "#tests/support/http-client.ts";
import { sessionForm } from "./permission-examples.ts";

const product = inject("product");
const SUMMARY = "Only for the two of them";
let browser: Browser;
let owner: postgres.Sql;
let pair: { personId: string; name: string; siteId: string; focusId: string };
const logged: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  owner = postgres(product.ownerUrl, { max: 2, onnotice: () => {} });
  const [row] = await owner<(typeof pair)[]>`
    SELECT coachee.id AS "personId", coachee.given_name || ' ' || coachee.family_name AS name, assigned.site_id AS "siteId",
      (SELECT function.id FROM essential_function function
        JOIN core_component component ON component.id = core_component_id
        JOIN practice_profile profile ON profile.id = practice_profile_id
        WHERE profile.program_id = assigned.program_id AND profile.published_at < now() - interval '30 days'
        ORDER BY profile.version DESC, component.number, function.number LIMIT 1) AS "focusId"
    FROM coach_assignment assigned
    JOIN person coach ON coach.id = coach_id AND coach.email = 'coach@demo.test'
    JOIN person coachee ON coachee.id = coachee_id AND coachee.email = 'coachee@demo.test'
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

/** "3 of 5" in the person's line of the month: how many were delivered. */
async function deliveredIn(page: Page): Promise<number> {
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: pair.name }) });
  return Number.parseInt((await row.getByRole("cell").nth(1).textContent()) ?? "", 10);
}

test("a logged session moves the month, the card and the site's list, and says nothing of its content", async () => {
  const day = daysAgo(2);
  const month = await open("coach", `/my-month?month=${day.slice(0, 7)}`);
  const before = await deliveredIn(month);

  const form = sessionForm(pair, { sessionOn: day, summary: SUMMARY });
  const answer = await (await signedInClient(product.url, "coach@demo.test")).post("/sessions/new", form);
  expect(answer.status).toBe(302);
  logged.push(form.get("id") ?? "");
  await month.reload();
  expect(await deliveredIn(month)).toBe(before + 1);

  await month.goto("/people");
  const card = month.getByRole("listitem").filter({ has: month.getByRole("link", { name: pair.name }) });
  expect(await card.textContent()).toMatch(/of [\d.]+ planned|Nothing is planned/);
  await month.getByRole("link", { name: /^Overdue/ }).click();
  await month.waitForURL("**/people?show=overdue");
  const overdue = await month.getByRole("link", { name: /^Overdue/ }).textContent();
  await expect
    .poll(() => month.getByText(/\d+ days? overdue/).count())
    .toBe(Number.parseInt(overdue?.replace(/\D/g, "") ?? "", 10));

  const site = await open("supervisor", `/rollout/sites/${pair.siteId}/dose?show=all`);
  const row = site.getByRole("row").filter({ hasText: pair.name });
  expect(await row.textContent()).toMatch(/\d of [\d.]+ in \w+ \d{4}$/);
  expect(await site.content()).not.toContain(SUMMARY);
  await site.context().close();
  await month.context().close();
});
