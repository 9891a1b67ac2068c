import { forgetThisTab, listAnswers } from "#app/features/fidelity/offline/answer-store.client.ts";
import { countDrafts, DRAFTS_FORGOTTEN } from "#app/features/sessions/offline/draft-store.client.ts";
import { countOutbox } from "#app/features/sessions/offline/outbox.client.ts";
import { forgetAccount, forgetRememberedAccount } from "#app/offline/device-store.client.ts";

/** What this device keeps that the server does not have. */
export interface Unsent {
  logs: number;
  answers: number;
}

export async function countUnsent(accountId: string): Promise<Unsent> {
  const [drafts, outbox, answers] = await Promise.all([
    countDrafts(accountId),
    countOutbox(accountId),
    listAnswers(accountId),
  ]);
  return { logs: drafts + outbox, answers: answers.length };
}

/** Takes everything of the account off this device, its key first. */
export async function leaveDevice(accountId: string): Promise<void> {
  window.dispatchEvent(new Event(DRAFTS_FORGOTTEN));
  forgetThisTab();
  await forgetAccount(accountId);
  forgetRememberedAccount();
}
