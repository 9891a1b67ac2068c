import { randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { dayIn } from "#app/time/days.ts";
import { violationsOf } from "#tests/support/axe.ts";
import { type DemoAccount, launchBrowser, signIn } from "#tests/support/browser.ts";
import { daysAgo } from "#tests/support/days.ts";
import { activate, choose, reach, tick, typeDay, typeInto } from "#tests/support/keyboard.ts";

const product = inject("product");
const PURPOSE = "Listening first, then one step";
let browser: Browser;
let owner: postgres.Sql;
let pair: { coachId: string; coacheeId: string; programId: string; coachee: string; siteId: string };

beforeAll(async () => {
  browser = await launchBrowser();
  owner = postgres(product.ownerUrl, { max: 2, onnotice: () => {} });
  const [row] = await owner<(typeof pair)[]>`
    SELECT coach.id AS "coachId", coachee.id AS "coacheeId", coach.program_id AS "programId", assigned.site_id AS "siteId",
      coachee.given_name || ' ' || coachee.family_name AS coachee
    FROM coach_assignment assigned
    JOIN person coach ON coach.id = coach_id AND coach.email = 'coach@demo.test'
    JOIN person coachee ON coachee.id = coachee_id AND coachee.email = 'coachee@demo.test'
    WHERE assigned.ends_on IS NULL`;
  pair = row ?? expect.unreachable();
});
afterAll(async () => {
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

async function isAccessible(page: Page): Promise<void> {
  expect(await violationsOf(page)).toEqual([]);
}

test("by keyboard: the coach takes a version back and writes another, the coachee reads and signs it", async () => {
  const coach = await open("coach", `/people/${pair.coacheeId}`);
  await activate(coach, coach.getByRole("link", { name: /^Agreement:/ }));
  await coach.waitForURL("**/agreements/*");
  await coach.getByRole("heading", { name: /^Agreement with/ }).waitFor();
  const address = coach.url();
  const takeBack = coach.getByRole("button", { name: /Take version .* back/ });
  if (await takeBack.count()) {
    await activate(coach, takeBack);
    await takeBack.waitFor({ state: "detached" });
  }
  await activate(coach, coach.getByRole("link", { name: "Write another version" }));
  await coach.waitForURL("**/agreement");
  await isAccessible(coach);
  await typeInto(coach, coach.getByLabel("What the coaching is for"), "short");
  await activate(coach, coach.getByRole("button", { name: "Sign and put to the others" }));
  await coach.getByText("in at least 10 characters").first().waitFor();
  await isAccessible(coach);
  await typeInto(coach, coach.getByLabel("What the coaching is for"), PURPOSE);
  await activate(coach, coach.getByRole("button", { name: "Sign and put to the others" }));
  await coach.waitForURL(address);
  await coach.getByText("has not signed yet").waitFor();

  const coachee = await open("coachee", "/my-coaching");
  await activate(coachee, coachee.getByRole("link", { name: /^Read and sign the agreement/ }));
  await coachee.waitForURL("**/agreements/*");
  await coachee.getByText(PURPOSE).first().waitFor();
  await isAccessible(coachee);
  await activate(coachee, coachee.getByRole("button", { name: /^Sign version/ }));
  await coachee.getByText("Tick that you have read it and agree").first().waitFor();
  await tick(coachee, coachee.getByLabel(/I have read version/));
  await activate(coachee, coachee.getByRole("button", { name: /^Sign version/ }));
  await coachee.getByText("has not signed yet").waitFor({ state: "detached" });
  await coachee.getByText("Signed by all").first().waitFor();
  await coachee.goto(`${new URL(address).pathname}/print`);
  await coachee.getByText(PURPOSE).waitFor();
  await isAccessible(coachee);
  for (const page of [coach, coachee]) await page.context().close();
});

test("by keyboard: the lead looks at a handover, carries it out and undoes it; the receiver reads facts", async () => {
  // A coachee of their own, so that nothing of the demo program moves.
  const [personId, name] = [randomUUID(), `Matrix${randomUUID().slice(0, 6)}`];
  const [receiver] = await owner<{ id: string; name: string }[]>`
    SELECT person.id, person.given_name || ' ' || person.family_name AS name FROM role_assignment held
    JOIN person ON person.id = held.person_id
    WHERE held.program_id = ${pair.programId} AND held.role = 'coach' AND held.ends_on IS NULL AND person.id <> ${pair.coachId}
      AND held.site_id = ${pair.siteId}
      AND NOT EXISTS (SELECT FROM handover WHERE handover.coach_id = person.id AND state = 'planned')
    ORDER BY person.id LIMIT 1`;
  const from = receiver ?? expect.unreachable();
  await owner`INSERT INTO person (id, program_id, given_name, family_name, email) VALUES (${personId}, ${pair.programId}, 'Quinn', ${name}, ${`${personId}@demo.test`})`;
  await owner`INSERT INTO coach_assignment (program_id, site_id, coach_id, coachee_id, intensity, starts_on)
              VALUES (${pair.programId}, ${pair.siteId}, ${from.id}, ${personId}, 'low', ${daysAgo(60)})`;
  await owner`INSERT INTO goal (program_id, site_id, coach_id, coachee_id, title)
              VALUES (${pair.programId}, ${pair.siteId}, ${from.id}, ${personId}, 'Asks before advising')`;
  const coachOf = async () =>
    (await owner`SELECT coach_id FROM coach_assignment WHERE coachee_id = ${personId} AND ends_on IS NULL`)[0]
      ?.coach_id;

  const lead = await open("lead", `/caseload/${from.id}/handover`);
  await isAccessible(lead);
  // Tomorrow is proposed: what took place today can still be logged by the present coach.
  await lead.getByLabel(/^From/).fill(dayIn("America/Los_Angeles", new Date()));
  await activate(lead, lead.getByText("Choose for each person or group"));
  await choose(lead, lead.getByLabel(new RegExp(`Quinn ${name}`)), /Maya Torres/);
  await activate(lead, lead.getByRole("button", { name: "See what will move" }));
  await lead.getByRole("heading", { name: /1 person moves on/ }).waitFor();
  await isAccessible(lead);
  await activate(lead, lead.getByRole("button", { name: "Hand over now" }));
  await lead.waitForURL("**/handovers/*");
  await lead.getByText("It can be undone for a day").waitFor();
  await isAccessible(lead);
  expect(await coachOf()).toBe(pair.coachId);

  const coach = await open("coach", new URL(lead.url()).pathname);
  await coach.getByText("1 person is handed to you").waitFor();
  await coach.getByText("Asks before advising").waitFor();
  await isAccessible(coach);

  await activate(lead, lead.getByRole("button", { name: "Undo the handover" }));
  await lead.getByText("Everything is as it was before").waitFor();
  expect(await coachOf()).toBe(from.id);
  for (const page of [coach, lead]) await page.context().close();
  await owner`DELETE FROM handover WHERE id IN (SELECT handover_id FROM handover_line WHERE coachee_id = ${personId})`;
  // What was said of it would lead nowhere.
  await owner`DELETE FROM inbox_item WHERE href = ${new URL(lead.url()).pathname}`;
  await owner`DELETE FROM goal WHERE coachee_id = ${personId}`;
  await owner`DELETE FROM coach_assignment WHERE coachee_id = ${personId}`;
  await owner`DELETE FROM inbox_item WHERE recipient_id = ${personId}`;
  await owner`DELETE FROM person WHERE id = ${personId}`;
});

test("by keyboard: capacity and the planned dose are set from a day on", async () => {
  const lead = await open("lead", `/caseload/${pair.coachId}`);
  await activate(lead, lead.getByText("Set the capacity"));
  const day = daysAgo(-400);
  await typeInto(lead, lead.getByLabel("Minutes of coaching a month"), "many");
  await activate(lead, lead.getByRole("button", { name: "Set it from that day" }));
  await lead.getByText("Enter a whole number from 0 to 20000").first().waitFor();
  await isAccessible(lead);
  await typeInto(lead, lead.getByLabel("Minutes of coaching a month"), "900");
  await typeDay(lead, lead.getByLabel("From", { exact: true }).first(), day);
  await activate(lead, lead.getByRole("button", { name: "Set it from that day" }));
  await lead.getByText("Earlier and later capacity").waitFor();
  await lead.goto("/caseload?sort=-used");
  await reach(lead, lead.getByRole("link", { name: "Minutes a month" }));
  await isAccessible(lead);
  await lead.goto("/dosage");
  await isAccessible(lead);
  await lead.context().close();
  await owner`DELETE FROM coach_capacity WHERE coach_id = ${pair.coachId} AND starts_on = ${day}`;
  await owner`UPDATE coach_capacity SET ends_on = NULL WHERE coach_id = ${pair.coachId} AND ends_on = ${day}`;
});
