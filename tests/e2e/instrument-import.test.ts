import { readFileSync } from "node:fs";
import { utils, write } from "@e965/xlsx";
import type { Browser, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { violationsOf } from "#tests/support/axe.ts";
import { launchBrowser, signIn } from "#tests/support/browser.ts";
import { activate, reach, tick, typeInto } from "#tests/support/keyboard.ts";

const product = inject("product");
const LONG = { timeout: 60_000 };
/** A published version stays for ever, so every run brings in an instrument of its own. */
const CODE = `visit-${Date.now()}`;
const TITLE = `Visit checklist ${CODE}`;
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  const owner = postgres(product.ownerUrl, { max: 1, onnotice: () => {} });
  await owner`DELETE FROM instrument_draft WHERE definition ->> 'title' = ${TITLE} AND published_version_id IS NULL`;
  await owner.end();
});

function xlsform(): Buffer {
  const sheets = {
    survey: [
      ["type", "name", "label", "hint", "relevant", "bind::crs"],
      ["start", "started", "", "", "", ""],
      ["begin group", "opening", "Opening", "", "", ""],
      ["select_one yes_no", "agenda", "Sets an agenda with the practitioner", "Before anything else", "", ""],
      ["end group", "", "", "", "", ""],
      ["begin group", "practice", "Practice", "", "", ""],
      ["select_one often", "listens", "Listens before advising", "", "", ""],
      ["image", "photo", "A photo of the notes", "", "", ""],
      ["end group", "", "", "", "", ""],
    ],
    choices: [
      ["list_name", "name", "label"],
      ["yes_no", "1", "Yes"],
      ["yes_no", "0", "No"],
      ["often", "0", "Never"],
      ["often", "1", "Sometimes"],
      ["often", "2", "Always"],
    ],
    settings: [
      ["form_title", "form_id"],
      [TITLE, CODE],
    ],
  };
  const workbook = utils.book_new();
  for (const [name, rows] of Object.entries(sheets))
    utils.book_append_sheet(workbook, utils.aoa_to_sheet(rows), name);
  return write(workbook, { type: "buffer", bookType: "xlsx" });
}

async function tryFile(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.getByLabel("File", { exact: true }).setInputFiles({ name, mimeType: "", buffer });
  await activate(page, page.getByRole("button", { name: "Try it" }));
}

const fingerprintOf = (page: Page) => page.locator("dd code").innerText();

test.each([360, 1440])(
  "by keyboard, %i wide: a workbook is tried, completed as a draft, published, exported and read again as the same",
  { timeout: 300_000 },
  async (width) => {
    const context = await browser.newContext({ baseURL: product.url, viewport: { width, height: 844 } });
    const page = await context.newPage();
    const code = `${CODE}-${width}`;
    await signIn(page, "admin");
    await page.goto("/instruments");
    await activate(page, page.getByRole("link", { name: "New instrument" }));
    await activate(page, page.getByRole("link", { name: "Choose a file" }));
    await page.getByRole("heading", { name: "Import an instrument" }).waitFor();
    expect(await violationsOf(page)).toEqual([]);

    // What cannot be read is refused beside the field.
    await tryFile(page, "cut-off.xlsx", xlsform().subarray(0, 900));
    await page.getByText("The workbook is damaged").first().waitFor(LONG);
    expect(await violationsOf(page)).toEqual([]);

    await tryFile(page, "visit.xlsx", xlsform());
    await page.getByRole("heading", { name: "What would become of visit.xlsx" }).waitFor(LONG);
    for (const name of ["agenda", "listens", "photo"])
      await page.getByText(name, { exact: true }).first().waitFor();
    await page.getByText("That makes 2 items in 2 sections").waitFor();
    expect(await violationsOf(page)).toEqual([]);

    // What the file does not say is asked for in the draft, at its place.
    await reach(page, page.getByRole("button", { name: "Begin a draft" }));
    expect(await page.getByLabel("Title").inputValue()).toBe(TITLE);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: TITLE, level: 1 }).waitFor(LONG);
    await page.getByText("Say whose fidelity is rated.").first().waitFor(LONG);
    expect(await violationsOf(page)).toEqual([]);
    await activate(page, page.getByRole("link", { name: /^About the instrument/ }).first());
    await typeInto(page, page.getByLabel("Code"), code);
    await tick(page, page.getByRole("radio", { name: "Coach", exact: true }));
    await tick(page, page.getByRole("checkbox", { name: "Supervisor" }));
    await tick(page, page.getByRole("checkbox", { name: "Adherence" }));
    if (width < 768) await activate(page, page.getByRole("button", { name: "All parts" }));
    await activate(page, page.getByRole("link", { name: /^Score and bands/ }).first());
    await activate(page, page.getByRole("button", { name: "Add a band" }));
    await typeInto(page, page.getByLabel("Band 1 from"), "80");
    expect(await violationsOf(page)).toEqual([]);
    await activate(page, page.getByRole("link", { name: "Publish" }));
    await page.getByRole("heading", { name: `Publish ${TITLE}` }).waitFor(LONG);
    expect(await violationsOf(page)).toEqual([]);
    const fingerprint = await fingerprintOf(page);

    await reach(page, page.getByRole("button", { name: "Publish version 1" }));
    await page.keyboard.press("Enter");
    await page.getByText("Version 1 is published").waitFor(LONG);
    await page.getByRole("heading", { name: TITLE, level: 1 }).waitFor();
    await page.getByText("Listens before advising").waitFor();
    expect(await fingerprintOf(page)).toBe(fingerprint);
    expect(await violationsOf(page)).toEqual([]);

    const download = page.waitForEvent("download");
    await activate(page, page.getByRole("link", { name: "Download as JSON" }));
    const exported = readFileSync(await (await download).path());
    expect(JSON.parse(exported.toString())).toMatchObject({
      code,
      items: [{ id: "agenda" }, { id: "listens" }],
    });

    await page.goto("/instruments/import");
    await tryFile(page, "again.json", exported);
    await page.getByText("That makes 2 items in 2 sections").waitFor(LONG);
    await activate(page, page.getByRole("button", { name: "Begin a draft" }));
    await page.getByRole("heading", { name: TITLE, level: 1 }).waitFor(LONG);
    await activate(page, page.getByRole("link", { name: "Publish" }));
    await page.getByRole("heading", { name: `Publish ${TITLE}` }).waitFor(LONG);
    expect(await fingerprintOf(page)).toBe(fingerprint);
    await activate(page, page.getByRole("button", { name: "Publish version 1" }));
    await page.getByText("Another instrument of this program has the code").first().waitFor(LONG);
    expect(await violationsOf(page)).toEqual([]);
    await context.close();
  },
);
