import { z } from "zod";
import { pageNumber } from "#app/http/pagination.ts";
import { dayField } from "#app/time/day-field.ts";
import { DUE_FILTERS } from "./due-filter.ts";
import { NOT_HELD_REASON_LABELS } from "./not-held.codes.ts";
import {
  ACKNOWLEDGEMENT_LABELS,
  ATTENDANCE_LABELS,
  ATTENDEE_LIMIT,
  BARRIER_LABELS,
  COMMENT_LIMIT,
  COMPANION_LABELS,
  COMPANION_LIMIT,
  codesOf,
  ESCALATED_TO_LABELS,
  ESCALATION_LABELS,
  FEEDBACK_HOURS_LIMIT,
  FORMAT_LABELS,
  GOAL_QUALITY_LABELS,
  GOAL_STATUS_LABELS,
  MODALITY_LABELS,
  OBSERVATION_LABELS,
  PHASE_LABELS,
  PROGRESS_LABELS,
  REASON_LIMIT,
  REFERENCE_LIMIT,
  STATUS_LABELS,
  STEP_LIMIT,
  STEP_STATUS_LABELS,
  STRATEGY_LABELS,
  SUMMARY_LIMIT,
} from "./session.codes.ts";

const id = z.guid("This is not an id of ours: reload the page");
const day = dayField("Enter a day, such as 2026-11-16");
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Enter a time, such as 14:30");
const minutes = (most: number) =>
  z
    .number("Enter whole minutes")
    .int("Enter whole minutes")
    .min(0, "Enter 0 or more")
    .max(most, `Enter at most ${most}`);
const countOf = (most: number) => {
  const message = `Enter a whole number from 0 to ${most}`;
  return z.coerce.number(message).int(message).min(0, message).max(most, message);
};
const text = (most: number) => z.string().trim().max(most, `Use at most ${most} characters`);
/** A box that was left alone arrives as nothing, one that was ticked alone as a single value. */
const several = <T extends z.ZodType>(item: T, most: number) =>
  z.array(item).max(most, `Choose at most ${most}`).default([]);
/** One value for each id, as in `reviews.<id>`. A blank one was not given. */
const byId = <T>(value: z.ZodType<T>) =>
  z
    .record(z.guid(), z.union([z.literal("").transform(() => null), value]))
    .default({})
    .transform(
      (given) =>
        Object.fromEntries(Object.entries(given).filter(([, each]) => each !== null)) as Record<string, T>,
    );

const strategy = z.templateLiteral([z.enum(codesOf(PHASE_LABELS)), ":", z.enum(codesOf(STRATEGY_LABELS))]);

/** A new action step. One without words is a step that was not agreed. */
const newStep = z.object({
  id,
  what: text(STEP_LIMIT).optional(),
  ownerId: id.optional(),
  dueOn: day.optional(),
  goalId: id.optional(),
  supportNeeded: text(REASON_LIMIT).optional(),
});

/** Somebody beside coach and coachees. A row without a person is one that was not filled in. */
const companion = z.object({ personId: id.optional(), role: z.enum(codesOf(COMPANION_LABELS)) });

/** The log of one session, as the form sends it. Names are those of the form's fields. */
export const sessionInput = z.object({
  id,
  attendeeIds: several(id, ATTENDEE_LIMIT).refine((ids) => ids.length > 0, "Choose at least one person"),
  attendance: byId(z.enum(codesOf(ATTENDANCE_LABELS))),
  attendeeMinutes: byId(countOf(480)),
  format: z.enum(codesOf(FORMAT_LABELS)).default("individual"),
  status: z.enum(codesOf(STATUS_LABELS)).default("held"),
  statusReason: text(REASON_LIMIT).optional(),
  sessionOn: day,
  startTime: time.optional(),
  endTime: time.optional(),
  modality: z.enum(codesOf(MODALITY_LABELS)).default("in_person_office"),
  observationKind: z.enum(codesOf(OBSERVATION_LABELS)).default("none"),
  observationMinutes: minutes(480).optional(),
  meetingMinutes: minutes(480).optional(),
  preparationMinutes: minutes(480).optional(),
  travelMinutes: minutes(720).optional(),
  documentationMinutes: minutes(480).optional(),
  focusIds: several(id, 50),
  strategies: several(strategy, 36),
  reviews: byId(z.enum(codesOf(STEP_STATUS_LABELS))),
  dropReasons: byId(text(REASON_LIMIT)),
  steps: z.array(newStep).max(10).default([]),
  progress: byId(z.enum(codesOf(PROGRESS_LABELS))),
  selfScale: byId(countOf(10)),
  strengthNoted: z.boolean().default(false),
  correctiveFeedback: z.boolean().default(false),
  dataShared: z.boolean().default(false),
  barriers: several(z.enum(codesOf(BARRIER_LABELS)), 9),
  escalation: z.enum(codesOf(ESCALATION_LABELS)).default("none"),
  nextSessionOn: day.optional(),
  summary: text(SUMMARY_LIMIT).optional(),
  privateNote: text(SUMMARY_LIMIT).optional(),
  // why: the fields below have no default, so that what a device finished before they existed is still the same log
  /** Why it did not take place. */
  notHeldReason: z.enum(codesOf(NOT_HELD_REASON_LABELS)).optional(),
  plannedStartTime: time.optional(),
  plannedEndTime: time.optional(),
  /** When it became known that it would not take place, on the clock of the site. */
  knownOn: day.optional(),
  knownTime: time.optional(),
  alsoThere: z.array(companion).max(COMPANION_LIMIT).optional(),
  artefactRef: text(REFERENCE_LIMIT).optional(),
  hasRecordingConsent: z.boolean().optional(),
  feedbackAfterHours: countOf(FEEDBACK_HOURS_LIMIT).optional(),
  escalatedOn: day.optional(),
  escalatedTo: z.enum(codesOf(ESCALATED_TO_LABELS)).optional(),
  nextFocusId: id.optional(),
});
export type SessionInput = z.infer<typeof sessionInput>;

/** The same for a record that stands: the version on which the changes were made. */
export const sessionEdit = sessionInput.extend({
  rowVersion: z.number().int().min(1),
  /** Why a locked record is changed. */
  amendmentReason: text(REASON_LIMIT).optional(),
});
export type SessionEdit = z.infer<typeof sessionEdit>;

export const acknowledgementInput = z.object({
  sessionId: id,
  state: z.enum(["acknowledged", "acknowledged_with_comment", "disputed"]),
  comment: text(COMMENT_LIMIT).default(""),
  /** The content that was on the page: another one is not what was read. */
  contentVersion: z.number().int().optional(),
});
export type AcknowledgementInput = z.infer<typeof acknowledgementInput>;

/** What the coach answers to a coachee. The id was made by the form. */
export const replyInput = z.object({
  id,
  sessionId: id,
  personId: id,
  reply: z
    .string("Write what you answer")
    .trim()
    .min(1)
    .max(COMMENT_LIMIT, `Use at most ${COMMENT_LIMIT} characters`),
});
export type ReplyInput = z.infer<typeof replyInput>;

/** What the page of a session posts: the coachee's word, or the coach's answer. Which session it is says the address. */
export const replyForm = replyInput.omit({ sessionId: true });
export const acknowledgementForm = acknowledgementInput.omit({ sessionId: true });

export const goalInput = z.object({
  /** Of a new goal, made with its form: posted twice, it is one goal. */
  id: id.optional(),
  /** Given when the goal exists. */
  goalId: id.optional(),
  rowVersion: z.number().int().optional(),
  title: z
    .string("Say what will be seen when the goal is reached")
    .trim()
    .min(1)
    .max(200, "Use at most 200 characters"),
  essentialFunctionId: id.optional(),
  baselineLevel: text(300).default(""),
  targetLevel: text(300).default(""),
  evidence: text(300).default(""),
  quality: several(z.enum(codesOf(GOAL_QUALITY_LABELS)), 6),
  reviewOn: day.optional(),
  status: z.enum(codesOf(GOAL_STATUS_LABELS)).default("active"),
});
export type GoalInput = z.infer<typeof goalInput> & { personId: string };

export const stepStatusInput = z.object({
  stepId: id,
  status: z.enum(["open", "partly_done", "done"]),
});
export type StepStatusInput = z.infer<typeof stepStatusInput>;

export const sessionFilters = z.object({
  person: z.guid().optional().catch(undefined),
  status: z.enum(codesOf(STATUS_LABELS)).optional().catch(undefined),
  /** How far coachee and coach are with a record that was held. */
  word: z.enum(codesOf(ACKNOWLEDGEMENT_LABELS)).optional().catch(undefined),
  month: z
    .string()
    .regex(/^[12]\d{3}-(0[1-9]|1[0-2])$/)
    .optional()
    .catch(undefined),
});
export type SessionFilters = z.infer<typeof sessionFilters>;

export const pageSearch = z.object({ page: pageNumber.default(1) });
export const sessionSearch = sessionFilters.extend(pageSearch.shape);
export const newSessionSearch = z.object({
  person: z.guid().optional().catch(undefined),
  plan: z
    .literal("1")
    .optional()
    .catch(undefined)
    .transform((given) => given === "1"),
});
/** `?saved=1` stands in the address after a save, so that the page may forget the draft. */
export const savedSearch = z.object({
  saved: z
    .literal("1")
    .optional()
    .catch(undefined)
    .transform((given) => given === "1"),
});
export const personParams = z.object({ personId: z.guid() });
export const sessionParams = z.object({ sessionId: z.guid() });
/** `?show=overdue`: of a coach's people only those. */
export const peopleSearch = z.object({ show: z.enum(DUE_FILTERS).catch("all") });
/** `?month=2026-10`; the running month when none fits. */
export const monthSearch = sessionFilters.pick({ month: true });
