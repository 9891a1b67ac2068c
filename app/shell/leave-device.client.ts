import { forgetThisTab, listAnswers } from "#app/features/fidelity/offline/answer-store.client.ts";
import { countDrafts, DRAFTS_FORGOTTEN } from "#app/features/sessions/offline/draft-store.client.ts";
import { countOutbox } from "#app/features/sessions/offline/outbox.client.ts";
import { forgetAccount, forgetRememberedAccount } from "#app/offline/device-store.client.ts";
import { WORDS_FORGOTTEN } from "#app/offline/form-words.ts";
import { countWords } from "#app/offline/word-store.client.ts";

/** What this device keeps that the server does not have. */
export interface Unsent {
  logs: number;
  answers: number;
  /** Forms besides the log that were begun and not saved. */
  texts: number;
}

export async function countUnsent(accountId: string): Promise<Unsent> {
  const [drafts, outbox, answers, texts] = await Promise.all([
    countDrafts(accountId),
    countOutbox(accountId),
    listAnswers(accountId),
    countWords(accountId),
  ]);
  return { logs: drafts + outbox, answers: answers.length, texts };
}

/** Takes everything of the account off this device, its key first. */
export async function leaveDevice(accountId: string): Promise<void> {
  window.dispatchEvent(new Event(DRAFTS_FORGOTTEN));
  window.dispatchEvent(new Event(WORDS_FORGOTTEN));
  forgetThisTab();
  await forgetAccount(accountId);
  forgetRememberedAccount();
}
