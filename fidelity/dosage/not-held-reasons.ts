import type { SessionStatus } from "./dosage.schema.ts";

/** Why a session did not take place. Away and ill are one reason: nobody's health is recorded. */
export const NOT_HELD_REASONS = [
  "coachee_away",
  "coach_away",
  "case_emergency",
  "court",
  "workload",
  "training_or_meeting",
  "staffing",
  "mix_up",
  "technical",
  "travel_or_weather",
  "office_closed",
  "not_known",
  "other",
] as const;
export type NotHeldReason = (typeof NOT_HELD_REASONS)[number];

export type NotHeldReasons = {
  /** Sessions that did not take place as planned: cancelled, missed or moved. */
  sessions: number;
  /** Every reason, the most frequent first; 0 for those that nobody gave. */
  reasons: { reason: NotHeldReason; sessions: number }[];
  /** Sessions whose record has no reason. */
  withoutReason: number;
};

type AnnouncedClosure = { from: string; to: string; announcedOn: string | null };

/**
 * Counts why sessions did not take place.
 *
 * Of the very sessions that `missedSessions` counts as cancelled, missed and moved: those whose date has passed, moved
 * ones wherever their day lies, and none that the agency cancelled on a closed day announced beforehand. The
 * counts of `reasons` and `withoutReason` add up to `sessions`.
 *
 * @param sessions those of the period, each once, with days as `YYYY-MM-DD`, which are not checked; held and planned ones
 *   are left out
 * @returns counts of sessions
 *
 * Source: sessions that are not held carry a reason code; typed statuses are never pooled with the reason.
 */
export function countNotHeldReasons(
  sessions: readonly { on: string; status: SessionStatus; notHeldReason: NotHeldReason | null }[],
  { asOf, closures = [] }: { asOf: string; closures?: readonly AnnouncedClosure[] },
): NotHeldReasons {
  const isClosed = ({ on, status }: { on: string; status: SessionStatus }) =>
    status === "cancelled_agency" &&
    closures.some(
      ({ from, to, announcedOn }) => from <= on && on <= to && (announcedOn === null || announcedOn < on),
    );
  const counted = sessions.filter((session) => {
    const { status, on } = session;
    if (status === "scheduled" || status === "held" || status === "held_partial") return false;
    return status === "rescheduled" || (on <= asOf && !isClosed(session));
  });
  const counts = new Map<NotHeldReason | null, number>();
  for (const { notHeldReason } of counted) counts.set(notHeldReason, (counts.get(notHeldReason) ?? 0) + 1);
  return {
    sessions: counted.length,
    reasons: NOT_HELD_REASONS.map((reason) => ({ reason, sessions: counts.get(reason) ?? 0 })).sort(
      (a, b) => b.sessions - a.sessions,
    ),
    withoutReason: counts.get(null) ?? 0,
  };
}
