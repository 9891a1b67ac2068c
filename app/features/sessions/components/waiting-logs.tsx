import { useNavigate } from "@remix-run/react";
import { CircleCheck, Download } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { Button } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { showToast } from "#app/components/toast.tsx";
import { ageWords } from "#app/offline/age-words.ts";
import { draftPath } from "../offline/draft-key.ts";
import type { OutboxItem, Receipt } from "../offline/outbox.client.ts";

/** Every log of this device that the server does not have yet. */
export function WaitingLogs({ items, at }: { items: readonly OutboxItem[]; at: number }) {
  return (
    <ul className="grid gap-4">
      {items.map((item) => (
        <li key={item.sessionId}>
          <WaitingLog item={item} at={at} />
        </li>
      ))}
    </ul>
  );
}

const BADGES = {
  waiting: { tone: "info", word: "Waiting" },
  refused: { tone: "critical", word: "Not accepted" },
  conflict: { tone: "caution", word: "Changed elsewhere" },
} as const;

function WaitingLog({ item, at }: { item: OutboxItem; at: number }) {
  const navigate = useNavigate();
  const badge = BADGES[item.state];
  const day = item.entries.find(([name]) => name === "sessionOn")?.[1];

  async function open() {
    const { reopen } = await import("../offline/outbox.client.ts");
    await reopen(item);
    navigate(draftPath(item, navigator.onLine));
  }
  async function discard() {
    const { discardOutboxItem, putOutboxItem } = await import("../offline/outbox.client.ts");
    await discardOutboxItem(item);
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
          <Button type="button" variant="secondary" onClick={open}>
            Open and change<span className="sr-only"> the log of {item.personName}</span>
          </Button>
          <Button type="button" variant="secondary" icon={Download} onClick={() => download(item)}>
            Keep a copy<span className="sr-only"> of the log of {item.personName}</span>
          </Button>
          <Button type="button" variant="quiet" onClick={discard}>
            Discard<span className="sr-only"> the log of {item.personName}</span>
          </Button>
        </div>
      }
    >
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
        {item.answer ? (
          <>
            <dt className="text-ink-muted">The server says</dt>
            <dd>{item.answer.message}</dd>
          </>
        ) : null}
      </dl>
    </Card>
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

/** The log as a readable file, for whoever wants it safe before anything else. */
function download({ personName, sessionId, finishedAt, entries }: OutboxItem): void {
  const text = JSON.stringify(
    { personName, sessionId, finishedAt: new Date(finishedAt), fields: entries },
    null,
    2,
  );
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = `session-${sessionId}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}
