import { EyeOff } from "lucide-react";
import { type FormEvent, useCallback, useEffect, useState } from "react";
import { findIdentifiers, type Identifier } from "#app/components/identifier-guard.ts";
import {
  TextAreaField,
  type TextAreaFieldProps,
  TextField,
  type TextFieldProps,
} from "#app/components/text-field.tsx";

const ADVICE: Record<Identifier["kind"], string> = {
  name: "Write the role instead, such as “the mother”.",
  number: "Leave numbers of cases, people and telephones out.",
  "birth-date": "Write the age instead.",
};

/** Warns and never blocks: what looks like a client may be something else. */
function IdentifierWarning({ found }: { found: Identifier[] }) {
  const [first] = found;
  return (
    <div role="status">
      {first ? (
        <p className="mt-1.5 flex gap-2 rounded-control bg-caution-soft p-2.5 text-sm">
          <EyeOff aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-caution" />
          <span>
            {found.map((each) => `“${each.found}”`).join(", ")} may identify a client. {ADVICE[first.kind]}{" "}
            You can save as it is.
          </span>
        </p>
      ) : null}
    </div>
  );
}

function useWarning(text: string, known: readonly string[]) {
  const [found, setFound] = useState<Identifier[]>([]);
  const knownNames = known.join("|");
  const check = useCallback(
    (typed: string) => {
      const next = typed ? findIdentifiers(typed, knownNames.split("|")) : [];
      setFound((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next));
    },
    [knownNames],
  );
  useEffect(() => check(text), [text, check]);
  return { found, check };
}

interface Known {
  /** Names that may be written: coach and coachee. */
  known?: readonly string[];
}
const NOBODY: readonly string[] = [];

/** A free text that warns, in the browser, of what may identify a client. */
export function GuardedTextArea({ known = NOBODY, onInput, ...field }: TextAreaFieldProps & Known) {
  const { found, check } = useWarning(textOf(field), known);
  return (
    <div>
      <TextAreaField
        {...field}
        onInput={(event: FormEvent<HTMLTextAreaElement>) => {
          check(event.currentTarget.value);
          onInput?.(event);
        }}
      />
      <IdentifierWarning found={found} />
    </div>
  );
}

/** The same in one line. */
export function GuardedTextField({ known = NOBODY, onInput, className, ...field }: TextFieldProps & Known) {
  const { found, check } = useWarning(textOf(field), known);
  return (
    <div className={className}>
      <TextField
        {...field}
        onInput={(event: FormEvent<HTMLInputElement>) => {
          check(event.currentTarget.value);
          onInput?.(event);
        }}
      />
      <IdentifierWarning found={found} />
    </div>
  );
}

function textOf({ value, defaultValue }: { value?: unknown; defaultValue?: unknown }): string {
  return String(value ?? defaultValue ?? "");
}
