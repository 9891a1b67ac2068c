import { z } from "zod";
import { parseInput } from "../parse-input.ts";

/** 1 is full agreement, 0 none. A matrix is for a scale whose disagreements differ in gravity. */
export type AgreementWeights = "none" | "linear" | "quadratic" | readonly (readonly number[])[];

const schema = z.union([z.enum(["none", "linear", "quadratic"]), z.array(z.array(z.number().min(0).max(1)))]);

/**
 * Weights of agreement between categories of an ordered scale.
 *
 * @param weights `none`: 1 for the same category and 0 otherwise; `linear`: 1 - |i - j| / (k - 1);
 *   `quadratic`: 1 - (i - j)² / (k - 1)²; or a symmetric matrix from 0 to 1 with 1 on its diagonal
 * @param size number of categories k, at least 2
 * @returns k x k matrix
 * @throws TypeError for other weights; RangeError for a matrix that does not fit, all problems at once
 *
 * Source: Cicchetti & Allison 1971 (linear), Fleiss & Cohen 1973 (quadratic), both as in Fleiss, Levin & Paik 2003,
 * Statistical Methods for Rates and Proportions, chapter 18.
 */
export function agreementWeights(weights: AgreementWeights, size: number): number[][] {
  const given = parseInput(schema, weights, "weights");
  if (typeof given === "string") {
    return matrixOf(size, (row, column) => {
      const distance = Math.abs(row - column) / (size - 1);
      if (given === "none") return row === column ? 1 : 0;
      return given === "linear" ? 1 - distance : 1 - distance * distance;
    });
  }
  const problems = given.flatMap((values, row) => [
    ...(values.length === size ? [] : [`weights[${row}]: found ${values.length} columns, expected ${size}`]),
    ...(values[row] === 1 ? [] : [`weights[${row}][${row}]: found ${values[row]}, expected 1`]),
    ...values.flatMap((weight, column) =>
      weight === given[column]?.[row]
        ? []
        : [`weights[${row}][${column}]: found ${weight}, expected the same as weights[${column}][${row}]`],
    ),
  ]);
  if (given.length !== size) problems.unshift(`weights: found ${given.length} rows, expected ${size}`);
  if (problems.length > 0) throw new RangeError(problems.join("\n"));
  return given;
}

function matrixOf(size: number, cell: (row: number, column: number) => number): number[][] {
  const places = Array.from({ length: size }, (_, place) => place);
  return places.map((row) => places.map((column) => cell(row, column)));
}
