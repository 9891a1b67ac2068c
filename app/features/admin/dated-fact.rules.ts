import { refuse, type Verdict } from "#app/errors/problem.ts";
import type { Day } from "#app/time/days.ts";
import { formatDay } from "#app/time/format-day.ts";

/** Dated facts hold from their first day until the day before their end. */
export interface Span {
  startsOn: Day;
  endsOn?: Day | null | undefined;
}
export type SpanState = "planned" | "current" | "ended";

export function spanState({ startsOn, endsOn }: Span, today: Day): SpanState {
  if (endsOn && endsOn <= today) return "ended";
  return startsOn > today ? "planned" : "current";
}

export function checkSpan({ startsOn, endsOn }: Span): Verdict {
  return endsOn && endsOn <= startsOn
    ? refuse("dated-fact.order", "The end lies after the start.", {
        endsOn: [
          `Choose a day after ${formatDay(startsOn)}: the end is the first day on which it no longer holds`,
        ],
      })
    : { ok: true };
}

/** Whether a fact may end on a day. What has already ended stays as it was. */
export function checkEnd(span: Span, endsOn: Day, today: Day): Verdict {
  if (span.endsOn && spanState(span, today) === "ended")
    return refuse(
      "dated-fact.ended",
      `This ended on ${formatDay(span.endsOn)} and stays in the record as it was.`,
    );
  return checkSpan({ startsOn: span.startsOn, endsOn });
}

/** Whether an award makes sense: given in the past or today, and valid after that. */
export function checkAward(award: { awardedOn: Day; validUntil: Day }, today: Day): Verdict {
  const fieldErrors: Record<string, string[]> = {};
  if (award.awardedOn > today)
    fieldErrors.awardedOn = [`Today is ${formatDay(today)}: an award lies in the past or is today`];
  if (award.validUntil <= award.awardedOn) fieldErrors.validUntil = ["Choose a day after the award"];
  return Object.keys(fieldErrors).length === 0
    ? { ok: true }
    : refuse("certification.dates", "Some fields need another look.", fieldErrors);
}

/** Whether an award may be taken back on a day. */
export function checkRevocation(
  award: { awardedOn: Day; revokedOn: Day | null },
  revokedOn: Day,
  today: Day,
): Verdict {
  if (award.revokedOn)
    return refuse("certification.revoked", `This was already revoked on ${formatDay(award.revokedOn)}.`);
  if (revokedOn < award.awardedOn || revokedOn > today)
    return refuse("certification.dates", "Some fields need another look.", {
      revokedOn: [`Choose a day from ${formatDay(award.awardedOn)} to today, ${formatDay(today)}`],
    });
  return { ok: true };
}

export function checkLeave({ firstOn, lastOn }: { firstOn: Day; lastOn: Day }): Verdict {
  return lastOn < firstOn
    ? refuse("leave.order", "The last day lies before the first.", {
        lastOn: [`Choose ${formatDay(firstOn)} or a later day`],
      })
    : { ok: true };
}
