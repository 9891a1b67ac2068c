import { expect, test } from "vitest";
import { handedOverWords } from "./handed-over.rules.ts";

const ana = { name: "Ana Alder", on: "2026-11-10", receiverName: "Nia New" };

test("whoever was handed over is named with the day and, as far as it is known, the successor", () => {
  expect(handedOverWords([])).toBeNull();
  expect(handedOverWords([ana])).toMatch(
    /^Ana Alder was handed over to Nia New on Tue 10 Nov 2026\. .*tell Nia New or your coaching lead/,
  );
  expect(handedOverWords([{ ...ana, receiverName: null }])).toMatch(
    /handed over to another coach on .*tell your coaching lead/,
  );
  const both = handedOverWords([ana, { ...ana, name: "Bo Birch", receiverName: "Cal Cook" }]);
  expect(both).toMatch(/to Nia New on .* Bo Birch was handed over to Cal Cook on .*tell your coaching lead/);
});
