import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { type Refusal, refuse, refuseStored, requireThat } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canAuthorSets } from "./calibration.policy.ts";
import { findSet, insertSet, listCases } from "./calibration.queries.server.ts";
import { checkCases, isSameSet, passRuleOf } from "./calibration.rules.ts";
import type { NewSet } from "./calibration.schema.ts";
import { listInstrumentVersions } from "./instruments.queries.server.ts";

/** Instrument versions a set can be made for, for the form. */
export async function openSetForm(
  ctx: PersonContext,
): Promise<{ versions: { id: string; label: string }[] }> {
  const versions = await inSql(ctx, (sql) => listInstrumentVersions(sql, ctx.today));
  return {
    versions: versions.map(({ versionId, title, version }) => ({
      id: versionId,
      label: `${title}, version ${version}`,
    })),
  };
}

/** Makes a set of cases; raters see it once its master ratings are in and it is put to use. */
export async function makeCalibrationSet(ctx: PersonContext, input: NewSet): Promise<{ ok: true } | Refusal> {
  requireThat(canAuthorSets(ctx.actor), { subject: "calibration-set", id: input.id });
  const checked = checkCases(input.cases);
  if (!checked.ok) return checked;
  return inSql(ctx, async (sql) => {
    const versions = await listInstrumentVersions(sql, ctx.today);
    if (!versions.some(({ versionId }) => versionId === input.instrumentVersionId))
      return refuse("bad-version", "Choose an instrument.", {
        instrumentVersionId: ["Choose an instrument."],
      });
    const passRule = passRuleOf(input);
    const given = { ...input, cases: checked.cases, passRule, personId: ctx.actor.personId };
    if (!(await insertSet(sql, ctx, given)))
      return isSameSet({ ...(await findSet(sql, input.id)), cases: await listCases(sql, input.id) }, given)
        ? { ok: true }
        : refuseStored("This set", "Open it under Calibration, or make this one once more to add it.");
    await recordEvent(sql, ctx, {
      type: "calibration-set.made",
      subjectType: "calibration-set",
      subjectId: input.id,
      payload: { instrumentVersionId: input.instrumentVersionId, cases: checked.cases.length },
    });
    return { ok: true };
  });
}
