import { z } from "zod";
import type { PersonContext } from "#app/access/context.ts";
import { inSql, inTransaction } from "#app/db/in-transaction.server.ts";
import { Problem, type Refusal, refuse, requireThat } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { listFunctionCodes } from "#app/features/planning/practice-profile.queries.server.ts";
import { type InstrumentDefinition, threshold } from "#fidelity/instruments/instrument.schema.ts";
import { lintDefinition } from "#fidelity/instruments/lint-definition.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { type DefinitionProblem, validateDefinition } from "#fidelity/instruments/validate-definition.ts";
import { contentHash } from "./content-hash.server.ts";
import { canAuthorInstruments } from "./instrument.policy.ts";
import type { PublishInput } from "./instrument-import.schema.ts";
import type { InstrumentCheck } from "./instrument-import.types.ts";
import { insertInstrumentVersion } from "./instruments.queries.server.ts";

type Refused = Refusal & { problems?: DefinitionProblem[] };

/** What would be published, with its content hash and what the linter says of it. */
export async function checkInstrument(
  ctx: PersonContext,
  input: PublishInput,
): Promise<{ ok: true; check: Omit<InstrumentCheck, "heading"> } | Refused> {
  requireThat(canAuthorInstruments(ctx.actor), { subject: "instrument" });
  const completed = complete(input);
  if (!completed.ok) return completed;
  const { definition } = completed;
  const essentialFunctionIds = await inTransaction(ctx, (db) => listFunctionCodes(db, ctx.actor.programId));
  return {
    ok: true,
    check: {
      hash: contentHash(definition),
      sections: definition.sections.length,
      items: definition.items.length,
      warnings: lintDefinition(definition, { essentialFunctionIds }),
    },
  };
}

/** Publishes version 1 of a new instrument, exactly as it was shown; in force from today. */
export async function publishInstrument(
  ctx: PersonContext,
  input: PublishInput,
): Promise<{ ok: true; versionId: string } | Refused> {
  requireThat(canAuthorInstruments(ctx.actor), { subject: "instrument" });
  const completed = complete(input);
  if (!completed.ok) return completed;
  const { definition } = completed;
  const hash = contentHash(definition);
  if (input.hash !== hash)
    return refuse("instrument.changed", "The definition is not the one that was shown. Check it again.");
  return inSql(ctx, async (sql) => {
    const versionId = await insertInstrumentVersion(sql, {
      ...{ programId: ctx.actor.programId, definition, hash, publishedAt: ctx.now, effectiveFrom: ctx.today },
    });
    if (versionId === null) {
      const message = "Another instrument of this program has this code: choose another one.";
      return refuse("instrument.code-taken", message, { code: [message] });
    }
    await recordEvent(sql, ctx, {
      ...{ type: "instrument.published", subjectType: "instrument-version", subjectId: versionId },
      payload: { hash, items: definition.items.length },
    });
    return { ok: true, versionId };
  });
}

/** The imported definition with what the form adds, or everything that keeps it from being published. */
function complete(input: PublishInput): { ok: true; definition: InstrumentDefinition } | Refused {
  const { code, title, subject, raterTypes, dimensions, purpose, met, developing } = input;
  const imported = readImported(input.definition);
  const scoring = imported.scoring as { thresholds?: unknown } | undefined;
  const thresholds = withBeginnings(scoring?.thresholds, { met, developing });
  const definition = {
    ...imported,
    ...{ code, title, subject, raterTypes, dimensions, purpose, version: 1 },
    scoring: { ...scoring, thresholds },
  };
  const problems = validateDefinition(definition);
  if (problems.length > 0) {
    const message = "The definition cannot be published as it is.";
    return { ...refuse("instrument.not-valid", message), problems: problems.slice(0, 100) };
  }
  return { ok: true, definition: readDefinition(definition as never) };
}

/** Where the two bands of the form begin; what the file calls its bands, and bands beyond those two, stay. */
function withBeginnings(
  imported: unknown,
  beginnings: { met: number; developing: number | undefined },
): unknown[] {
  const read = z.array(threshold).safeParse(imported);
  const named = read.success && read.data.some(({ label }) => label !== null) ? read.data : [];
  const others = named.filter((one) => one.band !== "met" && one.band !== "developing");
  const own = (["met", "developing"] as const).flatMap((band) => {
    const from = beginnings[band];
    if (from === undefined) return [];
    const [lowest, ...higher] = named.filter((one) => one.band === band).sort((a, b) => a.from - b.from);
    return [{ ...lowest, band, from }, ...higher];
  });
  return [...own, ...others];
}

function readImported(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below, as any other text that our page has not made.
  }
  throw new Problem("bad-input", {}, "The definition is not JSON: choose the file again.");
}
