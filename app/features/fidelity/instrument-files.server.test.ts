import { deflateRawSync } from "node:zlib";
import { utils, type WorkBook, write } from "@e965/xlsx";
import { expect, test } from "vitest";
import { FileRefused, readInstrumentFile, receiveInstrumentFile } from "./instrument-files.server.ts";

const SURVEY = [
  ["type", "name", "label", "label"],
  [],
  ["begin group", "opening", "<b>Opening</b>"],
  ["select_one yes_no or_other", "agenda", "Sets an agenda", "again"],
  ["text", "when", new Date("2026-02-01T00:00:00Z")],
  ["end group"],
];
const CHOICES = [
  ["list name", "name", "label"],
  ["yes_no", 1, "Yes"],
  ["yes_no", 0, "No"],
];

function workbook(survey: unknown[][] = SURVEY): WorkBook {
  const made = utils.book_new();
  utils.book_append_sheet(made, utils.aoa_to_sheet(survey, { UTC: true }), "survey");
  utils.book_append_sheet(made, utils.aoa_to_sheet(CHOICES), "choices");
  return made;
}
const fileOf = (made: WorkBook, bookType: "xlsx" | "biff8" | "xls" = "xlsx") =>
  write(made, { type: "buffer", bookType }) as Buffer;

async function* piecesOf(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const refusalOf = (bytes: Buffer): string => {
  try {
    readInstrumentFile(bytes);
    return "read";
  } catch (error) {
    if (error instanceof FileRefused) return error.message;
    throw error;
  }
};

test.each(["xlsx", "biff8"] as const)(
  "a workbook is read by its content (%s), dates are told",
  (bookType) => {
    const { kind, read } = readInstrumentFile(fileOf(workbook(), bookType));
    expect(kind).toBe("XLSForm");
    expect(read.definition.items).toMatchObject([
      { id: "agenda", type: "binary", label: "Sets an agenda" },
      { id: "when", type: "text", label: "2026-02-01" },
    ]);
    expect(read.problems.map(({ row, column, found }) => [row, column, found])).toEqual([
      [1, "D label", "“label” again"],
      [5, "C label", "the date 2026-02-01"],
    ]);
  },
);

test("rows beyond the limit are not read, and a problem says so", () => {
  const long = [...SURVEY.slice(0, 1), ...Array.from({ length: 5_010 }, () => ["note", "n", "N"])];
  const { read } = readInstrumentFile(fileOf(workbook(long)));
  expect(read.rows.filter(({ sheet }) => sheet === "survey")).toHaveLength(4_999);
  expect(read.problems[0]).toMatchObject({ sheet: "survey", row: 5_001, found: "more rows" });
});

test.each([
  ["field_name,form_name,field_type,field_label", "utf8"],
  ['\uFEFF"Variable / Field Name";"Form Name";"Field Type";"Field Label"', "utf8"],
  ["field_name\tform_name\tfield_type\tfield_label", "latin1"],
] as const)("a data dictionary with any separator and encoding: %s", (header, encoding) => {
  const separator = header.includes(";") ? ";" : header.includes("\t") ? "\t" : ",";
  const rows = [
    ["record_id", "f", "text", "Record"],
    ["a", "f", "yesno", "Élan"],
  ];
  const text = [header, ...rows.map((row) => row.join(separator))].join("\r\n");
  const { kind, read } = readInstrumentFile(Buffer.from(text, encoding));
  expect(kind).toBe("REDCap data dictionary");
  expect(read.definition.items).toMatchObject([{ id: "a", type: "binary", label: "Élan" }]);
});

test("our JSON is known by its first character", () => {
  expect(readInstrumentFile(Buffer.from(' {"code":"c"}'))).toMatchObject({
    kind: "Throughline JSON",
    read: { definition: { code: "c" } },
  });
});

test("an empty file and one larger than the limit are refused while they come in", async () => {
  await expect(receiveInstrumentFile(piecesOf(Buffer.alloc(0), 1))).rejects.toThrow("The file is empty");
  let sent = 0;
  async function* fiftyMegabytes() {
    for (; sent < 50; sent += 1) yield new Uint8Array(2 ** 20);
  }
  await expect(receiveInstrumentFile(fiftyMegabytes())).rejects.toThrow("larger than 5 MB");
  expect(sent).toBe(5);
  await expect(receiveInstrumentFile(piecesOf(Buffer.from("abcde"), 2))).resolves.toEqual(
    Buffer.from("abcde"),
  );
});

test("a damaged workbook of either kind is refused, wherever it is cut", () => {
  for (const bookType of ["xlsx", "biff8"] as const) {
    const whole = fileOf(workbook(), bookType);
    for (const share of [0.02, 0.3, 0.6, 0.95])
      expect(refusalOf(whole.subarray(0, Math.ceil(whole.length * share))), `${bookType} ${share}`).toContain(
        "damaged",
      );
  }
  expect(refusalOf(fileOf(workbook()).subarray(0, 400))).toContain("damaged");
  expect(refusalOf(Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.alloc(4_000)]))).toContain(
    "damaged",
  );
});

test("a workbook with a password is refused by name", () => {
  const made = utils.book_new();
  utils.book_append_sheet(made, utils.aoa_to_sheet([["x"]]), "x");
  const archive = fileOf(made);
  const entry = archive.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  archive.writeUInt16LE(archive.readUInt16LE(entry + 8) | 1, entry + 8);
  expect(refusalOf(archive)).toContain("password");
});

/** A zip archive of one part, as `checkArchive` reads it. */
function archiveOf(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  // It claims to be small.
  central.writeUInt32LE(10, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, central, Buffer.from(name), end]);
}

test("a small file that is enormous inside is refused, whatever size it claims", () => {
  const bomb = archiveOf("[Content_Types].xml", Buffer.alloc(60 * 2 ** 20));
  expect(bomb.length).toBeLessThan(100_000);
  expect(refusalOf(bomb)).toContain("larger than 40 MB");
});

test("an archive whose table of contents tells another story than its parts is refused", () => {
  const storedByName = archiveOf("[Content_Types].xml", Buffer.alloc(60 * 2 ** 20));
  const entry = storedByName.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  storedByName.writeUInt16LE(0, entry + 10);
  expect(refusalOf(storedByName)).toContain("damaged");
  const hidden = archiveOf("[Content_Types].xml", Buffer.alloc(60 * 2 ** 20));
  hidden.writeUInt16LE(0, hidden.length - 22 + 10);
  expect(refusalOf(hidden)).toContain("damaged");
});

test("other archives, other bytes and text that is no CSV are refused", () => {
  expect(refusalOf(archiveOf("a.txt", Buffer.from("a")))).toContain("no workbook");
  expect(refusalOf(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0]))).toContain("This is no instrument");
  expect(refusalOf(Buffer.from('a,b\n"never closed'))).toContain("no CSV: look at line");
});

test("what a spreadsheet saves as Unicode text is read like UTF-8", () => {
  const dictionary =
    "Variable / Field Name\tForm Name\tField Type\tField Label\nagenda\topening\tyesno\tSets an agenda, señora\n";
  const littleEndian = Buffer.from(`\ufeff${dictionary}`, "utf16le");
  const expected = readInstrumentFile(Buffer.from(dictionary));
  expect(expected.read.definition.items).toMatchObject([{ id: "agenda", label: "Sets an agenda, señora" }]);
  for (const bytes of [littleEndian, Buffer.from(littleEndian).swap16()])
    expect(readInstrumentFile(bytes)).toEqual(expected);
});
