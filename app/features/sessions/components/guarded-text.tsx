import { EyeOff } from "lucide-react";
import { type FormEvent, useEffect, useState } from "react";
import {
  TextAreaField,
  type TextAreaFieldProps,
  TextField,
  type TextFieldProps,
} from "#app/components/text-field.tsx";
import { findIdentifiers, type Identifier } from "../identifier-guard.ts";

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

function useWarning(initial: string | undefined, known: readonly string[]) {
  const [found, setFound] = useState<Identifier[]>([]);
  const knownNames = known.join("|");
  const check = (text: string) => {
    const next = findIdentifiers(text, knownNames.split("|"));
    setFound((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next));
  };
  useEffect(() => {
    if (initial) setFound(findIdentifiers(initial, knownNames.split("|")));
  }, [initial, knownNames]);
  return {
    found,
    onInput: (event: FormEvent<HTMLInputElement | HTMLTextAreaElement>) => check(event.currentTarget.value),
  };
}

interface Known {
  defaultValue?: string;
  /** Names that may be written: coach and coachee. */
  known: readonly string[];
}

export function GuardedTextArea({ known, ...field }: Omit<TextAreaFieldProps, "defaultValue"> & Known) {
  const { found, onInput } = useWarning(field.defaultValue, known);
  return (
    <div>
      <TextAreaField {...field} onInput={onInput} />
      <IdentifierWarning found={found} />
    </div>
  );
}

export function GuardedTextField({ known, ...field }: Omit<TextFieldProps, "defaultValue"> & Known) {
  const { found, onInput } = useWarning(field.defaultValue, known);
  return (
    <div>
      <TextField {...field} onInput={onInput} />
      <IdentifierWarning found={found} />
    </div>
  );
}
