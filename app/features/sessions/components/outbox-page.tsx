import { Link, useNavigate } from "@remix-run/react";
import { CircleCheck, CloudUpload, Download } from "lucide-react";
import { useState } from "react";
import { Badge } from "#app/components/badge.tsx";
import { Button } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { Card } from "#app/components/card.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { showToast } from "#app/components/toast.tsx";
import { draftPath } from "../offline/draft-key.ts";
import type { OutboxItem, Receipt, SendState } from "../offline/outbox.client.ts";
import { useOutbox } from "../offline/use-outbox.ts";
import { ageWords } from "./age-words.ts";

/** Every log of this device that the server does not have yet, and what it has received. */
export function OutboxPage({ accountId }: { accountId: string | null }) {
  const { items, receipts, state, at, send } = useOutbox(accountId, { sends: true });
  const [isSending, setSending] = useState(false);
  async function sendNow() {
    setSending(true);
    const left = await send();
    setSending(false);
    if (left && left.length > 0) showToast({ message: "Not everything could be sent yet", tone: "caution" });
  }
  return (
    <>
      <PageHeader
        title="Waiting on this device"
        intro="A log leaves this device only when the server has answered that it holds exactly what you wrote."
        actions={
          items && items.length > 0 ? (
            <Button
              type="button"
              icon={CloudUpload}
              pending={isSending}
              pendingLabel="Sending"
              onClick={sendNow}
            >
              Send now
            </Button>
          ) : null
        }
      />
      {!accountId ? (
        <Callout title="Nobody has signed in on this device">
          <Link to="/" className="link">
            Sign in once while there is a connection
          </Link>
          , then logging works without one.
        </Callout>
      ) : (
        <div className="grid max-w-3xl gap-6">
          {items && items.length > 0 ? <Hindrance state={state} /> : null}
          {items?.length === 0 ? (
            <EmptyState title="Nothing waits on this device" icon={CircleCheck}>
              {receipts[0]
                ? `The server confirmed the last log ${ageWords(receipts[0].at, at)}.`
                : "A log that cannot be sent at once stands here until it can."}
            </EmptyState>
          ) : null}
          <ul className="grid gap-4">
            {items?.map((item) => (
              <li key={item.sessionId}>
                <WaitingLog item={item} at={at} />
              </li>
            ))}
          </ul>
          {receipts.length > 0 ? <Receipts receipts={receipts} at={at} /> : null}
        </div>
      )}
    </>
  );
}

const HINDRANCES: Partial<
  Record<SendState, { title: string; next: string; link?: { to: string; label: string } }>
> = {
  offline: {
    title: "The server cannot be reached",
    next: "You can go on logging. Everything here is tried again by itself.",
  },
  "signed-out": {
    title: "You are signed out",
    next: "Sign in, and what waits here is sent.",
    link: { to: "/sign-in?next=%2Foffline%2Fwaiting", label: "Sign in" },
  },
  "other-account": {
    title: "Somebody else is signed in",
    next: "These logs are sent when their own author is signed in on this device.",
    link: { to: "/sign-in?next=%2Foffline%2Fwaiting", label: "Sign in as yourself" },
  },
  "not-allowed": {
    title: "Your role no longer includes logging",
    next: "Nothing is lost: keep a copy, and ask your program administrator who may grant the role of coach.",
  },
};

function Hindrance({ state }: { state: SendState | null }) {
  const found = state && HINDRANCES[state];
  if (!found) return null;
  return (
    <Callout
      tone="caution"
      announce
      title={found.title}
      actions={
        found.link ? (
          <a href={found.link.to} className="link inline-flex min-h-11 items-center font-semibold">
            {found.link.label}
          </a>
        ) : null
      }
    >
      {found.next}
    </Callout>
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

function Receipts({ receipts, at }: { receipts: readonly Receipt[]; at: number }) {
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
