import type { z } from "zod";

/**
 * Reads what fits a shape and leaves out the fields that do not, so that one bad field costs its own value only.
 *
 * @param schema an object shape with defaults
 * @param raw the fields as found
 * @returns the value, or null when a field without a default is missing or wrong; with one entry per bad field: its
 *   path, what was found and what was expected. Never throws.
 *
 * Source: none; the rule that an import takes what it can and says the rest.
 */
export function parseLeniently<Schema extends z.ZodType>(
  schema: Schema,
  raw: Record<string, unknown>,
): { data: z.output<Schema> | null; issues: { path: string; found: string; expected: string }[] } {
  const left = { ...raw };
  const issues: { path: string; found: string; expected: string }[] = [];
  for (let round = 0; round < 5; round += 1) {
    const result = schema.safeParse(left);
    if (result.success) return { data: result.data, issues };
    const before = Object.keys(left).length;
    for (const issue of result.error.issues) {
      const unknown = issue.code === "unrecognized_keys" ? issue.keys : [];
      if (unknown.length > 0 && issue.path.length === 0) {
        for (const key of unknown) {
          issues.push({ path: key, found: show(left[key]), expected: "no such field" });
          delete left[key];
        }
        continue;
      }
      const path = issue.path.map(String).join(".");
      const found = show(issue.path.reduce<unknown>((value, key) => (value as never)?.[key], raw));
      if (!issues.some((known) => known.path === path)) issues.push({ path, found, expected: issue.message });
      delete left[String(issue.path[0])];
    }
    if (Object.keys(left).length === before) return { data: null, issues };
  }
  return { data: null, issues };
}

/** A found value as a person can read it: short, and no object in full. */
export function show(value: unknown): string {
  if (value === undefined || value === null || value === "") return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object") return "an object";
  const text = String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
