import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { addMonths, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { earliestStart } from "./double-rating.rules.ts";
import { listDraws, listRules, type RuleRow } from "./double-ratings.queries.server.ts";
import { canSetDoubleRating } from "./reliability.policy.ts";
import { listInstruments, listSiteNames } from "./reliability.queries.server.ts";
import type { DoubleRatingSettings } from "./reliability.types.ts";

const MONTHS_AHEAD = 12;

/** Which share of reviews is rated twice, under which rule, and the lots that were drawn. */
export function readDoubleRatingSettings(ctx: PersonContext): Promise<DoubleRatingSettings> {
  return inSql(ctx, async (sql) => {
    const today = parseCalendarDate(ctx.today);
    const [instruments, sites, rules, draws] = await Promise.all([
      listInstruments(sql),
      listSiteNames(sql),
      listRules(sql),
      listDraws(sql, addMonths(today, -24)),
    ]);
    const titles = new Map(rules.map(({ id, instrumentTitle }) => [id, instrumentTitle]));
    const first = parseCalendarDate(earliestStart("month", ctx.today));
    return {
      instruments,
      rules: rules.map((rule) => ({
        id: rule.id,
        instrument: rule.instrumentTitle,
        version: rule.version,
        share: rule.share,
        period: rule.period,
        recordRule: rule.recordRule,
        startsOn: rule.startsOn,
        seed: rule.seed,
        state: stateOf(rule, rules, ctx.today),
      })),
      draws: draws.map((row) => ({
        ...row,
        key: `${row.ruleId} ${row.periodOn}`,
        instrument: titles.get(row.ruleId) ?? "",
      })),
      earliest: Array.from({ length: MONTHS_AHEAD }, (_, ahead) => addMonths(first, ahead)),
      permissions: { canSet: canSetDoubleRating(ctx.actor, [...sites.keys()]) },
    };
  });
}

function stateOf(rule: RuleRow, rules: readonly RuleRow[], today: string): "in-force" | "coming" | "past" {
  if (rule.startsOn > today) return "coming";
  const newest = rules
    .filter((one) => one.instrumentId === rule.instrumentId && one.startsOn <= today)
    .sort((one, other) => other.version - one.version)[0];
  return newest?.id === rule.id ? "in-force" : "past";
}
