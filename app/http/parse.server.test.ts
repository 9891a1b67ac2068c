import { expect, test } from "vitest";
import { z } from "zod";
import { parseFormData, parseJson, parseSearch } from "./parse.server.ts";

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
