import { useEffect, useRef, useState } from "react";
import { Callout } from "#app/components/callout.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import type { Asked } from "../offline/clashes.client.ts";
import type { Clashes } from "../overlap.types.ts";
import { needsReason, type SessionStatus } from "../session.codes.ts";
import type { FormValues, SessionFormPage } from "../session-form.types.ts";
import { firstValue, formValuesOf } from "../session-form-values.ts";

const MOST_NAMED = 3;
/** Typing a time is several changes: the last one is asked about. */
const PAUSE_MS = 400;

/** What there is at the time that stands in the form of a log. */
export function LogClashes({ page, current }: { page: SessionFormPage; current: FormValues }) {
  const { accountId, zone, person, others } = page;
  // A session that did not take place took nobody's time.
  const isOff = needsReason((firstValue(current, "status") || "held") as SessionStatus);
  const asked = isOff
    ? null
    : askedOf(current, { sessionId: firstValue(current, "id"), personIds: [person.id] });
  return <ClashNotice {...{ accountId, zone, asked }} people={[person, ...others]} />;
}

interface FormClashesProps {
  zone: string;
  people: readonly { id: string; name: string }[];
  sessionId: string;
  /** Who comes, where the form does not say it. */
  personIds?: readonly string[];
  /** What the form calls day, start and end. */
  names?: TimeNames;
}

/** The same for the form that this stands in: it is read whenever it changes. */
export function FormClashes({ zone, people, sessionId, personIds = [], names }: FormClashesProps) {
  const place = useRef<HTMLSpanElement>(null);
  const [current, setCurrent] = useState<FormValues>({});
  useEffect(() => {
    const form = place.current?.closest("form");
    if (!form) return;
    const look = () => setCurrent(formValuesOf(new FormData(form)));
    look();
    form.addEventListener("change", look);
    return () => form.removeEventListener("change", look);
  }, []);
  return (
    <>
      <span ref={place} hidden />
      <ClashNotice {...{ zone, people }} asked={askedOf(current, { sessionId, personIds, names })} />
    </>
  );
}

interface ClashNoticeProps {
  /** Whose device it is, where it keeps logs that wait. */
  accountId?: string;
  zone: string;
  people: readonly { id: string; name: string }[];
  asked: Asked | null;
}

/** Says in a form that coach or coachee has something else then. It keeps nobody from saving: both can be right. */
function ClashNotice({ accountId, zone, people, asked: current }: ClashNoticeProps) {
  const [clashes, setClashes] = useState<Clashes | null>(null);
  const question = JSON.stringify(current);
  useEffect(() => {
    const asked: Asked | null = JSON.parse(question);
    if (!asked) {
      setClashes(null);
      return;
    }
    const stop = new AbortController();
    const timer = window.setTimeout(async () => {
      // Where it cannot be found out, nothing is said: the log is none the worse.
      const found = await import("../offline/clashes.client.ts")
        .then(({ findClashes }) => findClashes({ accountId, zone }, asked, stop.signal))
        .catch(() => null);
      if (!stop.signal.aborted) setClashes(found);
    }, PAUSE_MS);
    return () => {
      window.clearTimeout(timer);
      stop.abort();
    };
  }, [accountId, zone, question]);
  const elsewhere = clashes?.elsewhereIds ?? [];
  const names = people.filter(({ id }) => elsewhere.includes(id)).map(({ name }) => name);
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

interface TimeNames {
  day: string;
  start: string;
  end: string;
}
const OF_A_LOG: TimeNames = { day: "sessionOn", start: "startTime", end: "endTime" };

/** What there is to ask about; nothing while day, times or people are missing. */
function askedOf(
  current: FormValues,
  given: { sessionId: string; personIds: readonly string[]; names?: TimeNames },
): Asked | null {
  const { sessionId, names = OF_A_LOG } = given;
  const [sessionOn, startTime, endTime] = [names.day, names.start, names.end].map((name) =>
    firstValue(current, name),
  );
  const personIds = [...new Set([...given.personIds, ...(current.attendeeIds ?? [])])].filter(Boolean);
  if (!sessionOn || !startTime || !endTime || startTime >= endTime || personIds.length === 0) return null;
  return { sessionId, sessionOn, startTime, endTime, personIds };
}
