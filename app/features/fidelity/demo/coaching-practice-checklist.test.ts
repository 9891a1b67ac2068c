import { expect, test } from "vitest";
import { DEMO_PROFILE } from "#app/features/planning/demo/practice-profile.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { validateDefinition } from "#fidelity/instruments/validate-definition.ts";
import { scheduleRule } from "#fidelity/schedule/schedule-rule.schema.ts";
import { COACH_FIDELITY_RULE, COACHING_PRACTICE_CHECKLIST } from "./coaching-practice-checklist.ts";

const definition = readDefinition(COACHING_PRACTICE_CHECKLIST);

test("the demo checklist can be published", () => {
  expect(validateDefinition(COACHING_PRACTICE_CHECKLIST)).toEqual([]);
});

test("it has 30 items in 5 sections, three of them critical, of three kinds", () => {
  expect(definition.items).toHaveLength(30);
  expect(definition.sections).toHaveLength(5);
  expect(definition.items.filter((item) => item.type !== "text" && item.critical)).toHaveLength(3);
  expect(new Set(definition.items.map(({ type }) => type))).toEqual(
    new Set(["binary", "trinary", "anchored"]),
  );
});

test("every item looks at a function of the demo practice profile, and every function is looked at", () => {
  const known = DEMO_PROFILE.components.flatMap(({ functions }) => functions.map(({ code }) => code));
  expect(new Set(definition.items.map((item) => item.essentialFunctionId))).toEqual(new Set(known));
});

test("the demo rule is a schedule rule", () => {
  expect(scheduleRule.safeParse(COACH_FIDELITY_RULE).success).toBe(true);
});
