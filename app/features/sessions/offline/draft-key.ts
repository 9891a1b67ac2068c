import type { SessionFormPage } from "../session-form.types.ts";

/** What a form on this device is about. */
export interface DraftIdentity {
  purpose: SessionFormPage["purpose"];
  personId: string;
  sessionId: string;
}

/** The key of a form's draft: a new log or plan has one for each person, a record has its own. */
export function draftKeyOf({ purpose, personId, sessionId }: DraftIdentity): string {
  return purpose === "log" || purpose === "plan" ? `${purpose}:${personId}` : `session:${sessionId}`;
}

/** Where the form of a draft stands; without a connection a new log, or that of a planned session, has a twin that needs none. */
export function draftPath({ purpose, personId, sessionId }: DraftIdentity, isOnline = true): string {
  if (purpose === "complete" && !isOnline) return `/offline/log?session=${sessionId}`;
  if (purpose !== "log" && purpose !== "plan") return `/sessions/${sessionId}/edit`;
  return `${isOnline ? "/sessions/new" : "/offline/log"}?person=${personId}${purpose === "plan" ? "&plan=1" : ""}`;
}
