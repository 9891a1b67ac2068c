import { useCallback, useEffect, useRef, useState } from "react";
import type { SavedState } from "#app/components/saved-indicator.tsx";
import { backoff } from "#app/offline/backoff.ts";
import type { SendState } from "#app/offline/send-state.ts";
import { canonicalJson } from "#fidelity/instruments/canonical-json.ts";
import type { DraftDefinition } from "../instrument-draft.schema.ts";
import type { DraftPage } from "../instrument-draft.types.ts";
import { type DraftConflict, mergeDrafts, takePart } from "../merge-drafts.rules.ts";
import {
  dropDraft,
  findKeptDraft,
  type KeptDraft,
  keepDraft,
  sendDraft,
} from "../offline/send-draft.client.ts";

const KEEP_MS = 400;
const SEND_MS = 1_500;

interface Theirs {
  definition: DraftDefinition;
  rowVersion: number;
}

const isSame = (a: DraftDefinition, b: DraftDefinition) => canonicalJson(a) === canonicalJson(b);
const clock = () => new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

/**
 * A draft while it is written: on the device within half a second, on the server when the writer pauses. What another
 * has changed meanwhile is taken in part by part; a part that both changed waits for the writer to choose.
 */
export function useDraft({ id, accountId, definition, rowVersion }: DraftPage) {
  const [draft, setDraft] = useState(definition);
  const [conflicts, setConflicts] = useState<DraftConflict[]>([]);
  const [saved, setSaved] = useState<{ state: SavedState; at?: string; message?: string }>({ state: "idle" });
  const [hindrance, setHindrance] = useState<SendState>("sent");
  const [news, setNews] = useState("");
  const now = useRef(definition);
  /** What this page and the server last agreed on. */
  const base = useRef<Theirs>({ definition, rowVersion });
  /** What the server has while parts of it still have to be chosen. */
  const theirs = useRef<Theirs | null>(null);
  /** Nothing was changed here, or what the device kept is not read yet: that is not this page's to drop. */
  const isUntouched = useRef(true);
  const open = useRef(0);
  const timers = useRef<{ keep?: number; send?: number }>({});
  const failures = useRef(0);
  const sending = useRef<Promise<void>>(Promise.resolve());

  const show = useCallback((next: DraftDefinition) => {
    now.current = next;
    setDraft(next);
  }, []);

  const keep = useCallback(async () => {
    window.clearTimeout(timers.current.keep);
    if (isUntouched.current) return;
    const kept: KeptDraft = {
      definition: now.current,
      base: base.current.definition,
      rowVersion: base.current.rowVersion,
    };
    // A change that was undone must not come back from the device.
    const keeping = isSame(kept.definition, kept.base)
      ? dropDraft(accountId, id)
      : keepDraft(accountId, id, kept);
    await keeping.catch(() => {});
  }, [accountId, id]);

  /** Puts what the server has together with what is here. */
  const takeIn = useCallback(
    (stored: Theirs, by?: string) => {
      const { merged, conflicts } = mergeDrafts(base.current.definition, now.current, stored.definition);
      show(merged);
      open.current = conflicts.length;
      setConflicts(conflicts);
      if (conflicts.length > 0) theirs.current = stored;
      else {
        base.current = stored;
        theirs.current = null;
        if (by) setNews(`What ${by} changed meanwhile is taken in.`);
      }
    },
    [show],
  );

  const sendOnce = useCallback(async (): Promise<void> => {
    window.clearTimeout(timers.current.send);
    for (;;) {
      if (open.current > 0) return;
      const sent = now.current;
      if (isSame(sent, base.current.definition)) {
        await keep();
        setSaved((before) =>
          before.state === "idle" ? before : { state: "saved", at: before.at ?? clock() },
        );
        return;
      }
      await keep();
      setSaved({ state: "sending", at: clock() });
      const answer = await sendDraft(id, {
        accountId,
        baseVersion: base.current.rowVersion,
        definition: sent,
      });
      if (answer.kind === "saved") {
        failures.current = 0;
        setHindrance("sent");
        base.current = { definition: sent, rowVersion: answer.rowVersion };
        // Not while something newer still has to go.
        if (now.current === sent) setSaved({ state: "saved", at: clock() });
      } else if (answer.kind === "stale") takeIn(answer.stored, answer.stored.changedBy);
      else if (answer.kind === "refused") {
        setSaved({ state: "refused", at: clock(), message: answer.message });
        return;
      } else {
        setHindrance(answer.state);
        setSaved({ state: "on-device", at: clock() });
        failures.current += 1;
        if (answer.state === "offline" || answer.state === "waiting")
          timers.current.send = window.setTimeout(
            () => void send.current(),
            backoff(failures.current, Math.random()),
          );
        return;
      }
    }
  }, [accountId, id, keep, takeIn]);

  const send = useRef(async () => {});
  send.current = () => {
    sending.current = sending.current.then(sendOnce, sendOnce);
    return sending.current;
  };

  const change = useCallback(
    (next: DraftDefinition) => {
      show(next);
      isUntouched.current = false;
      setSaved({ state: "saving" });
      window.clearTimeout(timers.current.keep);
      window.clearTimeout(timers.current.send);
      timers.current.keep = window.setTimeout(() => {
        void keep().then(() =>
          setSaved((before) => (before.state === "saving" ? { state: "on-device", at: clock() } : before)),
        );
      }, KEEP_MS);
      timers.current.send = window.setTimeout(() => void send.current(), SEND_MS);
    },
    [show, keep],
  );

  const settle = useCallback(
    (part: string, whose: "mine" | "theirs") => {
      const other = theirs.current;
      if (!other) return;
      if (whose === "theirs") show(takePart(now.current, other.definition, part));
      open.current -= 1;
      setConflicts((before) => before.filter((one) => one.part !== part));
      if (open.current > 0) return;
      base.current = other;
      theirs.current = null;
      void keep().then(() => send.current());
    },
    [show, keep],
  );

  useEffect(() => {
    let isMounted = true;
    findKeptDraft(accountId, id)
      .then((kept) => {
        // What is typed while the device is asked is newer than what it kept.
        if (!isMounted || !kept || now.current !== definition) return;
        isUntouched.current = false;
        const stored = base.current;
        base.current = { definition: kept.base, rowVersion: kept.rowVersion };
        show(kept.definition);
        takeIn(stored);
        setNews("What you had not sent is back.");
        return send.current();
      })
      .catch(() => {});
    const retry = () => void send.current();
    const leave = () => void keep();
    window.addEventListener("online", retry);
    window.addEventListener("pagehide", leave);
    return () => {
      isMounted = false;
      window.removeEventListener("online", retry);
      window.removeEventListener("pagehide", leave);
      // What was typed last does not wait for the next visit.
      void keep().then(() => send.current());
    };
  }, [accountId, id, definition, show, takeIn, keep]);

  const flush = useCallback(() => keep().then(() => send.current()), [keep]);
  return { draft, change, conflicts, settle, saved, hindrance, news, flush };
}
