import { isDeepStrictEqual } from "node:util";
import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canMapImport, isOwnImport } from "./import.policy.ts";
import type { MappingForm } from "./import.schema.ts";
import type { ImportMapping } from "./import.types.ts";
import { CODED, isCoded } from "./import-columns.ts";
import { checkMapping } from "./import-mapping.rules.ts";
import { findMaybeImportForUpdate, markImportChecking } from "./imports.queries.server.ts";
import { MOVED_ON, steered } from "./steer-import.server.ts";

/** Fixes how a file is read and has it checked. Nothing is stored; what an earlier check found is dropped. */
export async function mapImport(
  ctx: PersonContext,
  { importId, form }: { importId: string; form: MappingForm },
): Promise<Verdict> {
  return inSql(ctx, async (sql) => {
    const found = await findMaybeImportForUpdate(sql, importId);
    if (!found) throw new Problem("not-found", { subject: "import", id: importId });
    requireThat(isOwnImport(ctx.actor, steered(found)), { subject: "import", id: importId });
    const mapping = mappingOf(form, found.mapping);
    // Posted twice: the first one has it checked.
    if (found.status === "checking" && isDeepStrictEqual(mapping, found.mapping)) return { ok: true };
    if (!canMapImport(ctx.actor, steered(found))) return MOVED_ON;
    const verdict = checkMapping(mapping, found.columns);
    if (!verdict.ok) return verdict;
    await markImportChecking(sql, { id: importId, mapping });
    await recordEvent(sql, ctx, { type: "import.mapped", subjectType: "import", subjectId: importId });
    return { ok: true };
  });
}

/** What was chosen for a word stays when the form no longer asks for it. */
function mappingOf({ fields, dayOrder, words }: MappingForm, before: ImportMapping): ImportMapping {
  const values = structuredClone(before.values);
  for (const { field, word, code } of words) {
    if (!isCoded(field)) continue;
    const key = word.toLowerCase();
    const own = values[field] ?? {};
    values[field] = own;
    if (code === "-") own[key] = "";
    else if (code && code in CODED[field]) own[key] = code;
    else delete own[key];
  }
  return {
    fields: Object.fromEntries(
      [...fields.entries()].flatMap(([index, field]) => (field ? [[String(index), field]] : [])),
    ),
    dayOrder,
    values,
  };
}
