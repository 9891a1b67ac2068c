import { timeIn } from "#app/time/days.ts";
import { LATE_NOTICE_HOURS } from "#fidelity/dosage/limits.ts";
import type { ExportScope } from "./export.types.ts";
import type { ExportRow } from "./exports.queries.server.ts";
import { NOT_HELD_REASON_LABELS } from "./not-held.codes.ts";
import { entryLagDays } from "./record.rules.ts";
import { noticeHours } from "./session.rules.ts";

type Cell = string | number | null;

interface ExportColumn {
  name: string;
  meaning: string;
  cell: (row: ExportRow) => Cell;
  /** Left out of an export of sites: there a key tells people apart, so that nobody's file is compiled from it. */
  isName?: true;
}

const column = (name: string, meaning: string, cell: (row: ExportRow) => Cell): ExportColumn => ({
  name,
  meaning,
  cell,
});
const instant = (at: Date | null) => at?.toISOString() ?? null;
const yesNo = (is: boolean) => (is ? "yes" : "no");
const tenth = (hours: number | null) => (hours === null ? null : Math.round(hours * 10) / 10);
const dose = ({ observationMinutes, meetingMinutes }: ExportRow) => observationMinutes + meetingMinutes;

const COLUMNS: readonly ExportColumn[] = [
  column("session_id", "The record's key", ({ id }) => id),
  column(
    "session_day_site_zone",
    "Calendar day of the session in the site's zone",
    ({ sessionOn }) => sessionOn,
  ),
  column("site_zone", "The site's time zone (IANA)", ({ zone }) => zone),
  column(
    "starts_site_time",
    "Start on the clock of the site",
    ({ zone, startsAt }) => startsAt && timeIn(zone, startsAt),
  ),
  column(
    "ends_site_time",
    "End on the clock of the site",
    ({ zone, endsAt }) => endsAt && timeIn(zone, endsAt),
  ),
  column("starts_at_utc", "Start as an instant (UTC)", ({ startsAt }) => instant(startsAt)),
  column("ends_at_utc", "End as an instant (UTC)", ({ endsAt }) => instant(endsAt)),
  column(
    "planned_starts_site_time",
    "Planned start on the clock of the site, where it was planned",
    ({ zone, scheduledStartAt }) => scheduledStartAt && timeIn(zone, scheduledStartAt),
  ),
  column(
    "planned_ends_site_time",
    "Planned end on the clock of the site, where it was planned",
    ({ zone, scheduledEndAt }) => scheduledEndAt && timeIn(zone, scheduledEndAt),
  ),
  column("planned_starts_at_utc", "Planned start as an instant (UTC)", ({ scheduledStartAt }) =>
    instant(scheduledStartAt),
  ),
  column("cancellation_known_at_utc", "When it became known that it would not take place (UTC)", (row) =>
    instant(row.cancellationKnownAt),
  ),
  column(
    "notice_hours",
    "Hours from then, or from a record made before it, to the planned start; 0 when it was known later; blank when not known",
    (row) => tenth(noticeHours(row)),
  ),
  column(
    "late_cancellation",
    `yes when called off with less than ${LATE_NOTICE_HOURS} hours of notice`,
    (row) => {
      const hours = noticeHours(row);
      return hours === null ? null : yesNo(hours < LATE_NOTICE_HOURS);
    },
  ),
  column("site", "Site where it took place, as of the session", ({ site }) => site),
  column("unit", "Unit, as of the session", ({ unit }) => unit),
  column("coach_key", "Key of the lead coach", ({ coachId }) => coachId),
  { ...column("coach", "Name of the lead coach", ({ coachName }) => coachName), isName: true },
  column("people_keys", "Keys of those invited, separated by semicolons", ({ peopleIds }) => peopleIds),
  {
    ...column("people", "Names of those invited, separated by semicolons", ({ peopleNames }) => peopleNames),
    isName: true,
  },
  column(
    "people_attendance",
    "How each was there, in the order of people_keys: full, partial:minutes, absent or excused",
    ({ attendance }) => attendance,
  ),
  column("people_there", "How many coachees were there, wholly or in part", ({ peopleThere }) => peopleThere),
  column("co_coach_keys", "Keys of the co-coaches, separated by semicolons", ({ coCoachIds }) => coCoachIds),
  column("shadow_keys", "Keys of coaches who learned by watching", ({ shadowIds }) => shadowIds),
  column(
    "guests",
    "role:key of supervisors and observers who were there, separated by semicolons",
    ({ guests }) => guests,
  ),
  column("format", "individual, pair, group or unit", ({ format }) => format),
  column("status", "Planned, held or why not", ({ status }) => status),
  column(
    "not_held_reason",
    `Code of why it did not take place: ${Object.keys(NOT_HELD_REASON_LABELS).join(", ")}; blank when it was held or is planned, and in records from before the codes`,
    ({ notHeldReason }) => notHeldReason,
  ),
  column("modality", "How it took place", ({ modality }) => modality),
  column("dose_minutes", "Observation and meeting together", dose),
  column("observation_minutes", "Minutes of observation", ({ observationMinutes }) => observationMinutes),
  column("meeting_minutes", "Minutes of conversation", ({ meetingMinutes }) => meetingMinutes),
  column(
    "preparation_minutes",
    "Minutes of preparation, not dose",
    ({ preparationMinutes }) => preparationMinutes,
  ),
  column("travel_minutes", "Minutes of travel, not dose", ({ travelMinutes }) => travelMinutes),
  column(
    "documentation_minutes",
    "Minutes of documentation, not dose",
    ({ documentationMinutes }) => documentationMinutes,
  ),
  column("observation_kind", "Kind of observation", ({ observationKind }) => observationKind),
  column(
    "practice_profile_version",
    "Version of the practice profile that the focus is from",
    ({ profileVersion }) => profileVersion,
  ),
  column(
    "plan_version",
    "Number of the approved implementation plan in force on the day",
    ({ planVersion }) => planVersion,
  ),
  column("focus", "Essential functions, separated by semicolons", ({ focus }) => focus),
  column("strategies", "phase:strategy, separated by semicolons", ({ strategies }) => strategies),
  column("strength_noted", "yes or no", ({ strengthNoted }) => yesNo(strengthNoted)),
  column("corrective_feedback", "yes or no", ({ correctiveFeedback }) => yesNo(correctiveFeedback)),
  column("data_shared", "yes or no", ({ dataShared }) => yesNo(dataShared)),
  column(
    "feedback_after_hours",
    "Hours from the session to the feedback; blank when not recorded",
    ({ feedbackAfterHours }) => feedbackAfterHours,
  ),
  column(
    "goals_set",
    "Whether a goal was set or worked on, or a step agreed. With the day, the start, observation and feedback it numbers the coaching cycles of a coach with a coachee: a cycle ends with the first feedback at or after an observation",
    ({ setGoals }) => yesNo(setGoals),
  ),
  column("barriers", "Codes, separated by semicolons", ({ barriers }) => barriers),
  column(
    "next_session_day_site_zone",
    "Calendar day agreed for the next session",
    ({ nextSessionOn }) => nextSessionOn,
  ),
  column("coach_certified", "Whether the coach was certified on the day", ({ isCoachCertified }) =>
    yesNo(isCoachCertified),
  ),
  column(
    "acknowledgement",
    "State of the record's acknowledgement",
    ({ acknowledgement }) => acknowledgement,
  ),
  column("entered_at_utc", "When it was written, on a device without a connection or here (UTC)", (row) =>
    instant(row.enteredAt ?? row.recordedAt),
  ),
  column("recorded_at_utc", "When the server got it (UTC)", ({ recordedAt }) => instant(recordedAt)),
  column("entry_lag_days", "Days from the session to its being written", ({ entryLagDays }) => entryLagDays),
  column("received_lag_days", "Days from the session to its reaching the server", (row) =>
    entryLagDays(row.status, row.sessionOn, row.zone, row.recordedAt),
  ),
  column(
    "clock_doubtful",
    "yes when the device's clock cannot have been right when it was written",
    ({ isClockDoubtful }) => yesNo(isClockDoubtful),
  ),
  column("record_version", "Grows with each change of the record", ({ rowVersion }) => rowVersion),
  column("source", "logged, or imported from a file of the past", ({ isImported }) =>
    isImported ? "imported" : "logged",
  ),
];

/** The columns of an export, in their order. */
export function exportColumns(scope: ExportScope): readonly ExportColumn[] {
  return COLUMNS.filter(({ isName }) => !isName || scope !== "oversight");
}
