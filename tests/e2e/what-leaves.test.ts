import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Browser, Download, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { type DemoAccount, launchBrowser, signIn } from "#tests/support/browser.ts";

const product = inject("product");
let browser: Browser;
let owner: postgres.Sql;

beforeAll(async () => {
  browser = await launchBrowser();
  owner = postgres(product.ownerUrl, { max: 2, onnotice: () => {} });
  await owner`DELETE FROM rate_limit`;
});
afterAll(async () => {
  await owner`DELETE FROM rate_limit`;
  await browser.close();
  await owner.end();
});

async function sit(account: DemoAccount): Promise<Page> {
  const context = await browser.newContext({ baseURL: product.url, viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await signIn(page, account);
  return page;
}

/** A session of the demo coach and the demo coachee that was held, with words in its summary and its private note. */
async function heldSession(): Promise<{ id: string; summary: string }> {
  const [row] = await owner<{ id: string; summary: string }[]>`
    SELECT session.id, summary.body AS summary FROM coaching_session session
    JOIN person coach ON coach.id = session.lead_coach_id AND coach.email = 'coach@demo.test'
    JOIN session_attendee attendee ON attendee.session_id = session.id
    JOIN person coachee ON coachee.id = attendee.person_id AND coachee.email = 'coachee@demo.test'
    JOIN session_summary summary ON summary.session_id = session.id
    WHERE session.status = 'held' AND summary.body <> ''
    ORDER BY session.session_on DESC LIMIT 1`;
  return row ?? expect.unreachable("the demo has such a session");
}

test("an address made on the account page opens the calendar without a sign-in, until it is taken back", async () => {
  const page = await sit("coach");
  await page.goto("/account");
  await page.getByRole("button", { name: "Make an address" }).click();
  await page.getByText("Copy this address now").waitFor();
  const address = await page.locator("code").innerText();
  expect(address).toMatch(/\/calendar\/[\w-]{43}\.ics$/);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy the address" }).click();
  await page.getByRole("alert").getByText("Address copied").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(address);
  expect(await page.getByRole("link", { name: "Add to my calendar" }).getAttribute("href")).toBe(
    address.replace(/^http:/, "webcal:"),
  );

  const first = await fetch(address);
  expect(first.status).toBe(200);
  expect(first.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
  expect(first.headers.get("cache-control")).toBe("private, no-cache");
  expect(first.headers.getSetCookie()).toEqual([]);
  const text = await first.text();
  expect(text).toContain("SUMMARY:Coaching session with ");
  expect(text).not.toContain((await heldSession()).summary.slice(0, 20));
  const etag = first.headers.get("etag") ?? "";
  for (const known of [etag, `"other", ${etag}`])
    expect((await fetch(address, { headers: { "If-None-Match": known } })).status).toBe(304);
  expect((await fetch(address, { headers: { "If-None-Match": '"other"' } })).status).toBe(200);

  await page.reload();
  await page.goto("/account");
  expect(await page.content()).not.toContain(address);
  await page.getByRole("button", { name: "Turn the feed off" }).click();
  await page.getByRole("button", { name: "Make an address" }).waitFor();
  const after = await fetch(address);
  expect([after.status, await after.text()]).toEqual([404, "Not found"]);
});

test("a feed that is read too often says when to come back, whether it exists or not", async () => {
  const address = `${product.url}/calendar/${"x".repeat(43)}.ics`;
  const statuses: number[] = [];
  for (let reads = 0; reads < 61; reads += 1) statuses.push((await fetch(address)).status);
  expect(statuses.filter((status) => status === 404)).toHaveLength(60);
  const refused = await fetch(address);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await fetch(`${product.url}/calendar/another.ics`)).status).toBe(404);
});

const bytesOf = async (download: Download) => readFileSync(await download.path());

test("whoever asks for an export sees it get ready and takes file and manifest, which agree", async () => {
  const page = await sit("supervisor");
  await page.goto("/exports");
  await page.getByLabel("First day").fill("2026-12-31");
  await page.getByLabel("Last day").fill("2026-01-01");
  await page.getByRole("button", { name: "Write the file" }).click();
  await page.getByText("Choose a last day that is not before the first").first().waitFor();
  expect(await page.getByLabel("First day").inputValue()).toBe("2026-12-31");
  await page.getByLabel("First day").fill("2026-01-01");
  await page.getByLabel("Last day").fill("2026-12-31");
  await page.getByRole("button", { name: "Write the file" }).click();
  await page.getByText("Ready").first().waitFor();

  const taken: Buffer[] = [];
  for (const name of ["CSV file", "Manifest"]) {
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name }).first().click();
    taken.push(await bytesOf(await download));
  }
  const [csv = Buffer.alloc(0), manifest = Buffer.alloc(0)] = taken;
  const told = JSON.parse(manifest.toString());
  expect(told.sha256).toBe(createHash("sha256").update(csv).digest("hex"));
  expect(told.rows).toBe(csv.toString().split("\r\n").length - 2);
  expect(told.rows).toBeGreaterThan(0);
  expect(told.purpose).toContain("Not for evaluation");
  expect(csv.toString()).not.toContain((await heldSession()).summary.slice(0, 20));
});

test("a printed session has no chrome and no private note, and shows oversight no conversation", async () => {
  const { id, summary } = await heldSession();
  for (const [account, sees] of [
    ["coach", true],
    ["coachee", true],
    ["supervisor", false],
  ] as const) {
    const page = await sit(account);
    await page.goto(`/sessions/${id}`);
    await page.getByRole("link", { name: "Print" }).click();
    await page.waitForURL(`**/sessions/${id}/print`);
    await page.getByRole("button", { name: "Print" }).waitFor();
    expect((await page.content()).includes(summary.slice(0, 20)), account).toBe(sees);
    expect(await page.content()).not.toContain("Private note");
    await page.emulateMedia({ media: "print" });
    for (const role of ["navigation", "button"] as const)
      expect(await page.getByRole(role).filter({ visible: true }).count(), role).toBe(0);
    await page.context().close();
  }
});

test("the blank log is one sheet of US Letter, printed on both sides, with the functions in force", async () => {
  const page = await sit("coach");
  await page.goto("/sessions/blank-log");
  const functions = await owner<{ title: string }[]>`
    SELECT function.title FROM essential_function function
    JOIN core_component component ON component.id = function.core_component_id
    WHERE component.practice_profile_id = (
      SELECT id FROM practice_profile WHERE published_at <= now()
        AND program_id = (SELECT program_id FROM person WHERE email = 'coach@demo.test')
      ORDER BY version DESC LIMIT 1)`;
  expect(functions.length).toBeGreaterThan(0);
  for (const { title } of functions) expect(await page.getByText(title, { exact: true }).count()).toBe(1);
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(2);
  expect(pdf).toMatch(/\/MediaBox\s*\[\s*0 0 612 792\s*\]/);
});
