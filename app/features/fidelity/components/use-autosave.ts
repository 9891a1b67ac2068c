import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { SavedState } from "#app/components/saved-indicator.tsx";
import type { ItemAnswer, Review } from "../assessment.types.ts";
import { type Change, PendingChanges, type SendResult } from "./pending-changes.ts";

export interface Notes {
  observedOn: string;
  strengths: string;
  nextSteps: string;
  version: number;
}

const NOTES = "notes";
const EMPTY: ItemAnswer = { answer: "", reason: "", comment: "", version: 0 };
const storeName = (assessmentId: string) => `review-${assessmentId}`;

/** The answers of a checklist, kept on the device first and on the server as soon as it can be reached. */
export function useAutosave(review: Review) {
  const [answers, latestAnswers, setAnswers] = useLatest(review.answers);
  const [notes, latestNotes, setNotes] = useLatest<Notes>(() => notesOf(review));
  const [conflicts, setConflicts] = useState<Record<string, Record<string, unknown>>>({});
  const [saved, setSaved] = useState<{ state: SavedState; at?: string; message?: string }>({ state: "idle" });
  const queue = useRef<PendingChanges | null>(null);

  useEffect(() => {
    const pending = new PendingChanges(
      localStorage,
      storeName(review.id),
      (key, change) => send(review.id, key, change),
      {
        saved(key, version) {
          if (key === NOTES) setNotes((now) => ({ ...now, version }));
          else setAnswers((now) => ({ ...now, [key]: { ...(now[key] ?? EMPTY), version } }));
        },
        conflict: (key, theirs) => setConflicts((now) => ({ ...now, [key]: theirs })),
        state: (state, message) => setSaved({ state, message, at: state === "idle" ? undefined : clock() }),
      },
    );
    queue.current = pending;
    for (const [key, { fields, baseVersion }] of pending.waiting)
      if (key === NOTES) setNotes(() => ({ ...EMPTY_NOTES, ...fields, version: baseVersion }));
      else setAnswers((now) => ({ ...now, [key]: { ...EMPTY, ...fields, version: baseVersion } }));
    const retry = () => void pending.flush();
    retry();
    window.addEventListener("online", retry);
    return () => {
      window.removeEventListener("online", retry);
      pending.stop();
    };
  }, [review.id, setAnswers, setNotes]);

  // What another save brought back is newer than this page, unless it still waits here.
  useEffect(() => {
    const waiting = queue.current?.waiting;
    setAnswers((now) => {
      const kept = Object.entries(now).filter(([key]) => waiting?.has(key));
      return { ...now, ...review.answers, ...Object.fromEntries(kept) };
    });
    if (!waiting?.has(NOTES)) setNotes(() => notesOf(review));
  }, [review, setAnswers, setNotes]);

  const change = useCallback(
    (itemId: string, fields: Partial<ItemAnswer>, isTyping = false) => {
      const next = { ...(latestAnswers.current[itemId] ?? EMPTY), ...fields };
      setAnswers((now) => ({ ...now, [itemId]: next }));
      const { answer, reason, comment, version } = next;
      queue.current?.put(itemId, { fields: { answer, reason, comment }, baseVersion: version }, { isTyping });
    },
    [latestAnswers, setAnswers],
  );

  const changeNotes = useCallback(
    (fields: Partial<Notes>) => {
      const next = { ...latestNotes.current, ...fields };
      setNotes(() => next);
      const { version, ...texts } = next;
      queue.current?.put(NOTES, { fields: texts, baseVersion: version }, { isTyping: true });
    },
    [latestNotes, setNotes],
  );

  /** Settles a conflict: what is on this screen goes out again on the newer version, or gives way to it. */
  const settle = useCallback(
    (key: string, keep: "mine" | "theirs") => {
      const theirs = conflicts[key];
      if (!theirs) return;
      const version = Number(theirs.version);
      queue.current?.drop(key);
      setConflicts(({ [key]: _, ...rest }) => rest);
      if (key === NOTES) {
        if (keep === "mine") changeNotes({ version });
        else setNotes(() => theirs as unknown as Notes);
      } else if (keep === "mine") change(key, { version });
      else setAnswers((now) => ({ ...now, [key]: theirs as unknown as ItemAnswer }));
    },
    [conflicts, change, changeNotes, setAnswers, setNotes],
  );

  const flush = useCallback(() => queue.current?.flush() ?? Promise.resolve(), []);
  return useMemo(
    () => ({ answers, notes, conflicts, saved, change, changeNotes, settle, flush }),
    [answers, notes, conflicts, saved, change, changeNotes, settle, flush],
  );
}

/** State whose newest value can be read between renders, so that what is kept is what was typed last. */
function useLatest<T>(initial: T | (() => T)) {
  const [value, setValue] = useState(initial);
  const latest = useRef(value);
  const update = useCallback((next: (now: T) => T) => {
    latest.current = next(latest.current);
    setValue(latest.current);
  }, []);
  return [value, latest, update] as const;
}

/** Takes what waits off the device, once the assessment is settled and nothing can be sent any more. */
export function useForgetPending(assessmentId: string, isSettled: boolean): void {
  useEffect(() => {
    if (isSettled) localStorage.removeItem(storeName(assessmentId));
  }, [assessmentId, isSettled]);
}

const EMPTY_NOTES: Notes = { observedOn: "", strengths: "", nextSteps: "", version: 0 };
const notesOf = ({ observedOn, strengths, nextSteps, notesVersion }: Review): Notes => ({
  observedOn: observedOn ?? "",
  strengths,
  nextSteps,
  version: notesVersion,
});
const clock = () => new Date().toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });

async function send(assessmentId: string, key: string, { fields, baseVersion }: Change): Promise<SendResult> {
  const body = key === NOTES ? { kind: "notes", ...fields } : { kind: "answer", itemId: key, ...fields };
  try {
    const response = await fetch(`/api/assessments/${assessmentId}/responses`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...body, baseVersion }),
      // A sign-in page is not an answer: what was typed waits on the device.
      redirect: "manual",
    });
    if (response.ok) return { kind: "saved", version: (await response.json()).version };
    if (response.status === 409) {
      const { theirs, theirNotes, message } = await response.json();
      if (theirs || theirNotes) return { kind: "conflict", theirs: theirs ?? theirNotes };
      return { kind: "refused", message };
    }
    if (response.status >= 400 && response.status < 500 && response.status !== 401 && response.status !== 429)
      return { kind: "refused", message: (await response.json()).message ?? "This could not be saved." };
    return { kind: "unreachable" };
  } catch {
    return { kind: "unreachable" };
  }
}
