import type { PersonContext } from "#app/access/context.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { type Refusal, refuse, requireThat } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import type { InstrumentDefinition } from "#fidelity/instruments/instrument.schema.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { contentHash } from "./content-hash.server.ts";
import { crosswalkOf, suggestedLinks } from "./crosswalk.rules.ts";
import { toDefinition } from "./draft-definition.rules.ts";
import { type Finding, findingsOf } from "./draft-findings.rules.ts";
import { canAuthorInstruments } from "./instrument.policy.ts";
import type { PublishDraftInput } from "./instrument-draft.schema.ts";
import type { ItemName, PublishPage } from "./instrument-draft.types.ts";
import { type DraftRecord, findDraft, markDraftPublished } from "./instrument-drafts.queries.server.ts";
import {
  countUnfinishedReviews,
  findMaybeLatestVersion,
  insertInstrument,
  insertInstrumentVersion,
  updateInstrumentTitle,
} from "./instruments.queries.server.ts";
import { readFunctions } from "./read-profile.server.ts";
import { diffVersions, isSameItem } from "./version-diff.rules.ts";

interface Latest {
  id: string;
  version: number;
  effectiveFrom: string;
  definition: InstrumentDefinition;
}

/** What publishing a draft would do, and what keeps it from being published. */
export async function readPublishing(
  ctx: PersonContext,
  { draftId: id }: { draftId: string },
): Promise<{ page: PublishPage } | { publishedVersionId: string }> {
  requireThat(canAuthorInstruments(ctx.actor), { subject: "instrument-draft", id });
  const functionCodes = (await readFunctions(ctx)).map(({ code }) => code);
  return inSql(ctx, async (sql) => {
    const draft = await findDraft(sql, id);
    if (draft.publishedVersionId) return { publishedVersionId: draft.publishedVersionId };
    const latest = await latestOf(sql, draft);
    const findings = judge(draft, latest, functionCodes);
    const isFinished = findings.every(({ level }) => level === "warning");
    const definition = isFinished ? definitionOf(draft, latest) : null;
    return {
      page: {
        ...{ id, title: draft.definition.title, version: draft.version, today: ctx.today },
        hash: definition && contentHash(definition),
        sections: draft.definition.sections.length,
        items: draft.definition.items.length,
        findings,
        before:
          latest && definition && draft.instrumentId
            ? {
                ...comparison(latest, definition),
                unfinished: await countUnfinishedReviews(sql, draft.instrumentId),
              }
            : null,
      },
    };
  });
}

function comparison(latest: Latest, definition: InstrumentDefinition) {
  const names = ({ items }: InstrumentDefinition): ItemName[] =>
    items.map(({ id, label }, index) => ({ id, label, number: index + 1 }));
  const links = suggestedLinks(latest.definition.items, definition.items);
  return {
    ...{ versionId: latest.id, version: latest.version, effectiveFrom: latest.effectiveFrom },
    diff: diffVersions(latest.definition, definition),
    items: names(latest.definition),
    newItems: names(definition),
    suggested: crosswalkOf(latest.definition.items, definition.items, links, isSameItem),
  };
}

/**
 * Publishes a draft, exactly as it was shown, as version 1 of a new instrument or as the next version of its own.
 * Doing it again leads to the version that was published.
 */
export async function publishDraft(
  ctx: PersonContext,
  { draftId: id, ...input }: PublishDraftInput & { draftId: string },
): Promise<{ ok: true; versionId: string; version: number } | Refusal> {
  requireThat(canAuthorInstruments(ctx.actor), { subject: "instrument-draft", id });
  const functionCodes = (await readFunctions(ctx)).map(({ code }) => code);
  return inSql(ctx, async (sql) => {
    const draft = await findDraft(sql, id, { isLocked: true });
    if (draft.publishedVersionId)
      return { ok: true, versionId: draft.publishedVersionId, version: draft.version };
    if (draft.deletedAt) return refuse("draft.deleted", "This draft was deleted in the meantime.");
    const latest = await latestOf(sql, draft);
    const errors = judge(draft, latest, functionCodes).filter(({ level }) => level === "error");
    if (errors.length > 0)
      return refuse(
        "instrument.not-valid",
        "The draft cannot be published as it is: mend what is listed first.",
      );
    const definition = definitionOf(draft, latest);
    const hash = contentHash(definition);
    if (input.hash !== hash)
      return refuse(
        "instrument.changed",
        "The draft is not the one that was shown. Look at it again, then publish it.",
      );
    const continued = continuityOf(ctx, input, latest, definition);
    if ("ok" in continued) return continued;

    const instrumentId = draft.instrumentId ?? (await insertInstrument(sql, ctx.actor.programId, definition));
    if (instrumentId === null)
      return refuse(
        "instrument.code-taken",
        `Another instrument of this program has the code ${definition.code}: choose another one in the draft.`,
      );
    const versionId = await insertInstrumentVersion(sql, {
      ...{ programId: ctx.actor.programId, instrumentId, definition, hash },
      ...{ publishedAt: ctx.now, effectiveFrom: input.effectiveFrom },
      ...continued,
    });
    await Promise.all([
      updateInstrumentTitle(sql, instrumentId, definition.title),
      markDraftPublished(sql, id, { instrumentId, versionId }),
      recordEvent(sql, ctx, {
        ...{ type: "instrument.published", subjectType: "instrument-version", subjectId: versionId },
        payload: { hash, version: definition.version, items: definition.items.length, draftId: id },
      }),
    ]);
    return { ok: true, versionId, version: definition.version };
  });
}

async function latestOf(sql: Sql, { instrumentId }: DraftRecord): Promise<Latest | null> {
  const found = instrumentId === null ? null : await findMaybeLatestVersion(sql, instrumentId);
  return found && { ...found, definition: readDefinition(found.definition) };
}

/** The findings of a draft with what only its instrument can tell: whom it rates stays. */
function judge(
  { definition, version }: DraftRecord,
  latest: Latest | null,
  functionCodes: readonly string[],
): Finding[] {
  const draft = latest ? { ...definition, code: latest.definition.code } : definition;
  const findings = findingsOf(draft, { version, functionCodes });
  if (!latest || !draft.subject || draft.subject === latest.definition.subject) return findings;
  const stays: Finding = {
    level: "error",
    place: { part: "about", field: "subject" },
    where: "About the instrument",
    message: `Version ${latest.version} rates the ${latest.definition.subject}, and whose fidelity an instrument rates never changes. Begin a new instrument for the ${draft.subject}.`,
  };
  return [stays, ...findings];
}

function definitionOf({ definition, version }: DraftRecord, latest: Latest | null): InstrumentDefinition {
  return readDefinition(toDefinition(definition, { version, code: latest?.definition.code }) as never);
}

/** From when it is in force and how it continues the version before, or why not so. */
function continuityOf(
  ctx: PersonContext,
  input: PublishDraftInput,
  latest: Latest | null,
  definition: InstrumentDefinition,
) {
  const { effectiveFrom, continuity, reason } = input;
  const atField = (field: string, message: string) =>
    refuse("instrument.not-valid", message, { [field]: [message] });
  if (effectiveFrom < ctx.today)
    return atField(
      "effectiveFrom",
      "Choose today or a later day: what is past was rated under what was in force.",
    );
  const none = { followsId: null, crosswalk: null, breakReason: null, takesPlanned: true };
  if (!latest) return none;
  if (effectiveFrom < latest.effectiveFrom)
    return atField(
      "effectiveFrom",
      `Version ${latest.version} comes into force on ${latest.effectiveFrom}: choose that day or a later one.`,
    );
  if (!continuity)
    return atField(
      "continuity",
      "Say whether the items go on from the version before, or the series breaks.",
    );
  const links = [...input.goesOn, ...input.partOf.map(({ from, to }) => ({ from: to, to: from }))].filter(
    ({ from, to }) => from !== "" && to !== "",
  );
  return {
    followsId: latest.id,
    takesPlanned: input.takesPlanned === "yes",
    ...(continuity === "break"
      ? { crosswalk: null, breakReason: reason }
      : {
          crosswalk: crosswalkOf(latest.definition.items, definition.items, links, isSameItem),
          breakReason: null,
        }),
  };
}
