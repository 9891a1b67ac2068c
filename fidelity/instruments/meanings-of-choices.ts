import type { NamedItem } from "./logic-text.ts";
import type { OwnFields } from "./own-fields.ts";
import { type Choice, type ChoiceRole, roleOf } from "./scale-of-choices.ts";

/** What the choices of our own files stand for, beside their numbers. */
export const CODES: NamedItem["choices"] = new Map([
  ["na", "na"],
  ["not_observed", "not-observed"],
  ["dont_know", "dont-know"],
  ["refused", "refused"],
] as const);

/**
 * What the name of each choice stands for in a condition, where it is not its own number.
 *
 * @param choices the choices of an item, in the order of its roles
 * @param meaning what each is, and whether the item is yes or no
 * @returns numbers and codes by the name of the choice
 */
export function meaningsOf(
  choices: readonly Choice[],
  { isBinary, roles }: { isBinary: boolean; roles: readonly ChoiceRole[] },
): NamedItem["choices"] {
  const meanings = new Map<string, Exclude<ChoiceRole, "value"> | number>();
  for (const [index, { name }] of choices.entries()) {
    const role = roles[index] ?? "value";
    if (role !== "value") meanings.set(name, role);
    else if (isBinary && /^(yes|true)$/i.test(name.trim())) meanings.set(name, 1);
    else if (isBinary && /^(no|false)$/i.test(name.trim())) meanings.set(name, 0);
  }
  return meanings;
}

/** Most choices that are taken as indicators of one item. */
export const MOST_INDICATORS = 50;

/** Why "none of these" is left out. */
export const NO_TICK = "no indicator ticked says it";

const NONE = /^none( of (these|the above|them))?$/i;

/**
 * The choices of a question with several answers as indicators. "Not applicable" and the like are answers to the whole
 * item, and "none of these" is what no tick says.
 *
 * @param choices names and labels, with our own fields in a file of ours
 * @param source whether we wrote the file
 * @returns the indicators, what became of each other choice, and which answers the item allows
 */
export function indicatorsOfChoices(
  choices: readonly (Choice & { own: OwnFields })[],
  { isOurs }: { isOurs: boolean },
) {
  const indicators: { id: string; text: string; notObservedAllowed: boolean }[] = [];
  const others = new Map<string, string>();
  const allowed = new Set<ChoiceRole>();
  for (const { name, label, own } of choices) {
    const role = isOurs ? "value" : roleOf({ name, label });
    if (role !== "value") {
      allowed.add(role);
      others.set(name, `an answer to the whole item instead: ${label}`);
    } else if (!isOurs && (NONE.test(name.trim()) || NONE.test(label.trim()))) others.set(name, NO_TICK);
    else indicators.push({ id: own.id || name, text: label, notObservedAllowed: own.not_observed === "yes" });
  }
  const answers = {
    ...(allowed.has("na") && { naAllowed: true }),
    ...(allowed.has("not-observed") && { notObservedPolicy: "remove" }),
    ...(allowed.has("dont-know") && { dontKnowAllowed: true }),
    ...(allowed.has("refused") && { refusedAllowed: true }),
  };
  return { indicators, others, answers };
}
