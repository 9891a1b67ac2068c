import type { PersonContext } from "#app/access/context.ts";
import { sitesWithRole } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { pageOf } from "#app/http/pagination.ts";
import { dayIn } from "#app/time/days.ts";
import { daysBetween, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { canSetAcceptance } from "./acceptance.policy.ts";
import { listAcceptanceRules, listWaiting, type WaitingRow } from "./acceptance.queries.server.ts";
import { ruleInForce } from "./acceptance.rules.ts";
import type { AcceptanceSearch } from "./acceptance.schema.ts";
import type { AcceptancePage, WaitingReview } from "./acceptance.types.ts";
import { exceptionInWords } from "./acceptance-words.ts";
import { listSiteNames } from "./reliability.queries.server.ts";

/** What waits for the acting lead, longest first, and the limits that decide what waits. */
export function readAcceptance(
  ctx: PersonContext,
  { page, returned }: AcceptanceSearch = { page: 1, returned: 1 },
): Promise<AcceptancePage> {
  return inSql(ctx, async (sql) => {
    const own = { personId: ctx.actor.personId, siteIds: sitesWithRole(ctx.actor, "lead") };
    const [waiting, givenBack, rules, sites] = await Promise.all([
      listWaiting(sql, { ...own, state: "submitted", page }),
      listWaiting(sql, { ...own, state: "returned", page: returned }),
      listAcceptanceRules(sql),
      listSiteNames(sql),
    ]);
    const rowOf = (row: WaitingRow) => waitingOf(ctx, row);
    const inForce = ruleInForce(rules, ctx.today);
    return {
      waiting: pageOf(waiting.map(rowOf), page),
      returned: pageOf(givenBack.map(rowOf), returned),
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
