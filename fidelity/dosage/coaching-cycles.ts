import { z } from "zod";
import { parseInput } from "../parse-input.ts";
import { type CalendarDate, compareDates } from "../schedule/calendar.ts";
import { calendarDate } from "../schedule/schedule-rule.schema.ts";

/** A delivered session of one coach with one coachee, and which parts of a cycle it had. */
export const cycleSession = z.object({
  id: z.string().min(1),
  on: calendarDate,
  /** When it began, as an instant in ISO 8601: the order within a day. */
  startedAt: z.iso.datetime({ offset: true }).nullable().optional(),
  /** Goals and action plan: a goal was set or worked on, or a step agreed. */
  setGoals: z.boolean(),
  /** Focused observation, of whatever kind. */
  observed: z.boolean(),
  /** Reflection and feedback: coach and coachee met, and a strength, a correction or data was shared. */
  gaveFeedback: z.boolean(),
});
export type CycleSessionInput = z.input<typeof cycleSession>;
type CycleSession = z.output<typeof cycleSession>;

export interface CoachingCycle {
  number: number;
  startedOn: CalendarDate;
  /** The day of the reflection that ended it; null while it runs. */
  endedOn: CalendarDate | null;
  sessions: number;
  /** Goals before or with the first observation; null while nothing was observed. */
  isInOrder: boolean | null;
}

const sessionList = z.array(cycleSession);

/**
 * The coaching cycles of one coach with one coachee: goals and action plan → focused observation → reflection and feedback.
 *
 * The first session starts cycle 1. A cycle ends with the first session that gives feedback in the session of an
 * observation of this cycle or after it; the session after that starts the next. Feedback without an observation ends
 * nothing, and neither does an observation nobody spoke of. A cycle is in order when goals were set or worked on no later
 * than its first observation, or in the session that ended the cycle before: that conversation plans the next one.
 *
 * @param sessions delivered ones, in any order; they count by day, then by start, then by id
 * @returns each session's cycle and its place in it, both from 1, in order; and the cycles
 * @throws TypeError naming every malformed field; RangeError for a repeated id
 *
 * Source: the cycle of practice-based coaching (shared goals and action planning, focused observation, reflection and
 * feedback; Snyder, Hemmeter & Fox 2015, *Topics in Early Childhood Special Education* 35:133). Where a cycle ends is our
 * reading: its third part closes it.
 */
export function coachingCycles(sessions: readonly CycleSessionInput[]): {
  sessions: { id: string; cycle: number; sessionInCycle: number }[];
  cycles: CoachingCycle[];
} {
  const ordered = parseInput(sessionList, sessions, "sessions").sort(inTime);
  if (new Set(ordered.map(({ id }) => id)).size < ordered.length)
    throw new RangeError("sessions: an id is given twice");
  const cycles: CoachingCycle[] = [];
  let hasGoals = false;
  const numbered = ordered.map(({ id, on, setGoals, observed, gaveFeedback }) => {
    let running = cycles.at(-1);
    if (!running || running.endedOn !== null) {
      running = { number: cycles.length + 1, startedOn: on, endedOn: null, sessions: 0, isInOrder: null };
      cycles.push(running);
    }
    running.sessions += 1;
    hasGoals ||= setGoals;
    if (observed) running.isInOrder ??= hasGoals;
    if (gaveFeedback && running.isInOrder !== null) {
      running.endedOn = on;
      hasGoals = setGoals;
    }
    return { id, cycle: running.number, sessionInCycle: running.sessions };
  });
  return { sessions: numbered, cycles };
}

function inTime(a: CycleSession, b: CycleSession): number {
  const [from, to] = [a, b].map(({ startedAt }) => (startedAt ? Date.parse(startedAt) : 0)) as [
    number,
    number,
  ];
  return compareDates(a.on, b.on) || from - to || (a.id < b.id ? -1 : 1);
}
