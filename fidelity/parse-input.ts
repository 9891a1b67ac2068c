import type { z } from "zod";

/**
 * Reads a value through a schema, filling its defaults, and reports every problem at once.
 *
 * @param schema what is expected
 * @param value what was given
 * @param what name of the argument, used in the message
 * @returns the parsed value
 * @throws TypeError with one line per problem: where, what was expected
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `${[what, ...issue.path].join(".")}: ${issue.message}`);
  throw new TypeError(lines.join("\n"));
}
