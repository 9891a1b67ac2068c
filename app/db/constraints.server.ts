import { type Refusal, refuse } from "#app/errors/problem.ts";

/** unique_violation, exclusion_violation, and deadlock_detected: PostgreSQL 18, appendix A. */
const TAKEN = ["23505", "23P01", "40P01"];

/**
 * Runs a transaction that is harmless to repeat, and runs it once more when something else that was stored at the same
 * moment refused it: now that can be read. `ON CONFLICT (id)` watches one index, so of two equal posts at once another
 * unique key of the row may refuse the second; two equal rows under an exclusion constraint may wait for each other.
 * @returns what `attempt` returns; what refuses it the second time is thrown
 */
export async function againIfTaken<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    if (!TAKEN.includes(String((error as { code?: unknown }).code))) throw error;
    return attempt();
  }
}

/** The name of the database constraint that refused a write, or null for any other error. */
export function violatedConstraint(error: unknown): string | null {
  for (let cause = error; cause && typeof cause === "object"; cause = (cause as { cause?: unknown }).cause) {
    const { code, constraint_name, constraint, meta } = cause as Record<string, unknown>;
    if (typeof constraint_name === "string") return constraint_name;
    if (typeof constraint === "string" && typeof code === "string" && code.startsWith("23"))
      return constraint;
    const driver = (
      meta as
        | { driverAdapterError?: { cause?: { constraint?: { fields?: string[]; index?: string } } } }
        | undefined
    )?.driverAdapterError?.cause?.constraint;
    if (driver?.index) return driver.index;
    if (driver?.fields) return driver.fields.join("_");
  }
  return null;
}

/** What a constraint of the database says to the person at the form: the field, and what to do. */
export type ConstraintMessages = Readonly<Record<string, readonly [field: string, message: string]>>;

/** Runs a transaction, if need be once more; what a known constraint refused becomes a refusal at the form's field. */
export async function refusingViolations<T>(
  messages: ConstraintMessages,
  attempt: () => Promise<T>,
): Promise<T | Refusal> {
  try {
    return await againIfTaken(attempt);
  } catch (error) {
    const constraint = violatedConstraint(error);
    const known = constraint ? messages[constraint] : undefined;
    if (!known) throw error;
    const [field, message] = known;
    return refuse(`constraint.${constraint}`, message, { [field]: [message] });
  }
}
