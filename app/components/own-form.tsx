import { Form, useNavigation } from "@remix-run/react";
import type { ReactNode } from "react";
import { type Answer, fieldErrorsOf, generalErrorOf, typedValue } from "./answer.ts";
import { Button } from "./button.tsx";
import { ErrorSummary } from "./error-summary.tsx";

/** What an action answered, with the form it was about. */
export type FormAnswer = (NonNullable<Answer> & { intent?: string; about?: string }) | undefined;

export interface FieldOf {
  name: string;
  id: string;
  defaultValue: string | undefined;
  error: string[] | undefined;
}

interface OwnFormProps {
  intent: string;
  /** Tells apart several forms of one intent. */
  about?: string;
  /** What opens the form. */
  label: ReactNode;
  submitLabel: string;
  answer: FormAnswer;
  hidden?: Record<string, string>;
  danger?: boolean;
  open?: boolean;
  children: (field: (name: string, initial?: string) => FieldOf) => ReactNode;
}

/** One of several forms of a page, folded until it is wanted; it opens by itself when it was refused. */
export function OwnForm({
  intent,
  about = "",
  label,
  submitLabel,
  answer,
  hidden = {},
  danger,
  open,
  children,
}: OwnFormProps) {
  const { formData } = useNavigation();
  const isSaving = formData?.get("intent") === intent && (formData.get("about") ?? "") === about;
  const own = answer?.intent === intent && (answer.about ?? "") === about ? answer : undefined;
  const errors = fieldErrorsOf(own);
  const idOf = (name: string) => [intent, about, name].filter(Boolean).join("-");
  const field = (name: string, initial?: string): FieldOf => ({
    ...{ name, id: idOf(name), error: errors[name] },
    defaultValue: own ? (typedValue(own, name) ?? "") : initial,
  });
  const summary = Object.fromEntries(
    Object.entries(errors).map(([name, messages]) => [idOf(name), messages]),
  );
  return (
    <details open={own || open ? true : undefined} className="group">
      <summary className="link inline-flex min-h-9 items-center text-[0.9375rem] font-medium pointer-coarse:min-h-11">
        {label}
      </summary>
      <Form
        method="post"
        preventScrollReset
        noValidate
        className="mt-2 grid max-w-2xl gap-4 rounded-card border border-line bg-surface p-4 text-left font-normal"
      >
        <ErrorSummary errors={summary} general={generalErrorOf(own)} />
        <input type="hidden" name="about" value={about} />
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
