import { expect, test } from "vitest";
import { z } from "zod";
import { parseForm, parseFormData, parseJson, parseSearch } from "./parse.server.ts";

const schema = z.object({ text: z.string() });
const words = { text: "two words" };
const post = (body: string) => new Request("http://localhost/", { method: "POST", body });

test("a NUL is dropped from whatever is typed, because no text in the database holds one", async () => {
  const form = new FormData();
  form.append("text", "two\0 words");
  expect(parseFormData(form, schema)).toEqual({ ok: true, data: words });
  expect(parseSearch(new Request("http://localhost/?text=two%00+words"), schema)).toEqual(words);
  expect(await parseJson(post('{"text":"two\\u0000 words"}'), schema)).toEqual(words);
});

test("a body that is not JSON, or not as expected, says so", async () => {
  await expect(parseJson(post("{"), schema)).rejects.toMatchObject({
    code: "bad-input",
    message: "The request body is not JSON.",
  });
  await expect(parseJson(post("{}"), schema)).rejects.toMatchObject({
    code: "bad-input",
    message: expect.stringMatching(/^text: /),
  });
});

test("a repeated search parameter is a list", () => {
  const list = z.object({ text: z.array(z.string()) });
  expect(parseSearch(new Request("http://localhost/?text=a&text=b"), list)).toEqual({ text: ["a", "b"] });
});

test.each([
  ["a field repeated 40,000 times", Array.from({ length: 40_000 }, () => "text=1").join("&")],
  ["the millionth place of a list", "text=1&steps[1000000].what=1"],
  ["lists within lists", "text=1&steps[0][0]=1"],
  ["depth without end", `text=1&${"a.".repeat(5_000)}a=1`],
  ["a prototype", "text=1&__proto__.text=1"],
  ["a command to the form library", "text=1&__intent__=%7B%22type%22"],
  ["a state of the form library", "text=1&__state__=%7B"],
])("a form with %s ends the request at once", async (_, body) => {
  const startedAt = performance.now();
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  const request = new Request("http://localhost/", { method: "POST", headers, body });
  await expect(parseForm(request, schema)).rejects.toMatchObject({ status: 400 });
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

test("what was typed comes back, but never a password", () => {
  const form = new FormData();
  form.append("email", "name@agency");
  form.append("password", "not to be shown");
  const parsed = parseFormData(form, z.object({ text: z.string() }));
  expect(parsed).toMatchObject({ ok: false, values: { email: "name@agency" } });
  expect(JSON.stringify(parsed)).not.toContain("not to be shown");
});
