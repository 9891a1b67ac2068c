import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { dayIn } from "#app/time/days.ts";
import { listAnswered } from "./acceptance.queries.server.ts";
import { statusOn } from "./assessment.rules.ts";
import type { MyFidelity } from "./assessment.types.ts";
import { listAssessmentsOfSubject } from "./assessments.queries.server.ts";
import { listSeriesBreaks } from "./instruments.queries.server.ts";
import { toSelfRatings } from "./list-self-ratings.server.ts";
import { seriesOf } from "./series.rules.ts";

/**
 * The acting person's own reviews, as a coach or as a practitioner: the next one by somebody else, their self-ratings, and
 * the feedback of those that are done.
 */
export async function readMyFidelity(ctx: PersonContext): Promise<MyFidelity> {
  const [rows, breaks, answered] = await inSql(ctx, (sql) =>
    Promise.all([
      listAssessmentsOfSubject(sql, ctx.actor.personId),
      listSeriesBreaks(sql),
      listAnswered(sql, ctx.actor.personId),
    ]),
  );
  const dated = rows.map((row) => ({ row, ...statusOn(row, dayIn(row.zone, ctx.now)) }));
  const waiting = dated.filter(
    ({ status, row }) =>
      row.raterType !== "self" && ["planned", "open", "in_progress", "overdue"].includes(status),
  );
  const next = waiting.at(-1);
  return {
    next: next
      ? {
          opensOn: next.row.opensOn,
          dueOn: next.row.dueOn,
          raterName: next.row.raterName,
          instrument: next.row.instrument,
          status: next.status,
          isOfCoaching: next.row.subject === "coach",
        }
      : null,
    selfRatings: toSelfRatings(
      ctx,
      rows
        .filter(
          ({ raterType, state }) =>
            raterType === "self" && ["planned", "open", "in_progress"].includes(state),
        )
        .reverse(),
    ),
    past: rows.flatMap((row) => {
      const {
        id,
        instrument,
        subject,
        raterType,
        raterName,
        observedOn,
        submittedOn,
        result,
        percent,
        isHeld,
      } = row;
      const series = seriesOf(breaks, row);
      const answer = answered.get(id) ?? null;
      return submittedOn && row.state !== "returned" && !isHeld
        ? [
            {
              id,
              instrument,
              subject,
              raterType,
              raterName,
              observedOn,
              submittedOn,
              result,
              percent,
              answer,
              series,
            },
          ]
        : [];
    }),
    today: ctx.today,
  };
}
