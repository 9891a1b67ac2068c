import { randomUUID } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { requireThat } from "#app/errors/problem.ts";
import { dayIn, timeIn } from "#app/time/days.ts";
import { canImport } from "./import.policy.ts";
import type { ImportItem, ImportsPage } from "./import.types.ts";
import { listFunctionNumbers } from "./import-rows.queries.server.ts";
import { type ImportRecord, listImportRecords } from "./imports.queries.server.ts";

/** The imports that the acting person may see, the newest first, and the key of the next. */
export async function listImports(ctx: PersonContext): Promise<ImportsPage> {
  requireThat(canImport(ctx.actor), { subject: "import" });
  const [records, functionNumbers] = await inSql(ctx, (sql) =>
    Promise.all([listImportRecords(sql), listFunctionNumbers(sql)]),
  );
  return {
    newId: randomUUID(),
    functionNumbers,
    imports: records.map((record) => importItem(record, ctx.actor.zone)),
  };
}

export function importItem(record: ImportRecord, zone: string): ImportItem {
  const { id, fileName, requestedBy, requestedAt, status, totalRows, counts } = record;
  return {
    ...{ id, fileName, requestedBy, status, totalRows, counts },
    requestedOn: dayIn(zone, requestedAt),
    requestedTime: timeIn(zone, requestedAt),
  };
}
