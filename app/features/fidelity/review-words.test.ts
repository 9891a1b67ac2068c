import { expect, test } from "vitest";
import { statusWords } from "./review-words.ts";

test("a final review is called final, unless its score of record waits for another rating", () => {
  expect(statusWords({ status: "final", isHeld: false }).word).toBe("Final");
  expect(statusWords({ status: "final", isHeld: true }).word).toBe("Held back");
  expect(statusWords({ status: "open", isHeld: true }).word).toBe("Open");
});
