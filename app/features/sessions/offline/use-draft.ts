import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { SavedState } from "#app/components/saved-indicator.tsx";
import { showToast } from "#app/components/toast.tsx";
import type { FormValues } from "../session-form.types.ts";
import { formValuesOf } from "../session-form-values.ts";
import { DRAFTS_FORGOTTEN, type Draft, findDraft, putDraft, removeDraft } from "./draft-store.client.ts";

type Identity = Omit<Draft, "entries" | "savedAt">;

/**
 * Keeps what is typed into a form on this device until the server has it. The form reads its values from
 * `values` and is made anew whenever `edition` changes.
 * `initial` is shown at first, `empty` after discarding; `restores`: a draft on the device takes the place of `initial`.
 */
export function useDraft(
  form: RefObject<HTMLFormElement>,
  identity: Identity,
  { initial, empty, restores }: { initial: FormValues; empty: FormValues; restores: boolean },
) {
  const [shown, setShown] = useState({ values: initial, edition: 0, restoredAt: null as number | null });
  const [savedAt, setSavedAt] = useState<number>();
  const [state, setState] = useState<SavedState>("idle");
  const isDirty = useRef(false);
  /** The form as it was last seen: it may be gone from the page when it is to be kept. */
  const latest = useRef<Draft["entries"]>();
  const writing = useRef<Promise<void>>();
  const draft = useRef(identity);
  draft.current = identity;
  const { accountId, key } = identity;

  const write = useCallback(async () => {
    for (let entries = latest.current; entries; entries = latest.current) {
      latest.current = undefined;
      const at = Date.now();
      try {
        const sessionId = entries.find(([name]) => name === "id")?.[1] ?? draft.current.sessionId;
        await putDraft({ ...draft.current, sessionId, entries, savedAt: at });
        setSavedAt(at);
        setState("on-device");
      } catch {
        // A browser that keeps nothing (private window, full disk): the form still works, and does not claim otherwise.
        setState("idle");
      }
    }
    writing.current = undefined;
  }, []);

  /** Writes what is typed at once; while that goes on, only the newest waits for its turn. */
  const keep = useCallback(() => {
    if (!writing.current && latest.current) writing.current = write();
    return writing.current;
  }, [write]);

  const save = useCallback(
    async ({ isFinished = false } = {}) => {
      if (form.current && (isDirty.current || isFinished)) latest.current = entriesOf(form.current);
      if (isFinished) isDirty.current = false;
      await keep();
    },
    [form, keep],
  );

  const changed = useCallback(() => {
    isDirty.current = true;
    void save();
  }, [save]);

  const show = useCallback((values: FormValues, restoredAt: number | null) => {
    setShown(({ edition }) => ({ values, edition: edition + 1, restoredAt }));
  }, []);

  useEffect(() => {
    if (!restores) return;
    let isMounted = true;
    findDraft(accountId, key).then(
      (found) => {
        if (!isMounted || !found) return;
        isDirty.current = true;
        show(formValuesOf(found.entries), found.savedAt);
      },
      () => {},
    );
    return () => {
      isMounted = false;
    };
  }, [accountId, key, restores, show]);

  useEffect(() => {
    const saveNow = () => {
      void save();
    };
    const letGo = () => {
      latest.current = undefined;
      isDirty.current = false;
    };
    window.addEventListener(DRAFTS_FORGOTTEN, letGo);
    // why: from here on the page still runs until the next one answers, and a sealed write takes a moment
    window.addEventListener("beforeunload", saveNow);
    window.addEventListener("pagehide", saveNow);
    document.addEventListener("visibilitychange", saveNow);
    return () => {
      saveNow();
      window.removeEventListener(DRAFTS_FORGOTTEN, letGo);
      window.removeEventListener("beforeunload", saveNow);
      window.removeEventListener("pagehide", saveNow);
      document.removeEventListener("visibilitychange", saveNow);
    };
  }, [save]);

  async function discard() {
    latest.current = undefined;
    isDirty.current = false;
    await writing.current;
    const found = await findDraft(accountId, key);
    await removeDraft(accountId, key);
    setState("idle");
    show(empty, null);
    if (!found) return;
    const onPress = async () => {
      await putDraft(found);
      isDirty.current = true;
      show(formValuesOf(found.entries), found.savedAt);
    };
    showToast({ message: "Draft discarded", tone: "info", action: { label: "Undo", onPress } });
  }

  return { ...shown, state, savedAt, changed, save, discard };
}

function entriesOf(form: HTMLFormElement): Draft["entries"] {
  return [...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === "string");
}
