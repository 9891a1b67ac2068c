import type { Day } from "#app/time/days.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { checkSession } from "./check-session.rules.ts";
import type { DayOrder, FileColumn, ImportMapping, ImportProblem } from "./import.types.ts";
import { type CodedField, columnOf, type ImportField, plain } from "./import-columns.ts";
import { NOT_HELD_REASON_LABELS } from "./not-held.codes.ts";
import {
  ATTENDANCE_LABELS,
  type Attendance,
  BARRIER_LABELS,
  FORMAT_LABELS,
  MODALITY_LABELS,
  needsReason,
  OBSERVATION_LABELS,
  PHASE_LABELS,
  STATUS_LABELS,
  STRATEGY_LABELS,
} from "./session.codes.ts";
import type { AssignmentFact, SessionFacts } from "./session.rules.ts";
import { assignmentOn, findForeign } from "./session.rules.ts";
import { type SessionInput, sessionInput } from "./session.schema.ts";

/** What stands on a record that did not take place when its file gives no reason, or no words for another one. */
export const NO_REASON = "No reason in the imported file";
const LONGEST_FOUND = 200;
const LONGEST_KEY = 200;

/** A row as far as it can be read without looking anybody up. */
export interface RowDraft {
  row: number;
  /** Ready for `sessionInput`, without ids. */
  values: Record<string, unknown>;
  sourceId: string | null;
  sessionOn: Day | null;
  startTime: string | null;
  coach: string | null;
  people: string[];
  attendance: { attendance: Attendance; minutes: number | undefined }[];
  focus: string[];
  profileVersion: number | null;
  problems: ImportProblem[];
  /** Words that are no code of ours. */
  unknown: { field: CodedField; word: string }[];
  /** What stands in the file, by field. */
  found: (field: ImportField) => { column: string; text: string };
}

export function isBlankRow(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === "");
}

/** Makes the reader of a file's rows. */
export function rowReader(mapping: ImportMapping, columns: readonly FileColumn[]) {
  const places = new Map<ImportField, number>();
  for (const [index, field] of Object.entries(mapping.fields)) places.set(field, Number(index));
  return (row: number, cells: readonly string[]): RowDraft => readRow(row, cells, places, mapping, columns);
}

function readRow(
  row: number,
  cells: readonly string[],
  places: ReadonlyMap<ImportField, number>,
  mapping: ImportMapping,
  columns: readonly FileColumn[],
): RowDraft {
  const problems: ImportProblem[] = [];
  const unknown: RowDraft["unknown"] = [];
  const found = (field: ImportField) => {
    const index = places.get(field);
    return {
      column: index === undefined ? columnOf(field).label : (columns[index]?.name ?? ""),
      text: index === undefined ? "" : (cells[index] ?? "").trim(),
    };
  };
  const say = (field: ImportField, expected: string, text = found(field).text) =>
    problems.push(problem(row, found(field).column, text, expected));
  /** Without the apostrophe that keeps a spreadsheet from running the cell as a formula. */
  const text = (field: ImportField) => found(field).text.replace(/^'(?=[=+\-@])/, "");
  const list = (field: ImportField, signs = /[;|\n]+/) =>
    text(field)
      .split(signs)
      .map((each) => each.trim())
      .filter(Boolean);
  const read = <T>(field: ImportField, reader: (given: string) => T | null): T | undefined => {
    const given = text(field);
    if (!given) return undefined;
    const value = reader(given);
    if (value === null) say(field, columnOf(field).expected);
    return value ?? undefined;
  };
  /** A code by its own name, its label, or what was chosen for the word; `""` when it is left out. */
  const codeOf = <K extends string>(
    field: CodedField,
    labels: Record<K, string>,
    word: string,
  ): K | "" | null => {
    const chosen = mapping.values[field]?.[word.toLowerCase()];
    if (chosen !== undefined && (chosen === "" || chosen in labels)) return chosen as K | "";
    const wanted = plain(word);
    for (const [code, label] of Object.entries(labels) as [K, string][])
      if (plain(code) === wanted || plain(label) === wanted) return code;
    return null;
  };
  const coded = <K extends string>(field: CodedField, labels: Record<K, string>): K | undefined => {
    const word = text(field);
    if (!word) return undefined;
    const code = codeOf(field, labels, word);
    if (code === null) {
      unknown.push({ field, word });
      say(field, columnOf(field).expected);
    }
    return code || undefined;
  };
  const codedList = <K extends string>(
    field: CodedField,
    signs: RegExp,
    reader: (word: string) => K | "" | null,
  ): K[] =>
    list(field, signs).flatMap((word) => {
      const code = reader(word);
      if (code === null) {
        unknown.push({ field, word });
        say(field, columnOf(field).expected, word);
      }
      return code ? [code] : [];
    });

  if (cells.slice(columns.length).some((cell) => cell.trim()))
    problems.push(
      problem(
        row,
        columns.at(-1)?.name ?? "",
        `${cells.length} cells`,
        `${columns.length} cells, as in the header. Does a cell hold the separator without quotation marks?`,
      ),
    );

  const sessionOn = read("sessionOn", (given) => dayOf(given, mapping.dayOrder));
  if (!found("sessionOn").text) say("sessionOn", "Every row needs the day of the session");
  if (!text("coach")) say("coach", "Every row needs the coach");
  if (!text("people")) say("people", "Every row needs at least one coachee");
  const startTime = read("startTime", timeOf);
  const status = coded("status", STATUS_LABELS) ?? "held";
  const notHeldReason = needsReason(status) ? coded("notHeldReason", NOT_HELD_REASON_LABELS) : undefined;
  const isSaid = notHeldReason !== undefined && notHeldReason !== "other";
  const reason = text("statusReason");
  if (/^[=+\-@\t]/.test(reason))
    say("statusReason", "Text that does not begin like a formula (with = + - or @)");
  const sourceId = text("sourceId");
  if (sourceId.length > LONGEST_KEY) say("sourceId", columnOf("sourceId").expected);
  const profileVersion = read("profileVersion", (given) => (/^\d{1,4}$/.test(given) ? Number(given) : null));

  return {
    row,
    values: {
      sessionOn,
      startTime,
      endTime: read("endTime", timeOf),
      status,
      notHeldReason,
      statusReason: needsReason(status) ? reason || (isSaid ? undefined : NO_REASON) : undefined,
      format: coded("format", FORMAT_LABELS),
      modality: coded("modality", MODALITY_LABELS),
      observationKind: coded("observationKind", OBSERVATION_LABELS),
      ...Object.fromEntries(
        (
          [
            ...["observationMinutes", "meetingMinutes", "preparationMinutes", "travelMinutes"],
            "documentationMinutes",
          ] as ImportField[]
        ).map((field) => [field, read(field, minutesOf)]),
      ),
      ...Object.fromEntries(
        (["strengthNoted", "correctiveFeedback", "dataShared"] as const).map((field) => [
          field,
          read(field, yesOrNo),
        ]),
      ),
      barriers: codedList("barriers", /[;,|\n]+/, (word) => codeOf("barriers", BARRIER_LABELS, word)),
      strategies: codedList("strategies", /[;|\n]+/, (word) => {
        const [first = "", ...rest] = word.split(":");
        if (rest.length === 0) return withPhase("debrief", codeOf("strategies", STRATEGY_LABELS, word));
        const phase = matching(PHASE_LABELS, first);
        return phase && withPhase(phase, codeOf("strategies", STRATEGY_LABELS, rest.join(":").trim()));
      }),
      nextSessionOn: read("nextSessionOn", (given) => dayOf(given, mapping.dayOrder)),
    },
    sourceId: sourceId || null,
    sessionOn: sessionOn ?? null,
    startTime: startTime ?? null,
    coach: text("coach") || null,
    people: list("people", /[;,|\n]+/),
    attendance: list("attendance", /[;,|\n]+/).flatMap((given) => {
      const [word = "", minutes] = given.split(":");
      const attendance = matching(ATTENDANCE_LABELS, word);
      const there = minutes === undefined ? undefined : minutesOf(minutes.trim());
      if (!attendance || there === null) {
        say("attendance", columnOf("attendance").expected, given);
        return [];
      }
      return [{ attendance, minutes: there }];
    }),
    focus: list("focus"),
    profileVersion: profileVersion ?? null,
    problems,
    unknown,
    found,
  };
}

function withPhase<C extends string>(phase: string, code: C | "" | null): `${string}:${C}` | "" | null {
  return code && (`${phase}:${code}` as const);
}

function matching<K extends string>(labels: Record<K, string>, word: string): K | null {
  const wanted = plain(word);
  for (const [code, label] of Object.entries(labels) as [K, string][])
    if (plain(code) === wanted || plain(label) === wanted) return code;
  return null;
}

export function problem(row: number, column: string, found: string, expected: string): ImportProblem {
  return { row, isRefusal: true, column, found: found.slice(0, LONGEST_FOUND), expected };
}

/** A day as it is written in the file, or null. Two figures for a year are not read: nobody knows the century. */
export function dayOf(given: string, order: DayOrder): Day | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$/.exec(given);
  if (iso) return realDay(iso[1], iso[2], iso[3]);
  const other = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(given);
  if (!other || order === "iso") return null;
  return order === "us" ? realDay(other[3], other[1], other[2]) : realDay(other[3], other[2], other[1]);
}

function realDay(year = "", month = "", day = ""): Day | null {
  const text = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const at = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text) return null;
  return parseCalendarDate(text);
}

/** A time of the day as `14:30`, or null. */
export function timeOf(given: string): string | null {
  const found = /^(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?\s*([ap])?\.?(?:m\.?)?$/i.exec(given);
  if (!found) return null;
  const half = found[3]?.toLowerCase();
  let hour = Number(found[1]);
  if (half && (hour < 1 || hour > 12)) return null;
  if (half) hour = (hour % 12) + (half === "p" ? 12 : 0);
  if (hour > 23 || Number(found[2]) > 59) return null;
  return `${String(hour).padStart(2, "0")}:${found[2]}`;
}

function minutesOf(given: string): number | null {
  return /^\d{1,4}(?:[.,]0+)?$/.test(given) ? Number.parseInt(given, 10) : null;
}

function yesOrNo(given: string): boolean | null {
  const word = given.toLowerCase();
  if (["yes", "y", "true", "1", "x"].includes(word)) return true;
  return ["no", "n", "false", "0"].includes(word) ? false : null;
}

/** Somebody of the program, found by a key that is theirs alone. */
export interface KnownPerson {
  id: string;
  email: string;
  employeeId: string | null;
}

/** Finds people by key, e-mail address or employee number, whatever the case; never by name. */
export function peopleIndex(people: readonly KnownPerson[]): (key: string) => string | null {
  const byKey = new Map<string, string>();
  for (const { id, email, employeeId } of people) {
    if (employeeId) byKey.set(employeeId.toLowerCase(), id);
    byKey.set(email.toLowerCase(), id);
    byKey.set(id, id);
  }
  return (key) => byKey.get(key.toLowerCase()) ?? null;
}

export interface KnownRow {
  draft: RowDraft;
  coachId: string | null;
  personIds: string[];
}

const WHO = "The e-mail address, employee number or key of somebody in the program. Names are not used";

/** The people of a row; whoever is not found is a problem of its own. */
export function resolvePeople(draft: RowDraft, find: (key: string) => string | null): KnownRow {
  const missing = (field: "coach" | "people", key: string) =>
    draft.problems.push(problem(draft.row, draft.found(field).column, key, WHO));
  const coachId = draft.coach ? find(draft.coach) : null;
  if (draft.coach && !coachId) missing("coach", draft.coach);
  const personIds = draft.people.flatMap((key) => {
    const id = find(key);
    if (!id) missing("people", key);
    return id ? [id] : [];
  });
  return { draft, coachId, personIds };
}

/** What a row is judged by, as of its day, at the sites of whoever imports. */
export interface RowFacts {
  assignments: readonly AssignmentFact[];
  isCoachCertified: boolean;
  /** Of the implementation plan in force on the day. */
  planVersion: number | null;
  /** Of the program: for rows whose site is not known. */
  zone: string;
  /** The version in force on the day, or the one that the row names for a day before the first. */
  profile: {
    id: string;
    version: number;
    functions: readonly { id: string; number: string; title: string }[];
  } | null;
}

/**
 * Judges a row by the rules of a log. What is different for a record of the past: it is entered by whoever imports, its
 * acknowledgement was not asked for, a reason that is missing is said to be missing, and for a day before the first
 * practice profile the row may name the version.
 * @returns the log and its facts, or null: then the problems of the draft say why
 */
export function judgeRow(
  { draft, coachId, personIds }: KnownRow,
  facts: RowFacts,
  { id, programId, now }: { id: string; programId: string; now: Date },
): { input: SessionInput; facts: SessionFacts } | null {
  const say = (field: ImportField, expected: string, text = draft.found(field).text) =>
    draft.problems.push(problem(draft.row, draft.found(field).column, text, expected));
  const { profile } = facts;
  const focusIds = focusOf(draft, profile, say);
  if (profile && draft.profileVersion !== null && draft.profileVersion !== profile.version)
    say("profileVersion", `Version ${profile.version}, which was in force on this day`);
  if (draft.attendance.length > 0 && draft.attendance.length !== draft.people.length)
    say("attendance", `One for each coachee: ${draft.people.length}`);
  // Whoever or whatever day is not known is stood in for, so that the rest of the row is judged all the same.
  const isWhole =
    coachId !== null &&
    personIds.length > 0 &&
    personIds.length === draft.people.length &&
    draft.sessionOn !== null;
  const attendeeIds = isWhole ? personIds : draft.people.map((_, at) => standIn(at + 1));
  const assignments = isWhole
    ? facts.assignments
    : attendeeIds.map((coacheeId) => ({ ...ALWAYS, coacheeId, zone: facts.zone }));
  const given: Record<string, unknown> = {
    ...draft.values,
    id: isWhole ? id : standIn(0),
    sessionOn: draft.sessionOn ?? STAND_IN_DAY,
    attendeeIds: attendeeIds.length ? attendeeIds : [standIn(1)],
    attendance: Object.fromEntries(
      draft.attendance.map(({ attendance }, at) => [attendeeIds[at] ?? standIn(at + 1), attendance]),
    ),
    attendeeMinutes: Object.fromEntries(
      draft.attendance.flatMap(({ minutes }, at) =>
        minutes === undefined ? [] : [[attendeeIds[at] ?? standIn(at + 1), minutes]],
      ),
    ),
    focusIds,
  };
  const first = sessionInput.safeParse(given);
  for (const { path, message } of first.error?.issues ?? []) {
    say(fieldAt(path), message);
    delete given[String(path[0])];
  }
  const input = first.data ?? sessionInput.safeParse(given).data;
  if (!input) return null;

  const judged: SessionFacts = {
    programId,
    coachId: coachId ?? standIn(0),
    assignments,
    isCoachCertified: facts.isCoachCertified,
    planVersion: facts.planVersion,
    companions: [],
    practiceProfileId: profile?.id ?? null,
    functionIds: profile?.functions.map((each) => each.id) ?? [],
    unknownFunctionIds: [],
    goals: [],
    actionSteps: [],
    agreedStepIds: [],
    isOfThePast: true,
  };
  const isSaid = new Set(draft.problems.map(({ column }) => column));
  if (isWhole && findForeign(input, judged)) {
    say("people", "People whom this coach coaches or coached, at a site that you may import for");
    judged.assignments = input.attendeeIds.map((coacheeId) => ({ ...ALWAYS, coacheeId, zone: facts.zone }));
  } else if (isWhole) {
    const outside = outsideWords(draft, input, judged);
    for (const words of outside) say("sessionOn", words);
    if (outside.length > 0)
      judged.assignments = input.attendeeIds.map((coacheeId) => ({ ...ALWAYS, coacheeId, zone: facts.zone }));
  }
  const verdict = checkSession(input, judged, now);
  for (const [name, messages] of Object.entries((!verdict.ok && verdict.fieldErrors) || {})) {
    const field = fieldAt(name.split("."));
    // What a cell lacks because it could not be read was said already.
    if (isSaid.has(draft.found(field).column) || (!profile && field === "focus")) continue;
    for (const message of messages)
      if (profile || !message.startsWith("No practice profile")) say(field, message);
  }
  return draft.problems.some(({ isRefusal }) => isRefusal) ? null : { input, facts: judged };
}

/** For each person whom the coach did not coach on the day of a row: on which days they did, by the keys of the file. */
function outsideWords({ coach, people }: RowDraft, input: SessionInput, facts: SessionFacts): string[] {
  return input.attendeeIds.flatMap((personId, at) => {
    if (assignmentOn(facts, personId, input.sessionOn)) return [];
    const spans = facts.assignments
      .filter(({ coacheeId }) => coacheeId === personId)
      .map(({ startsOn, endsOn }) => ({
        from: startsOn,
        to: endsOn && addDays(parseCalendarDate(endsOn), -1),
      }))
      .sort((a, b) => a.from.localeCompare(b.from));
    const days = spans
      .map(({ from, to }) => (to ? `from ${from} to ${to}` : `from ${from} on`))
      .join(", and ");
    return [`A day on which ${coach} coached ${people[at]}: ${days}`];
  });
}

/** An assignment that holds on every day, for judging what does not depend on it. */
const ALWAYS = { startsOn: "0001-01-01" as Day, endsOn: null, siteId: "", unitId: null };
const STAND_IN_DAY = "2000-01-03" as Day;

function standIn(at: number): string {
  return `00000000-0000-8000-a000-${String(at).padStart(12, "0")}`;
}

function focusOf(
  draft: RowDraft,
  profile: RowFacts["profile"],
  say: (field: ImportField, expected: string, text?: string) => void,
): string[] {
  if (!profile) {
    if (draft.sessionOn)
      say(
        "profileVersion",
        "A published version: none was in force on this day, so the row has to say which one is meant",
      );
    return [];
  }
  return draft.focus.flatMap((word) => {
    const wanted = plain(word);
    const match = profile.functions.find(
      (each) =>
        plain(each.number) === wanted || plain(each.title) === wanted || each.id === word.toLowerCase(),
    );
    if (!match)
      say(
        "focus",
        `A function of version ${profile.version} of the practice profile: its title or number, such as ${profile.functions[0]?.number ?? "its first"}`,
        word,
      );
    return match ? [match.id] : [];
  });
}

const FIELD_OF: Record<string, ImportField> = {
  attendeeIds: "people",
  attendance: "attendance",
  attendeeMinutes: "attendance",
  focusIds: "focus",
};

/** The column that a message of a rule or a schema is about. */
function fieldAt(path: readonly PropertyKey[]): ImportField {
  const name = String(path[0]);
  if (FIELD_OF[name]) return FIELD_OF[name];
  return name in KNOWN_FIELDS ? (name as ImportField) : "sessionOn";
}

const KNOWN_FIELDS: Partial<Record<ImportField, true>> = {
  sessionOn: true,
  startTime: true,
  endTime: true,
  format: true,
  status: true,
  notHeldReason: true,
  statusReason: true,
  modality: true,
  observationKind: true,
  observationMinutes: true,
  meetingMinutes: true,
  preparationMinutes: true,
  travelMinutes: true,
  documentationMinutes: true,
  strategies: true,
  strengthNoted: true,
  correctiveFeedback: true,
  dataShared: true,
  barriers: true,
  nextSessionOn: true,
};
