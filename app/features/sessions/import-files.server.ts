import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { type Info, parse } from "csv-parse";
import { readDataDir } from "#app/config.server.ts";

/** Largest file that is taken in, in bytes. */
export const MOST_BYTES = 50 * 2 ** 20;
const UNFINISHED = ".part";
const DAY_MS = 86_400_000;
/** Longest row, in characters: a quote that is never closed does not swallow the rest of the file. */
const LONGEST_ROW = 100_000;
const HEAD_BYTES = 64 * 1024;

/** Where files of imports lie. Web and worker see the same folder. */
const folder = () => path.join(readDataDir(), "imports");
const fileOf = (id: string) => path.join(folder(), `${id}.csv`);

export const ENCODINGS = ["utf-8", "windows-1252"] as const;
export type Encoding = (typeof ENCODINGS)[number];
const DELIMITERS = [",", ";", "\t"] as const;

/** Why a file cannot be read, in a sentence for whoever chose it. */
export class FileRefused extends Error {}

export interface ReceivedFile {
  /** Where it lies until it is kept. */
  place: string;
  bytes: number;
  sha256: string;
  encoding: Encoding;
}

/**
 * Writes what comes in to a place of its own, with its hash and its encoding.
 * @throws FileRefused when it is no text, or larger than `MOST_BYTES`; nothing is left then
 */
export async function receiveFile(pieces: AsyncIterable<Uint8Array>): Promise<ReceivedFile> {
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  const place = path.join(folder(), `${randomUUID()}${UNFINISHED}`);
  const file = await open(place, "wx", 0o600);
  const hash = createHash("sha256");
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  let encoding: Encoding = "utf-8";
  let bytes = 0;
  let head = Buffer.alloc(0);
  const read = (piece?: Uint8Array) => {
    if (encoding !== "utf-8") return;
    try {
      utf8.decode(piece, { stream: piece !== undefined });
    } catch {
      encoding = "windows-1252";
    }
  };
  try {
    for await (const piece of pieces) {
      bytes += piece.length;
      if (bytes > MOST_BYTES)
        throw new FileRefused(
          `The file is larger than ${MOST_BYTES / 2 ** 20} MB: split it by year and import the parts one by one`,
        );
      if (head.length < 8) head = Buffer.concat([head, piece.subarray(0, 8)]);
      refuseOtherKinds(head, piece);
      hash.update(piece);
      read(piece);
      await file.appendFile(piece);
    }
    read();
    if (bytes === 0) throw new FileRefused("The file is empty: choose a CSV file with a header row");
    await file.sync();
    await file.close();
    return { place, bytes, sha256: hash.digest("hex"), encoding };
  } catch (error) {
    await file.close().catch(() => {});
    await rm(place, { force: true });
    throw error;
  }
}

const SIGNS: readonly [prefix: readonly number[], what: string][] = [
  [[0x50, 0x4b], "an Excel workbook or a zip archive: save the sheet as “CSV UTF-8”"],
  [[0xd0, 0xcf, 0x11, 0xe0], "an old Excel workbook: save the sheet as “CSV UTF-8”"],
  [[0x1f, 0x8b], "compressed: unpack it"],
  [[0x25, 0x50, 0x44, 0x46], "a PDF: export the rows as CSV"],
  [[0xff, 0xfe], "in UTF-16: save it as “CSV UTF-8”"],
  [[0xfe, 0xff], "in UTF-16: save it as “CSV UTF-8”"],
];

/** Nothing is unpacked here, so nothing can be larger inside than out. */
function refuseOtherKinds(head: Uint8Array, piece: Uint8Array): void {
  for (const [prefix, what] of SIGNS)
    if (prefix.every((byte, index) => head[index] === byte))
      throw new FileRefused(`This file is ${what}, then choose it again`);
  if (piece.includes(0)) throw new FileRefused("This is not a text file: choose a CSV file");
}

/** Puts a received file in its place, whole. */
export async function keepFile({ place }: ReceivedFile, id: string): Promise<void> {
  await rename(place, fileOf(id));
}

export async function dropReceived({ place }: ReceivedFile): Promise<void> {
  await rm(place, { force: true });
}

/** Harmless when there is none. */
export async function deleteImportFile(id: string): Promise<void> {
  await rm(fileOf(id), { force: true });
}

export async function hasImportFile(id: string): Promise<boolean> {
  return stat(fileOf(id)).then(
    () => true,
    () => false,
  );
}

/** Takes away what uploads that broke off have left for a day, and files older than `oldest`. Answers how many. */
export async function deleteOldImportFiles({ now, oldest }: { now: Date; oldest: Date }): Promise<number> {
  let deleted = 0;
  for (const name of await readdir(folder()).catch(() => [])) {
    const file = path.join(folder(), name);
    const limit = name.endsWith(UNFINISHED) ? new Date(now.getTime() - DAY_MS) : oldest;
    const { mtime } = await stat(file).catch(() => ({ mtime: now }));
    if (mtime >= limit) continue;
    await rm(file, { force: true });
    deleted += 1;
  }
  return deleted;
}

/** How a file is written: known after `describeFile`. */
export interface FileFormat {
  encoding: Encoding;
  delimiter: string;
}

/** A row of the file as it stands there. */
export interface FileRow {
  /** The header is row 1, as in a spreadsheet. */
  number: number;
  cells: string[];
}

/**
 * The rows of a kept file below the header, one after the other.
 * @throws FileRefused where the text is no CSV, with the line
 */
export function readRows(id: string, format: FileFormat): AsyncGenerator<FileRow> {
  return rowsOf(fileOf(id), format, 2);
}

/** The same with the header, of a file that is not kept yet. */
export function readReceived({ place }: ReceivedFile, format: FileFormat): AsyncGenerator<FileRow> {
  return rowsOf(place, format, 1);
}

async function* rowsOf(place: string, { encoding, delimiter }: FileFormat, from: number) {
  const parser = parse({
    delimiter,
    relax_column_count: true,
    skip_empty_lines: false,
    max_record_size: LONGEST_ROW,
  });
  const source = createReadStream(place);
  const decoded = Readable.from(decode(source, encoding));
  decoded.on("error", (error) => parser.destroy(error));
  decoded.pipe(parser);
  let number = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      number += 1;
      if (number >= from) yield { number, cells };
    }
  } catch (error) {
    throw refusalOf(error, number);
  } finally {
    source.destroy();
    decoded.destroy();
    parser.destroy();
  }
}

/** The text of a file, piece by piece; a byte order mark is left out. */
async function* decode(source: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const piece of source) {
    const text = decoder.decode(piece, { stream: true });
    if (text) yield text;
  }
  const rest = decoder.decode();
  if (rest) yield rest;
}

function refusalOf(error: unknown, rows: number): unknown {
  const { code, lines } = error as { code?: string } & Partial<Info>;
  if (!code?.startsWith("CSV_")) return error;
  const where = `Row ${rows + 1}${lines ? `, near line ${lines}` : ""}`;
  if (code === "CSV_QUOTE_NOT_CLOSED") return new FileRefused(`${where}: a quotation mark is never closed`);
  if (code === "CSV_MAX_RECORD_SIZE")
    return new FileRefused(
      `${where}: a row is longer than ${LONGEST_ROW} characters. Is a quotation mark not closed?`,
    );
  return new FileRefused(
    `${where}: a quotation mark stands where none may be. Write a quotation mark inside a cell twice, and put the cell in quotation marks`,
  );
}

/** The delimiter that splits the header into most columns. */
export async function findDelimiter({ place, encoding }: ReceivedFile): Promise<string> {
  const file = await open(place);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const line = firstLine(new TextDecoder(encoding).decode(buffer.subarray(0, bytesRead)));
    const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length);
    return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
  } finally {
    await file.close();
  }
}

/** The header without what stands in quotation marks. */
function firstLine(text: string): string {
  return text.replace(/"(?:[^"]|"")*"/g, "").split(/\r\n|\n|\r/, 1)[0] ?? "";
}
