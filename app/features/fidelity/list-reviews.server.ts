import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { dayIn } from "#app/time/days.ts";
import { addDays, addMonths, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { certificationOn, groupReviews, statusOn } from "./assessment.rules.ts";
import type { CoachCertification, MyReviews, ReviewListItem } from "./assessment.types.ts";
import {
  type AwardRow,
  listRaterAwards,
  listReviewsOfRater,
  listSupervisedAwards,
  type ReviewRow,
} from "./assessments.queries.server.ts";
import { ownPairOf } from "./double-rating.rules.ts";
import { listOwnPairs } from "./double-ratings.queries.server.ts";

const COMING_MONTHS = 3;
const DONE_DAYS = 60;

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
      listOwnPairs(sql, { personId, since: addDays(today, -DONE_DAYS) }),
    ]),
  );
  const groups = groupReviews(rows.map((row) => toListItem(ctx, row)));
  return {
    ...groups,
    done: groups.done.reverse(),
    coaches: certificationsOf(awards, ctx.today),
    own: certificationOn(own.flatMap(begun), ctx.today),
    pairs: pairs.map(ownPairOf(personId)),
    today: ctx.today,
  };
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
    today,
    ...statusOn(row, today),
    answered: row.answered,
    total: row.total,
    result: row.result,
    percent: row.percent,
    submittedOn: row.submittedOn,
    part: row.part,
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
