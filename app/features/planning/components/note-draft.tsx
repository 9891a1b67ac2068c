import { useEffect, useRef, useState } from "react";
import { Button } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { GuardedTextArea } from "#app/components/guarded-text.tsx";
import type { TextAreaFieldProps } from "#app/components/text-field.tsx";

interface NoteDraftProps extends Omit<TextAreaFieldProps, "defaultValue" | "inputRef"> {
  /** One place in the browser's session for each text. */
  draftKey: string;
  /** The text as it is stored. */
  stored: string;
  defaultValue: string;
}

/** A text that survives a closed page, an expired sign-in and a crash of the browser's tab. */
export function NoteDraft({ draftKey, stored, defaultValue, ...field }: NoteDraftProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState<string>();

  useEffect(() => {
    const kept = sessionStorage.getItem(draftKey);
    if (kept === null) return;
    if (kept === stored) sessionStorage.removeItem(draftKey);
    else if (kept !== area.current?.value) setDraft(kept);
  }, [draftKey, stored]);

  function restore() {
    if (area.current && draft !== undefined) area.current.value = draft;
    setDraft(undefined);
    area.current?.focus();
  }
  function discard() {
    sessionStorage.removeItem(draftKey);
    setDraft(undefined);
    area.current?.focus();
  }

  return (
    <div className="grid gap-3">
      {draft === undefined ? null : (
        <Callout
          tone="caution"
          announce
          title="You wrote something here that was not saved"
          actions={
            <>
              <Button type="button" variant="secondary" size="small" onClick={restore}>
                Use it
              </Button>
              <Button type="button" variant="quiet" size="small" onClick={discard}>
                Discard it
              </Button>
            </>
          }
        >
          <span className="whitespace-pre-line">{draft}</span>
        </Callout>
      )}
      <GuardedTextArea
        {...field}
        defaultValue={defaultValue}
        inputRef={area}
        onInput={(event) => sessionStorage.setItem(draftKey, event.currentTarget.value)}
      />
    </div>
  );
}
