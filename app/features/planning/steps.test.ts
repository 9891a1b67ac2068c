import { expect, test } from "vitest";
import { DEMO_PLAN } from "./demo/plan.ts";
import { DEMO_PROFILE } from "./demo/practice-profile.ts";
import { functionCode, milestoneKey, notAdoptedMilestones, STEPS } from "./steps.ts";

test("numbers below the highest adopted milestone are not adopted, higher ones do not exist", () => {
  expect(notAdoptedMilestones([4])).toEqual([1, 2, 3]);
  expect(notAdoptedMilestones([1])).toEqual([]);
  expect(notAdoptedMilestones([])).toEqual([]);
});

test("the plan has Steps 2 to 7 with the milestones it quotes", () => {
  expect(DEMO_PLAN.steps.map((step) => step.number)).toEqual(STEPS.map((step) => step.number));
  expect(
    DEMO_PLAN.steps.flatMap((step) =>
      step.milestones.map(
        (milestone) => `${milestoneKey(step.number, milestone.number)}: ${milestone.title}`,
      ),
    ),
  ).toEqual([
    "Step 2, Milestone 1: Team/teaming structure established",
    "Step 3, Milestone 2: Existing data about the need identified and obtained",
    "Step 4, Milestone 2: Theory (pathway) of change developed and documented",
    "Step 5, Milestone 2: Intervention options assessed for fit, feasibility, and context",
    "Step 6, Milestone 3: Staff (practitioner) requirements specified",
    "Step 7, Milestone 4: Implementation plan developed, and site(s) selected",
  ]);
});

test("the plan says each thing once", () => {
  const titles = DEMO_PLAN.steps.flatMap((step) =>
    [...step.activities, ...step.outcomes].map(({ title }) => title),
  );
  expect(new Set(titles).size).toBe(titles.length);
});

test("the practice profile has twelve functions in order, every activity with every level", () => {
  const functions = DEMO_PROFILE.components.flatMap((component) => component.functions);
  expect(DEMO_PROFILE.components).toHaveLength(5);
  expect(functions.map(({ code }) => code)).toEqual(
    Array.from({ length: 12 }, (_, index) => functionCode(index + 1)),
  );
  for (const { activities } of functions) {
    expect(activities.length).toBeGreaterThanOrEqual(2);
    for (const { levels } of activities)
      expect(levels.map(({ label, description }) => description.length > 0 && label)).toEqual([
        "Ideal",
        "Acceptable",
        "Developmental",
        "Unacceptable",
      ]);
  }
});
