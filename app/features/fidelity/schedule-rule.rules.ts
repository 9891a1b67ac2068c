import type { Day } from "#app/time/days.ts";
import { formatDay } from "#app/time/format-day.ts";
import { SCHEDULED_SUBJECTS, type SubjectKind } from "./schedule.rules.ts";
import type { RuleForm } from "./schedule-rule.schema.ts";

export function isScheduled(subject: string): subject is SubjectKind {
  return SCHEDULED_SUBJECTS.some((one) => one === subject);
}

/** What a rule about practitioners cannot ask for, under the name of the field; null where everything can be done. */
export function checkSubject(subject: SubjectKind, form: RuleForm): Record<string, string[]> | null {
  if (subject === "coach") return null;
  const errors: Record<string, string[]> = {};
  if ("anchor" in form && form.anchor === "certified")
    errors.anchor = ["Practitioners are not certified here. Count from the first day of being coached"];
  if (form.kind === "random" && form.of === "sessions")
    errors.of = ["Sessions are drawn for reviews of coaches. Draw people"];
  return Object.keys(errors).length > 0 ? errors : null;
}

/** The end that a further version takes over. One that begins on the rule's end or after it begins the rule again. */
export function endOfNext(endsOn: Day | null, startsOn: Day): Day | null {
  return endsOn !== null && startsOn < endsOn ? endsOn : null;
}

type Ends = readonly { endsOn: Day | null }[];

/**
 * Why a rule cannot end on a day, or its end not be taken back; null where that can be done.
 *
 * @param versions all versions of the rule, the newest last
 * @param endsOn the first day on which the rule no longer holds; null takes the end back
 */
export function checkEnd(versions: Ends, endsOn: Day | null, today: Day): string | null {
  const known = versions.at(-1)?.endsOn ?? null;
  if (known !== null && known <= today)
    return `This rule ended on ${formatDay(known)}. A new version begins it again`;
  if (endsOn === null) return null;
  if (endsOn < today)
    return `Choose today, ${formatDay(today)}, or a later day: what was planned before stays as it was`;
  const earlier = versions
    .flatMap((one) => (one.endsOn !== null && one.endsOn !== known ? [one.endsOn] : []))
    .sort()
    .at(-1);
  if (earlier !== undefined && endsOn <= earlier)
    return `This rule has an earlier end on ${formatDay(earlier)}. Choose a later day`;
  return null;
}
