import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { dayIn } from "#app/time/days.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { addDays, addMonths, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { checklistOf, encodeAnswer } from "./answers.rules.ts";
import { certificationOn, groupReviews, statusOn } from "./assessment.rules.ts";
import type { CoachCertification, MyReviews, ReviewListItem } from "./assessment.types.ts";
import {
  type AwardRow,
  listDefinitionsOf,
  listRaterAwards,
  listResponsesOf,
  listReviewsOfRater,
  listSupervisedAwards,
  type ReviewRow,
} from "./assessments.queries.server.ts";
import { progressOf } from "./checklist.rules.ts";
import { differences, type OwnPairRow, ownPairOf } from "./double-rating.rules.ts";
import { listOwnPairs } from "./double-ratings.queries.server.ts";

const COMING_MONTHS = 3;
const DONE_DAYS = 60;
/** What two raters saw differently stays worth reading for longer. */
const PAIR_DAYS = 180;

/** What the acting person has to review, and how the certifications of their coaches stand today. */
export async function listReviews(ctx: PersonContext): Promise<MyReviews> {
  const { personId } = ctx.actor;
  const today = parseCalendarDate(ctx.today);
  const [rows, awards, own, pairs] = await inSql(ctx, (sql) =>
    Promise.all([
      listReviewsOfRater(sql, {
        raterId: personId,
        until: addMonths(today, COMING_MONTHS),
        since: addDays(today, -DONE_DAYS),
      }),
      listSupervisedAwards(sql, personId, ctx.today),
      listRaterAwards(sql, { personId }),
      listOwnPairs(sql, { personId, since: addDays(today, -PAIR_DAYS) }),
    ]),
  );
  const [counted, differing] = await Promise.all([countShown(ctx, rows), countDiffering(ctx, pairs)]);
  const groups = groupReviews(rows.map((row) => ({ ...toListItem(ctx, row), ...counted.get(row.id) })));
  return {
    ...groups,
    done: groups.done.reverse(),
    coaches: certificationsOf(awards, ctx.today),
    own: certificationOn(own.flatMap(begun), ctx.today),
    pairs: pairs.map(ownPairOf(personId, differing)),
    today: ctx.today,
  };
}

/** How far those unfinished reviews are whose answers decide what is asked. */
async function countShown(
  ctx: PersonContext,
  rows: readonly ReviewRow[],
): Promise<Map<string, { answered: number; total: number }>> {
  const branching = rows.flatMap(({ id, state, branchingVersionId }) =>
    branchingVersionId && state !== "final" && state !== "submitted" ? [{ id, branchingVersionId }] : [],
  );
  if (branching.length === 0) return new Map();
  const [responses, definitions] = await inSql(ctx, (sql) =>
    Promise.all([
      listResponsesOf(
        sql,
        branching.map(({ id }) => id),
      ),
      listDefinitionsOf(sql, [...new Set(branching.map(({ branchingVersionId }) => branchingVersionId))]),
    ]),
  );
  return new Map(
    branching.flatMap(({ id, branchingVersionId }) => {
      const input = definitions.get(branchingVersionId);
      if (!input) return [];
      const definition = readDefinition(input);
      const items = new Map(definition.items.map((item) => [item.id, item]));
      const answers = (responses.get(id) ?? []).map((row) => [
        row.itemId,
        encodeAnswer(items.get(row.itemId), row),
      ]);
      return [[id, progressOf(checklistOf(definition), Object.fromEntries(answers))] as const];
    }),
  );
}

/** In how many items the two ratings of each pair differ. */
async function countDiffering(
  ctx: PersonContext,
  pairs: readonly OwnPairRow[],
): Promise<Map<string, number>> {
  if (pairs.length === 0) return new Map();
  const [responses, definitions] = await inSql(ctx, (sql) =>
    Promise.all([
      listResponsesOf(
        sql,
        pairs.flatMap(({ firstId, secondId }) => [firstId, secondId]),
      ),
      listDefinitionsOf(sql, [...new Set(pairs.map(({ versionId }) => versionId))]),
    ]),
  );
  return new Map(
    pairs.flatMap(({ id, firstId, secondId, versionId }) => {
      const input = definitions.get(versionId);
      if (!input) return [];
      const [first, second] = [responses.get(firstId) ?? [], responses.get(secondId) ?? []];
      return [[id, differences(readDefinition(input), first, second).length] as const];
    }),
  );
}

/** A row of a list with its status on the day at its site. */
export function toListItem(ctx: PersonContext, row: ReviewRow): ReviewListItem {
  const today = dayIn(row.zone, ctx.now);
  return {
    id: row.id,
    coachName: row.coachName,
    siteName: row.siteName,
    instrument: `${row.instrument}, version ${row.version}`,
    opensOn: row.opensOn,
    dueOn: row.dueOn,
    graceEndsOn: row.graceEndsOn,
    plannedOn: row.plannedOn,
    plannedLostOn: row.plannedLostOn,
    today,
    ...statusOn(row, today),
    answered: row.answered,
    total: row.total,
    result: row.result,
    percent: row.percent,
    submittedOn: row.submittedOn,
    part: row.part,
    isHeld: row.isHeld,
    isSelf: row.raterType === "self",
  };
}

function certificationsOf(awards: readonly AwardRow[], today: string): CoachCertification[] {
  const people = new Map<string, AwardRow[]>();
  for (const award of awards) people.set(award.personId, [...(people.get(award.personId) ?? []), award]);
  return [...people].map(([personId, held]) => ({
    personId,
    name: held[0]?.name ?? "",
    ...certificationOn(held.flatMap(begun), today),
  }));
}

const begun = ({ validFrom, ...award }: Omit<AwardRow, "name">) =>
  validFrom === null ? [] : [{ ...award, validFrom }];
