import type { PersonContext } from "#app/access/context.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { Problem, type Refusal, refuse, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canImport } from "./import.policy.ts";
import { MOST_OPEN } from "./import.rules.ts";
import type { FileColumn } from "./import.types.ts";
import {
  dropReceived,
  FileRefused,
  findDelimiter,
  keepFile,
  type ReceivedFile,
  readReceived,
  receiveFile,
} from "./import-files.server.ts";
import { checkHeader, guessMapping, MOST_COLUMNS, MOST_ROWS } from "./import-mapping.rules.ts";
import { countOpenImports, findMaybeImport, insertImport } from "./imports.queries.server.ts";

const SAMPLES = 3;
const LONGEST_SAMPLE = 40;

export interface GivenFile {
  name: string;
  type: string;
  pieces: AsyncIterable<Uint8Array>;
}

/** What browsers call a CSV file, each after its own fashion. */
const TYPES = [
  ...[
    "",
    "text/csv",
    "text/plain",
    "text/tab-separated-values",
    "text/comma-separated-values",
    "application/csv",
  ],
  ...["application/x-csv", "text/x-csv", "application/vnd.ms-excel", "application/octet-stream"],
];

const refuseFile = (message: string) =>
  refuse("import.file-refused", "The file was not taken in.", { file: [message] });

type Received = { ok: true; file: ReceivedFile } | Refusal;

/** Writes a file that comes in to a place of its own; what is no CSV file is refused before it is read to its end. */
export async function receiveImport(ctx: PersonContext, { type, pieces }: GivenFile): Promise<Received> {
  requireThat(canImport(ctx.actor), { subject: "import" });
  const [kind = ""] = type.toLowerCase().split(";");
  if (!TYPES.includes(kind.trim()))
    return refuseFile(
      `Expected a CSV file, found ${type}: save the sheet as “CSV UTF-8” and choose that file`,
    );
  try {
    return { ok: true, file: await receiveFile(pieces) };
  } catch (error) {
    if (error instanceof FileRefused) return refuseFile(error.message);
    throw error;
  }
}

/**
 * Takes a file in: looks whether it is a CSV without the conversation, guesses what its columns are, and keeps it for
 * the job. The same request twice is one import; another file under its id is refused. The file that was received is gone
 * or kept afterwards.
 */
export async function uploadImport(
  ctx: PersonContext,
  { id, file: given }: { id: string; file: { name: string; received: Received } | null },
): Promise<Verdict> {
  if (!given) return refuseFile("Choose a CSV file");
  if (!given.received.ok) return given.received;
  const { file } = given.received;
  try {
    requireThat(canImport(ctx.actor), { subject: "import", id });
    const described = await describeFile(file);
    if (!described.ok) return described;
    return await inSql(ctx, (sql) => storeImport(sql, ctx, { id, fileName: given.name, file, described }));
  } catch (error) {
    if (error instanceof FileRefused) return refuseFile(error.message);
    throw error;
  } finally {
    await dropReceived(file);
  }
}

async function storeImport(
  sql: Sql,
  ctx: PersonContext,
  {
    id,
    fileName,
    file,
    described,
  }: { id: string; fileName: string; file: ReceivedFile; described: FileDescription },
): Promise<Verdict> {
  const { programId, personId } = ctx.actor;
  // One that was stored before, or meanwhile, is looked for after the count that it may be a part of.
  if ((await countOpenImports(sql, personId)) >= MOST_OPEN && !(await findMaybeImport(sql, id)))
    return refuse(
      "import.too-many",
      `${MOST_OPEN} of your imports wait for you or for a job. Store or discard one of them first.`,
    );
  const { sha256, bytes, encoding } = file;
  const { delimiter, columns, totalRows } = described;
  const isNew = await insertImport(sql, {
    ...{ id, programId, personId, fileName: fileName.slice(0, 200), sha256, bytes, encoding, delimiter },
    ...{ columns, mapping: guessMapping(columns), totalRows, requestedAt: ctx.now },
  });
  if (!isNew) {
    const stored = await findMaybeImport(sql, id);
    if (stored?.requestedById !== personId) throw new Problem("not-found", { subject: "import", id });
    return stored.sha256 === sha256
      ? { ok: true }
      : refuseFile("Another file was taken in with this form already: reload the page, then choose this one");
  }
  await recordEvent(sql, ctx, {
    ...{ type: "import.uploaded", subjectType: "import", subjectId: id },
    payload: { sha256, bytes, rows: totalRows },
  });
  // In its place before the row is seen; without the row it is one of the files that are cleared away by their age.
  await keepFile(file, id);
  return { ok: true };
}

interface FileDescription {
  delimiter: string;
  columns: FileColumn[];
  totalRows: number;
}
type Described = ({ ok: true } & FileDescription) | Refusal;

/** Reads the whole file once: its header, first values and number of rows. */
async function describeFile(file: ReceivedFile): Promise<Described> {
  const delimiter = await findDelimiter(file);
  let names: string[] = [];
  const samples: Set<string>[] = [];
  const longest: number[] = [];
  let totalRows = 0;
  for await (const { number, cells } of readReceived(file, { encoding: file.encoding, delimiter })) {
    if (number === 1) {
      names = cells.slice(0, MOST_COLUMNS + 1).map((cell) => cell.trim());
      while (names.at(-1) === "") names.pop();
      continue;
    }
    totalRows += 1;
    if (totalRows > MOST_ROWS)
      return refuseFile(
        `The file has more than ${MOST_ROWS} rows: split it by year and import the parts one by one`,
      );
    for (let at = 0; at < names.length; at += 1) {
      const cell = (cells[at] ?? "").trim();
      if (cell.length > (longest[at] ?? 0)) longest[at] = cell.length;
      const own = samples[at] ?? new Set();
      samples[at] = own;
      if (cell && own.size < SAMPLES && cell.length <= LONGEST_SAMPLE) own.add(cell);
    }
  }
  const header = checkHeader(names, longest);
  if (!header.ok) return header;
  if (totalRows === 0) return refuseFile("The file has a header but no rows");
  const columns = names.map((name, at) => ({
    name: name || `Column ${at + 1}`,
    samples: [...(samples[at] ?? [])],
  }));
  return { ok: true, delimiter, columns, totalRows };
}
