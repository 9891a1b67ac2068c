import { stringify } from "csv-stringify/sync";
import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { columnsFor, IMPORT_COLUMNS } from "./import-columns.ts";
import { listFunctionNumbers } from "./import-rows.queries.server.ts";

const CSV = { record_delimiter: "\r\n" } as const;
const BYTE_ORDER_MARK = "\uFEFF";

/** An empty file with the header that is read without any choice. */
export function importTemplate(): string {
  return BYTE_ORDER_MARK + stringify([IMPORT_COLUMNS.map(({ name }) => name)], CSV);
}

/** Every column of the template, with what it means and what may stand in it. */
export async function importColumnsFile(ctx: PersonContext): Promise<string> {
  const columns = columnsFor(await inSql(ctx, listFunctionNumbers));
  const rows = columns.map(({ name, label, meaning, expected, example, isRequired, aliases }) => [
    ...[name, label, isRequired ? "yes" : "no", meaning, expected, example, aliases.join("; ")],
  ]);
  const head = ["column", "on_the_screen", "required", "meaning", "expected", "example", "other_headers"];
  return BYTE_ORDER_MARK + stringify([head, ...rows], CSV);
}
