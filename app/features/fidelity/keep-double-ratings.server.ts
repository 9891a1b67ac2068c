import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { recordEvent, recordEvents } from "#app/events/record-event.server.ts";
import { notify, notifyEach } from "#app/notices/notify.server.ts";
import type { Day } from "#app/time/days.ts";
import { formatDay } from "#app/time/format-day.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { drawDoubleRatings } from "#fidelity/raters/draw-double-ratings.ts";
import { isReliable, raterStanding } from "#fidelity/raters/rater-standing.ts";
import { assignSecondRaters, type SecondRaterCandidate } from "#fidelity/raters/second-rater.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { DRAW_DAYS_BEFORE, nextPeriod, periodOf, scoreOfRecord } from "./double-rating.rules.ts";
import {
  assignSeconds,
  cancelAgreement,
  closePairs,
  followWindows,
  insertDraw,
  insertPairs,
  listConflictsForSystem,
  listDrawableForSystem,
  listOwnScores,
  listReviewersForSystem,
  listRoundsForSystem,
  listRules,
  listToAgreeForSystem,
  listUnsettledForSystem,
  listUntouchedSecondsForSystem,
  lockDraws,
  markSettled,
  type OpenSecond,
  type RoundRow,
  type RuleRow,
} from "./double-ratings.queries.server.ts";
import { listRaterFacts } from "./rater-facts.queries.server.ts";
import { recordFinal } from "./record-final.server.ts";

export interface KeptDoubleRatings {
  drawn: number;
  /** Second ratings that somebody else is to make, or nobody. */
  reassigned: number;
  opened: number;
  closed: number;
  settled: number;
}

/**
 * Draws the ratings of a coming period that are made twice, chooses who makes the second of those that nobody has begun,
 * lets second ratings follow the windows of the first, closes pairs that will not be complete, and writes the score of
 * record of those that are. A review is in one draw, whoever runs this how often; a pair is settled once.
 */
export async function keepDoubleRatings(ctx: Context<SystemActor>): Promise<KeptDoubleRatings> {
  return inSql(ctx, async (sql) => {
    await lockDraws(sql, ctx.actor.programId);
    const drawn = await draw(sql, ctx);
    const reassigned = await chooseSeconds(sql, ctx);
    const opened = await follow(sql, ctx);
    const closed = await closePairs(sql, ctx);
    await Promise.all(
      closed.map(({ id, siteId }) =>
        recordEvent(sql, ctx, {
          ...{ type: "double-rating.closed", subjectType: "double-rating", subjectId: id, siteId },
        }),
      ),
    );
    const settled = await settle(sql, ctx);
    await remindToAgree(sql, ctx);
    return { drawn, reassigned, opened, closed: closed.length, settled };
  });
}

async function draw(sql: Sql, ctx: Context<SystemActor>): Promise<number> {
  const rules = await listRules(sql);
  const due = dueDraws(rules, ctx.today);
  const known = await listRoundsForSystem(
    sql,
    due.map(({ rule, periodOn }) => ({ ruleId: rule.id, periodOn })),
  );
  let count = 0;
  for (const { rule, periodOn } of due) {
    const rounds = known.filter((round) => round.ruleId === rule.id && round.periodOn === periodOn);
    count += await drawPeriod(sql, ctx, { rule, periodOn, rounds });
  }
  return count;
}

/** The present period of each instrument, and the next in the days before it begins, under the rule in force then. */
function dueDraws(rules: readonly RuleRow[], today: string): { rule: RuleRow; periodOn: string }[] {
  const soon = addDays(parseCalendarDate(today), DRAW_DAYS_BEFORE);
  return rules.flatMap((rule) => {
    const periods = [...new Set([periodOf(rule.period, today), periodOf(rule.period, soon)])];
    return periods
      .filter((periodOn) => {
        const inForce = rules
          .filter((one) => one.instrumentId === rule.instrumentId && one.startsOn <= periodOn)
          .sort((one, other) => other.version - one.version)[0];
        return inForce?.id === rule.id;
      })
      .map((periodOn) => ({ rule, periodOn }));
  });
}

/**
 * Draws of a period what its share asks for: all of it before it begins, and more when reviews come to it later, as those
 * of somebody certified since or of a rule that counts sessions. What was drawn stays drawn, and what somebody has begun
 * is drawn no more.
 */
async function drawPeriod(
  sql: Sql,
  ctx: Context<SystemActor>,
  { rule, periodOn, rounds }: { rule: RuleRow; periodOn: Day; rounds: readonly RoundRow[] },
): Promise<number> {
  const { instrumentId } = rule;
  const span = { instrumentId, from: periodOn, until: nextPeriod(rule.period, periodOn) };
  const ratings = await listDrawableForSystem(sql, span);
  const seed = `${rule.seed} ${periodOn}`;
  const known = new Map(
    rounds.flatMap((round) => round.population).map(({ key, raterId }) => [key, raterId]),
  );
  const kept = rounds.flatMap((round) => round.drawn);
  const listed = ratings.flatMap(({ key, firstRaterId, isBegun }) => {
    const before = known.get(key);
    if (before === undefined) return isBegun ? [] : [{ key, raterId: firstRaterId, isBegun }];
    return [{ key, raterId: before, isBegun }];
  });
  const fresh = listed.filter(({ key }) => !known.has(key)).map(({ key, raterId }) => ({ key, raterId }));
  if (rounds.length > 0 && fresh.length === 0) return 0;
  const drawn = drawDoubleRatings(listed, rule.share, seed, kept).filter((key) => !kept.includes(key));
  const round = { round: rounds.length + 1, seed, population: fresh, drawn };
  if (!(await insertDraw(sql, ctx, { ruleId: rule.id, periodOn, ...round }))) return 0;
  const firstIds = ratings.filter(({ key }) => drawn.includes(key)).map(({ id }) => id);
  const made = await insertPairs(sql, ctx, { ruleId: rule.id, recordRule: rule.recordRule, firstIds });
  await recordEvent(sql, ctx, {
    type: "double-ratings.drawn",
    subjectType: "double-rating-rule",
    subjectId: rule.id,
    payload: { periodOn, population: fresh.length, drawn: made },
  });
  return made;
}

/** Chooses who makes the second ratings that nobody has begun; whoever is chosen stays while they qualify. */
async function chooseSeconds(sql: Sql, ctx: Context<SystemActor>): Promise<number> {
  const seconds = await listUntouchedSecondsForSystem(sql, ctx.today);
  if (seconds.length === 0) return 0;
  const reviewers = await listReviewersForSystem(sql, ctx.today);
  const conflicts = await listConflictsForSystem(sql, ctx.today);
  const load = new Map(reviewers.map(({ personId, load: own }) => [personId, own]));
  const changes: { id: string; raterId: string | null; reason: string | null }[] = [];
  for (const instrumentId of new Set(seconds.map((one) => one.instrumentId))) {
    const own = seconds.filter((one) => one.instrumentId === instrumentId);
    const candidates = candidatesOf(reviewers, await listRaterFacts(sql, { instrumentId }), conflicts);
    const known = new Map(own.map((one) => [one.key, one]));
    for (const { key, raterId, reason } of assignSecondRaters(own, candidates, { load })) {
      const one = known.get(key);
      if (one && (one.currentId !== raterId || one.currentReason !== reason))
        changes.push({ id: one.id, raterId, reason });
    }
  }
  const changed = await assignSeconds(sql, changes);
  const before = new Map(seconds.map((one) => [one.id, one.currentId]));
  const moved = changed.filter(({ id, raterId }) => before.get(id) !== raterId);
  const open = moved.filter(({ state }) => state === "open");
  await recordEvents(
    sql,
    ctx,
    open.map(({ id, siteId, subjectId, raterId }) => ({
      ...{
        type: "assessment.reassigned" as const,
        subjectType: "assessment" as const,
        subjectId: id,
        siteId,
      },
      payload: { subjectId, raterId, previousRaterId: before.get(id) ?? null },
    })),
  );
  await Promise.all(
    open.flatMap(({ raterId, ...one }) => (raterId ? [tellOpen(sql, ctx, { ...one, raterId })] : [])),
  );
  return moved.filter(({ id }) => before.get(id) !== null).length;
}

/**
 * Certified raters of the instrument who reach their reviews. Once anybody has been tested with a set of cases, only
 * reliable ones; before, nobody could be.
 */
function candidatesOf(
  reviewers: Awaited<ReturnType<typeof listReviewersForSystem>>,
  raters: Awaited<ReturnType<typeof listRaterFacts>>,
  conflicts: Awaited<ReturnType<typeof listConflictsForSystem>>,
): SecondRaterCandidate[] {
  const facts = new Map(raters.map((rater) => [rater.personId, rater.facts]));
  const isTested = raters.some((rater) => rater.facts.calibrations.length > 0);
  const holds = (day: Day) => (span: { from: Day; to: Day }) => span.from <= day && day <= span.to;
  return reviewers.flatMap(({ personId, away }): SecondRaterCandidate[] => {
    const own = facts.get(personId);
    if (!own) return [];
    return [
      {
        personId,
        factsOn: (day, subjectId) => ({
          isCertified: own.trained.some(holds(day)),
          isReliable: isTested ? isReliable(raterStanding(own, day).state) : null,
          isAway: away.some(holds(day)),
          hasConflict: (conflicts.get(`${personId} ${subjectId}`) ?? []).some(
            ({ startsOn, endsOn }) => startsOn <= day && (endsOn === null || day < endsOn),
          ),
        }),
      },
    ];
  });
}

async function follow(sql: Sql, ctx: Context<SystemActor>): Promise<number> {
  const opened = await followWindows(sql, ctx);
  await Promise.all(
    opened.flatMap(({ id, siteId, subjectId, raterId, opensOn, dueOn, ...one }) => [
      recordEvent(sql, ctx, {
        type: "assessment.opened",
        subjectType: "assessment",
        subjectId: id,
        siteId,
        payload: { subjectId, raterId, opensOn, dueOn },
      }),
      tellOpen(sql, ctx, { ...one, id, raterId, opensOn, dueOn }),
    ]),
  );
  return opened.length;
}

function tellOpen(
  sql: Sql,
  ctx: Context<SystemActor>,
  {
    id,
    raterId,
    opensOn,
    dueOn,
    coachName,
  }: Pick<OpenSecond, "id" | "opensOn" | "dueOn" | "coachName"> & { raterId: string },
): Promise<boolean> {
  return notify(sql, ctx, {
    recipientId: raterId,
    kind: "assessment-opened",
    subjectId: id,
    periodKey: opensOn,
    title: `A second rating of ${coachName} is open`,
    body: `It was drawn by lot. Rate by yourself and do not talk about it until both ratings are in. You can complete it until ${formatDay(dueOn)}.`,
    href: `/reviews/${id}`,
    mail: false,
  });
}

async function settle(sql: Sql, ctx: Context<SystemActor>): Promise<number> {
  const pairs = await listUnsettledForSystem(sql, ctx.now);
  if (pairs.length === 0) return 0;
  const scores = await listOwnScores(
    sql,
    pairs.flatMap(({ firstId, secondId, consensusId }) => [
      firstId,
      secondId,
      ...(consensusId ? [consensusId] : []),
    ]),
  );
  let settled = 0;
  for (const pair of pairs) {
    const record =
      scoreOfRecord(readDefinition(pair.definition), {
        recordRule: pair.recordRule,
        isClosed: pair.isClosed,
        isOver: pair.isOver,
        first: scores.get(pair.firstId) ?? null,
        second: scores.get(pair.secondId) ?? null,
        consensus: pair.consensusState === "final" ? (scores.get(pair.consensusId ?? "") ?? null) : null,
      }) ?? (pair.isClosed ? { basis: "own" as const } : null);
    const isMissed = record?.basis === "mean" && pair.recordRule === "consensus";
    if (isMissed && pair.consensusId && !(await cancelAgreement(sql, pair.consensusId))) continue;
    if (!record || !(await markSettled(sql, ctx, pair, record))) continue;
    settled += 1;
    if (!pair.submittedOn) continue;
    await recordEvent(sql, ctx, {
      type: "score-of-record.set",
      subjectType: "assessment",
      subjectId: pair.firstId,
      siteId: pair.siteId,
      payload: {
        basis: record.basis,
        subjectId: pair.subjectId,
        monthOn: `${pair.submittedOn.slice(0, 7)}-01`,
        dueMonthOn: `${pair.dueOn.slice(0, 7)}-01`,
      },
    });
    await recordFinal(sql, ctx, { ...pair, id: pair.firstId });
  }
  return settled;
}

/** Both raters hear once that the time to agree ends soon; either of them can write it down. */
async function remindToAgree(sql: Sql, ctx: Context<SystemActor>): Promise<void> {
  const waiting = await listToAgreeForSystem(sql, ctx.now);
  await notifyEach(
    sql,
    ctx,
    waiting.flatMap(({ id, raterIds, coachName, agreeBy }) =>
      raterIds.map((recipientId) => ({
        ...{ recipientId, kind: "double-rating-to-agree", subjectId: id, periodKey: agreeBy },
        title: `Agree on the two ratings of ${coachName}`,
        body: `The result waits for what both of you agree on, until ${formatDay(agreeBy)}. After that the mean of both ratings counts.`,
        href: `/double-ratings/${id}`,
      })),
    ),
  );
}
