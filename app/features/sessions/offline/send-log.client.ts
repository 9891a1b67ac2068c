import { redirect } from "@remix-run/react";
import { showToast } from "#app/components/toast.tsx";
import { rememberedAccount } from "#app/offline/device-store.client.ts";
import type { FormAnswer } from "../components/session-form.tsx";
import { formValuesOf } from "../session-form-values.ts";
import { findDraft } from "./draft-store.client.ts";
import { findOutboxItem, finishDraft, type OutboxItem, reopen, sendOutbox } from "./outbox.client.ts";

/**
 * What Save does in a browser: the log goes into the outbox of this device first and from there to the server. Stored,
 * it leads to its page; without a connection it waits in the outbox; refused, it comes back into the form.
 * Null where this device keeps nothing: then the form is posted as it is.
 */
export async function sendLog(form: FormData, key: string): Promise<Response | null> {
  const accountId = rememberedAccount();
  const draft = accountId && (await findDraft(accountId, key).catch(() => undefined));
  if (!draft) return null;
  const entries = [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const sessionId = entries.find(([name]) => name === "id")?.[1] ?? draft.sessionId;
  // A record that moved on is saved on the version that stands beside the form.
  const rowVersion = Number(entries.find(([name]) => name === "rowVersion")?.[1] ?? draft.rowVersion);
  const item = await finishDraft({ ...draft, sessionId, rowVersion, entries });
  const state = await sendOutbox(accountId);
  const left = await findOutboxItem(accountId, sessionId);
  if (!left) {
    const isPlan = entries.some(([name, value]) => name === "status" && value === "scheduled");
    showToast(rowVersion > 0 ? "Changes saved" : isPlan ? "Session planned" : "Session logged");
    return redirect(`/sessions/${sessionId}${rowVersion > 0 ? "?saved=1" : ""}`);
  }
  if (left.answer) {
    await reopen(left);
    return refused({ ...left.answer, values: formValuesOf(entries) });
  }
  if (state === "signed-out" || state === "other-account" || state === "not-allowed") {
    await reopen(left);
    return refused({ ...HINDRANCES[state], values: formValuesOf(entries) });
  }
  // Green is only for what the server has confirmed.
  showToast({ message: waitingWords(item), tone: "info" });
  return redirect("/offline/waiting");
}

/** With this status the page is not loaded again: whoever is signed out would be led away from the form. */
const refused = (answer: FormAnswer) => Response.json(answer, { status: 400 });

const HINDRANCES = {
  "signed-out": {
    code: "signed-out",
    message: "You were signed out. Your log is safe on this device: sign in, then save it.",
  },
  "other-account": {
    code: "other-account",
    message: "Somebody else is signed in on this device. Sign in with your own account, then save your log.",
  },
  "not-allowed": {
    code: "not-allowed",
    message:
      "You may no longer log sessions. Your log is kept on this device; your program administrator can help.",
  },
} as const;

function waitingWords({ personName }: OutboxItem): string {
  return `The log of ${personName} is on this device and goes out as soon as there is a connection`;
}
