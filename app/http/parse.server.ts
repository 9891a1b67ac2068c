import { z } from "zod";
import { PROBLEMS } from "#app/errors/catalog.ts";
import { Problem } from "#app/errors/problem.ts";
import { type ParsedForm, parseFormData, withoutNul } from "./parse-form-data.ts";

export { parseFormData };

/**
 * Reads a posted form with a schema. Nested names (`steps[0].what`) become objects, blanks become undefined.
 * A form that does not fit comes back whole: every problem at its field, and everything that was typed.
 */
export async function parseForm<S extends z.ZodType>(
  request: Request,
  schema: S,
): Promise<ParsedForm<z.infer<S>>> {
  return parseFormData(await readForm(request), schema);
}

/** More than any form of ours posts: a checklist of 500 items has six fields for each, and some have indicators. */
const MOST_FIELDS = 5_000;
/** How our forms name their fields: a word, a place in a list, an entry by id; `steps[0].what`, `reviews.<id>`. */
const FIELD_NAME = /^[A-Za-z]\w*(\[\d{1,3}\])?(\.[\w-]+)?$/;

/**
 * The posted fields as they are. A form that no page of ours has made ends the request: reading on would cost far more
 * than sending it did, since the time grows with the square of a repeated field, and a list is as long as its last place.
 */
export async function readForm(request: Request): Promise<FormData> {
  const form = await request.formData();
  const names = [...form.keys()];
  if (names.length > MOST_FIELDS || !names.every((name) => FIELD_NAME.test(name))) {
    const { status, message } = PROBLEMS["bad-input"];
    throw Response.json({ code: "bad-input", message }, { status });
  }
  return form;
}

/** Reads a JSON body with a schema; anything else ends the request and says what was found where. */
export async function parseJson<S extends z.ZodType>(request: Request, schema: S): Promise<z.infer<S>> {
  const text = await request.text();
  return parsed(schema.safeParse(readJson(text)));
}

/** Route parameters. A malformed id is the same as one that does not exist. */
export function parseParams<S extends z.ZodType>(
  params: Record<string, string | undefined>,
  schema: S,
): z.infer<S> {
  const result = schema.safeParse(params);
  if (!result.success)
    throw new Problem("not-found", { subject: "address", id: Object.values(params).join("/").slice(0, 200) });
  return result.data;
}

/** Search parameters; what does not fit falls back to the schema's own defaults (`.catch`). */
export function parseSearch<S extends z.ZodType>(request: Request, schema: S): z.infer<S> {
  const search = new URL(request.url).searchParams;
  const given: Record<string, string | string[]> = {};
  for (const key of new Set(search.keys())) {
    const values = search.getAll(key).map(withoutNul);
    given[key] = values.length > 1 ? values : (values[0] ?? "");
  }
  return parsed(schema.safeParse(given));
}

export const uuid = z.guid();

function readJson(text: string): unknown {
  try {
    return JSON.parse(text, (_, value) => (typeof value === "string" ? withoutNul(value) : value));
  } catch {
    throw new Problem("bad-input", {}, "The request body is not JSON.");
  }
}

function parsed<T>(result: z.ZodSafeParseResult<T>): T {
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `${issue.path.join(".") || "request"}: ${issue.message}`);
  throw new Problem("bad-input", {}, lines.join("; "));
}
