import type { Browser } from "playwright-core";
import postgres from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchBrowser, signIn } from "#tests/support/browser.ts";

const product = inject("product");
let browser: Browser;
let owner: postgres.Sql;
beforeAll(async () => {
  browser = await launchBrowser();
  owner = postgres(product.ownerUrl, { max: 1, onnotice: () => {} });
});
afterAll(() => Promise.all([browser.close(), owner.end()]));

const closures = () => owner`SELECT name FROM closure WHERE first_on = '2033-02-01' ORDER BY name`;

test("other words under an id that is stored stay in the form, and are added when they are sent once more", async () => {
  await owner`DELETE FROM rate_limit`;
  const context = await browser.newContext({ baseURL: product.url });
  const page = await context.newPage();
  await signIn(page, "admin");
  await page.goto("/admin/closures", { waitUntil: "networkidle" });
  const form = page.locator("form", { has: page.getByRole("button", { name: "Add the closure" }) });
  const id = await form.locator("input[name=id]").inputValue();
  // What an earlier post of this very form stored, whose answer was lost on its way.
  await context.request.post("/admin/closures", {
    form: { intent: "add", id, name: "Storm", firstOn: "2033-02-01", announcedOn: "2026-11-01" },
    headers: { origin: product.url },
  });
  expect(await closures()).toEqual([{ name: "Storm" }]);

  await form.getByLabel("What it is").fill("Storm, east of the mountains");
  await form.getByLabel("First day").fill("2033-02-01");
  const add = form.getByRole("button", { name: "Add the closure" });
  await add.click();
  await form.getByText("This closure is stored already, with other content.").waitFor();
  await expect.poll(() => form.locator("input[name=id]").inputValue()).not.toBe(id);
  expect(await form.getByLabel("What it is").inputValue()).toBe("Storm, east of the mountains");
  await add.click();
  await page.getByText("Closure added").waitFor();
  expect(await closures()).toEqual([{ name: "Storm" }, { name: "Storm, east of the mountains" }]);
  await context.close();
});
