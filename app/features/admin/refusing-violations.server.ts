import { violatedConstraint } from "#app/db/constraints.server.ts";
import type { Refusal } from "#app/errors/problem.ts";
import { refusalOfConstraint } from "./constraint-refusals.ts";

/** Runs a transaction; what a known constraint of the database refused becomes a refusal at the form's field. */
export async function refusingViolations<T>(work: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await work();
  } catch (error) {
    const refusal = refusalOfConstraint(violatedConstraint(error));
    if (!refusal) throw error;
    return refusal;
  }
}
