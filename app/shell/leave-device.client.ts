import { forgetThisTab, listAnswers } from "#app/features/fidelity/offline/answer-store.client.ts";
import { DRAFTS_FORGOTTEN, listDrafts } from "#app/features/sessions/offline/draft-store.client.ts";
import { listOutbox } from "#app/features/sessions/offline/outbox.client.ts";
import { forgetAccount, forgetRememberedAccount } from "#app/offline/device-store.client.ts";
import { WORDS_FORGOTTEN } from "#app/offline/form-words.ts";
import { countWords } from "#app/offline/word-store.client.ts";

/** What this device keeps that the server does not have. */
export interface Unsent {
  logs: number;
  answers: number;
  /** Finished ones among them, which stand in the list of what waits. */
  waiting: number;
  /** Forms besides the log that were begun and not saved. */
  texts: number;
}

export async function countUnsent(accountId: string): Promise<Unsent> {
  const [drafts, outbox, answers, texts] = await Promise.all([
    listDrafts(accountId),
    listOutbox(accountId),
    listAnswers(accountId),
    countWords(accountId),
  ]);
  // Changes to a log that waits are no second log.
  const logs = new Set([...drafts, ...outbox].map(({ sessionId }) => sessionId));
  return {
    ...{ logs: logs.size, answers: answers.length, texts },
    waiting: outbox.length + answers.length,
  };
}

/** Takes everything of the account off this device, its key first. */
export async function leaveDevice(accountId: string): Promise<void> {
  window.dispatchEvent(new Event(DRAFTS_FORGOTTEN));
  window.dispatchEvent(new Event(WORDS_FORGOTTEN));
  forgetThisTab();
  await forgetAccount(accountId);
  forgetRememberedAccount();
}
