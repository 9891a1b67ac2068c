import fc from "fast-check";
import { expect, test } from "vitest";
import { NOT_HELD_REASONS } from "#fidelity/dosage/not-held-reasons.ts";
import { reasonProblems, reasonsOf } from "./not-held.codes.ts";
import { codesOf, needsReason, STATUS_LABELS } from "./session.codes.ts";

const statuses = codesOf(STATUS_LABELS);

test("every status that needs a reason has some to choose from, each once, and another one at the end", () => {
  for (const status of statuses.filter(needsReason)) {
    const reasons = reasonsOf(status);
    expect(new Set(reasons).size, status).toBe(reasons.length);
    expect(reasons.at(-1), status).toBe("other");
  }
  const offered = statuses.filter(needsReason).flatMap((status) => reasonsOf(status));
  expect(new Set(offered)).toEqual(new Set(NOT_HELD_REASONS));
});

test("a reason is asked for of what did not take place alone, and is right exactly when it was offered", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...statuses),
      fc.option(fc.constantFrom(...NOT_HELD_REASONS), { nil: undefined }),
      fc.constantFrom(undefined, "Words"),
      fc.boolean(),
      (status, notHeldReason, statusReason, mayLack) => {
        const problems = Object.keys(reasonProblems({ status, notHeldReason, statusReason }, { mayLack }));
        const isFine =
          !needsReason(status) ||
          (notHeldReason === undefined
            ? mayLack
            : reasonsOf(status).includes(notHeldReason) &&
              (notHeldReason !== "other" || statusReason !== undefined));
        expect(problems.length === 0).toBe(isFine);
      },
    ),
  );
});
