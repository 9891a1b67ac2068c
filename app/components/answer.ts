import type { ShouldRevalidateFunctionArgs } from "@remix-run/react";

/** What an action answered to a form, read by the form without knowing which refusal it was. */
export type Answer =
  | {
      ok?: boolean;
      code?: string;
      message?: string;
      fieldErrors?: Record<string, string[]>;
      values?: Record<string, unknown>;
    }
  | undefined;

/**
 * For a route whose form makes the id of what it adds. A refusal leaves a page as it is, so that nothing typed goes; when
 * the id is taken, the page is read again, and its form gets another.
 */
export function revalidatesForNewId({
  actionResult,
  defaultShouldRevalidate,
}: ShouldRevalidateFunctionArgs): boolean {
  return defaultShouldRevalidate || actionResult?.code === "stored-already";
}

/** Messages by field name; empty when there are none. */
export function fieldErrorsOf(answer: Answer): Record<string, string[]> {
  return answer?.fieldErrors ?? {};
}

/** The sentence of a refusal that belongs to no single field. */
export function generalErrorOf(answer: Answer): string | undefined {
  if (answer?.ok !== false) return undefined;
  return Object.keys(answer.fieldErrors ?? {}).length ? undefined : answer.message;
}

/** What was typed into a field before the refusal. */
export function typedValue(answer: Answer, name: string): string | undefined {
  const value = answer?.values?.[name];
  return typeof value === "string" ? value : undefined;
}
