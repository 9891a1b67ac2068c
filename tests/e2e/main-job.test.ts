import type { Browser, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { type DemoAccount, launchBrowser } from "#tests/support/browser.ts";
import { until } from "#tests/support/conditions.ts";
import { daysFromToday } from "#tests/support/days.ts";
import { refreshFigures } from "#tests/support/figures.ts";
import { activate, choose, reach, tick, typeDay, typeInto } from "#tests/support/keyboard.ts";

const product = inject("product");
let browser: Browser;
let owner: postgres.Sql;

beforeAll(async () => {
  browser = await launchBrowser();
  owner = postgres(product.ownerUrl, { max: 2, onnotice: () => {} });
  await owner`DELETE FROM rate_limit`;
});
afterAll(async () => {
  await browser.close();
  await owner.end();
});

/** Signs in without touching the mouse; every page after it is reached by keys as well. */
async function sit(account: DemoAccount, viewport = { width: 1280, height: 900 }): Promise<Page> {
  const context = await browser.newContext({ baseURL: product.url, viewport, locale: "en-US" });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await typeInto(page, page.getByLabel("E-mail"), `${account}@demo.test`);
  await typeInto(page, page.getByLabel("Password"), "throughline-demo");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  await page.waitForLoadState("networkidle");
  return page;
}

/** The two numbers of a sentence such as "7,182 sessions delivered of 7,936 sessions planned". */
async function numbersOf(page: Page, sentence: RegExp): Promise<[number, number]> {
  const text = (await page.getByText(sentence).first().textContent()) ?? "";
  const [first = Number.NaN, second = Number.NaN] = [...text.matchAll(/[\d,.]*\d/g)].map(([number]) =>
    Number(number.replaceAll(",", "")),
  );
  return [first, second];
}

async function rollout(page: Page) {
  await page.reload();
  const [delivered] = await numbersOf(page, /sessions delivered of .* planned/);
  const [met, scored] = await numbersOf(page, /assessments? met of .* scored/);
  return { delivered, met, scored };
}

const names = async (email: string) => {
  const [row] = await owner<{ id: string; name: string }[]>`
    SELECT id, given_name || ' ' || family_name AS name FROM person WHERE email = ${email}`;
  if (!row) throw new Error(`${email} is not in the demo program`);
  return row;
};

test("five people do the main job by keyboard alone, and the dashboard moves", {
  timeout: 600_000,
}, async () => {
  const coachee = await names("coachee@demo.test");
  const coach = await names("coach@demo.test");
  const supervisor = await names("supervisor@demo.test");

  const lead = await sit("lead");
  await lead.getByRole("heading", { level: 1, name: "Rollout" }).waitFor();
  await refreshFigures(product.ownerUrl, "before-the-main-job");
  const before = await rollout(lead);

  // The coach logs a session with the coachee.
  const coachPage = await sit("coach", { width: 390, height: 800 });
  // Keys work once the page's code runs, which no sign on the page tells.
  await expect
    .poll(
      async () => {
        await coachPage.keyboard.press("n");
        return new URL(coachPage.url()).pathname;
      },
      { timeout: 30_000, interval: 500 },
    )
    .toBe("/sessions/new");
  await coachPage.getByRole("heading", { level: 1, name: "Log a session" }).waitFor();
  await activate(coachPage, coachPage.getByRole("link", { name: coachee.name }));
  await coachPage.getByRole("heading", { level: 1, name: coachee.name }).waitFor();
  await tick(
    coachPage,
    coachPage.getByRole("group", { name: "Essential functions" }).getByRole("checkbox").first(),
  );
  await tick(
    coachPage,
    coachPage
      .getByRole("group", { name: "In the conversation" })
      .getByRole("checkbox", { name: "Reflective questions" }),
  );
  const step = `Bring the visit plan to supervision ${Date.now()}`;
  await typeInto(coachPage, coachPage.getByLabel(/What will happen before next time/), step);
  await activate(coachPage, coachPage.locator("summary", { hasText: "Summary, private note" }));
  await typeInto(
    coachPage,
    coachPage.getByLabel("Shared summary"),
    "We looked at the last visit and at what to try next.",
  );
  await typeInto(coachPage, coachPage.getByLabel("Private note"), "Ask about the workload next time.");
  await activate(coachPage, coachPage.getByRole("button", { name: "Save log" }));
  await coachPage.waitForURL((url) => !url.pathname.endsWith("/sessions/new"));
  const session = await until("the session", async () => {
    const [row] = await owner<{ id: string; status: string }[]>`
      SELECT s.id, s.status FROM coaching_session s JOIN action_step step ON step.session_id = s.id WHERE step.what = ${step}`;
    return row;
  });
  expect(session.status).toBe("held");

  // The coachee reads what was agreed and acknowledges it.
  const coacheePage = await sit("coachee", { width: 390, height: 800 });
  await activate(coacheePage, coacheePage.locator(`a[href="/sessions/${session.id}"]`).first());
  await coacheePage.getByText("We looked at the last visit").waitFor();
  expect(await coacheePage.getByText(step).count()).toBeGreaterThan(0);
  expect(await coacheePage.getByText("Ask about the workload").count()).toBe(0);
  await activate(coacheePage, coacheePage.getByRole("button", { name: "Yes, it took place as recorded" }));
  await coacheePage.getByText("Acknowledged", { exact: true }).first().waitFor();

  // The administrator takes in a new coach; the scheduler opens the first assessment by itself.
  const admin = await sit("admin");
  const family = `Quill${Date.now()}`;
  await admin.keyboard.press("g");
  await admin.keyboard.press("a");
  await admin.waitForURL("**/admin");
  await activate(
    admin,
    admin.getByRole("navigation", { name: "Administration" }).getByRole("link", { name: "People" }),
  );
  await admin.waitForURL("**/admin/people");
  await activate(admin, admin.getByRole("link", { name: "Add a person" }));
  await admin.waitForURL("**/admin/people/new");
  await typeInto(admin, admin.getByLabel(/^First name/), "Robin");
  await typeInto(admin, admin.getByLabel(/^Last name/), family);
  await typeInto(admin, admin.getByLabel(/^Work e-mail/), `${family.toLowerCase()}@odhs.example`);
  await activate(admin, admin.getByRole("button", { name: "Add the person" }));
  await admin.getByRole("heading", { level: 1, name: `Robin ${family}` }).waitFor();
  const change = async (
    summary: string,
    fill: (form: ReturnType<Page["locator"]>) => Promise<void>,
    button: string,
  ) => {
    const form = admin.locator("details", { has: admin.locator("summary", { hasText: summary }) });
    await activate(admin, form.locator("summary"));
    await fill(form);
    await activate(admin, form.getByRole("button", { name: button }));
    await admin.waitForLoadState("networkidle");
  };
  await change(
    "Give a role",
    async (form) => {
      await choose(admin, form.getByLabel("Role"), "Coach");
      await choose(admin, form.getByLabel("Where"), "Eugene");
    },
    "Give the role",
  );
  await admin.getByText("Coach · Eugene").waitFor();
  await change(
    "Assign a site",
    (form) => choose(admin, form.getByRole("combobox", { name: /^Site or unit/ }), /^Eugene/),
    "Assign the site",
  );
  await change(
    "Assign a supervisor",
    (form) => choose(admin, form.getByRole("combobox", { name: /^Supervisor/ }), supervisor.name),
    "Assign the supervisor",
  );
  await admin.getByRole("link", { name: supervisor.name }).waitFor();
  await change(
    "Award a certification",
    async (form) => {
      await choose(admin, form.getByRole("combobox", { name: /^Certification/ }), "Coach");
      await typeDay(admin, form.getByLabel("Awarded on"), daysFromToday(-21));
      await typeDay(admin, form.getByLabel("Valid until"), daysFromToday(500));
    },
    "Award it",
  );
  await until("the scheduler to open the new coach's first assessment", async () => {
    const [row] = await owner`
      SELECT FROM assessment a JOIN person p ON p.id = a.subject_id
      WHERE p.family_name = ${family} AND a.state = 'open' AND a.rater_id = ${supervisor.id}`;
    return row !== undefined;
  });

  // The supervisor finds it, and completes the checklist of the coach.
  const rater = await sit("supervisor");
  await rater
    .getByRole("link", { name: `Robin ${family}` })
    .first()
    .waitFor();
  const [assessment] = await owner<{ id: string }[]>`
    SELECT id FROM assessment WHERE subject_id = ${coach.id} AND rater_id = ${supervisor.id} AND state = 'open' ORDER BY due_on LIMIT 1`;
  await activate(rater, rater.locator(`a[href="/reviews/${assessment?.id}"]`).first());
  await rater.getByRole("heading", { level: 1, name: `Review of ${coach.name}` }).waitFor();
  const groups = rater.getByRole("radiogroup");
  await reach(rater, groups.first().getByRole("radio").first());
  const items = await groups.count();
  expect(items).toBe(30);
  for (let index = 0; index < items; index += 1) {
    const values = await groups
      .nth(index)
      .getByRole("radio")
      .evaluateAll((radios) => radios.map((radio) => (radio as HTMLInputElement).value));
    const highest = Math.max(...values.map(Number).filter((value) => !Number.isNaN(value)));
    await rater.keyboard.press(String(highest));
    if (index < items - 1) await rater.keyboard.press("ArrowDown");
  }
  await until("thirty answers on the server", async () => {
    const [row] = await owner<
      { n: number }[]
    >`SELECT count(*)::int AS n FROM assessment_response WHERE assessment_id = ${assessment?.id ?? ""}`;
    return row?.n === items;
  });
  await typeDay(rater, rater.getByLabel(/^Day you observed/), daysFromToday(-1));
  await typeInto(rater, rater.getByLabel(/^What went well/), "The focus was clear from the first minute.");
  await activate(rater, rater.getByRole("button", { name: "Submit review" }));
  await rater
    .getByText(/100(\.0)?\s%/)
    .first()
    .waitFor();

  // The coach sees the feedback, the lead sees the figures move.
  await coachPage.keyboard.press("g");
  await coachPage.keyboard.press("f");
  await coachPage.waitForURL("**/my-fidelity");
  await activate(coachPage, coachPage.locator(`a[href="/my-fidelity/${assessment?.id}"]`).first());
  await coachPage.getByText("The focus was clear from the first minute.").waitFor();
  const after = await until("the figures", async () => {
    const now = await rollout(lead);
    return now.delivered > before.delivered && now.scored > before.scored && now;
  });
  expect(after).toEqual({ delivered: before.delivered + 1, met: before.met + 1, scored: before.scored + 1 });
});

test("the planning team edits an item of the plan by keyboard alone", async () => {
  const page = await sit("planner");
  await page.keyboard.press("g");
  await page.keyboard.press("l");
  await page.waitForURL("**/plan");
  await activate(page, page.locator("a[href='/plan/steps/7']").first());
  await page.waitForURL("**/plan/steps/7");
  await activate(page, page.locator("a[href^='/plan/items/']").first());
  await page.waitForURL("**/plan/items/**");
  const note = `Agreed in the meeting ${Date.now()}`;
  await typeInto(page, page.getByLabel(/^Note/), note);
  await page.keyboard.press("Tab");
  await activate(page, page.getByRole("button", { name: /^Save/ }));
  await until("the note", async () => {
    const rows =
      await owner`SELECT note FROM plan_step WHERE note = ${note} UNION ALL SELECT note FROM plan_activity WHERE note = ${note} UNION ALL SELECT note FROM plan_milestone WHERE note = ${note}
                             UNION ALL SELECT note FROM plan_outcome WHERE note = ${note}`;
    return rows.length === 1;
  });
});
