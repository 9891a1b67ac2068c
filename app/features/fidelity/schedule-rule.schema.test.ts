import { expect, test } from "vitest";
import { parseInput } from "#fidelity/parse-input.ts";
import { scheduleRule } from "#fidelity/schedule/schedule-rule.schema.ts";
import { ruleForm, ruleOfFields } from "./schedule-rule.schema.ts";

const fields = ruleForm.parse({
  ...{ intent: "preview", kind: "sessions", title: "Every fourth session", raterType: "supervisor" },
  ...{
    startsOn: "2026-11-16",
    opensDaysBefore: "14",
    dueDaysAfter: "7",
    graceDays: "3",
    businessDays: "none",
  },
  ...{ leave: "shift", exit: "cancel", transfer: "inherit", precedence: "100", minimumSpacingDays: "0" },
  ...{ everySessions: "4", targetDaysAfter: "14" },
});
const before = (rule: object) => [parseInput(scheduleRule, { id: "rule", ...rule }, "rule")];

test("a further version goes on counting from where the first one began", () => {
  const sessions = { kind: "sessions", every: 4 };
  expect(ruleOfFields(fields, "rule", "coach")).toMatchObject({ startOn: "2026-11-16" });
  expect(ruleOfFields(fields, "rule", "coach", before({ ...sessions, startOn: "2026-01-01" }))).toMatchObject(
    {
      startOn: "2026-01-01",
    },
  );
  // One that never came into force gives way to an earlier day.
  expect(ruleOfFields(fields, "rule", "coach", before({ ...sessions, startOn: "2027-01-01" }))).toMatchObject(
    {
      startOn: "2026-11-16",
    },
  );
  expect(
    ruleOfFields(fields, "rule", "coach", before({ kind: "sweep", days: ["2026-01-01"] })),
  ).toMatchObject({
    startOn: "2026-11-16",
  });
});
