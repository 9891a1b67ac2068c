import { Form, useNavigation } from "@remix-run/react";
import type { ReactNode } from "react";
import { Button } from "#app/components/button.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { type Answer, fieldErrorsOf, generalErrorOf, typedValue } from "#app/http/answer.ts";

/** What the page's action answered, with the form it was about. */
export type PersonAnswer = (NonNullable<Answer> & { intent?: string; about?: string }) | undefined;

export interface FieldOf {
  name: string;
  id: string;
  defaultValue: string | undefined;
  error: string[] | undefined;
}

interface FactFormProps {
  intent: string;
  /** Tells apart several forms of one intent. */
  about?: string;
  /** What opens the form. */
  label: ReactNode;
  submitLabel: string;
  answer: PersonAnswer;
  hidden?: Record<string, string>;
  danger?: boolean;
  children: (field: (name: string, initial?: string) => FieldOf) => ReactNode;
}

/** One of several forms of a page, folded until it is wanted; it opens by itself when it was refused. */
export function FactForm({
  intent,
  about = "",
  label,
  submitLabel,
  answer,
  hidden = {},
  danger,
  children,
}: FactFormProps) {
  const { formData } = useNavigation();
  const isSaving = formData?.get("intent") === intent && (formData.get("id") ?? "") === about;
  const own = answer?.intent === intent && (answer.about ?? "") === about ? answer : undefined;
  const errors = fieldErrorsOf(own);
  const idOf = (name: string) => [intent, about, name].filter(Boolean).join("-");
  const field = (name: string, initial?: string): FieldOf => ({
    name,
    id: idOf(name),
    defaultValue: own ? (typedValue(own, name) ?? "") : initial,
    error: errors[name],
  });
  const summary = Object.fromEntries(
    Object.entries(errors).map(([name, messages]) => [idOf(name), messages]),
  );
  return (
    <details open={own ? true : undefined} className="group">
      <summary className="link inline-flex min-h-9 items-center text-[0.9375rem] font-medium pointer-coarse:min-h-11">
        {label}
      </summary>
      <Form
        method="post"
        preventScrollReset
        noValidate
        className="mt-2 grid gap-4 rounded-card border border-line bg-surface p-4"
      >
        <ErrorSummary errors={summary} general={generalErrorOf(own)} />
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {children(field)}
        <Button
          name="intent"
          value={intent}
          variant={danger ? "danger" : "primary"}
          className="justify-self-start"
          pending={isSaving}
          pendingLabel="Saving"
        >
          {submitLabel}
        </Button>
      </Form>
    </details>
  );
}
