import { formatDay } from "#app/time/format-day.ts";
import type { Interval, ScheduleRule } from "#fidelity/schedule/schedule-rule.schema.ts";

export const KIND_WORDS: Record<ScheduleRule["kind"], string> = {
  offset: "So long after a dated fact",
  calendar: "On a day of the calendar",
  phased: "An interval that follows the results",
  sessions: "After so many held sessions",
  random: "A random share",
  event: "After an event",
  sweep: "Everybody on the same day",
};

export const RATER_WORDS: Record<string, string> = {
  supervisor: "Supervisor",
  independent: "Independent rater",
  peer_coach: "Peer coach",
  self: "Self-rating",
  participant: "Participant",
};

export const EVENT_WORDS: Record<string, string> = {
  "below-threshold": "a result below the threshold",
  "new-version": "a new version of the instrument",
  "coach-change": "a change of coach",
  "return-from-leave": "the return from leave",
  complaint: "a complaint",
};

const WEEKS: Record<number, string> = { 1: "first", 2: "second", 3: "third", 4: "fourth", [-1]: "last" };
const WEEKDAYS = ["", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: Record<number, string> = {
  1: "every month",
  3: "every quarter",
  6: "every six months",
  12: "every year",
};

const often = (months: number) => MONTHS[months] ?? `every ${months} months`;
const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;
const length = ({ count, unit }: Interval) => counted(count, unit === "days" ? "day" : "month");
const every = ({ count, unit }: Interval) =>
  unit === "months" ? often(count) : count === 1 ? "every day" : `every ${length({ count, unit })}`;
const anchorWords = { certified: "certification", started: "the start" } as const;

/** A rule as a sentence. */
export function ruleInWords(rule: ScheduleRule): string {
  switch (rule.kind) {
    case "offset":
      return `${length(rule.first)} after ${anchorWords[rule.anchor]}${rule.every === null ? ", once" : `, then ${every(rule.every)}`}`;
    case "phased": {
      const phases = rule.phases.map(({ every: interval, until }, index) => {
        const end =
          until === null
            ? ""
            : until.kind === "met-in-a-row"
              ? ` until ${until.count} in a row meet the threshold`
              : ` for ${counted(until.count, "assessment")}`;
        return `${index === 0 ? "" : "then "}${every(interval)}${end}`;
      });
      const back =
        rule.back === null
          ? ""
          : `; back after ${rule.back.notMetInARow === 1 ? "one miss" : `${rule.back.notMetInARow} misses`}`;
      return `${length(rule.first)} after ${anchorWords[rule.anchor]}, then ${phases.join(", ")}${back}`;
    }
    case "calendar": {
      const { day } = rule;
      const on =
        day === null
          ? `from ${formatDay(rule.startOn)}`
          : day.kind === "weekday"
            ? `on the ${WEEKS[day.week]} ${WEEKDAYS[day.weekday]}`
            : `on the ${day.kind === "first-business-day" ? "first" : "last"} business day`;
      return `${often(rule.everyMonths)} ${on}`;
    }
    case "sessions":
      return `after every ${rule.every === 1 ? "held session" : `${rule.every} held sessions`}`;
    case "random": {
      const share = `${Number((rule.share * 100).toFixed(2))}%`;
      const per = rule.stratifyBy === "none" ? "" : `, by ${rule.stratifyBy}`;
      return `a random ${share} of ${rule.of === "people" ? "people" : "held sessions"} ${often(rule.everyMonths)}${per}`;
    }
    case "event":
      return `${length(rule.after)} after ${rule.events.map((event) => EVENT_WORDS[event]).join(" or ")}`;
    case "sweep":
      return `everybody${rule.siteIds.length > 0 ? ` of ${counted(rule.siteIds.length, "site")}` : ""} on ${rule.days
        .slice(0, 3)
        .map((day) => formatDay(day))
        .join(", ")}${rule.days.length > 3 ? ` and ${rule.days.length - 3} more days` : ""}`;
  }
}

/** The window and the policies of a rule, each as a sentence. */
export function detailsInWords(rule: ScheduleRule): string[] {
  return [
    `Opens ${counted(rule.opensDaysBefore, "day")} before the target, due ${counted(rule.dueDaysAfter, "day")} after it, counts for ${counted(rule.graceDays, "more day")}.`,
    rule.businessDays === "next"
      ? "Weekends and closures move target and due day to the next business day."
      : "Weekends and closures move nothing.",
    {
      shift: "Leave moves a window that falls into it to the return.",
      pause: "Leave stops the clock of the whole series.",
      none: "Leave changes nothing.",
    }[rule.leave],
    rule.exit === "finish"
      ? "What is open on somebody’s last day is still to be done."
      : "Somebody’s last day cancels what comes after it.",
    rule.transfer === "stay"
      ? "After a transfer an assessment stays with the site of its opening day."
      : "After a transfer an assessment belongs to the site of its target day.",
    ...(rule.minimumSpacingDays > 0
      ? [`At least ${counted(rule.minimumSpacingDays, "day")} from other assessments with the instrument.`]
      : []),
  ];
}
