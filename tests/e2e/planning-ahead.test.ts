import type { Browser, BrowserContext, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { violationsOf } from "#tests/support/axe.ts";
import { launchBrowser, signIn, visitForOffline } from "#tests/support/browser.ts";
import { activate, choose, reach, tick, typeDay, typeInto } from "#tests/support/keyboard.ts";
import { type Network, openNetwork } from "#tests/support/network.ts";

const product = inject("product");
let browser: Browser;
let context: BrowserContext;
let page: Page;
let network: Network;
let owner: postgres.Sql;
let person: { id: string; name: string };
let today: string;
/** Closures of the coming two weeks, on whose days nothing is planned. */
let closed: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  network = await openNetwork(product.url);
  owner = postgres(product.ownerUrl, { max: 2, onnotice: () => {} });
  const [row] = await owner<{ id: string; name: string; today: string }[]>`
    SELECT person.id, given_name || ' ' || family_name AS name, (now() AT TIME ZONE site.zone)::date::text AS today
    FROM person JOIN coach_assignment assigned ON assigned.coachee_id = person.id AND assigned.ends_on IS NULL
    JOIN site ON site.id = assigned.site_id
    WHERE person.email = 'coachee@demo.test'`;
  if (!row) throw new Error("The demo coachee has no coach");
  person = row;
  today = row.today;
  const closures = await owner<{ id: string }[]>`
    UPDATE closure SET withdrawn_at = now()
    WHERE withdrawn_at IS NULL AND first_on <= ${inDays(15)}::date AND last_on >= ${today}::date RETURNING id`;
  closed = closures.map(({ id }) => id);
});
beforeEach(async () => {
  await owner`DELETE FROM rate_limit`;
  await network.setConnected(true);
  context = await browser.newContext({
    baseURL: network.url,
    viewport: { width: 360, height: 740 },
    locale: "en-US",
  });
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await signIn(page, "coach");
});
afterEach(() => context.close());
afterAll(async () => {
  await owner`UPDATE closure SET withdrawn_at = NULL WHERE id = ANY (${closed})`;
  await browser.close();
  await network.close();
  await owner.end();
});

const inDays = (days: number) =>
  new Date(Date.parse(`${today}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

async function expectAccessible() {
  expect(await violationsOf(page), page.url()).toEqual([]);
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
  ).toBeLessThanOrEqual(0);
}

/** What the records say of a session. */
async function sessionOf(id: string) {
  const [row] = await owner`
    SELECT status, plan_id IS NOT NULL AS "isOfPlan", scheduled_start_at AS "plannedAt", started_at AS "startedAt",
      rescheduled_to_id AS "movedTo", (SELECT count(*)::int FROM session_attendee WHERE session_id = session.id) AS people
    FROM coaching_session session WHERE id = ${id}`;
  return row;
}
const sessionsToday = async () => {
  const [row] = await owner`
    SELECT count(*)::int AS n FROM session_attendee WHERE person_id = ${person.id} AND session_on = ${today}`;
  return row?.n as number;
};
const idOfPage = () => new URL(page.url()).pathname.split("/")[2] ?? "";

/** Plans one session of today by the form, in the first minutes of the day: it can be logged at any hour. */
async function planToday(startTime: string, endTime: string): Promise<string> {
  await page.goto(`/calendar/new?person=${person.id}&on=${today}&at=${startTime}`);
  await page.getByLabel("End").fill(endTime);
  await page.getByRole("button", { name: "Plan it" }).click();
  await page.waitForURL(/\/sessions\/[\w-]{36}$/);
  return idOfPage();
}

/** A full load of the calendar, until this device has what stands in it. */
async function keepCalendar(sessionId: string) {
  await visitForOffline(page);
  await page.goto("/calendar", { waitUntil: "networkidle" });
  const known = page.locator(`a[href='/offline/log?session=${sessionId}']`).filter({ visible: true });
  const look = async () => {
    await page.goto("/offline/calendar");
    await page.getByRole("heading", { level: 1, name: "Calendar" }).waitFor();
    return known.count();
  };
  await expect.poll(look, { timeout: 30_000, interval: 1_000 }).toBeGreaterThan(0);
}

test("a coach plans a series, moves one of it, and logs from it with and without a connection, by keyboard on a phone", {
  timeout: 400_000,
}, async () => {
  const before = await sessionsToday();
  await page.goto("/calendar");
  await page.getByRole("heading", { level: 1, name: "Calendar" }).waitFor();
  await expectAccessible();
  await activate(page, page.getByRole("link", { name: "Month", exact: true }));
  await page.waitForURL(/view=month/);
  await page.locator("table").waitFor();
  await expectAccessible();

  await activate(page, page.getByRole("link", { name: "Plan sessions" }));
  await choose(page, page.getByLabel("With", { exact: false }).first(), person.name);
  await typeDay(page, page.getByLabel("Day, or first day"), today);
  await reach(page, page.getByLabel("Start"));
  await page.keyboard.type("1200AM");
  await reach(page, page.getByLabel("End"));
  await page.keyboard.type("1205AM");
  await reach(page, page.getByRole("radio", { name: "Just once" }));
  await page.keyboard.press("ArrowRight");
  await expectAccessible();
  await activate(page, page.getByRole("button", { name: "Plan it" }));
  await page.waitForURL(/\/calendar\/plans\/[\w-]{36}$/);
  await page.getByText("Every week on").first().waitFor();
  await expectAccessible();

  // The one of next week is moved at the coachee's wish.
  const second = page.locator("main li a[href^='/sessions/']").nth(1);
  await activate(page, second);
  await page.waitForURL(/\/sessions\/[\w-]{36}$/);
  const moved = idOfPage();
  await activate(page, page.getByRole("link", { name: "Move or call off" }));
  await page.getByRole("heading", { name: "It does not take place as planned" }).waitFor();
  await expectAccessible();
  await tick(page, page.getByRole("radio", { name: "Moved to another day" }));
  await tick(page, page.getByRole("radio", { name: "Coachee away or ill" }));
  for (let step = 0; step < 3; step += 1) await page.keyboard.press("ArrowRight");
  expect(await page.getByRole("radio", { name: "Court or hearing" }).isChecked()).toBe(true);
  await typeInto(page, page.getByLabel("More about it"), "A hearing on that day");
  await typeDay(page, page.getByRole("group", { name: "New time" }).getByLabel("Day"), inDays(8));
  await activate(page, page.getByRole("button", { name: "Save", exact: true }));
  await page.getByRole("heading", { name: "How it was moved" }).waitFor();
  await expectAccessible();
  const original = await sessionOf(moved);
  expect(original).toMatchObject({ status: "rescheduled", isOfPlan: true });
  expect(await sessionOf(original?.movedTo)).toMatchObject({
    status: "scheduled",
    isOfPlan: false,
    people: 1,
  });

  // Today's is logged from the person's page.
  await page.goto(`/people/${person.id}`);
  const logIt = page.getByRole("link", { name: "Log it" }).last();
  const href = (await logIt.getAttribute("href")) ?? "";
  await activate(page, logIt);
  await page.getByRole("button", { name: "Save log" }).waitFor();
  await tick(page, page.getByRole("group", { name: "Essential functions" }).getByRole("checkbox").first());
  await reach(page, page.locator("[name=endTime]"));
  await page.keyboard.type("1206AM");
  await activate(page, page.getByRole("button", { name: "Save log" }));
  await page.waitForURL(/\/sessions\/[\w-]{36}(\?saved=1)?$/);
  const logged = await sessionOf(idOfPage());
  expect(href).toContain(idOfPage());
  expect(logged).toMatchObject({ status: "held", isOfPlan: true });
  expect(logged?.plannedAt).toEqual(logged?.startedAt);
  expect(await sessionsToday()).toBe(before + 1);

  // Another one of today is logged where there is no signal.
  const offline = await planToday("00:10", "00:20");
  await keepCalendar(offline);
  await network.setConnected(false, context);
  await page.goto("/calendar");
  await page.waitForURL(/\/offline\/calendar/);
  await page.getByRole("heading", { level: 1, name: "Calendar" }).waitFor();
  await expectAccessible();
  await activate(page, page.getByRole("link", { name: "Month", exact: true }));
  await page.locator("table").waitFor();
  await expectAccessible();
  await activate(page, page.getByRole("link", { name: "Week", exact: true }));
  await activate(
    page,
    page.locator(`a[href='/offline/log?session=${offline}']`).filter({ visible: true }).first(),
  );
  await page.getByRole("button", { name: "Save log" }).waitFor();
  expect(await page.locator("[name=startTime]").inputValue()).toBe("00:10");
  await tick(page, page.getByRole("group", { name: "Essential functions" }).getByRole("checkbox").first());
  await activate(page, page.getByRole("button", { name: "Save log" }));
  await page.waitForURL("**/offline/waiting");
  await page.locator("main").getByText("Waiting", { exact: true }).waitFor();
  await page.goto("/offline/calendar");
  await page.getByText("Logged on this device, waits to be sent").first().waitFor();
  await page.goto("/offline/waiting");
  await network.setConnected(true, context);
  await page.getByText("Nothing waits on this device").waitFor();
  expect(await sessionOf(offline)).toMatchObject({ status: "held", isOfPlan: false, people: 1 });
  expect(await sessionsToday()).toBe(before + 2);
});

test("a planned session that was changed meanwhile: what was logged without a connection is kept and asked about", async () => {
  const id = await planToday("00:30", "00:40");
  await keepCalendar(id);
  await network.setConnected(false, context);
  await page.goto(`/sessions/${id}/edit`);
  await page.waitForURL(`**/offline/log?session=${id}`);
  await page.getByRole("group", { name: "Essential functions" }).locator("label").first().click();
  await page.getByLabel("How you met").selectOption({ label: "Phone" });
  // On another device, meanwhile.
  await owner`UPDATE coaching_session SET modality = 'live_virtual', row_version = row_version + 1 WHERE id = ${id}`;
  await page.getByRole("button", { name: "Save log" }).click();
  await page.waitForURL("**/offline/waiting");
  await network.setConnected(true, context);
  await page.getByText("Changed elsewhere", { exact: true }).waitFor();
  expect(await sessionOf(id)).toMatchObject({ status: "scheduled" });
  await page.getByRole("link", { name: /^Open and change/ }).click();
  await page.waitForURL(`**/offline/log?log=${id}`);
  await expect.poll(() => page.getByLabel("How you met").first().inputValue()).toBe("phone");
  // Both stand side by side; saved now, it is saved on the one that stands.
  await page.getByRole("alert").filter({ hasText: "changed somewhere else" }).waitFor();
  await page.getByText("Video call").filter({ visible: true }).first().waitFor();
  expect(await page.getByLabel("How you met").first().inputValue()).toBe("phone");
  await page.getByRole("button", { name: "Save log" }).click();
  await page.waitForURL(/\/sessions\/[\w-]{36}(\?saved=1)?$/);
  const [row] = await owner`SELECT status, modality FROM coaching_session WHERE id = ${id}`;
  expect(row).toEqual({ status: "held", modality: "phone" });
});

test("on a desk the arrow keys lead through the hours of a week, and Enter plans at that hour", async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`/calendar?on=${inDays(7)}`);
  await page.locator("[data-cell='0,0']").waitFor();
  await expectAccessible();
  await reach(page, page.locator("[data-cell='0,0']"));
  for (const key of ["ArrowRight", "ArrowRight", "ArrowDown"]) await page.keyboard.press(key);
  const label = await page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
  expect(label).toMatch(/^Plan a session on Wed .* at \d\d:00$/);
  const before = await page.getByRole("status").filter({ hasText: " to " }).textContent();
  await page.keyboard.press("PageDown");
  await expect
    .poll(() => page.getByRole("status").filter({ hasText: " to " }).textContent())
    .not.toBe(before);
  await page.keyboard.press("PageUp");
  await expect.poll(() => page.getByRole("status").filter({ hasText: " to " }).textContent()).toBe(before);
  await reach(page, page.locator("[data-cell='0,0']"));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/calendar\/new\?on=.*&at=/);
  expect(await page.getByLabel("Start").inputValue()).toMatch(/^\d\d:00$/);
});
