import { expect, test } from "vitest";
import { contactBand } from "./contact-band.ts";

test.each([
  [null, "No contact yet"],
  ["2026-11-16", "Recent contact"],
  ["2026-11-02", "Recent contact"],
  ["2026-11-01", "A while ago"],
  ["2026-10-16", "A while ago"],
  ["2026-10-15", "Over a month ago"],
])("last contact %s is “%s”", (day, word) => {
  expect(contactBand(day, "2026-11-16").word).toBe(word);
});
