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
