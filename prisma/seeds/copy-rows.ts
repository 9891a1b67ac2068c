import { once } from "node:events";
import type postgres from "postgres";

type Value = string | number | boolean | null | Date | readonly string[] | object;

/** Rows of one table, gathered as the text of COPY. */
export class TableRows {
  readonly table: string;
  columns: readonly string[];
  count = 0;
  private text: string[] = [];

  /** Without columns, the first record names them. */
  constructor(table: string, columns: readonly string[] = []) {
    this.table = table;
    this.columns = columns;
  }

  /** Values in the order of the columns: dates as instants, lists as arrays, bytes as bytes, other objects as JSON. */
  add(...values: Value[]): void {
    let line = "";
    for (let index = 0; index < values.length; index += 1)
      line += (index ? "\t" : "") + encode(values[index] as Value);
    this.text.push(`${line}\n`);
    this.count += 1;
  }

  /** A record with the columns' names as keys, in the same order every time. */
  addRecord(record: Record<string, Value>): void {
    if (this.columns.length === 0) this.columns = Object.keys(record);
    this.add(...Object.values(record));
  }

  take(): string[] {
    const taken = this.text;
    this.text = [];
    return taken;
  }
}

const SPECIAL = /[\\\t\n\r]/;
const escapes: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
const escapeText = (text: string) =>
  SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (character) => escapes[character] ?? character) : text;

function encode(value: Value): string {
  if (value === null) return "\\N";
  if (typeof value === "string") return escapeText(value);
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "t" : "f";
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `\\\\x${Buffer.from(value).toString("hex")}`;
  if (Array.isArray(value)) return escapeText(`{${value.map((item) => JSON.stringify(item)).join(",")}}`);
  return escapeText(JSON.stringify(value));
}

const LINES_A_WRITE = 2_000;

/** Sends what was gathered until now, table after table in the order given, and forgets it. */
export async function copyRows(sql: postgres.TransactionSql, tables: readonly TableRows[]): Promise<void> {
  const loads = tables.map((rows) => ({ rows, lines: rows.take() }));
  for (const { rows, lines } of loads) if (lines.length > 0) await send(sql, rows, lines);
}

async function send(sql: postgres.TransactionSql, rows: TableRows, lines: string[]): Promise<void> {
  const query = sql`COPY ${sql(rows.table)} (${sql(rows.columns as string[])}) FROM STDIN`;
  const stream = await query.writable();
  stream.on("error", () => {});
  // The client settles the query when the stream opens; a refusal of the server arrives later, and only here.
  const refused = new Promise<never>((_, reject) => Object.assign(query, { reject }));
  const sent = async () => {
    for (let from = 0; from < lines.length; from += LINES_A_WRITE)
      if (!stream.write(lines.slice(from, from + LINES_A_WRITE).join(""))) await once(stream, "drain");
    await new Promise<void>((resolve) => stream.end(resolve));
  };
  await Promise.race([refused, sent()]);
}
