import type { ReactNode } from "react";
import { ThroughlineMark } from "#app/components/wordmark.tsx";

export interface ErrorPageProps {
  status: number;
  title?: string;
  /** What happened and what to do next. */
  children?: ReactNode;
  actions?: ReactNode;
  requestId?: string;
}

const WORDS: Record<number, { title: string; next: string }> = {
  401: { title: "Please sign in again", next: "You were signed out. Sign in to carry on where you were." },
  403: {
    title: "You may not open this",
    next: "Your role does not include this. Your program administrator can tell you who may grant it.",
  },
  404: {
    title: "We cannot find this page",
    next: "The address may be wrong, or what it shows lies outside the sites and people you can see.",
  },
  409: {
    title: "Someone was here before you",
    next: "This changed while you had it open. Load it again to see how it stands now.",
  },
  410: { title: "This is no longer here", next: "It was withdrawn. Go back and choose another." },
  429: { title: "Too many tries", next: "Wait a minute, then try once more." },
};

const FAULT = {
  title: "Something went wrong on our side",
  next: "Nothing you typed was sent twice. Try again; if it happens once more, give the number below to your administrator.",
};

export function ErrorPage({ status, title, children, actions, requestId }: ErrorPageProps) {
  const words = WORDS[status] ?? FAULT;
  return (
    <div className="mx-auto grid max-w-lg gap-4 px-4 py-12 md:py-20">
      <ThroughlineMark className="h-10 w-auto justify-self-start text-line-strong" />
      <p className="eyebrow tabular-nums">Error {status}</p>
      <h1 className="text-2xl font-semibold tracking-tight">{title ?? words.title}</h1>
      <div className="text-ink-muted">{children ?? words.next}</div>
      {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
      {requestId ? (
        <p className="text-sm text-ink-muted">
          Request number{" "}
          <code className="rounded-sm bg-sunken px-1.5 py-0.5 font-mono text-ink select-all">
            {requestId}
          </code>
        </p>
      ) : null}
    </div>
  );
}
