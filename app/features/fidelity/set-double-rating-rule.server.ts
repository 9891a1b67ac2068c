import { randomBytes } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, refuse, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { checkRuleStart } from "./double-rating.rules.ts";
import type { RuleInput } from "./double-rating.schema.ts";
import { existsRule, insertRule } from "./double-ratings.queries.server.ts";
import { canSetDoubleRating } from "./reliability.policy.ts";
import { listInstruments, listSiteNames } from "./reliability.queries.server.ts";

/** Fixes from a month on which share is rated twice and which score counts. What is drawn stays drawn. */
export async function setDoubleRatingRule(ctx: PersonContext, input: RuleInput): Promise<Verdict> {
  return inSql(ctx, async (sql): Promise<Verdict> => {
    const sites = await listSiteNames(sql);
    requireThat(canSetDoubleRating(ctx.actor, [...sites.keys()]), {
      subject: "double-rating-rule",
      id: input.id,
    });
    const verdict = checkRuleStart(input, ctx.today);
    if (!verdict.ok) return verdict;
    const { id, instrumentId, period, recordRule, startsOn } = input;
    const instruments = await listInstruments(sql);
    if (!instruments.some((one) => one.id === instrumentId))
      throw new Problem("not-found", { subject: "instrument", id: instrumentId });
    const share = input.share / 100;
    const rule = { id, instrumentId, share, period, recordRule, startsOn };
    const seed = randomBytes(8).toString("hex");
    if (await insertRule(sql, ctx, { ...rule, seed, createdById: ctx.actor.personId })) {
      await recordEvent(sql, ctx, {
        type: "double-rating.rule-set",
        subjectType: "double-rating-rule",
        subjectId: id,
        payload: { instrumentId, share, period, recordRule, startsOn },
      });
      return { ok: true };
    }
    return (await existsRule(sql, id))
      ? { ok: true }
      : refuse(
          "changed-elsewhere",
          "Somebody else fixed a rule at the same moment. Look at it, then save again.",
        );
  });
}
