import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { refuse, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canSetAcceptance } from "./acceptance.policy.ts";
import { insertAcceptanceRule, listAcceptanceRules } from "./acceptance.queries.server.ts";
import { checkAcceptanceStart } from "./acceptance.rules.ts";
import type { AcceptanceInput } from "./acceptance.schema.ts";
import { listSiteNames } from "./reliability.queries.server.ts";

/** Fixes from a day on what is accepted without a lead's look. What waits already is decided by a lead. */
export async function setAcceptanceRule(ctx: PersonContext, input: AcceptanceInput): Promise<Verdict> {
  return inSql(ctx, async (sql): Promise<Verdict> => {
    const { id, startsOn, tellAfterDays, amendDays, mostLeftOut = null } = input;
    const sites = await listSiteNames(sql);
    requireThat(canSetAcceptance(ctx.actor, [...sites.keys()]), { subject: "acceptance-rule", id });
    const verdict = checkAcceptanceStart(startsOn, ctx.today);
    if (!verdict.ok) return verdict;
    const rule = {
      ...{ id, startsOn, tellAfterDays, amendDays, mostLeftOut, isOn: input.isOn === "on" },
      needsMet: input.needsMet === "on",
      needsWindow: input.needsWindow === "on",
      needsCertified: input.needsCertified === "on",
    };
    if (await insertAcceptanceRule(sql, ctx, rule)) {
      await recordEvent(sql, ctx, {
        ...{ type: "acceptance-rule.set", subjectType: "acceptance-rule", subjectId: id, payload: rule },
      });
      return { ok: true };
    }
    const isThere = (await listAcceptanceRules(sql)).some((one) => one.id === id);
    return isThere
      ? { ok: true }
      : refuse(
          "changed-elsewhere",
          "Somebody else fixed limits at the same moment. Look at them, then save again.",
        );
  });
}
