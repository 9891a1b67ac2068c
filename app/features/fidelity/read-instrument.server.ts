import { randomUUID } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { inSql, inTransaction } from "#app/db/in-transaction.server.ts";
import { dateToDay, dayIn } from "#app/time/days.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { checklistOf, earnsInWords } from "./answers.rules.ts";
import type { InstrumentVersionDetail, VersionStep } from "./assessment.types.ts";
import { contentHash } from "./content-hash.server.ts";
import { draftOf } from "./draft-definition.rules.ts";
import { canAuthorInstruments } from "./instrument.policy.ts";
import type { DraftDefinition } from "./instrument-draft.schema.ts";
import { findInstrumentVersion, listSeriesOf, type SeriesVersion } from "./instruments.queries.server.ts";
import { diffVersions } from "./version-diff.rules.ts";

/** A published version as a rater would read it on paper, with the rules of its score. */
export async function readInstrument(
  ctx: PersonContext,
  { versionId }: { versionId: string },
): Promise<InstrumentVersionDetail> {
  const row = await inTransaction(ctx, (db) => findInstrumentVersion(db, versionId));
  const series = await inSql(ctx, (sql) => listSeriesOf(sql, versionId));
  const definition = readDefinition(row.definition);
  const own = new Map(definition.sections.map((section) => [section.id, section]));
  const { missing, thresholds, maxNotApplicableShare } = definition.scoring;
  return {
    versionId,
    series: series.map((one, index) => stepOf(one, series[index - 1])).reverse(),
    nextDraftId: canAuthorInstruments(ctx.actor) ? randomUUID() : null,
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

function stepOf(
  { versionId, version, effectiveFrom, definition, crosswalk, breakReason, takesPlanned }: SeriesVersion,
  before: SeriesVersion | undefined,
): VersionStep {
  const step = { versionId, version, effectiveFrom, takesPlanned };
  if (!before) return { ...step, continuity: null, diff: [] };
  const [old, fresh] = [readDefinition(before.definition), readDefinition(definition)];
  const words = (items: typeof old.items, id: string | null) => {
    const index = items.findIndex((item) => item.id === id);
    return index < 0 ? "" : `${index + 1}. ${items[index]?.label}`;
  };
  const counts: Record<string, number> = {};
  for (const { kind } of crosswalk ?? []) counts[kind] = (counts[kind] ?? 0) + 1;
  const lines = (crosswalk ?? []).filter(({ kind }) => kind !== "same");
  return {
    ...step,
    diff: diffVersions(old, fresh),
    continuity:
      breakReason !== null
        ? { kind: "break", reason: breakReason }
        : crosswalk && {
            ...{ kind: "crosswalk", counts },
            lines: lines.map(({ kind, from, to }) => ({
              kind,
              from: words(old.items, from),
              to: words(fresh.items, to),
            })),
          },
  };
}

/** A published version as it is filled in on paper. */
export async function readBlankChecklist(
  ctx: PersonContext,
  { versionId }: { versionId: string },
): Promise<{ versionId: string; version: number; draft: DraftDefinition }> {
  const { definition } = await inTransaction(ctx, (db) => findInstrumentVersion(db, versionId));
  return { versionId, version: definition.version, draft: draftOf(readDefinition(definition)) };
}
