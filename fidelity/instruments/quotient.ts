import type { InstrumentDraft } from "./instrument-draft.ts";
import type { Dialect } from "./logic-text.ts";

/** One count over another, as a calculation writes it. */
type Quotient = { above: string; below: string; isPercent: boolean };

const FIELD = { xlsform: "\\$\\{([^}]+)\\}", redcap: "\\[([^\\]()]+)\\]" };
/** Longer ones are no quotient, and text from elsewhere must not cost more than its length. */
const LONGEST = 1_000;
const OVER = { xlsform: "div", redcap: "/" };

/**
 * Two fields divided, as it stands or times 100, rounded or with a check for zero around it.
 *
 * @param calculation the calculation as the source has it
 * @param dialect whose syntax
 * @returns the names of both fields, or null for any other calculation
 *
 * Source: XLSForm `calculation` (XPath), REDCap calculated fields.
 */
export function quotientOf(calculation: string, dialect: Dialect): Quotient | null {
  let text = calculation.replace(/\s+/g, " ").trim();
  if (text.length > LONGEST) return null;
  const zero = /^if ?\([^,]+?(?:>=|!=|<>|>|=) ?'?\d*'? ?,(.*), ?(?:''|""|0|"NaN"|'NaN') ?\)$/i.exec(text);
  if (zero) text = (zero[1] ?? "").trim();
  text = text.replace(/^round ?\((.*), ?\d+ ?\)$/i, "$1").trim();
  const field = FIELD[dialect];
  const plain = new RegExp(`^\\(? ?${field} ?${OVER[dialect]} ?${field} ?\\)?$`, "i");
  const times =
    /^100(?:\.0+)? ?\* ?(.*)$/.exec(text)?.[1] ?? /^(.*)\* ?100(?:\.0+)?$/.exec(text)?.[1] ?? null;
  const [, above = "", below = ""] = (plain.exec((times ?? text).trim()) ?? []).map((part) => part.trim());
  if (!above || !below || above === below) return null;
  return { above, below, isPercent: times !== null };
}

/**
 * Takes both counts out of the draft and gives the item they make.
 *
 * @param draft what is read so far
 * @param here the row of the calculation
 * @param quotient the names of both counts
 * @returns the item's own fields and what is still open; null when they are no two counts of their own
 */
export function partsOfQuotient(
  draft: InstrumentDraft,
  here: { name: string },
  { above, below, isPercent }: Quotient,
): { fields: Record<string, unknown>; losses: string[] } | null {
  const [first, second] = [draft.find(above), draft.find(below)];
  if (first?.item.type !== "count" || second?.item.type !== "count") return null;
  if (!draft.takeOut([above, below])) return null;
  for (const account of draft.rows)
    if (account.name === above || account.name === below) {
      account.outcome = "mapped";
      account.how = `what is counted ${account.name === above ? "above" : "below"} the line of “${here.name}”`;
    }
  if (isPercent)
    return {
      fields: { type: "percent", opportunity: second.item.label },
      losses: [`“${first.item.label}” of “${second.item.label}” is the share of one point`],
    };
  return {
    fields: { type: "ratio", numerator: first.item.label, denominator: second.item.label },
    losses: ["recorded without a score until the ratio that earns all points is set"],
  };
}
