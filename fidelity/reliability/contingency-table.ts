import { z } from "zod";
import { parseInput } from "../parse-input.ts";
import { type Category, category } from "./estimate.ts";

export type ContingencyTable = {
  /** The declared scale, in its order. */
  categories: Category[];
  /** Rows: ratings of a; columns: ratings of b; both in the order of `categories`. */
  counts: number[][];
  /** Pairs counted. */
  n: number;
  /** Pairs left out because a rating is missing. */
  missing: number;
};

const ratings = z.array(category.nullable());
const scale = z.array(category).min(2, { error: "expected at least 2 categories" });

/**
 * Cross-tabulation of two raters over the declared scale: a category nobody used keeps its row and column, because
 * weights depend on the distance between categories.
 *
 * @param a ratings of the first rater, one per unit; null when missing
 * @param b ratings of the second rater, of the same units in the same order
 * @param categories the scale, in order, each category once; compared strictly: 1 is not "1"
 * @returns whole-number counts; pairs with a missing rating are left out and counted
 * @throws TypeError for ratings of another kind; RangeError for lists that differ in length, a category given twice,
 *   and every rating outside the scale, all at once
 *
 * Source: table 1 of Cohen 1960, Educational and Psychological Measurement 20:37-46.
 */
export function contingencyTable(
  a: readonly (Category | null)[],
  b: readonly (Category | null)[],
  categories: readonly Category[],
): ContingencyTable {
  const first = parseInput(ratings, a, "a");
  const second = parseInput(ratings, b, "b");
  const declared = parseInput(scale, categories, "categories");
  const places = new Map(declared.map((name, place) => [name, place]));
  const problems = [
    ...(places.size < declared.length ? ["categories: found one twice, expected each once"] : []),
    ...(first.length === second.length
      ? []
      : [`b: found ${second.length} ratings, expected ${first.length} as in a`]),
    ...outsideScale("a", first, places),
    ...outsideScale("b", second, places),
  ];
  if (problems.length > 0) throw new RangeError(problems.join("\n"));

  const counts = declared.map(() => declared.map(() => 0));
  let n = 0;
  for (const [unit, one] of first.entries()) {
    const other = second[unit] ?? null;
    if (one === null || other === null) continue;
    const row = counts[places.get(one) ?? 0] ?? [];
    const column = places.get(other) ?? 0;
    row[column] = (row[column] ?? 0) + 1;
    n += 1;
  }
  return { categories: declared, counts, n, missing: first.length - n };
}

function outsideScale(
  what: string,
  given: (Category | null)[],
  places: ReadonlyMap<Category, number>,
): string[] {
  return given.flatMap((rating, unit) =>
    rating === null || places.has(rating)
      ? []
      : [`${what}[${unit}]: found ${JSON.stringify(rating)}, expected one of the categories or null`],
  );
}
