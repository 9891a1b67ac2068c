import { randomUUID } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import type { Verdict } from "#app/errors/problem.ts";
import type { MappingForm } from "#app/features/sessions/import.schema.ts";
import { mapImport } from "#app/features/sessions/map-import.server.ts";
import { readImport } from "#app/features/sessions/read-import.server.ts";
import { steerImport } from "#app/features/sessions/steer-import.server.ts";
import { receiveImport, uploadImport } from "#app/features/sessions/upload-import.server.ts";

/** Chooses a file, as the browser sends it. */
export async function choose(
  ctx: PersonContext,
  content: string | Uint8Array,
  { id = randomUUID(), name = "history.csv", type = "text/csv" } = {},
): Promise<{ id: string; verdict: Verdict }> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
  }
  const received = await receiveImport(ctx, { name, type, pieces: pieces() });
  return { id, verdict: await uploadImport(ctx, { id, file: { name, received } }) };
}

/** Asks for a check with the guessed mapping, or another. */
export async function map(
  ctx: PersonContext,
  id: string,
  given: Partial<MappingForm> = {},
): Promise<Verdict> {
  const { columns, mapping } = await look(ctx, id);
  return mapImport(ctx, {
    importId: id,
    form: {
      fields: columns.map((_, at) => mapping.fields[at]),
      dayOrder: mapping.dayOrder,
      words: [],
      ...given,
    },
  });
}

export function look(ctx: PersonContext, id: string, { page = 1, column = "" } = {}) {
  return readImport(ctx, { importId: id, page, column });
}

export function steer(ctx: PersonContext, id: string, step: Parameters<typeof steerImport>[1]["step"]) {
  return steerImport(ctx, { importId: id, step });
}
