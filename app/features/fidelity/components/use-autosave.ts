import { useRevalidator } from "@remix-run/react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { SavedState } from "#app/components/saved-indicator.tsx";
import { backoff } from "#app/offline/backoff.ts";
import type { SendState } from "#app/offline/send-state.ts";
import type { ItemAnswer, Review } from "../assessment.types.ts";
import { dropAnswer, findAnswer, keepAnswer, listAnswers } from "../offline/answer-store.client.ts";
import { hearAnswers, THIS_PAGE } from "../offline/answers-changed.ts";
import { refreshReviewPack } from "../offline/review-pack.client.ts";
import { sendAnswers } from "../offline/send-answers.client.ts";
import { takeOverReview } from "../offline/take-over.client.ts";
import { changed, NOTES, type WaitingAnswer } from "../offline/waiting-answer.rules.ts";

export interface Notes {
  observedOn: string;
  strengths: string;
  nextSteps: string;
  evidence: string;
  version: number;
}

/** How what was typed stands: on this device, on its way, or with the server. */
export interface Saved {
  state: SavedState;
  at?: string;
  message?: string;
}

type Rows = Record<string, WaitingAnswer>;

const EMPTY: ItemAnswer = { answer: "", reason: "", comment: "", version: 0 };
const EMPTY_NOTES: Notes = { observedOn: "", strengths: "", nextSteps: "", evidence: "", version: 0 };
const TYPING_MS = 600;

/** The answers of a checklist, sealed on the device first and on the server as soon as it can be reached. */
export function useAutosave(review: Review) {
  const { accountId, id: assessmentId, coachName } = review;
  const [answers, latestAnswers, setAnswers] = useLatest(review.answers);
  const [notes, latestNotes, setNotes] = useLatest<Notes>(() => notesOf(review));
  const [rows, latestRows, setRows] = useLatest<Rows>({});
  const [isSending, setSending] = useState(false);
  const [hindrance, setHindrance] = useState<SendState>("sent");
  const [at, setAt] = useState<string>();
  const [isOnDevice, setOnDevice] = useState(true);
  /** Items that were changed here before the device had been read. */
  const touched = useRef(new Set<string>());
  const keeping = useRef<Promise<unknown>>(Promise.resolve());
  const timer = useRef<number>();
  const failures = useRef(0);
  const { revalidate } = useRevalidator();

  const show = useCallback(
    (itemId: string, fields: Record<string, string>, version: number) => {
      if (itemId === NOTES) setNotes(() => ({ ...EMPTY_NOTES, ...fields, version }));
      else setAnswers((now) => ({ ...now, [itemId]: { ...EMPTY, ...fields, version } }));
    },
    [setAnswers, setNotes],
  );

  const send = useCallback(async (): Promise<SendState> => {
    window.clearTimeout(timer.current);
    setSending(true);
    const state = await sendAnswers(accountId).catch((): SendState => "waiting");
    setSending(false);
    setHindrance(state);
    failures.current = state === "sent" ? 0 : failures.current + 1;
    if (state === "offline" || state === "waiting")
      timer.current = window.setTimeout(() => void send(), backoff(failures.current, Math.random()));
    return state;
  }, [accountId]);

  const read = useCallback(
    async (itemId: string, { adopts }: { adopts: boolean }) => {
      await keeping.current;
      const row = await findAnswer({ accountId, assessmentId, itemId });
      setRows(({ [itemId]: _, ...rest }) => (row ? { ...rest, [itemId]: row } : rest));
      if (row && adopts) show(itemId, row.fields, row.baseVersion);
    },
    [accountId, assessmentId, setRows, show],
  );

  useEffect(() => {
    let isMounted = true;
    const restore = async () => {
      await takeOverReview({ id: assessmentId, accountId, coachName });
      const found = (await listAnswers(accountId)).filter((row) => row.assessmentId === assessmentId);
      if (!isMounted) return;
      for (const row of found) {
        setRows((now) => ({ ...now, [row.itemId]: row }));
        if (!touched.current.has(row.itemId)) show(row.itemId, row.fields, row.baseVersion);
      }
      if (found.length > 0) await send();
    };
    restore().catch(() => {});
    const deafen = hearAnswers((news) => {
      if (news.accountId !== accountId || news.assessmentId !== assessmentId) return;
      const { itemId } = news;
      const isOfThisPage = news.page === THIS_PAGE;
      const waitsHere = latestRows.current[itemId] !== undefined;
      if (news.kind === "saved") {
        if (!waitsHere) show(itemId, news.fields, news.version);
        else if (itemId === NOTES) setNotes((now) => ({ ...now, version: news.version }));
        else
          setAnswers((now) => ({ ...now, [itemId]: { ...(now[itemId] ?? EMPTY), version: news.version } }));
        setAt(clock());
      }
      // What was changed, or given up, in another tab of this browser is shown here too.
      read(itemId, { adopts: news.kind === "changed" && !isOfThisPage })
        .then(() => news.kind === "dropped" && !isOfThisPage && revalidate())
        .catch(() => {});
    });
    const retry = () => void send();
    window.addEventListener("online", retry);
    return () => {
      isMounted = false;
      window.removeEventListener("online", retry);
      deafen();
      window.clearTimeout(timer.current);
      // What was typed last does not wait for the next page.
      if (Object.values(latestRows.current).some(({ state }) => state === "waiting"))
        sendAnswers(accountId).catch(() => {});
    };
  }, [
    accountId,
    assessmentId,
    coachName,
    latestRows,
    read,
    revalidate,
    send,
    setAnswers,
    setNotes,
    setRows,
    show,
  ]);

  // What another save brought back is newer than this page, unless it still waits here.
  useEffect(() => {
    const waiting = latestRows.current;
    setAnswers((now) => {
      const kept = Object.entries(now).filter(([key]) => waiting[key]);
      return { ...now, ...review.answers, ...Object.fromEntries(kept) };
    });
    if (!waiting[NOTES]) setNotes(() => notesOf(review));
  }, [review, latestRows, setAnswers, setNotes]);

  const labels = useMemo(() => labelsOf(review), [review]);
  const keep = useCallback(
    (itemId: string, fields: Record<string, string>, baseVersion: number, isTyping: boolean) => {
      touched.current.add(itemId);
      const label = labels.get(itemId) ?? "Overall";
      const given = { accountId, assessmentId, itemId, coachName, label, fields, baseVersion };
      // As it will stand on the device in a moment.
      const stamp = { at: Date.now(), revision: "" };
      setRows((now) => ({ ...now, [itemId]: changed(now[itemId], given, stamp) }));
      setAt(clock());
      keeping.current = keeping.current
        .then(() => keepAnswer(given))
        .then((kept) => setOnDevice(kept.isOnDevice))
        .catch(() => setOnDevice(false));
      window.clearTimeout(timer.current);
      const isRushed = failures.current === 0;
      timer.current = window.setTimeout(
        () => void keeping.current.then(send),
        isRushed ? (isTyping ? TYPING_MS : 0) : backoff(failures.current, 1),
      );
    },
    [accountId, assessmentId, coachName, labels, send, setRows],
  );

  const change = useCallback(
    (itemId: string, fields: Partial<ItemAnswer>, isTyping = false) => {
      const next = { ...(latestAnswers.current[itemId] ?? EMPTY), ...fields };
      setAnswers((now) => ({ ...now, [itemId]: next }));
      const { version, ...typed } = next;
      keep(itemId, typed, version, isTyping);
    },
    [latestAnswers, keep, setAnswers],
  );

  const changeNotes = useCallback(
    (fields: Partial<Notes>) => {
      const next = { ...latestNotes.current, ...fields };
      setNotes(() => next);
      const { version, ...typed } = next;
      keep(NOTES, typed, version, true);
    },
    [latestNotes, keep, setNotes],
  );

  /** Settles a conflict: what is on this screen goes out again on the newer version, or gives way to it. */
  const settle = useCallback(
    (key: string, choice: "mine" | "theirs") => {
      const theirs = latestRows.current[key]?.theirs;
      if (!theirs) return;
      const version = Number(theirs.version);
      if (choice === "mine") {
        if (key === NOTES) changeNotes({ version });
        else change(key, { version });
        return;
      }
      setRows(({ [key]: _, ...rest }) => rest);
      if (key === NOTES) setNotes(() => theirs as unknown as Notes);
      else setAnswers((now) => ({ ...now, [key]: theirs as unknown as ItemAnswer }));
      keeping.current = keeping.current
        .then(() => dropAnswer({ accountId, assessmentId, itemId: key }))
        .catch(() => {});
    },
    [accountId, assessmentId, latestRows, change, changeNotes, setAnswers, setNotes, setRows],
  );

  /** Sends what waits and asks whether the server can be reached; says what is left of this review. */
  const flush = useCallback(async (): Promise<{ state: SendState; left: WaitingAnswer[] }> => {
    await keeping.current;
    let state = await send();
    if (state === "sent") state = await refreshReviewPack(accountId);
    setHindrance(state);
    const left = (await listAnswers(accountId)).filter((row) => row.assessmentId === assessmentId);
    setRows(() => Object.fromEntries(left.map((row) => [row.itemId, row])));
    return { state, left };
  }, [accountId, assessmentId, send, setRows]);

  const saved = savedOf(Object.values(rows), { isSending, isOnDevice, at });
  return { answers, notes, rows, saved, hindrance, change, changeNotes, settle, send, flush };
}

function savedOf(
  rows: readonly WaitingAnswer[],
  { isSending, isOnDevice, at }: { isSending: boolean; isOnDevice: boolean; at: string | undefined },
): Saved {
  if (rows.length === 0) return at ? { state: "saved", at } : { state: "idle" };
  const refused = rows.find(({ state }) => state === "refused");
  if (refused) return { state: "refused", message: refused.message ?? undefined };
  if (rows.some(({ state }) => state === "conflict")) return { state: "refused", at };
  if (!isOnDevice) return { state: "saving" };
  return { state: isSending ? "sending" : "on-device", at };
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

const labelsOf = ({ sections }: Review) =>
  new Map(sections.flatMap(({ items }) => items.map(({ id, number, label }) => [id, `${number}. ${label}`])));
const notesOf = ({ observedOn, strengths, nextSteps, evidence = "", notesVersion }: Review): Notes => ({
  ...{ observedOn: observedOn ?? "", strengths, nextSteps, evidence },
  version: notesVersion,
});
const clock = () =>
  new Date().toLocaleTimeString("en-US", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
