import type { Item } from "./instrument.schema.ts";

export type Choice = { name: string; label: string };
export type ChoiceRole = "value" | "na" | "not-observed" | "dont-know" | "refused";

type Scale =
  | { type: "binary" }
  | { type: "trinary"; anchors: { value: number; text: string }[] }
  | { type: "anchored"; min: number; max: number; anchors: { value: number; text: string }[] };

export type ScaleOfChoices = {
  /** Null when the choices are no ladder; `reason` says why. */
  scale: Scale | null;
  reason: string;
  naAllowed: boolean;
  dontKnowAllowed: boolean;
  refusedAllowed: boolean;
  notObservedPolicy: Extract<Item, { type: "binary" }>["notObservedPolicy"];
  /** What each choice became, in the order given. */
  roles: ChoiceRole[];
};

/** A longer ladder is a number and not a step that a rater can tell from the next. */
export const MOST_STEPS = 21;

const NOT_APPLICABLE = /^(n\/?a|not[ _]?applicable|does not apply)$/i;
const NOT_OBSERVED = /^(n\/o|not[ _]?observed|no[ _]opportunity( to observe)?)$/i;
const DONT_KNOW = /^(dk|d\/k|don['’]?t[ _]?know|do[ _]not[ _]know|unsure|not sure)$/i;
const REFUSED = /^(rf|refused( to answer)?|declined( to answer)?|prefer not to (answer|say))$/i;
const YES = /^(yes|true)$/i;
const NO = /^(no|false)$/i;

/**
 * The scale that a list of choices makes: `no` and `yes` are binary, 0 1 2 is trinary, whole numbers without a hole are
 * a ladder with each choice's label as its text. "Not applicable", "not observed", "don't know" and "refused" are no
 * steps; they are taken by their name or their label.
 *
 * @param choices names and labels in the order of the source
 * @returns the scale, or null with the reason. Never throws.
 *
 * Source: item types and response semantics of `instrument.schema.ts`.
 */
export function scaleOfChoices(choices: readonly Choice[]): ScaleOfChoices {
  const roles = choices.map(roleOf);
  const steps = choices.filter((_, index) => roles[index] === "value");
  return {
    ...scaleOf(steps),
    naAllowed: roles.includes("na"),
    dontKnowAllowed: roles.includes("dont-know"),
    refusedAllowed: roles.includes("refused"),
    notObservedPolicy: roles.includes("not-observed") ? "remove" : "not-allowed",
    roles,
  };
}

export function roleOf({ name, label }: Choice): ChoiceRole {
  const is = (pattern: RegExp) =>
    pattern.test(name.trim()) ||
    label.split("/").some((part) => pattern.test(part.trim())) ||
    pattern.test(label);
  if (is(NOT_APPLICABLE)) return "na";
  if (is(NOT_OBSERVED)) return "not-observed";
  if (is(REFUSED)) return "refused";
  return is(DONT_KNOW) ? "dont-know" : "value";
}

function scaleOf(steps: readonly Choice[]): Pick<ScaleOfChoices, "scale" | "reason"> {
  const refused = (reason: string) => ({ scale: null, reason });
  if (steps.length < 2)
    return refused(`it has ${steps.length === 0 ? "no choice" : "one choice"} that earns a score`);
  if (isYesNo(steps)) return { scale: { type: "binary" }, reason: "" };
  if (!steps.every(({ name }) => /^\d{1,6}$/.test(name.trim())))
    return refused("its choices are words without an order; a ladder needs whole numbers as their names");
  const anchors = steps.map(({ name, label }) => ({ value: Number(name), text: label }));
  const values = anchors.map(({ value }) => value);
  const [min, max] = [Math.min(...values), Math.max(...values)];
  if (new Set(values).size < values.length) return refused("two of its choices have the same number");
  if (max - min >= MOST_STEPS)
    return refused(`its numbers go from ${min} to ${max}, at most ${MOST_STEPS} steps are taken`);
  const holes = [...range(min, max)].filter((value) => !values.includes(value));
  if (holes.length > 0)
    return refused(`its numbers have holes at ${holes.join(", ")}; a ladder needs every step`);
  if (min === 0 && max === 2) return { scale: { type: "trinary", anchors }, reason: "" };
  return { scale: { type: "anchored", min, max, anchors }, reason: "" };
}

/** `yes` and `no`, or 1 and 0 with these labels. */
function isYesNo(steps: readonly Choice[]): boolean {
  if (steps.length !== 2) return false;
  const has = (word: RegExp, digit: string) =>
    steps.some(
      ({ name, label }) => word.test(name.trim()) || (name.trim() === digit && word.test(label.trim())),
    );
  return has(YES, "1") && has(NO, "0");
}

function* range(from: number, to: number) {
  for (let value = from; value <= to; value += 1) yield value;
}
