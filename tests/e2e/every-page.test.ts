import type { Browser, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { violationsOf } from "#tests/support/axe.ts";
import { type DemoAccount, launchBrowser, signIn } from "#tests/support/browser.ts";
import { daysFromToday } from "#tests/support/days.ts";
import { builtRoutes, patternOf } from "#tests/support/routes.ts";

const product = inject("product");
const ROLES: readonly DemoAccount[] = [
  "coach",
  "coachee",
  "supervisor",
  "lead",
  "evaluator",
  "planner",
  "admin",
];
/** Looked at in each role: an address pattern is visited with its first two addresses found. */
const EXAMPLES = 2;

const DRAFT_TITLE = "Checklist of every page";
let browser: Browser;
let patterns: string[];
const seen = new Set<string>();

beforeAll(async () => {
  browser = await launchBrowser();
  const routes = await builtRoutes();
  patterns = routes.filter((route) => route.hasPage && !route.isLayout).map((route) => route.pattern);
});
afterAll(async () => {
  await browser.close();
  const owner = postgres(product.ownerUrl, { max: 1, onnotice: () => {} });
  await owner`DELETE FROM instrument_draft WHERE definition ->> 'title' = ${DRAFT_TITLE}`;
  await owner.end();
});

/** Everything that is wrong with the page as it stands, in words. */
async function faultsOf(page: Page, address: string): Promise<string[]> {
  const faults: string[] = [];
  // A colour on its way from one theme to the other is not the colour of either.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation instanceof CSSTransition)
        .map((transition) => transition.finished),
    ),
  );
  const headings = await page.getByRole("heading", { level: 1 }).count();
  if (headings !== 1) faults.push(`${headings} first-level headings`);
  if (!/\S · Throughline$/.test(await page.title())) faults.push(`title is "${await page.title()}"`);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (overflow > 0) faults.push(`${overflow} px wider than the screen at ${page.viewportSize()?.width}`);
  faults.push(...(await violationsOf(page)));
  return faults.map((fault) => `${address} at ${page.viewportSize()?.width}: ${fault}`);
}

const DOWNLOADS =
  /^\/(imports\/(template|columns)|instruments\/[\w-]{36}\/(xlsform|redcap|json)|exports\/.*)$/;

async function linksOf(page: Page): Promise<string[]> {
  const found = await page
    .locator("a[href^='/']")
    .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  // What is downloaded is no page.
  return found.filter((href) => !href.startsWith("/sign-in") && !DOWNLOADS.test(href));
}

async function idOf(account: DemoAccount): Promise<string> {
  const owner = postgres(product.ownerUrl, { max: 1, onnotice: () => {} });
  const [person] = await owner`SELECT id FROM person WHERE email = ${`${account}@demo.test`}`;
  await owner.end();
  return person?.id;
}

/** The newest review whose feedback a coach reads. */
async function feedbackOf(account: DemoAccount): Promise<string> {
  const owner = postgres(product.ownerUrl, { max: 1, onnotice: () => {} });
  const [review] = await owner`
    SELECT id FROM assessment
    WHERE subject_id = ${await idOf(account)} AND state = 'final' AND part = 'first' AND NOT is_held
    ORDER BY submitted_on DESC, id LIMIT 1`;
  await owner.end();
  return review?.id;
}

/** The newest session that a coach held: cards lead to planned ones, which are not logged before their day. */
async function recordOf(account: DemoAccount): Promise<string> {
  const owner = postgres(product.ownerUrl, { max: 1, onnotice: () => {} });
  const [session] = await owner`
    SELECT id FROM coaching_session WHERE lead_coach_id = ${await idOf(account)} AND status = 'held'
    ORDER BY session_on DESC, id LIMIT 1`;
  await owner.end();
  return session?.id;
}

/** Plans a session every week; returns the address of the plan. */
async function planSeries(page: Page): Promise<string> {
  await page.goto(`/calendar/new?person=${await idOf("coachee")}&on=${daysFromToday(7)}&at=09:00`);
  await page.getByLabel("End").fill("09:30");
  await page.getByRole("radio", { name: "Just once" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("button", { name: "Plan it" }).click();
  await page.waitForURL(/\/calendar\/plans\/[\w-]{36}$/);
  return new URL(page.url()).pathname;
}

/** Begins a draft of an instrument; returns the addresses of its pages. */
async function beginDraft(page: Page): Promise<string[]> {
  await page.goto("/instruments/new");
  await page.locator("#profile-title").fill(DRAFT_TITLE);
  await page.getByRole("radio", { name: "Coach", exact: true }).check();
  await page.getByRole("button", { name: "Begin with the profile" }).click();
  await page.waitForURL(/\/instruments\/drafts\/[\w-]{36}$/);
  const { pathname } = new URL(page.url());
  return [pathname, `${pathname}/preview`, `${pathname}/print`, `${pathname}/publish`];
}

/** Brings a file of sessions of the past; returns the address of its import. */
async function takeFileIn(page: Page): Promise<string> {
  await page.goto("/imports");
  const buffer = Buffer.from(
    "date,coach_email,coachee_emails\r\n2025-11-10,coach@demo.test,nobody@demo.test",
  );
  await page.getByLabel("CSV file").setInputFiles({ name: "past.csv", mimeType: "text/csv", buffer });
  await page.getByRole("button", { name: "Take the file in" }).click();
  await page.waitForURL(/\/imports\/[\w-]{36}$/);
  return new URL(page.url()).pathname;
}

test.each(ROLES)(
  "every page the %s can reach is accessible, fits and has no broken link",
  { timeout: 600_000 },
  async (role) => {
    const context = await browser.newContext({
      baseURL: product.url,
      viewport: { width: 1440, height: 900 },
      colorScheme: "light",
    });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.message}`));
    page.on("console", (line) => {
      if (line.type() === "error") faults.push(`${page.url()}: ${line.text()}`);
    });
    await signIn(page, role);
    const queue = [new URL(page.url()).pathname, "/account", "/inbox"];
    // Nothing leads there while all is well.
    if (role === "coach") {
      queue.push("/offline/waiting", "/offline/signed-in", await planSeries(page));
      queue.push(`/submissions/${await feedbackOf("coach")}`, `/sessions/${await recordOf("coach")}`);
    }
    if (role === "supervisor") queue.push("/offline");
    if (role === "admin") queue.push(...(await beginDraft(page)));
    if (role === "lead") queue.push(`/caseload/${await idOf("coach")}`, await takeFileIn(page));
    const visits = new Map<string, number>();
    const asked = new Set<string>();
    while (queue.length > 0) {
      const href = queue.shift() ?? "/";
      const { pathname } = new URL(href, product.url);
      const pattern = patternOf(pathname, patterns) ?? "nothing";
      if (asked.has(pathname) || (visits.get(pattern) ?? 0) >= EXAMPLES) continue;
      asked.add(pathname);
      visits.set(pattern, (visits.get(pattern) ?? 0) + 1);
      const response = await page.goto(href, { waitUntil: "networkidle" });
      if (response?.status() !== 200) faults.push(`${href} answered ${response?.status()}`);
      if (pattern === "nothing" || pattern === "/*") faults.push(`${href} leads nowhere`);
      queue.push(...(await linksOf(page)));
      if (visits.get(pattern) !== 1) continue;
      seen.add(pattern);
      faults.push(...(await faultsOf(page, href)));
      await page.setViewportSize({ width: 360, height: 740 });
      await page.emulateMedia({ colorScheme: "dark" });
      faults.push(...(await faultsOf(page, href)));
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.emulateMedia({ colorScheme: "light" });
    }
    await context.close();
    expect(faults).toEqual([]);
  },
);

test("the pages before the sign-in are accessible and fit", async () => {
  const context = await browser.newContext({ baseURL: product.url });
  const page = await context.newPage();
  const faults: string[] = [];
  for (const address of ["/sign-in", "/sign-in/second-step", "/forgot-password", "/reset-password"])
    for (const [width, colorScheme] of [
      [360, "dark"],
      [1440, "light"],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      await page.goto(address, { waitUntil: "networkidle" });
      faults.push(...(await faultsOf(page, address)));
      seen.add(address);
    }
  await context.close();
  expect(faults).toEqual([]);
});

test("no page is out of everybody's reach", () => {
  const unseen = patterns.filter(
    (pattern) => !seen.has(pattern) && pattern !== "/*" && pattern !== "/sign-in",
  );
  expect(unseen).toEqual([]);
});
