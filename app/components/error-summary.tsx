import { useActionData } from "@remix-run/react";
import { CircleAlert } from "lucide-react";
import { type MouseEvent, useEffect, useRef } from "react";
import type { FieldErrors } from "#app/components/field.tsx";

export interface ErrorSummaryProps {
  /** Messages by field name; the link goes to the element whose id is that name. */
  errors: Readonly<Record<string, FieldErrors>> | null | undefined;
  /** Messages that belong to no single field. */
  general?: FieldErrors;
  title?: string;
  /** What a form that is checked on the device answered last. */
  attempt?: unknown;
}

function focusField(event: MouseEvent<HTMLAnchorElement>, field: string) {
  const target = document.getElementById(field);
  if (!target) return;
  event.preventDefault();
  const fold = target.closest("details");
  if (fold) fold.open = true;
  target.scrollIntoView({ block: "center" });
  (target.matches("fieldset") ? target.querySelector<HTMLElement>("input") : target)?.focus({
    preventScroll: true,
  });
}

export function ErrorSummary({ errors, general, title, attempt }: ErrorSummaryProps) {
  const answered = useActionData();
  const box = useRef<HTMLDivElement>(null);
  const listed = Object.entries(errors ?? {}).flatMap(([field, error]) =>
    (error == null ? [] : typeof error === "string" ? [error] : error).map((message) => ({ field, message })),
  );
  const loose = general == null ? [] : typeof general === "string" ? [general] : general;
  const count = listed.length + loose.length;
  const fingerprint = JSON.stringify([listed, loose]);

  // why: focus moves once for each attempt, also for one that is refused like the last, and not on every render
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer is an attempt
  useEffect(() => {
    if (fingerprint !== "[[],[]]") box.current?.focus();
  }, [fingerprint, answered, attempt]);

  if (count === 0) return null;
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      className="rounded-card border-2 border-critical bg-critical-soft p-4 text-ink"
    >
      <h2 className="flex gap-2 font-semibold">
        <CircleAlert aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-critical" />
        {title ?? (count === 1 ? "One thing needs your attention" : `${count} things need your attention`)}
      </h2>
      <ul className="mt-2 grid gap-1 pl-7">
        {loose.map((message) => (
          <li key={message}>{message}</li>
        ))}
        {listed.map(({ field, message }) => (
          <li key={`${field} ${message}`}>
            <a
              href={`#${field}`}
              onClick={(event) => focusField(event, field)}
              className="inline-block py-0.5 font-medium text-critical underline underline-offset-4"
            >
              {message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
