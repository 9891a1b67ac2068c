import { useEffect, useState } from "react";
import { Callout } from "#app/components/callout.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import type { Asked } from "../offline/clashes.client.ts";
import type { Clashes } from "../overlap.types.ts";
import { needsReason, type SessionStatus } from "../session.codes.ts";
import type { FormValues, SessionFormPage } from "../session-form.types.ts";
import { firstValue } from "../session-form-values.ts";

const MOST_NAMED = 3;
/** Typing a time is several changes: the last one is asked about. */
const PAUSE_MS = 400;

/** Says in the form that coach or coachee has something else then. It keeps nobody from saving: both can be right. */
export function ClashNotice({ page, current }: { page: SessionFormPage; current: FormValues }) {
  const [clashes, setClashes] = useState<Clashes | null>(null);
  const question = JSON.stringify(askedOf(page, current));
  useEffect(() => {
    const asked: Asked | null = JSON.parse(question);
    if (!asked) {
      setClashes(null);
      return;
    }
    const stop = new AbortController();
    const timer = window.setTimeout(async () => {
      const { findClashes } = await import("../offline/clashes.client.ts");
      const found = await findClashes(page, asked, stop.signal);
      if (!stop.signal.aborted) setClashes(found);
    }, PAUSE_MS);
    return () => {
      window.clearTimeout(timer);
      stop.abort();
    };
  }, [page, question]);
  const names = namesOf(page, clashes?.elsewhereIds ?? []);
  const own = clashes?.own ?? [];
  return (
    <div role="status" className="contents">
      {own.length > 0 || names.length > 0 ? (
        <Callout
          tone="caution"
          title={
            own.length > 0
              ? "You have another session at the same time"
              : `${names.join(", ")} ${names.length === 1 ? "has" : "have"} another coaching session then`
          }
        >
          {own.length > 0 ? (
            <ul>
              {own.slice(0, MOST_NAMED).map(({ id, on, startTime, endTime, names: others }) => (
                <li key={id}>
                  {formatDay(on)}, {startTime}–{endTime}, with {others.join(", ") || "a colleague’s people"}
                </li>
              ))}
            </ul>
          ) : null}
          <p>
            {own.length > MOST_NAMED ? `And ${own.length - MOST_NAMED} more. ` : ""}
            {own.length > 0 && names.length > 0
              ? `${names.join(", ")} ${names.length === 1 ? "has" : "have"} another coaching session then, too. `
              : ""}
            It can be right: then just save it.
          </p>
        </Callout>
      ) : null}
    </div>
  );
}

function namesOf({ person, others }: SessionFormPage, ids: readonly string[]): string[] {
  return [person, ...others].filter(({ id }) => ids.includes(id)).map(({ name }) => name);
}

/** What there is to ask about; nothing while day or times are missing, or for a session that did not take place. */
function askedOf({ person }: SessionFormPage, current: FormValues): Asked | null {
  const [sessionOn, startTime, endTime] = ["sessionOn", "startTime", "endTime"].map((name) =>
    firstValue(current, name),
  );
  if (!sessionOn || !startTime || !endTime || startTime >= endTime) return null;
  if (needsReason((firstValue(current, "status") || "held") as SessionStatus)) return null;
  const personIds = [...new Set([person.id, ...(current.attendeeIds ?? [])])];
  return { sessionId: firstValue(current, "id"), sessionOn, startTime, endTime, personIds };
}
