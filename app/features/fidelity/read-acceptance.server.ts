import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { dayIn } from "#app/time/days.ts";
import { daysBetween, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { canDecideSubmission, canSetAcceptance } from "./acceptance.policy.ts";
import { listAcceptanceRules, listWaiting, type WaitingRow } from "./acceptance.queries.server.ts";
import { ruleInForce } from "./acceptance.rules.ts";
import type { AcceptancePage, WaitingReview } from "./acceptance.types.ts";
import { exceptionInWords } from "./acceptance-words.ts";
import { listSiteNames } from "./reliability.queries.server.ts";

/** What waits for the acting lead, longest first, and the limits that decide what waits. */
export function readAcceptance(ctx: PersonContext): Promise<AcceptancePage> {
  return inSql(ctx, async (sql) => {
    const [rows, rules, sites] = await Promise.all([
      listWaiting(sql),
      listAcceptanceRules(sql),
      listSiteNames(sql),
    ]);
    const own = rows.filter((row) => canDecideSubmission(ctx.actor, row)).map((row) => waitingOf(ctx, row));
    const inForce = ruleInForce(rules, ctx.today);
    return {
      waiting: own.filter(({ state }) => state === "submitted"),
      returned: own.filter(({ state }) => state === "returned"),
      rules: rules.map((rule) => ({
        ...rule,
        state: rule.startsOn > ctx.today ? "coming" : rule.id === inForce?.id ? "in-force" : "past",
      })),
      today: ctx.today,
      permissions: { canSet: canSetAcceptance(ctx.actor, [...sites.keys()]) },
    };
  });
}

function waitingOf(ctx: PersonContext, row: WaitingRow): WaitingReview {
  const { id, coachName, raterName, siteName, instrument, state, submission, result, percent } = row;
  const [today, since] = [dayIn(row.zone, ctx.now), dayIn(row.zone, row.since)];
  return {
    ...{ id, coachName, raterName, siteName, instrument, state, submission, result, percent, today, since },
    days: daysBetween(parseCalendarDate(since), parseCalendarDate(today)),
    reasons: row.exceptions.map(exceptionInWords),
  };
}
