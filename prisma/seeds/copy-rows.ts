import { once } from "node:events";
import type postgres from "postgres";

type Value = string | number | boolean | null | Date | readonly string[] | object;

/** Rows of one table as the text of COPY. */
export interface Load {
  table: string;
  columns: readonly string[];
  count: number;
  text: Uint8Array<ArrayBuffer>;
}

const FIRST_BYTES = 64 * 1024;
/** The most bytes that a character of a text takes. */
const BYTES_A_CHARACTER = 3;

/** Gathers rows of one table. What was gathered is bytes, so a million rows leave nothing for the collector to visit. */
export class TableRows {
  readonly table: string;
  columns: readonly string[];
  count = 0;
  private taken = 0;
  private bytes = Buffer.alloc(0);
  private used = 0;

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
    line += "\n";
    this.makeRoom(line.length * BYTES_A_CHARACTER);
    this.used += this.bytes.write(line, this.used);
    this.count += 1;
  }

  /** A record with the columns' names as keys, in the same order every time. */
  addRecord(record: Record<string, Value>): void {
    if (this.columns.length === 0) this.columns = Object.keys(record);
    this.add(...Object.values(record));
  }

  /** What was gathered since the last time. */
  take(): Load {
    const { table, columns } = this;
    const text = new Uint8Array(this.bytes.buffer, 0, this.used);
    const load = { table, columns, count: this.count - this.taken, text };
    this.taken = this.count;
    this.bytes = Buffer.alloc(0);
    this.used = 0;
    return load;
  }

  private makeRoom(more: number): void {
    if (this.used + more <= this.bytes.length) return;
    const size = Math.max(FIRST_BYTES, 2 * this.bytes.length, this.used + more);
    // Memory of its own, never a part of the pool: a load may be handed to another thread.
    const larger = Buffer.from(new ArrayBuffer(size));
    this.bytes.copy(larger, 0, 0, this.used);
    this.bytes = larger;
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

const BYTES_A_WRITE = 256 * 1024;

/** Sends what was gathered until now, table after table in the order given, and forgets it. */
export function copyRows(sql: postgres.TransactionSql, tables: readonly TableRows[]): Promise<void> {
  return copyLoads(
    sql,
    tables.map((rows) => rows.take()),
  );
}

/** Sends loads, one after the other. */
export async function copyLoads(sql: postgres.TransactionSql, loads: readonly Load[]): Promise<void> {
  for (const load of loads) if (load.count > 0) await send(sql, load);
}

async function send(sql: postgres.TransactionSql, { table, columns, text }: Load): Promise<void> {
  const query = sql`COPY ${sql(table)} (${sql(columns as string[])}) FROM STDIN`;
  const stream = await query.writable();
  stream.on("error", () => {});
  // The client settles the query when the stream opens; a refusal of the server arrives later, and only here.
  const refused = new Promise<never>((_, reject) => Object.assign(query, { reject }));
  const sent = async () => {
    for (let from = 0; from < text.length; from += BYTES_A_WRITE)
      if (!stream.write(text.subarray(from, from + BYTES_A_WRITE))) await once(stream, "drain");
    await new Promise<void>((resolve) => stream.end(resolve));
  };
  await Promise.race([refused, sent()]);
}
