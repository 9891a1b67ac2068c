import type { PracticeProfileView } from "#app/features/planning/plan.types.ts";
import { emptyDraft } from "./draft-edits.rules.ts";
import type { DraftDefinition, DraftItem } from "./instrument-draft.schema.ts";

type Profile = Pick<PracticeProfileView, "title" | "version" | "components">;
type Activity = Profile["components"][number]["functions"][number]["activities"][number];

/**
 * A first draft out of a practice profile: a section for each essential function, or for each core component, and for
 * each core activity an item that is anchored by the profile's own levels, the lowest level 0.
 */
export function draftFromProfile(
  profile: Profile,
  { title, subject, grouping }: { title: string; subject: string; grouping: "function" | "component" },
): DraftDefinition {
  const groups = profile.components.flatMap((component) => {
    const functions = component.functions.filter(({ activities }) => activities.length > 0);
    if (grouping === "function")
      return functions.map((one) => ({ id: one.code.toLowerCase(), title: one.title, functions: [one] }));
    return functions.length > 0
      ? [{ id: `component-${component.number}`, title: component.title, functions }]
      : [];
  });
  return {
    ...emptyDraft(title, "unused"),
    subject,
    dimensions: ["adherence"],
    purpose: `Rates practice as ${profile.title}, version ${profile.version}, describes it.`,
    sections: groups.map(({ id, title }) => ({ id, title, thresholds: [] })),
    items: groups.flatMap((group) =>
      group.functions.flatMap(({ code, activities }) =>
        activities.map((activity) => itemOf(activity, { sectionId: group.id, code })),
      ),
    ),
  };
}

function itemOf({ number, title, levels }: Activity, at: { sectionId: string; code: string }): DraftItem {
  const every = {
    id: `${at.code.toLowerCase()}-${number}`,
    sectionId: at.sectionId,
    label: title,
    guidance: "",
    essentialFunctionId: at.code,
  };
  // A ladder has two steps or more; with fewer levels the activity is there or it is not.
  if (levels.length < 2) return { ...every, type: "binary" };
  return {
    ...every,
    type: "anchored",
    min: 0,
    max: levels.length - 1,
    anchors: levels.toReversed().map(({ label, description }, value) => ({
      value,
      text: [label, description].filter(Boolean).join(": "),
    })),
  };
}
