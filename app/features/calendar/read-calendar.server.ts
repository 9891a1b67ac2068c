import { createHash } from "node:crypto";
import { findMaybeFeedActor } from "#app/access/actors.queries.server.ts";
import type { Context, PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { dayIn } from "#app/time/days.ts";
import { calendarSpan, reviewEntry, sessionEntry } from "./calendar.rules.ts";
import { calendarText } from "./calendar-text.ts";
import {
  listCalendarReviews,
  listCalendarSessions,
  listLeftSessions,
  listWithdrawnSessions,
} from "./calendars.queries.server.ts";

export interface Calendar {
  text: string;
  /** Changes with the text. */
  etag: string;
}

/**
 * The calendar behind a secret address, read as its person and under their row-level security. Null when the address
 * is unknown or was taken back, or its person has left.
 */
export async function readCalendar(
  { database, now, requestId }: Pick<Context, "database" | "now" | "requestId">,
  { tokenHash, publicUrl }: { tokenHash: string; publicUrl: string },
): Promise<Calendar | null> {
  const actor = await findMaybeFeedActor(database, tokenHash);
  if (!actor) return null;
  const today = dayIn(actor.zone, now);
  const ctx: PersonContext = { actor, database, now, today, requestId };
  const span = calendarSpan(today);
  const mine = { personId: actor.personId, ...span };
  const [sessions, withdrawn, left, reviews] = await inSql(ctx, (sql) =>
    Promise.all([
      listCalendarSessions(sql, mine),
      listWithdrawnSessions(sql, mine),
      listLeftSessions(sql, mine),
      listCalendarReviews(sql, mine),
    ]),
  );
  const entries = [
    ...sessions.map(sessionEntry),
    ...withdrawn.map(sessionEntry),
    ...left.map(sessionEntry),
    ...reviews.map(reviewEntry),
  ];
  const text = calendarText(entries, { ...span, publicUrl });
  return { text, etag: `W/"${createHash("sha256").update(text).digest("base64url")}"` };
}
