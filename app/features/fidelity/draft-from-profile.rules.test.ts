import { expect, test } from "vitest";
import { DEMO_PROFILE } from "#app/features/planning/demo/practice-profile.ts";
import { validateDefinition } from "#fidelity/instruments/validate-definition.ts";
import { toDefinition } from "./draft-definition.rules.ts";
import { draftFromProfile } from "./draft-from-profile.rules.ts";

const profile = {
  ...DEMO_PROFILE,
  components: DEMO_PROFILE.components.map((component, number) => ({
    ...component,
    number,
    functions: component.functions.map((one) => ({
      ...one,
      activities: one.activities.map((activity, index) => ({ ...activity, number: index + 1 })),
    })),
  })),
};
const functions = profile.components.flatMap((component) => component.functions);
const activities = functions.flatMap((one) => one.activities);
const begin = (grouping: "function" | "component") =>
  draftFromProfile(profile, { title: "Coaching practice", subject: "coach", grouping });

test("every core activity becomes an item of its function, anchored by the levels of the profile", () => {
  const { sections, items } = begin("function");
  expect(sections.map(({ title }) => title)).toEqual(functions.map(({ title }) => title));
  expect(items).toHaveLength(activities.length);
  expect(items[0]).toMatchObject({
    ...{ id: "pc-1-1", essentialFunctionId: "PC-1", label: "Makes a coaching agreement" },
    ...{ type: "anchored", min: 0, max: 3 },
  });
  expect(items[0]?.anchors?.map(({ text }) => text.split(":")[0])).toEqual([
    ...["Unacceptable", "Developmental", "Acceptable", "Ideal"],
  ]);
});

test("sections can be the core components instead", () => {
  const { sections, items } = begin("component");
  expect(sections.map(({ title }) => title)).toEqual(profile.components.map(({ title }) => title));
  expect(new Set(items.map(({ sectionId }) => sectionId)).size).toBe(sections.length);
});

test("nothing but who rates is missing before it can be published", () => {
  const problems = validateDefinition(toDefinition(begin("function"), { version: 1 }));
  expect(problems.map(({ path }) => path)).toEqual(["raterTypes"]);
});

test("an activity with one level is there or not, and a function without activities makes no section", () => {
  const [first] = profile.components;
  const small = {
    ...profile,
    components: [
      {
        ...(first as NonNullable<typeof first>),
        functions: [
          {
            ...functions[0],
            activities: [{ number: 1, title: "Listens", levels: [{ label: "Ideal", description: "" }] }],
          },
          { ...functions[1], activities: [] },
        ] as typeof functions,
      },
    ],
  };
  const { sections, items } = draftFromProfile(small, {
    title: "Small",
    subject: "coach",
    grouping: "function",
  });
  expect(sections).toHaveLength(1);
  expect(items).toMatchObject([{ type: "binary", label: "Listens" }]);
});
