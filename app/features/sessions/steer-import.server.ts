import type { PersonContext } from "#app/access/context.ts";
import type { Actor } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, refuse, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import {
  canCancelImport,
  canDiscardImport,
  canStoreImport,
  canUndoImport,
  isSteerer,
} from "./import.policy.ts";
import type { Step } from "./import.schema.ts";
import type { ImportStatus } from "./import.types.ts";
import { findMaybeImportForUpdate, type ImportRecord, markImport } from "./imports.queries.server.ts";

type Steered = Parameters<typeof canStoreImport>[1];

export const MOVED_ON = refuse(
  "import.moved-on",
  "The import has moved on meanwhile: this is how it stands now.",
);

/** What the policy needs to know of an import. */
export function steered({ status, requestedById, hasFile, counts }: ImportRecord): Steered {
  return { status, requestedById, hasFile, stored: counts.stored ?? 0 };
}

const STEPS: Record<
  Step,
  {
    can: (actor: Actor, each: Steered) => boolean;
    to: ImportStatus;
    /** What the job makes of it. */
    done?: ImportStatus;
    event: "import.started" | "import.cancelled" | "import.discarded" | "import.undo-asked";
  }
> = {
  store: { can: canStoreImport, to: "storing", done: "stored", event: "import.started" },
  cancel: { can: canCancelImport, to: "cancelled", event: "import.cancelled" },
  discard: { can: canDiscardImport, to: "discarded", event: "import.discarded" },
  undo: { can: canUndoImport, to: "undoing", done: "undone", event: "import.undo-asked" },
};

/** Has an import stored, stopped, let go or taken back. A job does the work; here it only becomes that state. */
export async function steerImport(
  ctx: PersonContext,
  { importId, step }: { importId: string; step: Step },
): Promise<Verdict> {
  const { can, to, done, event } = STEPS[step];
  return inSql(ctx, async (sql) => {
    const found = await findMaybeImportForUpdate(sql, importId);
    if (!found) throw new Problem("not-found", { subject: "import", id: importId });
    requireThat(isSteerer(ctx.actor, steered(found)), { subject: "import", id: importId });
    // A press that comes twice finds it where it should be.
    if (found.status === to || found.status === done) return { ok: true };
    if (!can(ctx.actor, steered(found))) return MOVED_ON;
    if (step === "store" && !found.counts.wouldStore)
      return refuse("import.nothing-to-store", "None of its rows would be stored.");
    await markImport(sql, {
      ...{ id: importId, from: [found.status], to },
      at: step === "cancel" || step === "discard" ? ctx.now : null,
    });
    await recordEvent(sql, ctx, { type: event, subjectType: "import", subjectId: importId });
    return { ok: true };
  });
}
