import { type InstrumentDefinition, item, section } from "#fidelity/instruments/instrument.schema.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { validateDefinition } from "#fidelity/instruments/validate-definition.ts";
import { completeness } from "#fidelity/scoring/completeness.ts";
import { type AssessmentScore, scoreAssessment } from "#fidelity/scoring/score-assessment.ts";
import { checklistOf, decodeAnswer, toItemResponses } from "./answers.rules.ts";
import type { ChecklistSection, ItemAnswer } from "./assessment.types.ts";
import { shownIn } from "./checklist.rules.ts";
import { toDefinition } from "./draft-definition.rules.ts";
import type { DraftDefinition } from "./instrument-draft.schema.ts";

export interface Preview {
  sections: ChecklistSection[];
  /** Numbers of items that are not finished enough to be shown. */
  unfinished: number[];
  /** What answers are scored with; null while something keeps the draft from being published. */
  definition: InstrumentDefinition | null;
}

/** A draft as raters would see it, as far as it is finished. */
export function previewOf(draft: DraftDefinition, version: number): Preview {
  const whole = toDefinition({ ...draft, code: draft.code || "draft" }, { version });
  const unfinished: number[] = [];
  const items = whole.items.flatMap((one, index) => {
    const read = item.safeParse(one);
    if (!read.success) unfinished.push(index + 1);
    return read.success ? [read.data] : [];
  });
  const sections = whole.sections.map((one, index) => {
    const read = section.safeParse({ ...one, title: (one as { title?: string }).title || "Without a title" });
    return read.success
      ? read.data
      : section.parse({
          id: draft.sections[index]?.id,
          title: draft.sections[index]?.title || "Without a title",
        });
  });
  const numbers = new Map(draft.items.map(({ id }, index) => [id, index + 1]));
  const shown = checklistOf({ ...whole, sections, items } as never).filter((one) => one.items.length > 0);
  return {
    sections: shown.map((one) => ({
      ...one,
      items: one.items.map((each) => ({ ...each, number: numbers.get(each.id) ?? each.number })),
    })),
    unfinished,
    definition: validateDefinition(whole).length === 0 ? readDefinition(whole as never) : null,
  };
}

/** The score of answers as they are being tried out, and whether a rater could submit them. */
export function tryScore(
  definition: InstrumentDefinition,
  answers: Readonly<Record<string, ItemAnswer>>,
): { score: AssessmentScore; canSubmit: boolean; left: number } {
  const shown = shownIn(checklistOf(definition), answers);
  const responses = toItemResponses(
    definition.items.flatMap((one) => {
      const given = answers[one.id];
      const read =
        given && shown.has(one.id) ? decodeAnswer(one, { ...given, itemId: one.id, baseVersion: 0 }) : null;
      return read ? [read] : [];
    }),
  );
  const { canSubmit, missing } = completeness(definition, responses);
  return { score: scoreAssessment(definition, responses), canSubmit, left: missing.length };
}
