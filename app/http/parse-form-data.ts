import { parseWithZod } from "@conform-to/zod/v4";
import type { z } from "zod";

export type ParsedForm<T> =
  | { ok: true; data: T }
  | {
      ok: false;
      code: "bad-input";
      message: string;
      fieldErrors: Record<string, string[]>;
      values: Record<string, unknown>;
    };

/** Reads the fields of a form with a schema, the same on the server and on a device. */
export function parseFormData<S extends z.ZodType>(form: FormData, schema: S): ParsedForm<z.infer<S>> {
  const typed = new FormData();
  for (const [name, value] of form) typed.append(name, typeof value === "string" ? withoutNul(value) : value);
  const submission = parseWithZod(typed, { schema });
  if (submission.status === "success") return { ok: true, data: submission.value as z.infer<S> };
  const fieldErrors: Record<string, string[]> = {};
  for (const [field, messages] of Object.entries(submission.error ?? {}))
    if (messages) fieldErrors[field] = messages;
  return {
    ok: false,
    code: "bad-input",
    message: "Some fields need another look.",
    fieldErrors,
    // What is secret stays out of the page.
    values: { ...Object.fromEntries(typed), password: undefined },
  };
}

/** A text in Postgres holds no NUL, and nobody means one. */
export function withoutNul(text: string): string {
  return text.replaceAll("\0", "");
}
