import type { SessionFormPage } from "../session-form.types.ts";

/** What a form on this device is about. */
export interface DraftIdentity {
  purpose: SessionFormPage["purpose"];
  personId: string;
  sessionId: string;
  /** Changes to a log that was finished before and waits in the outbox. */
  isQueued?: boolean;
}

/** The key of a form's draft: a new log or plan has one for each person; a record, and a log that waits, has its own. */
export function draftKeyOf({ purpose, personId, sessionId, isQueued }: DraftIdentity): string {
  const isNew = (purpose === "log" || purpose === "plan") && !isQueued;
  return isNew ? `${purpose}:${personId}` : `session:${sessionId}`;
}

/** The form of a log that waits: it needs no connection, whatever the log is about. */
export const queuedPath = (sessionId: string) => `/offline/log?log=${sessionId}`;

/** Where the form of a draft stands; without a connection a new log, or that of a planned session, has a twin that needs none. */
export function draftPath(
  { purpose, personId, sessionId, isQueued }: DraftIdentity,
  isOnline = true,
): string {
  if (isQueued) return queuedPath(sessionId);
  if (purpose === "complete" && !isOnline) return `/offline/log?session=${sessionId}`;
  if (purpose !== "log" && purpose !== "plan") return `/sessions/${sessionId}/edit`;
  return `${isOnline ? "/sessions/new" : "/offline/log"}?person=${personId}${purpose === "plan" ? "&plan=1" : ""}`;
}
