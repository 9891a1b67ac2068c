import { expect, inject, test } from "vitest";
import { readFormFacts } from "#tests/bench/databases.ts";
import { measureScripts } from "#tests/bench/measure-pages.ts";

const product = inject("product");
/** What a coach's phone may have to fetch before the form can be used. */
const MOST_KILOBYTES = 150;

test("the session form loads few scripts, and none that draws charts", async () => {
  const { people } = await readFormFacts(product);
  const form = `/sessions/new?person=${people[0]}`;
  const found = await measureScripts({ origin: product.url }, form, "coach");
  expect(found.files).toBeGreaterThan(5);
  expect(found.kilobytes).toBeLessThan(MOST_KILOBYTES);
  expect(found.charts).toEqual([]);
});
