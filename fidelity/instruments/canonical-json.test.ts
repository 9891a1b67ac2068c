import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "./canonical-json.ts";

test("the order in which keys were written does not matter", () => {
  expect(canonicalJson({ b: [1, { d: null, c: "é" }], a: true })).toBe(
    '{"a":true,"b":[1,{"c":"é","d":null}]}',
  );
  expect(canonicalJson({ a: true, b: [1, { c: "é", d: null }] })).toBe(
    '{"a":true,"b":[1,{"c":"é","d":null}]}',
  );
});

test("keys without a value are left out, other content is told apart", () => {
  expect(canonicalJson({ a: undefined })).toBe("{}");
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
  expect(canonicalJson("1")).not.toBe(canonicalJson(1));
});

test("the text reads back as the same data", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test.each([
  [{ a: [Number.NaN] }, /\$\.a\[0\]: found NaN/],
  [{ a: new Date(0) }, /\$\.a: found/],
  [[undefined], /\$\[0\]: found undefined/],
])("%o is refused with its place", (value, message) => {
  expect(() => canonicalJson(value)).toThrow(message);
});
