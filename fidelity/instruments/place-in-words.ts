/** What an answer without a value is called. */
export const CODE_WORDS = {
  na: "not applicable",
  "not-observed": "not observed",
  "dont-know": "don't know",
  refused: "refused",
} as const;

/**
 * A place of a definition as people name it: "Item 3 “Listens”, its critical rule".
 *
 * @param path the place for machines, as `items[2].critical.failsBelow`
 * @param definition anything, usually the definition that the path is of
 * @returns the item's or section's number and words, and the field where one is meant
 *
 * Source: none; numbers as the checklist shows them, from 1 over the whole instrument.
 */
export function placeInWords(path: string, definition: unknown): string {
  const [list, index, ...fields] = path.match(/[^.[\]]+/g) ?? [];
  const field = wordsOf(fields);
  if ((list === "items" || list === "sections") && index !== undefined) {
    const one = childOf(childOf(definition, list), index);
    const name = list === "items" ? childOf(one, "label") : childOf(one, "title");
    const place = `${list === "items" ? "Item" : "Section"} ${Number(index) + 1}`;
    const quoted = typeof name === "string" && name.trim() !== "" ? ` “${short(name.trim())}”` : "";
    return [place + quoted, field].filter(Boolean).join(", ");
  }
  if (list === "scoring") return capital(wordsOf([index ?? "", ...fields]) || "the scoring");
  return list === undefined ? "The instrument" : (WHOLE[list] ?? capital(list));
}

const WHOLE: Record<string, string> = {
  code: "The code",
  version: "The version",
  title: "The title",
  subject: "Whose fidelity is rated",
  raterTypes: "Who may rate",
  dimensions: "What it looks at",
  purpose: "The purpose",
  instructions: "The instructions",
  sections: "The sections",
  items: "The items",
};

const FIELDS: Record<string, string> = {
  id: "its id",
  label: "its words",
  title: "its title",
  type: "its type",
  guidance: "its guidance",
  sectionId: "its section",
  essentialFunctionId: "its essential function",
  weight: "its weight",
  reverse: "reversed",
  scored: "whether it is scored",
  critical: "its critical rule",
  naAllowed: "not applicable",
  naRequiresReason: "the reason for not applicable",
  notObservedPolicy: "not observed",
  dontKnowAllowed: "don't know",
  refusedAllowed: "refused",
  min: "its lowest value",
  max: "its highest value",
  full: "the ratio that earns all",
  numerator: "what is counted above the line",
  denominator: "what is counted below the line",
  opportunity: "what an opportunity is",
  anchors: "the texts of its steps",
  indicators: "its indicators",
  showIf: "when it is shown",
  direction: "its direction",
  minAnswered: "fewest answered",
  thresholds: "the bands",
  maxNotApplicableShare: "the limit for not applicable",
  missing: "the rule for blanks",
  method: "the method",
};
/** Lists whose entries are named by their number. */
const ENTRIES: Record<string, string> = {
  anchors: "step",
  indicators: "indicator",
  thresholds: "band",
};

function wordsOf(fields: readonly string[]): string {
  const [first = "", second, ...rest] = fields;
  if (first === "showIf" && second === "comparisons" && rest[0] !== undefined)
    return `${FIELDS.showIf}, comparison ${Number(rest[0]) + 1}`;
  if (ENTRIES[first] && second !== undefined) return `${ENTRIES[first]} ${Number(second) + 1}`;
  return first === "" ? "" : (FIELDS[first] ?? first);
}

/**
 * What lies under a key.
 *
 * @param value anything
 * @param key a property, or an index of a list
 * @returns the value there; undefined when there is none, or nothing can lie there
 *
 * Source: none; definitions are checked as they come in, before their shape is known.
 */
export function childOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

const short = (text: string) => (text.length > 80 ? `${text.slice(0, 79)}…` : text);
const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
