import { Link } from "@remix-run/react";
import { CircleCheck, CloudUpload } from "lucide-react";
import { useState } from "react";
import { Button } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { showToast } from "#app/components/toast.tsx";
import { WaitingAnswers } from "#app/features/fidelity/components/waiting-answers.tsx";
import { useWaitingAnswers } from "#app/features/fidelity/offline/use-waiting-answers.ts";
import { LogReceipts, WaitingLogs } from "#app/features/sessions/components/waiting-logs.tsx";
import { useOutbox } from "#app/features/sessions/offline/use-outbox.ts";
import { ageWords } from "#app/offline/age-words.ts";
import type { SendState } from "#app/offline/send-state.ts";

/** Every log and answer of this device that the server does not have yet, and what it has received. */
export function WaitingPage({ accountId }: { accountId: string | null }) {
  const logs = useOutbox(accountId, { sends: true });
  const answers = useWaitingAnswers(accountId, { sends: true });
  const [isSending, setSending] = useState(false);
  const isRead = logs.items !== null && answers.rows !== null;
  const items = logs.items ?? [];
  const rows = answers.rows ?? [];
  const { receipts } = logs;
  async function sendNow() {
    setSending(true);
    const left = await Promise.all([logs.send(), answers.send()]);
    setSending(false);
    if (left.some((each) => each && each.length > 0))
      showToast({ message: "Not everything could be sent yet", tone: "caution" });
  }
  return (
    <>
      <PageHeader
        title="Waiting on this device"
        intro="A log or an answer leaves this device only when the server has answered that it holds exactly what you wrote."
        actions={
          items.length + rows.length > 0 ? (
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
          , then logs and reviews work without one.
        </Callout>
      ) : (
        <div className="grid max-w-3xl gap-6">
          <Hindrance
            states={[items.length > 0 ? logs.state : null, rows.length > 0 ? answers.state : null]}
          />
          {isRead && items.length + rows.length === 0 ? (
            <EmptyState title="Nothing waits on this device" icon={CircleCheck}>
              {receipts[0]
                ? `The server confirmed the last log ${ageWords(receipts[0].at, logs.at)}.`
                : "What cannot be sent at once stands here until it can."}
            </EmptyState>
          ) : null}
          {items.length > 0 ? <WaitingLogs items={items} at={logs.at} /> : null}
          {rows.length > 0 ? <WaitingAnswers rows={rows} at={answers.at} /> : null}
          {answers.confirmed > 0 ? (
            <p role="status" className="flex items-center gap-2 text-[0.9375rem]">
              <CircleCheck aria-hidden="true" className="size-4 shrink-0 text-positive" />
              The server has confirmed {answers.confirmed === 1 ? "1 answer" : `${answers.confirmed} answers`}
              .
            </p>
          ) : null}
          {receipts.length > 0 ? <LogReceipts receipts={receipts} at={logs.at} /> : null}
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
    next: "You can go on working. Everything here is tried again by itself.",
  },
  "signed-out": {
    title: "You are signed out",
    next: "Sign in, and what waits here is sent.",
    link: { to: "/sign-in?next=%2Foffline%2Fwaiting", label: "Sign in" },
  },
  "other-account": {
    title: "Somebody else is signed in",
    next: "This is sent when its own author is signed in on this device.",
    link: { to: "/sign-in?next=%2Foffline%2Fwaiting", label: "Sign in as yourself" },
  },
  "not-allowed": {
    title: "Your role no longer includes this",
    next: "Nothing is lost: keep a copy, and ask your program administrator, who grants roles.",
  },
};

function Hindrance({ states }: { states: readonly (SendState | null)[] }) {
  const [found] = states.flatMap((state) => (state && HINDRANCES[state]) || []);
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
