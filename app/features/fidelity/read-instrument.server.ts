import type { PersonContext } from "#app/access/context.ts";
import { inTransaction } from "#app/db/in-transaction.server.ts";
import { dateToDay, dayIn } from "#app/time/days.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { checklistOf, earnsInWords } from "./answers.rules.ts";
import type { InstrumentVersionDetail } from "./assessment.types.ts";
import { contentHash } from "./content-hash.server.ts";
import { findInstrumentVersion } from "./instruments.queries.server.ts";

/** A published version as a rater would read it on paper, with the rules of its score. */
export async function readInstrument(
  ctx: PersonContext,
  { versionId }: { versionId: string },
): Promise<InstrumentVersionDetail> {
  const row = await inTransaction(ctx, (db) => findInstrumentVersion(db, versionId));
  const definition = readDefinition(row.definition);
  const own = new Map(definition.sections.map((section) => [section.id, section]));
  const { missing, thresholds, maxNotApplicableShare } = definition.scoring;
  return {
    versionId,
    code: definition.code,
    title: definition.title,
    version: definition.version,
    subject: definition.subject,
    raterTypes: definition.raterTypes,
    purpose: definition.purpose,
    instructions: definition.instructions,
    contentHash: row.contentHash,
    isHashRight: contentHash(row.definition) === row.contentHash,
    publishedOn: dayIn(ctx.actor.zone, row.publishedAt),
    effectiveFrom: dateToDay(row.effectiveFrom),
    sections: checklistOf(definition).map((section) => ({
      ...section,
      weight: own.get(section.id)?.weight ?? 1,
      thresholds: own.get(section.id)?.thresholds ?? [],
    })),
    earns: Object.fromEntries(
      definition.items.flatMap((item) => {
        const words = earnsInWords(item);
        return words ? [[item.id, words]] : [];
      }),
    ),
    thresholds,
    maxNotApplicableShare,
    missing:
      missing.policy === "prorate"
        ? `Blank items leave the score while at least ${Math.round(100 * missing.minAnsweredShare)} % of the applicable items are answered.`
        : "Every applicable item must be answered.",
  };
}
