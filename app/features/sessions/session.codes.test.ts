import { expect, test } from "vitest";
import * as enums from "#prisma/generated/enums.ts";
import { NOT_HELD_REASON_LABELS } from "./not-held.codes.ts";
import * as codes from "./session.codes.ts";

test.each([
  [codes.STATUS_LABELS, enums.SessionStatus],
  [NOT_HELD_REASON_LABELS, enums.NotHeldReason],
  [codes.FORMAT_LABELS, enums.SessionFormat],
  [codes.MODALITY_LABELS, enums.SessionModality],
  [codes.OBSERVATION_LABELS, enums.ObservationKind],
  [codes.ATTENDANCE_LABELS, enums.Attendance],
  [codes.STRATEGY_LABELS, enums.CoachingStrategy],
  [codes.PHASE_LABELS, enums.StrategyPhase],
  [codes.GOAL_STATUS_LABELS, enums.GoalStatus],
  [codes.PROGRESS_LABELS, enums.GoalProgress],
  [codes.STEP_STATUS_LABELS, enums.ActionStepStatus],
  [codes.BARRIER_LABELS, enums.Barrier],
  [codes.ESCALATION_LABELS, enums.Escalation],
  [codes.ACKNOWLEDGEMENT_LABELS, enums.AcknowledgementState],
  [codes.INTENSITY_LABELS, enums.CoachingIntensity],
])("every code of the database has a word, and no other: %o", (labels, database) => {
  expect(Object.keys(labels).sort()).toEqual(Object.keys(database).sort());
});
