import { Copy, Download } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { showToast } from "#app/components/toast.tsx";
import { ageWords } from "#app/offline/age-words.ts";
import { byReview, copyOf, fieldsInWords, type WaitingAnswer } from "../offline/waiting-answer.rules.ts";

const BADGES = {
  waiting: { tone: "info", word: "Waiting" },
  refused: { tone: "critical", word: "Not accepted" },
  conflict: { tone: "caution", word: "Changed elsewhere" },
} as const;

/** The answers of checklists that the server does not have, by review. */
export function WaitingAnswers({ rows, at }: { rows: readonly WaitingAnswer[]; at: number }) {
  return (
    <ul className="grid gap-4">
      {byReview(rows).map((review) => (
        <li key={review[0]?.assessmentId}>
          <WaitingReview rows={review} at={at} />
        </li>
      ))}
    </ul>
  );
}

function WaitingReview({ rows, at }: { rows: readonly WaitingAnswer[]; at: number }) {
  const [oldest] = rows;
  if (!oldest) return null;
  const { coachName, assessmentId } = oldest;
  const stopped = rows.filter(({ state }) => state !== "waiting");
  const refused = rows.filter(({ state }) => state === "refused");
  const reasons = [...new Set(refused.flatMap(({ message }) => message ?? []))];
  const worst = BADGES[(refused[0] ?? stopped[0] ?? oldest).state];
  const name = <span className="sr-only"> the review of {coachName}</span>;

  async function copy() {
    const isCopied = await navigator.clipboard.writeText(copyOf(rows)).then(
      () => true,
      () => false,
    );
    if (isCopied) showToast({ message: "Copied", tone: "info" });
    else download(assessmentId, copyOf(rows));
  }
  async function tryAgain() {
    const [{ putAnswers }, { sendAnswers }] = await Promise.all([
      import("../offline/answer-store.client.ts"),
      import("../offline/send-answers.client.ts"),
    ]);
    await putAnswers(refused.map((row) => ({ ...row, state: "waiting", message: null })));
    await sendAnswers(oldest?.accountId ?? "");
  }
  async function discard() {
    const { dropAnswer, putAnswers } = await import("../offline/answer-store.client.ts");
    for (const row of rows) await dropAnswer(row);
    showToast({
      message: `${count(rows.length)} to the review of ${coachName} discarded`,
      tone: "info",
      action: { label: "Undo", onPress: () => void putAnswers(rows) },
    });
  }
  return (
    <Card
      headingLevel={2}
      title={`Review of ${coachName}`}
      aside={<Badge tone={worst.tone}>{worst.word}</Badge>}
      footer={
        <div className="flex flex-wrap gap-2">
          {refused.length > 0 ? (
            <Button type="button" variant="secondary" onClick={tryAgain}>
              Try again<span className="sr-only"> to send</span>
              {name}
            </Button>
          ) : null}
          <ButtonLink variant="secondary" to={reviewPath(assessmentId)}>
            Open{name}
          </ButtonLink>
          <Button type="button" variant="secondary" icon={Copy} onClick={copy}>
            Copy{name}
          </Button>
          <Button
            type="button"
            variant="secondary"
            icon={Download}
            onClick={() => download(assessmentId, copyOf(rows))}
          >
            Keep a copy<span className="sr-only"> of the review of {coachName}</span>
          </Button>
          <Button type="button" variant="quiet" onClick={discard}>
            Discard{name}
          </Button>
        </div>
      }
    >
      <p className="text-[0.9375rem]">
        {count(rows.length)} not sent yet, the oldest from {ageWords(oldest.waitingSince, at)}.
      </p>
      {reasons.map((reason) => (
        <p key={reason} className="mt-2 text-[0.9375rem]">
          <span className="text-ink-muted">The server says:</span> {reason}
        </p>
      ))}
      {stopped.length > refused.length ? (
        <p className="mt-2 text-[0.9375rem]">
          Some items were answered differently on another device. Open the review and choose.
        </p>
      ) : null}
      <details className="mt-2 text-sm">
        <summary className="inline-flex min-h-11 items-center text-accent underline underline-offset-4">
          Show each answer
        </summary>
        <ul className="grid gap-2">
          {rows.map((row) => (
            <li key={row.itemId} className="flex flex-wrap justify-between gap-x-4 border-t border-line pt-2">
              <span className="min-w-0">
                {row.label}
                <span className="block text-ink-muted">{fieldsInWords(row.fields)}</span>
              </span>
              <Badge tone={BADGES[row.state].tone}>{BADGES[row.state].word}</Badge>
            </li>
          ))}
        </ul>
      </details>
    </Card>
  );
}

const count = (answers: number) => (answers === 1 ? "1 answer" : `${answers} answers`);
/** The service worker leads to its twin where there is no connection. */
const reviewPath = (id: string) =>
  typeof navigator !== "undefined" && navigator.onLine
    ? `/reviews/${id}`
    : `/offline/review?assessment=${id}`;

function download(assessmentId: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = `review-${assessmentId}.txt`;
  link.click();
  URL.revokeObjectURL(link.href);
}
