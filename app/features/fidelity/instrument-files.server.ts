import { inflateRawSync } from "node:zlib";
import { read, SSF, type WorkBook } from "@e965/xlsx";
import { parse } from "csv-parse/sync";
import { fromJson } from "#fidelity/instruments/from-json.ts";
import { fromRedcap } from "#fidelity/instruments/from-redcap.ts";
import { fromXlsform } from "#fidelity/instruments/from-xlsform.ts";
import type { Cell, ImportedInstrument, Sheet } from "#fidelity/instruments/imported-instrument.ts";

/** Largest file that is read, in bytes. */
export const MOST_BYTES = 5 * 2 ** 20;
/** Largest workbook once it is unpacked, in bytes. */
const MOST_UNPACKED = 40 * 2 ** 20;
const MOST_ROWS = 5_000;
const MOST_COLUMNS = 256;
const LONGEST_ROW = 200_000;

/** Why a file cannot be read, in a sentence for whoever chose it. */
export class FileRefused extends Error {}

export type FileKind = "XLSForm" | "REDCap data dictionary" | "Throughline JSON";

/**
 * The whole of a file that comes in, in memory; it is small and is never stored.
 * @throws FileRefused as soon as it is larger than `MOST_BYTES`, or when it is empty
 */
export async function receiveInstrumentFile(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const kept: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > MOST_BYTES)
      throw new FileRefused(
        `The file is larger than ${MOST_BYTES / 2 ** 20} MB. An instrument is far smaller: is it the right file?`,
      );
    kept.push(piece);
  }
  if (bytes === 0) throw new FileRefused("The file is empty: choose a file with an instrument in it.");
  return Buffer.concat(kept);
}

/**
 * A file by its content, whatever its name says.
 * @throws FileRefused when it is of no kind that is read, damaged, protected by a password, or unpacks to too much
 */
export function readInstrumentFile(bytes: Buffer): { kind: FileKind; read: ImportedInstrument } {
  if (startsWith(bytes, [0x50, 0x4b])) {
    checkArchive(bytes);
    return { kind: "XLSForm", read: fromWorkbook(bytes) };
  }
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) {
    checkCompoundFile(bytes);
    return { kind: "XLSForm", read: fromWorkbook(bytes) };
  }
  const text = textOf(bytes);
  if (/^\s*[{[]/.test(text)) return { kind: "Throughline JSON", read: fromJson(text) };
  return { kind: "REDCap data dictionary", read: fromRedcap(rowsOf(text)) };
}

const startsWith = (bytes: Buffer, prefix: number[]) => prefix.every((byte, index) => bytes[index] === byte);

const DAMAGED = "The workbook is damaged and cannot be opened: save it anew and choose that file.";
const PROTECTED = "The workbook is protected by a password: save it without one and choose that file.";

function fromWorkbook(bytes: Buffer): ImportedInstrument {
  const workbook = open(bytes);
  const cut: Sheet[] = [];
  const problems: ImportedInstrument["problems"] = [];
  for (const name of workbook.SheetNames) {
    const data = (workbook.Sheets[name]?.["!data"] ?? []) as (readonly WorkbookCell[] | undefined)[];
    const rows = Array.from(data.slice(0, MOST_ROWS), (row) =>
      Array.from(row?.slice(0, MOST_COLUMNS) ?? [], cellOf),
    );
    const expected = `at most ${MOST_ROWS} rows and ${MOST_COLUMNS} columns; what lies beyond is not read`;
    const isFilled = (cell: WorkbookCell) => cellOf(cell) !== null;
    if (data.slice(MOST_ROWS).some((row) => row?.some(isFilled)))
      problems.push({ sheet: name, row: MOST_ROWS + 1, column: "", found: "more rows", expected });
    if (data.some((row) => row?.slice(MOST_COLUMNS).some(isFilled)))
      problems.push({ sheet: name, row: 0, column: "", found: "more columns", expected });
    cut.push({ name, rows });
  }
  const read = fromXlsform(cut);
  return { ...read, problems: [...problems, ...read.problems] };
}

function open(bytes: Buffer): WorkBook {
  try {
    // One row more than is read tells that there is more.
    return read(bytes, { dense: true, cellNF: true, sheetRows: MOST_ROWS + 1, cellHTML: false });
  } catch (error) {
    const isProtected = error instanceof Error && /password|encrypt/i.test(error.message);
    throw new FileRefused(isProtected ? PROTECTED : DAMAGED);
  }
}

type WorkbookCell = { t?: string; v?: unknown; w?: string; z?: string | number } | undefined;

function cellOf(cell: WorkbookCell): Cell {
  if (!cell || cell.v === undefined || cell.v === null || cell.t === "z") return null;
  if (cell.t === "e") return cell.w ?? "#ERROR";
  if (typeof cell.v === "number" && typeof cell.z === "string" && SSF.is_date(cell.z)) {
    const { y, m, d } = SSF.parse_date_code(cell.v) ?? { y: 1900, m: 1, d: 0 };
    const two = (part: number) => String(part).padStart(2, "0");
    return { date: `${y}-${two(m)}-${two(d)}` };
  }
  return typeof cell.v === "number" || typeof cell.v === "boolean" ? cell.v : String(cell.v);
}

/** From here on an entry of the table of sectors is a mark and no sector. */
const FIRST_MARK = 0xfffffffa;

/** A `.xls` that was cut off is read as far as it goes by the library: here every sector that follows another must be there. */
function checkCompoundFile(bytes: Buffer): void {
  if (bytes.length < 512) throw new FileRefused(DAMAGED);
  const size = 2 ** bytes.readUInt16LE(30);
  if (size !== 512 && size !== 4096) throw new FileRefused(DAMAGED);
  const sectors = Math.floor(bytes.length / size) - 1;
  for (let index = 0; index < Math.min(109, bytes.readUInt32LE(44)); index += 1) {
    const table = (bytes.readUInt32LE(76 + 4 * index) + 1) * size;
    if (table + size > bytes.length) throw new FileRefused(DAMAGED);
    for (let entry = 0; entry < size / 4; entry += 1) {
      const following = bytes.readUInt32LE(table + 4 * entry);
      if (following < FIRST_MARK && following >= sectors) throw new FileRefused(DAMAGED);
    }
  }
}

const END_OF_ARCHIVE = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;

/** Unpacks every part with a bound, so that a small file that is enormous inside is refused before it is opened. */
function checkArchive(bytes: Buffer): void {
  let left = MOST_UNPACKED;
  let isWorkbook = false;
  try {
    const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
    if (end < 0 || bytes.readUInt32LE(end) !== END_OF_ARCHIVE) throw new FileRefused(DAMAGED);
    if (bytes.readUInt16LE(end + 8) !== bytes.readUInt16LE(end + 10)) throw new FileRefused(DAMAGED);
    let at = bytes.readUInt32LE(end + 16);
    for (let count = bytes.readUInt16LE(end + 10); count > 0; count -= 1) {
      if (bytes.readUInt32LE(at) !== ENTRY) throw new FileRefused(DAMAGED);
      if (bytes.readUInt16LE(at + 8) & 1) throw new FileRefused(PROTECTED);
      const [method, packed, nameLength] = [
        bytes.readUInt16LE(at + 10),
        bytes.readUInt32LE(at + 20),
        bytes.readUInt16LE(at + 28),
      ];
      const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
      isWorkbook ||= name === "[Content_Types].xml";
      const header = bytes.readUInt32LE(at + 42);
      // The library unpacks by what stands before the part, not by the table of contents.
      if (bytes.readUInt32LE(header) !== LOCAL_ENTRY || bytes.readUInt16LE(header + 8) !== method)
        throw new FileRefused(DAMAGED);
      const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
      const part = bytes.subarray(start, start + packed);
      left -=
        method === 8 ? inflateRawSync(part, { maxOutputLength: Math.max(left, 1) }).length : part.length;
      if (left <= 0) throw new RangeError("too large");
      at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    }
  } catch (error) {
    if (error instanceof FileRefused) throw error;
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ERR_BUFFER_TOO_LARGE" || (error instanceof RangeError && error.message === "too large"))
      throw new FileRefused(
        `Unpacked, the workbook is larger than ${MOST_UNPACKED / 2 ** 20} MB. An instrument is far smaller: is it the right file?`,
      );
    throw new FileRefused(DAMAGED);
  }
  if (!isWorkbook)
    throw new FileRefused("This is a zip archive and no workbook: unpack it and choose the file.");
}

function textOf(bytes: Buffer): string {
  // What a spreadsheet calls Unicode text is UTF-16.
  if (startsWith(bytes, [0xff, 0xfe])) return new TextDecoder("utf-16le").decode(bytes);
  if (startsWith(bytes, [0xfe, 0xff])) return new TextDecoder("utf-16be").decode(bytes);
  if (bytes.includes(0))
    throw new FileRefused(
      "This is no instrument: choose an XLSForm workbook, a REDCap data dictionary (CSV) or our own JSON.",
    );
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

function rowsOf(text: string): string[][] {
  const [line = ""] = text.split(/\r?\n/, 1);
  const delimiter = [",", ";", "\t"].reduce((best, one) =>
    line.split(one).length > line.split(best).length ? one : best,
  );
  try {
    const rows: string[][] = parse(text, {
      ...{ delimiter, relax_column_count: true, skip_empty_lines: false, max_record_size: LONGEST_ROW },
    });
    if (rows.length > MOST_ROWS)
      throw new FileRefused(`The file has more than ${MOST_ROWS} rows, and an instrument at most 500 items.`);
    return rows;
  } catch (error) {
    if (error instanceof FileRefused) throw error;
    const lines = (error as { lines?: number }).lines;
    throw new FileRefused(
      `The text is no CSV${lines ? `: look at line ${lines}` : ""}. Is a quotation mark opened and never closed?`,
    );
  }
}
