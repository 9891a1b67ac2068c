import { findMaybeImportActor } from "#app/access/actors.queries.server.ts";
import type { Context, PersonContext } from "#app/access/context.ts";
import type { PersonActor, SystemActor } from "#app/access/roles.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { notify, notifyEach } from "#app/notices/notify.server.ts";
import { importSitesOf } from "./import.policy.ts";
import type { ImportCounts, ImportStatus } from "./import.types.ts";
import type { ImportField } from "./import-columns.ts";
import { type FileRow, readRows } from "./import-files.server.ts";
import { isBlankRow, problem, type RowDraft, rowReader } from "./import-row.rules.ts";
import {
  beginImporting,
  endImporting,
  insertImported,
  listProfileVersions,
  type ProfileVersion,
} from "./import-rows.queries.server.ts";
import {
  deleteProblems,
  findMaybeImport,
  findMaybeImportForUpdate,
  type ImportRecord,
  insertProblems,
  listImportedCoachesForSystem,
  listImportedMonthsForSystem,
  listUnfinishedImportsForSystem,
  lockImport,
  markImport,
  markImportChecked,
  saveCheckProgress,
  saveImportError,
  saveStoreProgress,
  undoStored,
} from "./imports.queries.server.ts";
import { judgeRows } from "./judge-rows.server.ts";

type SystemContext = Context<SystemActor>;

/** Rows that are judged or stored in one transaction. */
const CHUNK = 500;
/** Different words of a field that are offered for a choice. */
const MOST_WORDS = 60;

/** Carries on the import named, or every one that waits. Rows are those that this run checked or carried out. */
export async function runImports(
  ctx: SystemContext,
  { importId }: { importId?: string | undefined },
): Promise<{ imports: number; rows: number }> {
  const ids = importId ? [importId] : await inSql(ctx, listUnfinishedImportsForSystem);
  const done: number[] = [];
  const failures: unknown[] = [];
  for (const id of ids)
    await runImport(ctx, id).then(
      (rows) => {
        if (rows !== null) done.push(rows);
      },
      (error) => failures.push(error),
    );
  if (failures.length) throw failures[0];
  return { imports: done.length, rows: done.reduce((sum, rows) => sum + rows, 0) };
}

/** The rows that were dealt with, or null when there was nothing to do or another run is at it. */
async function runImport(ctx: SystemContext, id: string): Promise<number | null> {
  try {
    // The lock is held from before the first row until the last; a worker that dies lets go of it.
    return await inSql(ctx, async (sql) => {
      if (!(await lockImport(sql, id))) return null;
      const [asked, actor] = await inSql(ctx, (own) =>
        Promise.all([findMaybeImport(own, id), findMaybeImportActor(own, id)]),
      );
      if (asked?.status === "undoing") return undo(ctx, asked);
      if (asked?.status !== "checking" && asked?.status !== "storing") return null;
      const siteIds = actor ? importSitesOf(actor) : [];
      if (!actor || siteIds.length === 0) {
        await fail(ctx, asked, "Your roles no longer include importing, so it was not carried on.");
        return null;
      }
      const run: Run = { ctx: { ...ctx, actor }, system: ctx, actor, asked, siteIds };
      return asked.status === "checking" ? check(run) : store(run);
    });
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException;
    await inSql(ctx, (sql) =>
      saveImportError(sql, {
        id,
        error: `It stopped (${code ?? name}) and is taken up again by itself where it stopped.`,
      }),
    );
    throw error;
  }
}

interface Run {
  /** As the person who asked. */
  ctx: PersonContext;
  system: SystemContext;
  actor: PersonActor;
  asked: ImportRecord;
  siteIds: string[];
}

/** One transaction as the person who asked: `judge` in the role of imports, `note` as the job. */
function inRole<T, R>(
  { ctx, siteIds }: Run,
  judge: (sql: Sql) => Promise<T>,
  note: (sql: Sql, judged: T) => Promise<R>,
  claim?: (sql: Sql) => Promise<boolean>,
): Promise<R | null> {
  return inSql(ctx, async (sql) => {
    if (claim && !(await claim(sql))) return null;
    await beginImporting(sql, siteIds);
    const judged = await judge(sql);
    await endImporting(sql);
    return note(sql, judged);
  });
}

const profilesOf = (run: Run): Promise<ProfileVersion[] | null> =>
  inRole(run, listProfileVersions, async (_, profiles) => profiles);

/** Says of every row what would become of it, from the first row on, and stores nothing but that. */
async function check(run: Run): Promise<number | null> {
  const { system, asked, actor } = run;
  const { id } = asked;
  await inSql(system, (sql) => deleteProblems(sql, [id]));
  const profiles = (await profilesOf(run)) ?? [];
  const read = rowReader(asked.mapping, asked.columns);
  const judging = (drafts: RowDraft[]) => ({
    ...{ asked, profiles, drafts, programId: actor.programId, zone: actor.zone, now: system.now },
  });
  const counts = { blank: 0, wouldStore: 0, already: 0, refused: 0, problems: 0 };
  const words = new Map<ImportField, Set<string>>();
  const seen = new Map<string, number>();
  let rows = 0;
  for await (const chunk of chunksOf(readRows(id, asked))) {
    const filled = chunk.filter(({ cells }) => !isBlankRow(cells));
    const drafts = filled.map(({ number, cells }) => read(number, cells));
    const goesOn = await inRole(
      run,
      (sql) => judgeRows(sql, judging(drafts)),
      async (sql, judged) => {
        rows += chunk.length;
        counts.blank += chunk.length - filled.length;
        for (const [at, each] of judged.entries()) {
          const names = [each.key, each.hour].filter((name) => name != null).map(short);
          const first = names.map((name) => seen.get(name)).find((row) => row !== undefined);
          if (each.outcome === "store" && first !== undefined) {
            counts.already += 1;
            const { column, text } = (drafts[at] as (typeof drafts)[number]).found("sessionOn");
            each.problems.push({
              ...problem(each.row, column, text, `The same session as in row ${first}: it is stored once`),
              isRefusal: false,
            });
          } else counts[each.outcome === "store" ? "wouldStore" : each.outcome] += 1;
          if (first === undefined && each.outcome === "store")
            for (const name of names) seen.set(name, each.row);
        }
        for (const { unknown } of drafts)
          for (const { field, word } of unknown) {
            const known = words.get(field) ?? new Set();
            if (known.size < MOST_WORDS) known.add(word.slice(0, 200));
            words.set(field, known);
          }
        const problems = judged.flatMap((each) => each.problems);
        counts.problems += problems.length;
        await insertProblems(sql, {
          ...{ id, programId: actor.programId, requestedById: asked.requestedById, problems },
        });
        return saveCheckProgress(sql, { id, rowsChecked: Math.min(rows, asked.totalRows) });
      },
    );
    if (!goesOn) return rows;
  }
  await inSql(system, async (sql) => {
    const unknownValues = Object.fromEntries([...words].map(([field, each]) => [field, [...each].sort()]));
    if (!(await markImportChecked(sql, { id, counts, unknownValues, at: new Date() }))) return;
    await recordEvent(sql, system, {
      ...{ type: "import.checked", subjectType: "import", subjectId: id },
      payload: { wouldStore: counts.wouldStore, already: counts.already, refused: counts.refused },
    });
    await tell(sql, run, "import-checked", system.now.toISOString(), {
      title: `“${asked.fileName}” was checked`,
      body: `${counts.wouldStore} of its rows would be stored, ${counts.already} are stored already, ${counts.refused} are refused. Nothing is stored until you say so.`,
    });
  });
  return rows;
}

/**
 * Stores the rows, one chunk in one transaction with its place in the file: whoever takes it up goes on there. A chunk
 * whose place has moved on was stored by another run.
 */
async function store(run: Run): Promise<number | null> {
  const { system, ctx, asked, actor } = run;
  const { id } = asked;
  const profiles = (await profilesOf(run)) ?? [];
  const read = rowReader(asked.mapping, asked.columns);
  const judging = (drafts: RowDraft[]) => ({
    ...{ asked, profiles, drafts, programId: actor.programId, zone: actor.zone, now: system.now },
  });
  let { rowsDone } = asked;
  const counts: ImportCounts = { stored: 0, storedAlready: 0, storedRefused: 0, ...asked.counts };
  for await (const chunk of chunksOf(readRows(id, asked), rowsDone)) {
    const drafts = chunk
      .filter(({ cells }) => !isBlankRow(cells))
      .map(({ number, cells }) => read(number, cells));
    const goesOn = await inRole(
      run,
      async (sql) => {
        const judged = await judgeRows(sql, judging(drafts));
        const hours = new Set<string>();
        const fresh = judged.flatMap((each) => {
          if (each.outcome !== "store" || (each.hour && hours.has(each.hour))) return [];
          if (each.hour) hours.add(each.hour);
          return [each.rows];
        });
        const added = await insertImported(sql, fresh);
        return { judged, added: added.length };
      },
      async (sql, { judged, added }) => {
        const refused = judged.filter(({ outcome }) => outcome === "refused");
        const next: ImportCounts = {
          ...counts,
          stored: (counts.stored ?? 0) + added,
          storedRefused: (counts.storedRefused ?? 0) + refused.length,
          storedAlready: (counts.storedAlready ?? 0) + judged.length - refused.length - added,
        };
        await insertProblems(sql, {
          ...{ id, programId: actor.programId, requestedById: asked.requestedById },
          problems: refused.flatMap((each) => each.problems),
        });
        await saveStoreProgress(sql, { id, rowsDone: rowsDone + chunk.length, counts: next });
        await recordEvent(sql, ctx, {
          ...{ type: "import.rows-stored", subjectType: "import", subjectId: id },
          payload: { fromRow: rowsDone + 2, untilRow: rowsDone + chunk.length + 1, stored: added },
        });
        return next;
      },
      async (sql) => {
        const now = await findMaybeImportForUpdate(sql, id);
        return now?.status === "storing" && now.rowsDone === rowsDone;
      },
    );
    if (!goesOn) return finishCancelled(run, rowsDone);
    Object.assign(counts, goesOn);
    rowsDone += chunk.length;
  }
  await inSql(system, async (sql) => {
    if (!(await markImport(sql, { id, from: ["storing"], to: "stored", at: new Date() }))) return;
    await recordEvent(sql, ctx, {
      ...{ type: "import.finished", subjectType: "import", subjectId: id },
      payload: { stored: counts.stored ?? 0, refused: counts.storedRefused ?? 0 },
    });
    await recordMonths(sql, ctx, {
      id,
      type: "sessions.imported",
      sites: await listImportedMonthsForSystem(sql, id),
    });
    await tellCoaches(sql, run);
    await tell(sql, run, "import-stored", "1", {
      title: `${counts.stored ?? 0} sessions of “${asked.fileName}” are stored`,
      body: `${counts.storedAlready ?? 0} rows were stored already, ${counts.storedRefused ?? 0} were refused. You can take the import back as a whole while nobody has touched its records.`,
    });
  });
  return rowsDone - asked.rowsDone;
}

/** What was stored before it was cancelled counts from now on. */
async function finishCancelled(
  { system, ctx, asked: { id, rowsDone: before } }: Run,
  rowsDone: number,
): Promise<number> {
  await inSql(system, async (sql) => {
    const asked = await findMaybeImport(sql, id);
    if (asked?.status === "cancelled")
      await recordMonths(sql, ctx, {
        id,
        type: "sessions.imported",
        sites: await listImportedMonthsForSystem(sql, id),
      });
  });
  return rowsDone - before;
}

/** Takes the stored records back, all of them or none. */
async function undo(ctx: SystemContext, asked: ImportRecord): Promise<number | null> {
  const { id } = asked;
  return inSql(ctx, async (sql) => {
    const undone = await undoStored(sql, id);
    if (!undone) return null;
    if (undone.touched > 0) {
      const error = `${undone.touched} of its records ${undone.touched === 1 ? "was" : "were"} changed, answered or opened since, so the import can no longer be taken back as a whole. Correct single records where they are.`;
      await markImport(sql, { id, from: ["undoing"], to: before(asked), error });
      return 0;
    }
    await markImport(sql, { id, from: ["undoing"], to: "undone", at: new Date() });
    await recordEvent(sql, ctx, {
      ...{ type: "import.undone", subjectType: "import", subjectId: id },
      payload: { removed: undone.removed },
    });
    await recordMonths(sql, ctx, { id, type: "sessions.import-undone", sites: undone.sites });
    await notify(sql, ctx, {
      ...{
        recipientId: asked.requestedById,
        kind: "import-undone",
        subjectId: id,
        periodKey: "1",
        mail: false,
      },
      title: `The import of “${asked.fileName}” was taken back`,
      body: `${undone.removed} records were removed. The figures of their months are computed anew.`,
      href: `/imports/${id}`,
    });
    return undone.removed;
  });
}

/** What an import was before somebody asked to take it back. */
function before({ rowsDone, totalRows }: ImportRecord): ImportStatus {
  return rowsDone < totalRows ? "cancelled" : "stored";
}

/** One event for each site, with the months whose figures are others now. */
async function recordMonths(
  sql: Sql,
  ctx: Context,
  {
    id,
    type,
    sites,
  }: {
    id: string;
    type: "sessions.imported" | "sessions.import-undone";
    sites: readonly { siteId: string; months: string[] }[];
  },
): Promise<void> {
  for (const { siteId, months } of sites)
    await recordEvent(sql, ctx, { type, subjectType: "import", subjectId: id, siteId, payload: { months } });
}

function tell(
  sql: Sql,
  { system, asked }: Run,
  kind: string,
  periodKey: string,
  words: { title: string; body: string },
): Promise<boolean> {
  return notify(sql, system, {
    ...{ recipientId: asked.requestedById, kind, subjectId: asked.id, periodKey, mail: false },
    ...words,
    href: `/imports/${asked.id}`,
  });
}

/** Nobody gets records in their name without hearing of it. */
async function tellCoaches(sql: Sql, { system, actor, asked }: Run): Promise<void> {
  const coaches = await listImportedCoachesForSystem(sql, asked.id);
  await notifyEach(
    sql,
    system,
    coaches
      .filter(({ coachId }) => coachId !== actor.personId)
      .map(({ coachId, sessions }) => ({
        ...{ recipientId: coachId, kind: "sessions-imported", subjectId: asked.id, periodKey: "1" },
        title: `${sessions} earlier ${sessions === 1 ? "session of yours was" : "sessions of yours were"} imported`,
        body: `${actor.name} brought them in from a file. Look through them: you can amend what is wrong, and add a summary.`,
        href: "/sessions",
      })),
  );
}

async function fail(ctx: SystemContext, { id }: ImportRecord, error: string): Promise<void> {
  await inSql(ctx, async (sql) => {
    if (await markImport(sql, { id, from: ["checking", "storing"], to: "failed", error, at: new Date() }))
      await recordEvent(sql, ctx, { type: "import.failed", subjectType: "import", subjectId: id });
  });
}

/** Rows in chunks, without the first `skip` of them. */
async function* chunksOf(rows: AsyncIterable<FileRow>, skip = 0): AsyncGenerator<FileRow[]> {
  let chunk: FileRow[] = [];
  let at = 0;
  for await (const row of rows) {
    at += 1;
    if (at <= skip) continue;
    chunk.push(row);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length) yield chunk;
}

/** A key in sixteen bytes instead of thirty-six: those of a whole file are kept at a time. */
function short(key: string): string {
  return Buffer.from(key.replaceAll("-", ""), "hex").toString("latin1");
}
