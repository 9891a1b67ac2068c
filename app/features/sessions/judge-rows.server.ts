import { createHash } from "node:crypto";
import type { Sql } from "#app/db/in-transaction.server.ts";
import type { ImportProblem } from "./import.types.ts";
import {
  judgeRow,
  type KnownRow,
  peopleIndex,
  problem,
  type RowDraft,
  resolvePeople,
} from "./import-row.rules.ts";
import {
  findStoredRows,
  listKnownPeople,
  listRowFacts,
  type ProfileVersion,
  type StoredRow,
} from "./import-rows.queries.server.ts";
import type { ImportRecord } from "./imports.queries.server.ts";
import { noteSeal } from "./private-note.server.ts";
import { isSameContent, type SessionRows, sessionRows } from "./session-rows.server.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What becomes of a row. */
export type JudgedRow =
  | { row: number; outcome: "store"; rows: SessionRows & { importId: string }; problems: ImportProblem[] }
  | { row: number; outcome: "already" | "refused"; problems: ImportProblem[] };

/**
 * Judges rows in the role of imports: whether each would be stored, is stored already, or has to be refused and why.
 * The key of a record follows from what it is, so that the same row, in whatever file, is the same record:
 * its key in the system it comes from, or else coach, people, day and start.
 */
export async function judgeRows(
  sql: Sql,
  {
    asked,
    profiles,
    drafts,
    programId,
    zone,
    now,
  }: {
    asked: Pick<ImportRecord, "id" | "requestedById">;
    profiles: readonly ProfileVersion[];
    drafts: readonly RowDraft[];
    programId: string;
    zone: string;
    now: Date;
  },
): Promise<(JudgedRow & { key: string | null; hour?: string | null })[]> {
  const keys = new Set(drafts.flatMap(({ coach, people }) => [...(coach ? [coach] : []), ...people]));
  const find = peopleIndex(
    await listKnownPeople(
      sql,
      [...keys].map((key) => key.toLowerCase()),
    ),
  );
  const known = drafts.map((draft) => resolvePeople(draft, find));
  const keyed = known.map((row) => ({ row, key: keyOf(row, programId) }));
  const whole = keyed.flatMap(({ row, key }, n) =>
    key && row.coachId && row.draft.sessionOn
      ? [{ n, key, coachId: row.coachId, sessionOn: row.draft.sessionOn, people: row.personIds }]
      : [],
  );
  const [facts, { stored, takenIds }] = await Promise.all([
    listRowFacts(
      sql,
      whole.map(({ key, ...each }) => each),
    ),
    findStoredRows(sql, { ids: whole.map(({ key }) => key), days: daysOf(whole) }),
  ]);
  const factsByRow = new Map(facts.map((each) => [each.n, each]));
  const taken = new Set(takenIds);
  const byId = new Map(stored.map((each) => [each.id, each]));
  const byHour = new Map(stored.map((each) => [sameHour(each), each]));

  return keyed.map(({ row, key }, n) => {
    const { draft } = row;
    const own = factsByRow.get(n);
    const judged = judgeRow(
      row,
      {
        assignments: own?.assignments ?? [],
        isCoachCertified: own?.isCoachCertified ?? false,
        planVersion: own?.planVersion ?? null,
        zone,
        profile: profileOf(draft, profiles),
      },
      { id: key ?? "", programId, now },
    );
    const end = (outcome: "already" | "refused") => ({
      row: draft.row,
      key,
      outcome,
      problems: draft.problems,
    });
    if (!judged || !key) return end("refused");
    const there = byId.get(key) ?? storedAtThatHour(row, byHour);
    if (there) {
      if (!isSameContent(there.contentHash, judged.input, noteSeal()))
        draft.problems.push({
          ...problem(
            draft.row,
            draft.found("sessionOn").column,
            draft.found("sessionOn").text,
            "Stored already, with other content: the stored record stays as it is. Change it there if this row is right.",
          ),
          isRefusal: false,
        });
      return end("already");
    }
    if (taken.has(key)) {
      draft.problems.push(
        problem(
          draft.row,
          draft.found("sourceId").column,
          draft.found("sourceId").text,
          "A key that no other record has: this one belongs to a record that is not at your sites. Leave this column out to know rows by coach, people, day and start.",
        ),
      );
      return end("refused");
    }
    const rows = sessionRows(judged.input, judged.facts, now, noteSeal());
    const isPlanned = judged.input.status === "scheduled";
    return {
      ...{ row: draft.row, key, outcome: "store" as const, problems: draft.problems },
      hour: hashed(hourOf(row)),
      rows: {
        ...rows,
        importId: asked.id,
        session: {
          ...rows.session,
          entered_by_id: asked.requestedById,
          // Nobody was asked for a word on a record of the past; a late word still counts.
          acknowledgement: isPlanned ? "pending" : "lapsed",
        },
      },
    };
  });
}

/** The version in force on the day; before the first one, the version that the row names. */
function profileOf(
  { sessionOn, profileVersion }: RowDraft,
  profiles: readonly ProfileVersion[],
): ProfileVersion | null {
  if (!sessionOn) return null;
  return (
    profiles.findLast(({ publishedOn }) => publishedOn <= sessionOn) ??
    profiles.find(({ version }) => version === profileVersion) ??
    null
  );
}

/** The key of a row's record, or null while it is not known what it is. */
function keyOf({ draft, coachId, personIds }: KnownRow, programId: string): string | null {
  const { sourceId, sessionOn, startTime } = draft;
  if (sourceId && UUID.test(sourceId)) return sourceId.toLowerCase();
  if (sourceId) return uuidOf(`${programId} source ${sourceId}`);
  if (!coachId || !sessionOn || personIds.length === 0) return null;
  return uuidOf(`${programId} ${sameHour({ coachId, sessionOn, startTime, people: personIds })}`);
}

function sameHour({ coachId, sessionOn, startTime, people }: Omit<StoredRow, "id" | "contentHash">): string {
  return [coachId, sessionOn, startTime ?? "", ...[...people].sort()].join(" ");
}

/** What tells two records of one session, whatever their keys: coach, people, day and start; null without a start. */
function hourOf({ draft, coachId, personIds }: KnownRow): string | null {
  const { sessionOn, startTime } = draft;
  return coachId && sessionOn && startTime
    ? sameHour({ coachId, sessionOn, startTime, people: personIds })
    : null;
}

const hashed = (text: string | null) => text && uuidOf(text);

/** A record of the same coach with the same people at the same hour, however it came in. */
const storedAtThatHour = (row: KnownRow, byHour: ReadonlyMap<string, StoredRow>) =>
  byHour.get(hourOf(row) ?? "");

function daysOf(rows: readonly { coachId: string; sessionOn: string }[]) {
  return [...new Map(rows.map((row) => [`${row.coachId} ${row.sessionOn}`, row])).values()] as {
    coachId: string;
    sessionOn: StoredRow["sessionOn"];
  }[];
}

function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
