import type { PersonContext } from "#app/access/context.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { Problem, type Refusal, refuse, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { checkSession } from "./check-session.rules.ts";
import { fillThese } from "./fill-plans.server.ts";
import { logSession } from "./log-session.server.ts";
import { findForeign, placeOf } from "./session.rules.ts";
import { findSessionFacts } from "./session-log.queries.server.ts";
import { checkPlan, isPlanOf, ruleOfInput } from "./session-plan.rules.ts";
import { type PlanInput, plannedLog } from "./session-plan.schema.ts";
import type { PlanRule } from "./session-plan.types.ts";
import { findMaybePlan, insertPlan } from "./session-plans.queries.server.ts";

export type PlanResult = { ok: true; path: string; sessions: number } | Refusal;

/**
 * Plans one session, or a series of them with their first weeks. The id is the form's: posted twice it is one plan, and
 * other content under the same id is refused.
 */
export async function makePlan(ctx: PersonContext, input: PlanInput): Promise<PlanResult> {
  if (input.repeats === "once") {
    const result = await logSession(ctx, plannedLog(input));
    return result.ok ? { ok: true, path: `/sessions/${input.id}`, sessions: 1 } : result;
  }
  const { programId, personId: coachId } = ctx.actor;
  return inSql(ctx, async (sql): Promise<PlanResult> => {
    const stored = await answerStored(sql, input);
    if (stored) return stored;
    const judged = await judgePlan(sql, ctx, input);
    if (!judged.ok) return judged;
    const plan = planRow(input, judged.rule, { id: input.id, coachId });
    if (!(await insertPlan(sql, { ...plan, programId, followsId: null, at: ctx.now }))) {
      const storedMeanwhile = await answerStored(sql, input);
      if (storedMeanwhile) return storedMeanwhile;
      throw new Problem("not-found", { subject: "session-plan", id: plan.id });
    }
    const sessions = await fillThese(sql, ctx, [plan]);
    await recordEvent(sql, ctx, {
      type: "session-plan.made",
      subjectType: "session-plan",
      subjectId: plan.id,
      siteId: judged.siteId,
      payload: { startsOn: plan.startsOn, sessions },
    });
    return { ok: true, path: pathOf(plan.id), sessions };
  });
}

const pathOf = (planId: string) => `/calendar/plans/${planId}`;

/** The answer when a plan of the acting coach has the form's id already; else null. */
async function answerStored(sql: Sql, input: PlanInput): Promise<PlanResult | null> {
  const stored = await findMaybePlan(sql, input.id);
  if (!stored) return null;
  return isPlanOf(stored, input)
    ? { ok: true, path: pathOf(stored.id), sessions: 0 }
    : refuse(
        "plan-id-taken",
        "This plan is stored already, with other content. Open the stored plan and change it there.",
      );
}

/** Whether the coach may plan this, judged as the log of its first day would be, and the rule it makes. */
export async function judgePlan(
  sql: Sql,
  ctx: PersonContext,
  input: PlanInput,
): Promise<{ ok: true; rule: PlanRule; siteId: string } | Refusal> {
  const { programId, personId: coachId } = ctx.actor;
  const log = plannedLog(input);
  const facts = await findSessionFacts(sql, { programId, coachId }, log);
  const foreign = findForeign(log, facts);
  if (foreign) throw new Problem("not-found", foreign);
  const place = placeOf(log, facts);
  const rule = ruleOfInput(input, place?.zone ?? ctx.actor.zone);
  const verdict = together(checkSession(log, facts, ctx.now), checkPlan(input, rule));
  return verdict.ok && place ? { ok: true, rule, siteId: place.siteId } : (verdict as Refusal);
}

/** All problems at once. */
function together(...verdicts: Verdict[]): Verdict {
  const refusals = verdicts.filter((each): each is Refusal => !each.ok);
  const [first] = refusals;
  return first
    ? refuse(first.code, first.message, Object.assign({}, ...refusals.map(({ fieldErrors }) => fieldErrors)))
    : { ok: true };
}

export function planRow(
  { attendeeIds, focusIds, modality }: PlanInput,
  rule: PlanRule,
  { id, coachId }: { id: string; coachId: string },
) {
  return { ...rule, id, coachId, attendeeIds, focusIds, modality, rowVersion: 1 };
}
