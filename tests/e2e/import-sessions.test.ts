import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import type { Browser, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { violationsOf } from "#tests/support/axe.ts";
import { launchBrowser, signIn } from "#tests/support/browser.ts";
import { daysAgo } from "#tests/support/days.ts";
import { signedInClient } from "#tests/support/http-client.ts";
import { activate, choose, reach } from "#tests/support/keyboard.ts";

const product = inject("product");
const LONG = { timeout: 60_000 };
let browser: Browser;
let owner: postgres.Sql;
let coachees: string[];

beforeAll(async () => {
  browser = await launchBrowser();
  owner = postgres(product.ownerUrl, { max: 2, onnotice: () => {} });
  await owner`DELETE FROM rate_limit`;
  await leaveNothing();
  const rows = await owner<{ email: string }[]>`
    SELECT coachee.email FROM coach_assignment assigned
    JOIN person coach ON coach.id = assigned.coach_id AND coach.email = 'coach@demo.test'
    JOIN person coachee ON coachee.id = assigned.coachee_id
    WHERE assigned.ends_on IS NULL AND assigned.starts_on < current_date - 60 ORDER BY coachee.email LIMIT 2`;
  coachees = rows.map(({ email }) => email);
});
afterAll(async () => {
  await leaveNothing();
  await owner`DELETE FROM rate_limit`;
  await browser.close();
  await owner.end();
});

async function leaveNothing(): Promise<void> {
  await owner`DELETE FROM coaching_session WHERE import_id IS NOT NULL`;
  await owner`DELETE FROM inbox_item WHERE kind LIKE 'import-%'`;
  await owner`DELETE FROM session_import`;
}

async function sit(width: number): Promise<Page> {
  const context = await browser.newContext({ baseURL: product.url, viewport: { width, height: 844 } });
  const page = await context.newPage();
  await signIn(page, "lead");
  return page;
}

/** How an upload of this many bytes is answered before any of them is sent. */
async function announced(bytes: number): Promise<number | undefined> {
  const asked = request(`${product.url}/imports?index`, {
    method: "POST",
    headers: {
      Origin: product.url,
      "Content-Type": "multipart/form-data; boundary=x",
      "Content-Length": bytes,
    },
  });
  asked.on("error", () => {});
  asked.flushHeaders();
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  asked.destroy();
  return response.statusCode;
}

/** Four good rows, one with a word of its own, and one that is wrong in three places. */
function file(): string {
  const [ana = "", ben = ""] = coachees;
  const good = (ago: number, who: string, status = "held") =>
    `${daysAgo(ago)},06:15,07:00,coach@demo.test,${who},${status},1.1,phone`;
  return [
    "date,start,end,coach_email,coachee_emails,status,focus,modality",
    ...[good(40, ana), good(39, ben), good(38, `${ana}; ${ben}`), good(37, ana, "Took place")],
    `${daysAgo(36)},6,07:00,nobody@agency.test,${ana},held,Dance,phone`,
  ].join("\r\n");
}

test("by keyboard: a file is taken in, its columns and words are put right, checked, stored and taken back", {
  timeout: 300_000,
}, async () => {
  const page = await sit(390);
  await page.goto("/imports");
  expect(await violationsOf(page)).toEqual([]);

  // What is no CSV is refused beside the field, and the page stays.
  const field = page.getByLabel("CSV file");
  await field.setInputFiles({ name: "sheet.xlsx", mimeType: "text/csv", buffer: Buffer.from("PK\x03\x04") });
  await activate(page, page.getByRole("button", { name: "Take the file in" }));
  await page.getByText("an Excel workbook or a zip archive").first().waitFor();
  expect(await violationsOf(page)).toEqual([]);

  await field.setInputFiles({ name: "history.csv", mimeType: "text/csv", buffer: Buffer.from(file()) });
  await activate(page, page.getByRole("button", { name: "Take the file in" }));
  await page.getByRole("heading", { name: "history.csv" }).waitFor();
  expect(await violationsOf(page)).toEqual([]);

  // A column read twice is told at both ends, and the choice stays on the screen.
  const modality = page.getByLabel("modality", { exact: true });
  await choose(page, modality, "Status");
  await activate(page, page.getByRole("button", { name: "Check the file" }));
  await page.getByText("“Status” is already read from the column “status”").first().waitFor();
  expect(await modality.inputValue()).toBe("status");
  await choose(page, modality, "How it took place");
  await activate(page, page.getByRole("button", { name: "Check the file" }));
  await page
    .getByText("5 rows were read: 3 would be stored, 0 are stored already, 2 are refused.")
    .waitFor(LONG);
  expect(await violationsOf(page)).toEqual([]);
  for (const words of ["“nobody@agency.test”", "“Dance”", "“Took place”", "“6”"])
    await page.getByRole("cell", { name: words }).waitFor();
  expect((await owner`SELECT FROM coaching_session WHERE import_id IS NOT NULL`).length).toBe(0);

  await choose(page, page.getByLabel("“Took place”"), "Held");
  await activate(page, page.getByRole("button", { name: "Check the file" }));
  await page
    .getByText("5 rows were read: 4 would be stored, 0 are stored already, 1 is refused.")
    .waitFor(LONG);
  await choose(page, page.getByRole("search").getByLabel("Column"), /^focus/);
  await activate(page, page.getByRole("button", { name: "Show" }));
  await page.waitForURL(/column=focus/);
  await expect.poll(() => page.getByRole("cell", { name: "“6”" }).count()).toBe(0);
  expect(await page.getByRole("cell", { name: "“Dance”" }).count()).toBe(1);

  const download = page.waitForEvent("download");
  await activate(page, page.getByRole("link", { name: "Refused rows as CSV" }));
  const refused = readFileSync(await (await download).path(), "utf8");
  expect(refused.split("\r\n")[0]).toMatch(/^\uFEFFdate,.*,row_in_file,problems$/);
  expect(refused).toContain("focus: found “Dance”.");

  await activate(page, page.getByRole("button", { name: "Store 4 sessions" }));
  await page.getByText("4 rows were stored, 0 were stored already, 1 was refused.").waitFor(LONG);
  expect(await violationsOf(page)).toEqual([]);
  const [stored] =
    await owner`SELECT id FROM coaching_session WHERE import_id IS NOT NULL ORDER BY session_on LIMIT 1`;
  await page.goto(`/sessions/${stored?.id}`);
  await page.getByText("Imported from an earlier log").waitFor();
  await page.goto("/inbox");
  await page.getByRole("link", { name: /4 sessions of “history\.csv”/ }).click();
  await page.waitForURL(/\/imports\//);

  const fold = page.locator("summary", { hasText: "Take the import back" });
  await activate(page, fold);
  await reach(page, page.getByRole("button", { name: "Remove 4 records" }));
  await page.keyboard.press("Enter");
  await page.getByText("This import was taken back").waitFor(LONG);
  expect((await owner`SELECT FROM coaching_session WHERE import_id IS NOT NULL`).length).toBe(0);
  await page.context().close();
});

test("a form that is no upload, and one that is too large, are answered plainly", async () => {
  const lead = await signedInClient(product.url, "lead@demo.test");
  const plain = await fetch(`${product.url}/imports?index`, {
    method: "POST",
    headers: { Origin: product.url, "Content-Type": "application/x-www-form-urlencoded" },
    body: "id=1",
  });
  expect(plain.status).toBe(415);
  expect(await announced(52 * 2 ** 20)).toBe(413);
  const form = new FormData();
  form.set("id", crypto.randomUUID());
  form.set(
    "file",
    new File(["a,b\n".repeat(Math.ceil((50 * 2 ** 20 + 10) / 4))], "large.csv", { type: "text/csv" }),
  );
  const answer = await lead.post("/imports?index", form);
  expect(answer.status).toBe(400);
  expect(answer.body).toContain("larger than 50 MB");
});
