import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, refuse, requireThat } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { withEnd } from "./preview.rules.ts";
import { previewOf } from "./preview-rules.server.ts";
import { canChangeSchedules } from "./schedule-rule.policy.ts";
import { checkEnd } from "./schedule-rule.rules.ts";
import type { RuleEndForm } from "./schedule-rule.schema.ts";
import { listRuleVersions, listSites, lockRules, updateRuleEnd } from "./schedule-rules.queries.server.ts";
import type { RuleAnswer } from "./set-schedule-rule.server.ts";

/**
 * Lets a schedule rule end on a day, moves its end, or takes it back while the day has not come. As with a new version
 * it is shown first, and done only when what would happen is what was shown. Posted twice, it is done once.
 */
export async function endScheduleRule(
  ctx: PersonContext,
  code: string,
  form: RuleEndForm,
): Promise<RuleAnswer> {
  const to = form.kind === "end" ? form.endsOn : null;
  return inSql(ctx, async (sql): Promise<RuleAnswer> => {
    const [, sites] = await Promise.all([lockRules(sql, ctx.actor.programId), listSites(sql)]);
    requireThat(canChangeSchedules(ctx.actor, sites.length), { subject: "schedule-rule" });
    const versions = await listRuleVersions(sql, code);
    const newest = versions.at(-1);
    if (!newest) throw new Problem("not-found", { subject: "schedule-rule", id: code });
    const { id, version, endsOn: from } = newest;
    if (form.intent === "save" && from === to) return { ok: true, saved: true, code };
    const why = checkEnd(versions, to, ctx.today);
    if (why !== null)
      return refuse("schedule.end", `${why}.`, form.kind === "end" ? { endsOn: [why] } : undefined);
    const preview = await previewOf(sql, ctx, {
      ...{ sites, code, version, about: { code, from, to } },
      change: (rules) => withEnd(rules, code, { from, to }),
    });
    if (form.intent === "preview" || form.mark !== preview.mark) return { ok: true, preview };
    await updateRuleEnd(sql, { code, from, to });
    await recordEvent(sql, ctx, {
      type: to === null ? "schedule-rule.end-taken-back" : "schedule-rule.ended",
      subjectType: "schedule-rule",
      subjectId: id,
      payload: { code, endsOn: to ?? from, ...preview.totals },
    });
    return { ok: true, saved: true, code };
  });
}
