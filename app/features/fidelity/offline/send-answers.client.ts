import type { SendState } from "#app/offline/send-state.ts";
import { findAnswer, listAnswers, settleAnswer } from "./answer-store.client.ts";
import { notePacked } from "./review-pack.client.ts";
import { type AnswerResult, NOTES, type WaitingAnswer } from "./waiting-answer.rules.ts";

const LOCK = "throughline-answers-send";
const SEND_MS = 20_000;

const NOT_YOURS =
  "This review is no longer yours: it was given to somebody else or taken out. Keep a copy of your answers if they are needed.";

/**
 * Sends what waits, one tab at a time and one answer after the other. An answer leaves the device only when the server
 * has said under which version it holds it; one that it does not take stays with the reason and holds up no other.
 */
export async function sendAnswers(accountId: string): Promise<SendState> {
  const run = async (): Promise<SendState> => {
    for (;;) {
      const waiting = (await listAnswers(accountId)).filter(({ state }) => state === "waiting");
      if (waiting.length === 0) return "sent";
      let isAnyLeft = false;
      for (const each of waiting) {
        // It may have been changed, or settled by hand, since the list was made.
        const row = await findAnswer(each);
        if (row?.state !== "waiting") continue;
        const answer = await post(row);
        if (answer === "waiting") isAnyLeft = true;
        else if (typeof answer === "string") return answer;
        else {
          if (answer.kind === "saved") await notePacked(row, answer.version);
          await settleAnswer(row, answer);
        }
      }
      if (isAnyLeft) return "waiting";
    }
  };
  return "locks" in navigator ? await navigator.locks.request(LOCK, run) : run();
}

async function post(row: WaitingAnswer): Promise<AnswerResult | Exclude<SendState, "sent">> {
  const { accountId, assessmentId, itemId, fields, baseVersion } = row;
  const what = itemId === NOTES ? { kind: "notes" } : { kind: "answer", itemId };
  let response: Response;
  try {
    response = await fetch(`/api/assessments/${assessmentId}/responses`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...fields, ...what, baseVersion, accountId }),
      redirect: "manual",
      signal: AbortSignal.timeout(SEND_MS),
    });
  } catch {
    return "offline";
  }
  // Whoever is not signed in is sent to the sign-in page.
  if (response.type === "opaqueredirect" || response.status === 401) return "signed-out";
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer?.ok ? { kind: "saved", version: Number(answer.version) } : "waiting";
  // The role is there and the review is out of sight, or in sight and somebody else's.
  if (answer?.code === "not-found" || answer?.code === "not-allowed")
    return { kind: "refused", message: NOT_YOURS };
  if (response.status === 403) return "not-allowed";
  // Not the word of this use case: the server is busy, or something stands in front of it.
  if (response.status === 429 || response.status >= 500 || !answer) return "waiting";
  if (answer?.code === "other-account") return "other-account";
  const theirs = answer?.theirs ?? answer?.theirNotes;
  if (theirs) return { kind: "conflict", theirs };
  return { kind: "refused", message: answer?.message ?? "This could not be saved." };
}
