import { expect, test } from "vitest";
import { safeNext } from "./sign-in.schema.ts";

test.each(["/", "/people", "/sessions?person=1&page=2#top", "/%5cevil.test", "/@evil.test"])(
  "after sign-in the way leads to %j",
  (next) => expect(safeNext(next)).toBe(next),
);

test.each([
  "//evil.test",
  "/\\evil.test",
  "/\t/evil.test",
  "/\n/evil.test",
  "/\r\n//evil.test",
  "\t//evil.test",
  "/.//evil.test",
  "/..//evil.test",
  "https://evil.test",
  "javascript:alert(1)",
  "evil.test",
  "",
  null,
  undefined,
])("%j leads to the start page, not to another site", (next) => expect(safeNext(next)).toBe("/"));

test("what a header cannot hold is encoded", () => {
  expect(safeNext("/é\u2028\0?q=ü")).toBe("/%C3%A9%E2%80%A8%00?q=%C3%BC");
  expect(safeNext("/people\r\nSet-Cookie: a=b")).toBe("/peopleSet-Cookie:%20a=b");
});
