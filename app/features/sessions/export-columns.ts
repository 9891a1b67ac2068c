import { timeIn } from "#app/time/days.ts";
import type { ExportScope } from "./export.types.ts";
import type { ExportRow } from "./exports.queries.server.ts";

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
  column("format", "individual, pair, group or unit", ({ format }) => format),
  column("status", "Planned, held or why not", ({ status }) => status),
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
  column("focus", "Essential functions, separated by semicolons", ({ focus }) => focus),
  column("strategies", "phase:strategy, separated by semicolons", ({ strategies }) => strategies),
  column("strength_noted", "yes or no", ({ strengthNoted }) => yesNo(strengthNoted)),
  column("corrective_feedback", "yes or no", ({ correctiveFeedback }) => yesNo(correctiveFeedback)),
  column("data_shared", "yes or no", ({ dataShared }) => yesNo(dataShared)),
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
  column("recorded_at_utc", "When it was recorded (UTC)", ({ recordedAt }) => instant(recordedAt)),
  column("entry_lag_days", "Days from the session to its record", ({ entryLagDays }) => entryLagDays),
  column("record_version", "Grows with each change of the record", ({ rowVersion }) => rowVersion),
  column("source", "logged, or imported from a file of the past", ({ isImported }) =>
    isImported ? "imported" : "logged",
  ),
];

/** The columns of an export, in their order. */
export function exportColumns(scope: ExportScope): readonly ExportColumn[] {
  return COLUMNS.filter(({ isName }) => !isName || scope !== "oversight");
}
