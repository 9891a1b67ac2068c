import type { AnswerFields } from "./waiting-answer.rules.ts";

/** Tells the tabs of a browser apart. */
export const THIS_PAGE = Math.random().toString(36).slice(2);

/** What became of an answer of this device, and which tab did it. */
export type AnswerNews = { accountId: string; assessmentId: string; itemId: string; page: string } & (
  | { kind: "changed" | "stopped" | "dropped" }
  /** The server has this, under this version. */
  | { kind: "saved"; version: number; fields: AnswerFields }
);

const NAME = "throughline-answers";

/** Tells every tab of this browser, this one included. */
export function tellAnswers(news: AnswerNews): void {
  const channel = new BroadcastChannel(NAME);
  channel.postMessage(news);
  channel.close();
}

/** @returns what ends the listening */
export function hearAnswers(hear: (news: AnswerNews) => void): () => void {
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = (event: MessageEvent<AnswerNews>) => hear(event.data);
  return () => channel.close();
}
