import type { PersonContext } from "#app/access/context.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { listFunctionsByCode } from "#app/features/planning/practice-profile.queries.server.ts";
import type { RatedFocus } from "#app/features/sessions/session-form.types.ts";
import { focusItems } from "#fidelity/focus/focus-items.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { toItemResponses } from "./answers.rules.ts";
import { listDefinitionsOf, listResponsesOf } from "./assessments.queries.server.ts";
import { listFocusDays, listRatedReviews, type RatedRow } from "./rated-focus.queries.server.ts";
import { type DatedReview, type ItemCourse, itemCourses, reasonWords } from "./rated-focus.rules.ts";

/** An older rating says little about the next session. */
const SUGGEST_DAYS = 180;
const COURSE_DAYS = 400;

/**
 * What reviews suggest for the acting coach's next sessions: from their own reviews for any session, from those of a
 * practitioner, which they have rated themselves, for sessions with that person. Other people's answers are nothing a
 * coach may read, so they suggest nothing.
 */
export function readRatedFocus(ctx: PersonContext): Promise<RatedFocus[]> {
  return inSql(ctx, async (sql) => {
    const since = addDays(parseCalendarDate(ctx.today), -SUGGEST_DAYS);
    const series = await readSeries(sql, ctx, { since, most: 2 });
    if (series.length === 0) return [];
    const functions = await listFunctionsByCode(sql, ctx.today);
    return series.flatMap(({ subjectId, reviews: [newest, before] }) =>
      newest
        ? focusItems(newest, before ?? null).flatMap((found): RatedFocus[] => {
            const known = functions.get(found.essentialFunctionId);
            if (!known) return [];
            const personId = subjectId === ctx.actor.personId ? null : subjectId;
            return [{ functionId: known.id, personId, reason: reasonWords(found, newest.on) }];
          })
        : [],
    );
  });
}

/** The acting coach's items that reviews suggested, the sessions spent on them, and the next rating. */
export function readItemCourses(ctx: PersonContext): Promise<ItemCourse[]> {
  return inSql(ctx, async (sql) => {
    const since = addDays(parseCalendarDate(ctx.today), -COURSE_DAYS);
    const all = await readSeries(sql, ctx, { since, most: 3 });
    const own = all.filter(({ subjectId }) => subjectId === ctx.actor.personId);
    if (own.length === 0) return [];
    const [functions, days] = await Promise.all([
      listFunctionsByCode(sql, ctx.today),
      listFocusDays(sql, { coachId: ctx.actor.personId, since }),
    ]);
    return own.flatMap(({ reviews }) =>
      itemCourses(reviews, {
        today: ctx.today,
        titleOf: (code) => functions.get(code)?.title ?? code,
        sessionsOn: (code, after, until) =>
          days.filter(
            ({ functionNumber, on }) =>
              functionNumber === functions.get(code)?.number && on > after && on <= until,
          ).length,
      }),
    );
  });
}

/** Reviews with their definitions and answers, by person and instrument, the newest first. */
async function readSeries(
  sql: Sql,
  ctx: PersonContext,
  given: { since: string; most: number },
): Promise<{ subjectId: string; reviews: DatedReview[] }[]> {
  const rows = await listRatedReviews(sql, { personId: ctx.actor.personId, ...given });
  if (rows.length === 0) return [];
  const [definitions, responses] = await Promise.all([
    listDefinitionsOf(sql, [...new Set(rows.map(({ versionId }) => versionId))]),
    listResponsesOf(
      sql,
      rows.map(({ answersId }) => answersId),
    ),
  ]);
  const series = new Map<string, RatedRow[]>();
  for (const row of rows) {
    const key = `${row.subjectId} ${row.instrumentId}`;
    series.set(key, [...(series.get(key) ?? []), row]);
  }
  return [...series.values()].map((of) => ({
    subjectId: of[0]?.subjectId ?? "",
    reviews: of.flatMap((row): DatedReview[] => {
      const instrument = definitions.get(row.versionId);
      const answers = responses.get(row.answersId) ?? [];
      return instrument && answers.length > 0
        ? [{ on: row.on, instrument, responses: toItemResponses(answers) }]
        : [];
    }),
  }));
}
