import { utils, write } from "@e965/xlsx";
import { stringify } from "csv-stringify/sync";
import type { PersonContext } from "#app/access/context.ts";
import { inTransaction } from "#app/db/in-transaction.server.ts";
import { toJson } from "#fidelity/instruments/to-json.ts";
import { toRedcap } from "#fidelity/instruments/to-redcap.ts";
import { toXlsform } from "#fidelity/instruments/to-xlsform.ts";
import type { InstrumentFormat } from "./assessment.schema.ts";
import { findInstrumentVersion } from "./instruments.queries.server.ts";

const BYTE_ORDER_MARK = "\uFEFF";
const ENDINGS = { xlsform: "xlsx", redcap: "csv", json: "json" } as const;
const TYPES = {
  xlsform: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  redcap: "text/csv; charset=utf-8",
  json: "application/json; charset=utf-8",
} as const;

/** A published version as a file of another tool, or of ours. Reading it in again gives the same definition. */
export async function exportInstrument(
  ctx: PersonContext,
  { versionId, format }: { versionId: string; format: InstrumentFormat },
): Promise<{ name: string; type: string; content: Buffer }> {
  const { definition } = await inTransaction(ctx, (db) => findInstrumentVersion(db, versionId));
  const code = definition.code.replace(/[^\w-]/g, "_");
  return {
    name: `${code}-v${definition.version}-${format}.${ENDINGS[format]}`,
    type: TYPES[format],
    content: fileOf(definition, format),
  };
}

function fileOf(definition: Parameters<typeof toJson>[0], format: InstrumentFormat): Buffer {
  if (format === "json") return Buffer.from(toJson(definition));
  if (format === "redcap")
    return Buffer.from(BYTE_ORDER_MARK + stringify(toRedcap(definition), { record_delimiter: "\r\n" }));
  const workbook = utils.book_new();
  for (const { name, rows } of toXlsform(definition))
    utils.book_append_sheet(workbook, utils.aoa_to_sheet(rows.map((row) => [...row])), name);
  return write(workbook, { type: "buffer", bookType: "xlsx", compression: true });
}
