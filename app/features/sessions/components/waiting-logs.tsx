import { CircleCheck, Download } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Badge } from "#app/components/badge.tsx";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { showToast, takeBackToast } from "#app/components/toast.tsx";
import { ageWords } from "#app/offline/age-words.ts";
import { queuedPath } from "../offline/draft-key.ts";
import type { Hold, OutboxItem, Receipt } from "../offline/outbox.client.ts";
import { waitingWords } from "../offline/waiting-words.ts";
import { FIELD_LABELS } from "./field-words.ts";

// why: the dialogs are fetched with the press, so that no page carries them
const AskDiscard = lazy(() =>
  import("./ask-about-log.tsx").then(({ AskDiscard }) => ({ default: AskDiscard })),
);
const AskCopy = lazy(() => import("./ask-about-log.tsx").then(({ AskCopy }) => ({ default: AskCopy })));

/** Every log of this device that the server does not have yet. */
export function WaitingLogs({
  items,
  holds,
  at,
  onDiscard,
}: {
  items: readonly OutboxItem[];
  holds: ReadonlyMap<string, Hold>;
  at: number;
  onDiscard: () => void;
}) {
  return (
    <ul className="grid gap-4">
      {items.map((item) => (
        <li key={item.sessionId}>
          <WaitingLog item={item} hold={holds.get(item.sessionId)} at={at} onDiscard={onDiscard} />
        </li>
      ))}
    </ul>
  );
}

const BADGES = {
  waiting: { tone: "info", word: "Waiting" },
  held: { tone: "caution", word: "Being changed" },
  refused: { tone: "critical", word: "Not accepted" },
  conflict: { tone: "caution", word: "Changed elsewhere" },
} as const;

const HOLD_WORDS = {
  open: "Its form is open. It goes out when you save it there or leave the form.",
  changed: "You began to change it and did not save. It goes out when you do.",
} as const;

function WaitingLog({
  item,
  hold,
  at,
  onDiscard,
}: {
  item: OutboxItem;
  hold: Hold | undefined;
  at: number;
  onDiscard: () => void;
}) {
  const badge = hold ? BADGES.held : BADGES[item.state];
  const day = item.entries.find(([name]) => name === "sessionOn")?.[1];

  const [asked, setAsked] = useState<"discard" | "copy">();
  async function dropChanges() {
    const outbox = await import("../offline/outbox.client.ts");
    await outbox.dropChanges(item);
  }
  async function discard() {
    const { discardOutboxItem, putOutboxItem } = await import("../offline/outbox.client.ts");
    setAsked(undefined);
    await discardOutboxItem(item);
    onDiscard();
    takeBackToast(waitingWords(item));
    showToast({
      message: `The log of ${item.personName} was discarded`,
      tone: "info",
      action: { label: "Undo", onPress: () => void putOutboxItem(item) },
    });
  }
  return (
    <Card
      headingLevel={2}
      title={item.personName}
      aside={<Badge tone={badge.tone}>{badge.word}</Badge>}
      footer={
        <div className="flex flex-wrap gap-2">
          <ButtonLink variant="secondary" to={queuedPath(item.sessionId)}>
            {hold === "changed" ? "Go on changing" : "Open and change"}
            <span className="sr-only"> the log of {item.personName}</span>
          </ButtonLink>
          {hold === "changed" ? (
            <Button type="button" variant="secondary" onClick={dropChanges}>
              Drop the changes<span className="sr-only"> to the log of {item.personName}</span>
            </Button>
          ) : null}
          <Button type="button" variant="secondary" icon={Download} onClick={() => setAsked("copy")}>
            Keep a copy<span className="sr-only"> of the log of {item.personName}</span>
          </Button>
          <Button type="button" variant="quiet" onClick={() => setAsked("discard")}>
            Discard<span className="sr-only"> the log of {item.personName}</span>
          </Button>
        </div>
      }
    >
      {asked ? (
        <Suspense>
          {asked === "discard" ? (
            <AskDiscard item={item} onStay={() => setAsked(undefined)} onDiscard={discard} />
          ) : (
            <AskCopy item={item} onClose={() => setAsked(undefined)} />
          )}
        </Suspense>
      ) : null}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-[0.9375rem]">
        <dt className="text-ink-muted">Session</dt>
        <dd>{day ? formatDay(day) : "no day"}</dd>
        <dt className="text-ink-muted">Finished</dt>
        <dd>{ageWords(item.finishedAt, at)}</dd>
        {item.lastTriedAt ? (
          <>
            <dt className="text-ink-muted">Last try</dt>
            <dd>
              {ageWords(item.lastTriedAt, at)}
              {item.answer ? null : ", no answer"}
            </dd>
          </>
        ) : null}
        {hold ? (
          <>
            <dt className="text-ink-muted">Held back</dt>
            <dd>{HOLD_WORDS[hold]}</dd>
          </>
        ) : null}
        {item.answer ? (
          <>
            <dt className="text-ink-muted">The server says</dt>
            <dd>
              {item.answer.message}
              <FieldProblems errors={item.answer.fieldErrors} />
            </dd>
          </>
        ) : null}
      </dl>
    </Card>
  );
}

/** Which fields need another look, and why. */
function FieldProblems({ errors = {} }: { errors?: Readonly<Record<string, string[]>> }) {
  const problems = Object.entries(errors).flatMap(([field, messages]) =>
    messages.map((message) => ({ field, label: FIELD_LABELS[field.split(/[.[]/)[0] ?? ""], message })),
  );
  if (problems.length === 0) return null;
  return (
    <ul className="mt-1 grid list-disc gap-1 pl-5">
      {problems.map(({ field, label, message }) => (
        <li key={`${field} ${message}`}>
          {label ? <span className="font-medium">{label}: </span> : null}
          {message}
        </li>
      ))}
    </ul>
  );
}

/** The logs that the server has confirmed lately. */
export function LogReceipts({ receipts, at }: { receipts: readonly Receipt[]; at: number }) {
  return (
    <section aria-label="Received">
      <h2 className="mb-2 font-semibold">Received by the server</h2>
      <ul className="grid gap-1 text-[0.9375rem]">
        {receipts.slice(0, 10).map((receipt) => (
          <li key={receipt.id} className="flex items-center gap-2">
            <CircleCheck aria-hidden="true" className="size-4 shrink-0 text-positive" />
            {receipt.personName}, {ageWords(receipt.at, at)}
          </li>
        ))}
      </ul>
    </section>
  );
}
