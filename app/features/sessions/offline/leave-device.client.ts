import { forgetAccount, forgetRememberedAccount } from "./device-store.client.ts";
import { countDrafts, DRAFTS_FORGOTTEN } from "./draft-store.client.ts";
import { countOutbox } from "./outbox.client.ts";

/** How many logs this device keeps that the server does not have. */
export async function countUnsent(accountId: string): Promise<number> {
  return (await countDrafts(accountId)) + (await countOutbox(accountId));
}

/** Takes everything of the account off this device, its key first. */
export async function leaveDevice(accountId: string): Promise<void> {
  window.dispatchEvent(new Event(DRAFTS_FORGOTTEN));
  await forgetAccount(accountId);
  forgetRememberedAccount();
}
