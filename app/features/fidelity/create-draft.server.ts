import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, type Refusal, refuse, requireThat } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { draftOf } from "./draft-definition.rules.ts";
import { codeFrom, emptyDraft, inOrder } from "./draft-edits.rules.ts";
import { draftFromProfile } from "./draft-from-profile.rules.ts";
import { canAuthorInstruments } from "./instrument.policy.ts";
import { type DraftDefinition, draftDefinition, type NewDraftInput } from "./instrument-draft.schema.ts";
import { findDraft, findMaybeOpenDraftOf, insertDraft } from "./instrument-drafts.queries.server.ts";
import { findInstrumentOfVersion } from "./instruments.queries.server.ts";
import { readProfile } from "./read-profile.server.ts";

/**
 * Begins a draft: of nothing, of the practice profile in force, of a file that was read, or of a published version.
 * The same press twice begins one draft, and the next version of an instrument has one draft that all write in.
 */
export async function createDraft(
  ctx: PersonContext,
  input: NewDraftInput,
): Promise<{ ok: true; draftId: string; isNew: boolean } | Refusal> {
  requireThat(canAuthorInstruments(ctx.actor), { subject: "instrument-draft" });
  const begun = input.from === "version" ? null : await begin(ctx, input);
  if (begun && "ok" in begun) return begun;
  const { programId, personId } = ctx.actor;
  return inSql(ctx, async (sql) => {
    let instrumentId: string | null = null;
    let definition = begun?.definition;
    if (input.from === "version") {
      const found = await findInstrumentOfVersion(sql, input.versionId);
      instrumentId = found.instrumentId;
      definition = draftOf(readDefinition(found.definition));
    }
    if (!definition) throw new Problem("bad-input");
    const draft = {
      id: input.id,
      programId,
      instrumentId,
      definition: inOrder(definition),
      personId,
      now: ctx.now,
    };
    if (!(await insertDraft(sql, draft))) {
      const open = instrumentId === null ? null : await findMaybeOpenDraftOf(sql, instrumentId);
      return { ok: true, draftId: open ?? (await findDraft(sql, input.id)).id, isNew: false };
    }
    await recordEvent(sql, ctx, {
      ...{ type: "instrument.draft-created", subjectType: "instrument-draft", subjectId: input.id },
      payload: { from: input.from, instrumentId, items: definition.items.length },
    });
    return { ok: true, draftId: input.id, isNew: true };
  });
}

async function begin(
  ctx: PersonContext,
  input: Exclude<NewDraftInput, { from: "version" }>,
): Promise<{ definition: DraftDefinition } | Refusal> {
  if (input.from === "nothing") return { definition: emptyDraft(input.title, "section-1") };
  if (input.from === "file") {
    const read = draftDefinition.safeParse(parsed(input.definition));
    if (!read.success)
      throw new Problem("bad-input", {}, "The definition is not one: choose the file again.");
    const draft = draftOf(read.data);
    return {
      definition: { ...draft, title: input.title, code: codeFrom(draft.code) || codeFrom(input.title) },
    };
  }
  const profile = await readProfile(ctx);
  const hasActivities = profile?.components.some(({ functions }) =>
    functions.some(({ activities }) => activities.length > 0),
  );
  if (!profile || !hasActivities)
    return refuse(
      "instrument.no-profile",
      profile
        ? "The practice profile has no core activities yet: describe them first, or begin with an empty draft."
        : "No practice profile is published yet: publish one first, or begin with an empty draft.",
    );
  return { definition: draftFromProfile(profile, input) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
