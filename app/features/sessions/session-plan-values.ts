import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import type { FormValues, LogPerson } from "./session-form.types.ts";
import { clockMinutes, clockTime } from "./session-plan.clock.ts";
import type { PlanRule } from "./session-plan.types.ts";

const USUAL_MINUTES = 60;
const USUAL_TIME = "09:00";
const PLAN_DAYS = 7;
const LAST_MINUTE = 23 * 60 + 59;

/** What a new plan starts with: the day and hour that were chosen, as long and in the way of the last session. */
export function valuesOfNewPlan(given: {
  id: string;
  personId?: string;
  today: string;
  on?: string;
  at?: string;
  last: LogPerson["last"];
}): FormValues {
  const startTime = given.at ?? USUAL_TIME;
  const end = clockMinutes(startTime) + (given.last?.minutes || USUAL_MINUTES);
  return {
    id: [given.id],
    ...(given.personId && { attendeeIds: [given.personId] }),
    sessionOn: [given.on ?? addDays(parseCalendarDate(given.today), PLAN_DAYS)],
    startTime: [startTime],
    endTime: [clockTime(Math.min(end, LAST_MINUTE))],
    modality: [given.last?.modality ?? "in_person_office"],
    repeats: ["once"],
    every: ["1"],
  };
}

/** A plan in the form, to be changed from a day on. `id` is that of the plan that may follow it. */
export function valuesOfPlanRule(
  plan: PlanRule & { attendeeIds: string[]; focusIds: string[]; modality: string },
  { id, from }: { id: string; from: string },
): FormValues {
  return {
    id: [id],
    attendeeIds: plan.attendeeIds,
    sessionOn: [from],
    startTime: [plan.startTime],
    endTime: [clockTime(clockMinutes(plan.startTime) + plan.minutes)],
    modality: [plan.modality],
    focusIds: plan.focusIds,
    repeats: [plan.weekOfMonth === null ? "weekly" : "monthly"],
    every: [String(plan.every)],
    weekdays: plan.weekdays.map(String),
    ...(plan.weekOfMonth !== null && { week: [String(plan.weekOfMonth)] }),
    ...(plan.endsOn !== null && { endsOn: [plan.endsOn] }),
  };
}
