import type { Context } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import type { Day } from "#app/time/days.ts";
import type { InstrumentDefinitionInput } from "#fidelity/instruments/instrument.schema.ts";
import type { RecordRule } from "#fidelity/raters/score-of-record.ts";
import type { ToBeRatedTwice } from "#fidelity/raters/second-rater.ts";
import type { StoredScore } from "./assessment.types.ts";
import { AGREE_DAYS, AGREE_REMINDER_DAYS, type OwnPairRow } from "./double-rating.rules.ts";
import type { DrawPeriod, PairNote } from "./double-rating.types.ts";

/** Ends the blindness of the pair of a rating that was just submitted, when the other one is in. */
export async function completePair(sql: Sql, ctx: Context, assessmentId: string): Promise<string | null> {
  const [row] = await sql<{ id: string | null }[]>`
    SELECT app.complete_double_rating(${assessmentId}, ${ctx.now}) AS id`;
  return row?.id ?? null;
}

export interface PairRow {
  id: string;
  firstId: string;
  secondId: string;
  consensusId: string | null;
  recordRule: RecordRule;
  completedOn: Day;
  firstRaterId: string;
  secondRaterId: string;
  firstRaterName: string | null;
  secondRaterName: string | null;
  consensusState: string | null;
  consensusRaterId: string | null;
  /** The last day to agree, while the result waits for it. */
  agreeBy: Day | null;
}

/** The last day to begin what both agree on, or to record it once it is begun. */
const agreeBy = (sql: Sql) =>
  sql`coalesce(agreed.grace_ends_on, (pair.completed_at AT TIME ZONE site.zone)::date + ${AGREE_DAYS}::int)`;

const pairRows = (sql: Sql) => sql`
  SELECT pair.id, pair.first_id AS "firstId", pair.second_id AS "secondId", pair.consensus_id AS "consensusId",
         pair.record_rule AS "recordRule", (pair.completed_at AT TIME ZONE site.zone)::date AS "completedOn",
         pair.first_rater_id AS "firstRaterId", pair.second_rater_id AS "secondRaterId",
         one.given_name || ' ' || one.family_name AS "firstRaterName",
         other.given_name || ' ' || other.family_name AS "secondRaterName",
         agreed.state::text AS "consensusState", agreed.rater_id AS "consensusRaterId",
         CASE WHEN pair.record_rule = 'consensus' AND pair.settled_at IS NULL THEN ${agreeBy(sql)} END AS "agreeBy"
  FROM double_rating pair
  JOIN site ON site.id = pair.site_id
  LEFT JOIN person one ON one.id = pair.first_rater_id
  LEFT JOIN person other ON other.id = pair.second_rater_id
  LEFT JOIN assessment agreed ON agreed.id = pair.consensus_id`;

/** A pair of which one is a rater, once both ratings are in. */
export async function findOwnPair(
  sql: Sql,
  { id, personId }: { id: string; personId: string },
): Promise<PairRow> {
  const [row] = await sql<PairRow[]>`
    ${pairRows(sql)} WHERE pair.id = ${id} AND pair.completed_at IS NOT NULL
      AND ${personId} IN (pair.first_rater_id, pair.second_rater_id)`;
  if (!row) throw new Problem("not-found", { subject: "double-rating", id });
  return row;
}

/** The pair that a rating belongs to, as far as one may know of it. */
export async function findMaybePairOf(sql: Sql, assessmentId: string): Promise<PairRow | null> {
  const [row] = await sql<PairRow[]>`
    ${pairRows(sql)} WHERE ${assessmentId} IN (pair.first_id, pair.second_id, pair.consensus_id)`;
  return row ?? null;
}

/** Pairs of which somebody is a rater, the newest first. */
export function listOwnPairs(
  sql: Sql,
  { personId, since }: { personId: string; since: Day },
): Promise<OwnPairRow[]> {
  return sql<OwnPairRow[]>`
    SELECT own.*, coalesce(coach.given_name || ' ' || coach.family_name, 'A coach') AS "coachName",
           assessment.instrument_version_id AS "versionId"
    FROM (${pairRows(sql)} WHERE pair.completed_at IS NOT NULL AND ${personId} IN (pair.first_rater_id, pair.second_rater_id)) own
    JOIN assessment ON assessment.id = own."firstId"
    LEFT JOIN person coach ON coach.id = assessment.subject_id
    WHERE own."completedOn" >= ${since}
    ORDER BY own."completedOn" DESC, own.id
    LIMIT 50`;
}

/** What both raters agreed on, when it is out. */
export async function findMaybeAgreed(
  sql: Sql,
  firstId: string,
): Promise<{ id: string; strengths: string; nextSteps: string } | null> {
  const [row] = await sql<{ id: string; strengths: string; nextSteps: string }[]>`
    SELECT id, words.strengths, words.next_steps AS "nextSteps"
    FROM assessment, LATERAL app.rater_words(id) words
    WHERE first_id = ${firstId} AND part = 'consensus' AND state = 'final' AND NOT is_held`;
  return row ?? null;
}

/** The scores that raters gave themselves. */
export async function listOwnScores(
  sql: Sql,
  assessmentIds: readonly string[],
): Promise<Map<string, StoredScore>> {
  const rows = await sql<(StoredScore & { assessmentId: string })[]>`
    SELECT assessment_id AS "assessmentId", points, possible, percent, result, band,
           critical_failures AS "criticalFailures", sections, score_version AS "scoreVersion", basis
    FROM assessment_score WHERE assessment_id = ANY (${assessmentIds}::uuid[]) AND basis = 'own'
    ORDER BY score_version`;
  return new Map(rows.map(({ assessmentId, ...score }) => [assessmentId, score]));
}

export function listNotes(sql: Sql, pairId: string, personId: string): Promise<PairNote[]> {
  return sql<PairNote[]>`
    SELECT note.id, coalesce(author.given_name || ' ' || author.family_name, 'The other rater') AS "authorName",
           note.author_id = ${personId} AS "isOwn", note.item_id AS "itemId", note.text,
           to_char(note.written_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "writtenAt"
    FROM double_rating_note note LEFT JOIN person author ON author.id = note.author_id
    WHERE note.double_rating_id = ${pairId}
    ORDER BY note.written_at, note.id
    LIMIT 200`;
}

interface NewNote {
  id: string;
  pairId: string;
  authorId: string;
  itemId: string | null;
  text: string;
}

/** @returns whether it is new */
export async function insertNote(sql: Sql, ctx: Context, given: NewNote): Promise<boolean> {
  const rows = await sql`
    INSERT INTO double_rating_note (id, program_id, double_rating_id, author_id, item_id, text, written_at)
    VALUES (${given.id}, ${ctx.actor.programId}, ${given.pairId}, ${given.authorId}, ${given.itemId}, ${given.text}, ${ctx.now})
    ON CONFLICT (id) DO NOTHING
    RETURNING id`;
  return rows.length > 0;
}

/** Whether exactly this note of this author is stored. */
export async function isNoteStored(
  sql: Sql,
  { id, pairId, authorId, itemId, text }: NewNote,
): Promise<boolean> {
  const rows = await sql`
    SELECT FROM double_rating_note
    WHERE id = ${id} AND double_rating_id = ${pairId} AND author_id = ${authorId}
      AND item_id IS NOT DISTINCT FROM ${itemId} AND text = ${text}`;
  return rows.length > 0;
}

/** Raters who begin or take over what both agree on take turns. */
export async function lockConsensus(sql: Sql, pairId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`consensus ${pairId}`}, 0))`;
}

/** The record of what both agreed on; begun by whoever asks first, with what both answered alike of these items. */
export async function beginConsensus(
  sql: Sql,
  ctx: Context,
  { pairId, itemIds }: { pairId: string; itemIds: readonly string[] },
): Promise<string | null> {
  const [row] = await sql<{ id: string | null }[]>`
    SELECT app.begin_consensus(${pairId}, ${ctx.now}, ${[...itemIds]}::text[]) AS id`;
  return row?.id ?? null;
}

/** Makes the acting person the one who writes down what both agree on. Null when there is nothing to take over. */
export async function takeOverConsensus(sql: Sql, pairId: string): Promise<string | null> {
  const [row] = await sql<{ id: string | null }[]>`SELECT app.take_over_consensus(${pairId}) AS id`;
  return row?.id ?? null;
}

export interface RuleRow {
  id: string;
  instrumentId: string;
  instrumentTitle: string;
  version: number;
  share: number;
  period: DrawPeriod;
  recordRule: RecordRule;
  seed: string;
  startsOn: Day;
}

export function listRules(sql: Sql): Promise<RuleRow[]> {
  return sql<RuleRow[]>`
    SELECT rule.id, instrument_id AS "instrumentId", instrument.title AS "instrumentTitle", rule.version, share, period,
           record_rule AS "recordRule", seed, starts_on AS "startsOn"
    FROM double_rating_rule rule JOIN instrument ON instrument.id = instrument_id
    ORDER BY instrument.title, rule.version DESC
    LIMIT 500`;
}

export interface DrawRow {
  ruleId: string;
  periodOn: Day;
  population: number;
  drawn: number;
  seed: string;
}

export function listDraws(sql: Sql, since: Day): Promise<DrawRow[]> {
  return sql<DrawRow[]>`
    SELECT rule_id AS "ruleId", period_on AS "periodOn", sum(jsonb_array_length(population))::int AS population,
           sum(cardinality(drawn))::int AS drawn, min(seed) AS seed
    FROM double_rating_draw WHERE period_on >= ${since}
    GROUP BY rule_id, period_on
    ORDER BY period_on DESC, rule_id
    LIMIT 200`;
}

export async function insertRule(
  sql: Sql,
  ctx: Context,
  given: Omit<RuleRow, "instrumentTitle" | "version"> & { createdById: string },
): Promise<boolean> {
  const rows = await sql`
    INSERT INTO double_rating_rule (id, program_id, instrument_id, version, share, period, record_rule, seed, starts_on,
      created_by_id, created_at)
    SELECT ${given.id}, ${ctx.actor.programId}, ${given.instrumentId},
           (SELECT coalesce(max(version), 0) + 1 FROM double_rating_rule WHERE instrument_id = ${given.instrumentId}),
           ${given.share}, ${given.period}, ${given.recordRule}, ${given.seed}, ${given.startsOn}, ${given.createdById}, ${ctx.now}
    ON CONFLICT DO NOTHING
    RETURNING id`;
  return rows.length > 0;
}

export async function existsRule(sql: Sql, id: string): Promise<boolean> {
  return (await sql`SELECT FROM double_rating_rule WHERE id = ${id}`).length > 0;
}

// Jobs

/** Two runs in one program take turns. */
export async function lockDraws(sql: Sql, programId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`keep-double-ratings ${programId}`}, 0))`;
}

export interface DrawableRow {
  id: string;
  key: string;
  firstRaterId: string | null;
  isBegun: boolean;
}

/** Ratings of an instrument whose window opens in a period, and whether anybody has begun. Nobody's rating of themselves. */
export function listDrawableForSystem(
  sql: Sql,
  { instrumentId, from, until }: { instrumentId: string; from: Day; until: Day },
): Promise<DrawableRow[]> {
  return sql<DrawableRow[]>`
    SELECT one.id, one.occurrence_key AS key, one.rater_id AS "firstRaterId",
           one.state NOT IN ('planned', 'open') AS "isBegun"
    FROM assessment one JOIN instrument_version version ON version.id = one.instrument_version_id
    WHERE version.instrument_id = ${instrumentId} AND one.part = 'first'
      AND one.state NOT IN ('waived', 'cancelled') AND one.rater_type <> 'self' AND one.opens_on >= ${from} AND one.opens_on < ${until}
    ORDER BY one.occurrence_key
    LIMIT 20000`;
}

/** Who reaches the page of reviews, with the days on which they are away, and the second ratings they have open. */
export function listReviewersForSystem(
  sql: Sql,
  today: Day,
): Promise<{ personId: string; away: { from: Day; to: Day }[]; load: number }[]> {
  return sql<{ personId: string; away: { from: Day; to: Day }[]; load: number }[]>`
    SELECT person.id AS "personId",
           (SELECT coalesce(jsonb_agg(jsonb_build_object('from', first_on, 'to', last_on)), '[]') FROM leave
            WHERE leave.person_id = person.id AND last_on >= ${today}) AS away,
           (SELECT count(*)::int FROM assessment WHERE rater_id = person.id AND part = 'second'
            AND state IN ('planned', 'open', 'in_progress')) AS load
    FROM person
    WHERE (person.deactivated_on IS NULL OR person.deactivated_on > ${today})
      AND EXISTS (SELECT FROM role_assignment held WHERE held.person_id = person.id AND held.role = 'supervisor'
        AND held.starts_on <= ${today} AND (held.ends_on IS NULL OR held.ends_on > ${today}))
    ORDER BY person.id
    LIMIT 20000`;
}

export interface RoundRow {
  ruleId: string;
  periodOn: Day;
  population: { key: string; raterId: string | null }[];
  drawn: string[];
}

/** What was drawn of some periods, round by round: each with the reviews that came to the period since the one before. */
export function listRoundsForSystem(
  sql: Sql,
  of: readonly { ruleId: string; periodOn: Day }[],
): Promise<RoundRow[]> {
  return sql<RoundRow[]>`
    SELECT rule_id AS "ruleId", period_on AS "periodOn", population, drawn
    FROM double_rating_draw
    JOIN unnest(${of.map(({ ruleId }) => ruleId)}::uuid[], ${of.map(({ periodOn }) => periodOn)}::date[])
      AS wanted(rule_id, period_on) USING (rule_id, period_on)
    ORDER BY round
    LIMIT 10000`;
}

/** Keeps a round of the lot of a period. Returns whether it is new. */
export async function insertDraw(
  sql: Sql,
  ctx: Context,
  given: {
    ruleId: string;
    periodOn: Day;
    round: number;
    seed: string;
    population: { key: string; raterId: string | null }[];
    drawn: string[];
  },
): Promise<boolean> {
  const rows = await sql`
    INSERT INTO double_rating_draw (rule_id, period_on, round, program_id, seed, population, drawn, drawn_at)
    VALUES (${given.ruleId}, ${given.periodOn}, ${given.round}, ${ctx.actor.programId}, ${given.seed}, ${sql.json(given.population)},
            ${given.drawn}::text[], ${ctx.now})
    ON CONFLICT DO NOTHING
    RETURNING rule_id`;
  return rows.length > 0;
}

/** Adds a second rating, still without a rater, to each drawn one, and holds both back. Returns how many. */
export async function insertPairs(
  sql: Sql,
  ctx: Context,
  { ruleId, recordRule, firstIds }: { ruleId: string; recordRule: RecordRule; firstIds: string[] },
): Promise<number> {
  if (firstIds.length === 0) return 0;
  const rows = await sql`
    WITH added AS (
      INSERT INTO assessment (program_id, site_id, unit_id, schedule_rule_id, occurrence_key, instrument_version_id, subject_id,
        rater_type, opens_on, target_on, due_on, grace_ends_on, schedule_reason, state, created_at, part, first_id, is_held,
        blind_to_id)
      SELECT one.program_id, one.site_id, one.unit_id, one.schedule_rule_id, 'double/' || one.id, one.instrument_version_id,
        one.subject_id, 'independent', one.opens_on, one.target_on, one.due_on, one.grace_ends_on,
        'A second, independent rating, drawn by lot', 'planned', ${ctx.now}, 'second', one.id, true, one.rater_id
      FROM assessment one
      WHERE one.id = ANY (${firstIds}::uuid[]) AND one.state IN ('planned', 'open') AND one.part = 'first'
      ON CONFLICT DO NOTHING
      RETURNING id, first_id, site_id
    ), held AS (
      UPDATE assessment SET is_held = true FROM added WHERE assessment.id = added.first_id
    )
    INSERT INTO double_rating (program_id, site_id, rule_id, first_id, second_id, record_rule)
    SELECT ${ctx.actor.programId}, site_id, ${ruleId}, first_id, id, ${recordRule} FROM added
    RETURNING id`;
  return rows.length;
}

export interface UntouchedSecond extends ToBeRatedTwice {
  id: string;
  instrumentId: string;
  currentReason: string | null;
}

/** Second ratings that nobody has begun, of pairs that may still be complete. */
export function listUntouchedSecondsForSystem(sql: Sql, today: Day): Promise<UntouchedSecond[]> {
  return sql<UntouchedSecond[]>`
    SELECT other.id, one.occurrence_key AS key, version.instrument_id AS "instrumentId", one.rater_id AS "firstRaterId",
           one.subject_id AS "subjectId", greatest(one.target_on, ${today}::date) AS "targetOn",
           other.rater_id AS "currentId", other.unassigned_reason AS "currentReason",
           ARRAY(SELECT supervisor_id FROM supervision near WHERE near.person_id = one.subject_id
             AND near.starts_on <= one.target_on AND (near.ends_on IS NULL OR near.ends_on > one.target_on)
             UNION SELECT coach_id FROM coach_assignment near WHERE near.coachee_id = one.subject_id
             AND near.starts_on <= one.target_on AND (near.ends_on IS NULL OR near.ends_on > one.target_on)) AS "nearIds"
    FROM double_rating pair
    JOIN assessment one ON one.id = pair.first_id AND one.state NOT IN ('waived', 'cancelled')
    JOIN assessment other ON other.id = pair.second_id AND other.state IN ('planned', 'open')
    JOIN instrument_version version ON version.id = one.instrument_version_id
    WHERE pair.settled_at IS NULL AND pair.completed_at IS NULL AND pair.closed_at IS NULL
    ORDER BY one.occurrence_key
    LIMIT 5000`;
}

/** Conflicts of interest that hold today or later, by rater and subject. */
export async function listConflictsForSystem(
  sql: Sql,
  today: Day,
): Promise<Map<string, { startsOn: Day; endsOn: Day | null }[]>> {
  const rows = await sql<{ key: string; startsOn: Day; endsOn: Day | null }[]>`
    SELECT rater_id || ' ' || subject_id AS key, starts_on AS "startsOn", ends_on AS "endsOn" FROM rater_conflict
    WHERE ends_on IS NULL OR ends_on > ${today}
    LIMIT 100000`;
  const found = new Map<string, { startsOn: Day; endsOn: Day | null }[]>();
  for (const { key, ...span } of rows) found.set(key, [...(found.get(key) ?? []), span]);
  return found;
}

export interface OpenSecond {
  id: string;
  siteId: string;
  subjectId: string;
  raterId: string | null;
  state: string;
  opensOn: Day;
  dueOn: Day;
  coachName: string;
}

/** Gives second ratings that nobody has begun to others, or to nobody with the reason. Returns those that changed. */
export async function assignSeconds(
  sql: Sql,
  given: readonly { id: string; raterId: string | null; reason: string | null }[],
): Promise<OpenSecond[]> {
  if (given.length === 0) return [];
  return sql<OpenSecond[]>`
    UPDATE assessment SET rater_id = given.rater_id, unassigned_reason = given.reason
    FROM unnest(${given.map(({ id }) => id)}::uuid[], ${given.map(({ raterId }) => raterId)}::uuid[],
      ${given.map(({ reason }) => reason)}::text[]) AS given(id, rater_id, reason), person coach
    WHERE assessment.id = given.id AND coach.id = assessment.subject_id AND assessment.part = 'second'
      AND assessment.state IN ('planned', 'open')
    RETURNING assessment.id, assessment.site_id AS "siteId", subject_id AS "subjectId", assessment.rater_id AS "raterId",
              assessment.state::text, assessment.opens_on AS "opensOn", assessment.due_on AS "dueOn",
              coach.given_name || ' ' || coach.family_name AS "coachName"`;
}

/** Lets second ratings that nobody has begun follow the windows of the first, and opens what is due to open. */
export async function followWindows(
  sql: Sql,
  ctx: Context,
): Promise<
  {
    id: string;
    siteId: string;
    subjectId: string;
    raterId: string;
    opensOn: Day;
    dueOn: Day;
    coachName: string;
  }[]
> {
  await sql`
    UPDATE assessment other SET opens_on = one.opens_on, target_on = one.target_on, due_on = one.due_on,
      grace_ends_on = one.grace_ends_on, site_id = one.site_id, unit_id = one.unit_id,
      instrument_version_id = one.instrument_version_id
    FROM assessment one
    WHERE other.first_id = one.id AND other.part = 'second' AND other.state IN ('planned', 'open')
      AND (other.opens_on, other.target_on, other.due_on, other.grace_ends_on, other.site_id, other.instrument_version_id)
        IS DISTINCT FROM (one.opens_on, one.target_on, one.due_on, one.grace_ends_on, one.site_id, one.instrument_version_id)`;
  return sql<
    {
      id: string;
      siteId: string;
      subjectId: string;
      raterId: string;
      opensOn: Day;
      dueOn: Day;
      coachName: string;
    }[]
  >`
    UPDATE assessment SET state = 'open', opened_at = ${ctx.now}
    FROM site, person coach
    WHERE site.id = assessment.site_id AND coach.id = assessment.subject_id AND assessment.part = 'second'
      AND assessment.state = 'planned' AND assessment.rater_id IS NOT NULL
      AND assessment.opens_on <= (${ctx.now}::timestamptz AT TIME ZONE site.zone)::date
    RETURNING assessment.id, assessment.site_id AS "siteId", subject_id AS "subjectId", assessment.rater_id AS "raterId",
              assessment.opens_on AS "opensOn", assessment.due_on AS "dueOn",
              coach.given_name || ' ' || coach.family_name AS "coachName"`;
}

/** Closes pairs that will not be complete: their first rating stands alone. */
export async function closePairs(sql: Sql, ctx: Context): Promise<{ id: string; siteId: string }[]> {
  const closed = await sql<
    { id: string; siteId: string; firstId: string; secondId: string; reason: string }[]
  >`
    UPDATE double_rating pair SET closed_at = ${ctx.now}, closed_reason = judged.reason
    FROM (
      SELECT pair.id, CASE
          WHEN one.state IN ('waived', 'cancelled') THEN 'The first rating is called off.'
          WHEN one.rater_id = other.rater_id THEN 'Both ratings would be by the same person.'
          WHEN other.state IN ('waived', 'cancelled') THEN 'The second rating is called off.'
          WHEN one.state IN ('submitted', 'final') AND other.state IN ('planned', 'open', 'in_progress')
            AND other.grace_ends_on < (${ctx.now}::timestamptz AT TIME ZONE site.zone)::date
            THEN 'The second rating was not in by the end of its window.'
        END AS reason
      FROM double_rating pair
      JOIN site ON site.id = pair.site_id
      JOIN assessment one ON one.id = pair.first_id
      JOIN assessment other ON other.id = pair.second_id
      WHERE pair.settled_at IS NULL AND pair.completed_at IS NULL AND pair.closed_at IS NULL
    ) judged
    WHERE judged.id = pair.id AND judged.reason IS NOT NULL AND pair.completed_at IS NULL AND pair.closed_at IS NULL
    RETURNING pair.id, pair.site_id AS "siteId", pair.first_id AS "firstId", pair.second_id AS "secondId", judged.reason`;
  if (closed.length === 0) return [];
  await sql`
    UPDATE assessment SET state = 'cancelled', state_reason = given.reason, blind_to_id = NULL
    FROM unnest(${closed.map(({ secondId }) => secondId)}::uuid[], ${closed.map(({ reason }) => reason)}::text[]) AS given(id, reason)
    WHERE assessment.id = given.id AND state IN ('planned', 'open', 'in_progress')`;
  await sql`UPDATE assessment SET blind_to_id = NULL WHERE id = ANY (${closed.map(({ firstId }) => firstId)}::uuid[])`;
  return closed.map(({ id, siteId }) => ({ id, siteId }));
}

export interface UnsettledRow {
  id: string;
  siteId: string;
  firstId: string;
  secondId: string;
  consensusId: string | null;
  recordRule: RecordRule;
  isClosed: boolean;
  subjectId: string;
  submittedOn: Day | null;
  dueOn: Day;
  definition: InstrumentDefinitionInput;
  consensusState: string | null;
  /** The time to agree is over. */
  isOver: boolean;
}

/** Pairs that are complete or closed and whose score of record is not there yet, but those that wait for an agreement. */
export function listUnsettledForSystem(sql: Sql, now: Date): Promise<UnsettledRow[]> {
  return sql<UnsettledRow[]>`
    SELECT pair.id, pair.site_id AS "siteId", pair.first_id AS "firstId", pair.second_id AS "secondId",
           pair.consensus_id AS "consensusId", pair.record_rule AS "recordRule", pair.closed_at IS NOT NULL AS "isClosed",
           one.subject_id AS "subjectId", one.submitted_on AS "submittedOn", one.due_on AS "dueOn", version.definition,
           agreed.state::text AS "consensusState",
           ${agreeBy(sql)} < (${now}::timestamptz AT TIME ZONE site.zone)::date AS "isOver"
    FROM double_rating pair
    JOIN site ON site.id = pair.site_id
    JOIN assessment one ON one.id = pair.first_id
    JOIN instrument_version version ON version.id = one.instrument_version_id
    LEFT JOIN assessment agreed ON agreed.id = pair.consensus_id
    WHERE pair.settled_at IS NULL AND (pair.completed_at IS NOT NULL OR pair.closed_at IS NOT NULL)
      AND (pair.record_rule <> 'consensus' OR pair.closed_at IS NOT NULL OR agreed.state = 'final'
        OR ${agreeBy(sql)} < (${now}::timestamptz AT TIME ZONE site.zone)::date)
    ORDER BY pair.id
    LIMIT 500`;
}

/** Calls off what both should have agreed on by now. Returns false when it is recorded after all. */
export async function cancelAgreement(sql: Sql, consensusId: string): Promise<boolean> {
  const rows = await sql`
    UPDATE assessment SET state = 'cancelled', state_reason = 'It was not recorded in time: the mean of both ratings counts.'
    WHERE id = ${consensusId} AND part = 'consensus' AND state <> 'final' RETURNING id`;
  return rows.length > 0;
}

/** Pairs whose result waits for what both agree on, in the last days for it. */
export function listToAgreeForSystem(
  sql: Sql,
  now: Date,
): Promise<{ id: string; raterIds: string[]; coachName: string; agreeBy: Day }[]> {
  return sql<{ id: string; raterIds: string[]; coachName: string; agreeBy: Day }[]>`
    SELECT pair.id, ARRAY[pair.first_rater_id, pair.second_rater_id] AS "raterIds",
           coach.given_name || ' ' || coach.family_name AS "coachName", ${agreeBy(sql)} AS "agreeBy"
    FROM double_rating pair
    JOIN site ON site.id = pair.site_id
    JOIN assessment one ON one.id = pair.first_id
    JOIN person coach ON coach.id = one.subject_id
    LEFT JOIN assessment agreed ON agreed.id = pair.consensus_id
    WHERE pair.settled_at IS NULL AND pair.completed_at IS NOT NULL AND pair.record_rule = 'consensus'
      AND agreed.state IS DISTINCT FROM 'final'
      AND (${now}::timestamptz AT TIME ZONE site.zone)::date >= ${agreeBy(sql)} - ${AGREE_REMINDER_DAYS}::int
    ORDER BY pair.id
    LIMIT 500`;
}

/** Settles a pair, once: the score of record is written, and what was held back is out. */
export async function markSettled(
  sql: Sql,
  ctx: Context,
  pair: Pick<UnsettledRow, "id" | "firstId" | "secondId" | "consensusId" | "siteId">,
  record:
    | { basis: "mean" | "consensus"; score: Omit<StoredScore, "scoreVersion" | "basis"> }
    | { basis: "own" },
): Promise<boolean> {
  const rows = await sql`
    UPDATE double_rating SET settled_at = ${ctx.now} WHERE id = ${pair.id} AND settled_at IS NULL RETURNING id`;
  if (rows.length === 0) return false;
  if (record.basis !== "own")
    await sql`
      INSERT INTO assessment_score (assessment_id, score_version, program_id, site_id, points, possible, percent, result, band,
        critical_failures, sections, computed_at, basis)
      SELECT ${pair.firstId}, max(score_version) + 1, ${ctx.actor.programId}, ${pair.siteId}, ${record.score.points},
             ${record.score.possible}, ${record.score.percent}, ${record.score.result}, ${record.score.band},
             ${record.score.criticalFailures}::text[], ${JSON.stringify(record.score.sections)}::text::jsonb, ${ctx.now}, ${record.basis}
      FROM assessment_score WHERE assessment_id = ${pair.firstId}`;
  const out = [
    pair.firstId,
    pair.secondId,
    ...(record.basis === "consensus" && pair.consensusId ? [pair.consensusId] : []),
  ];
  await sql`UPDATE assessment SET is_held = false WHERE id = ANY (${out}::uuid[])`;
  return true;
}

/** Who is told of a pair that is complete, or of a note on it. */
export async function findPairNews(
  sql: Sql,
  { pairId, noteId }: { pairId: string; noteId: string | null },
): Promise<{ id: string; raterIds: string[]; authorId: string | null; coachName: string } | null> {
  const [row] = await sql<{ id: string; raterIds: string[]; authorId: string | null; coachName: string }[]>`
    SELECT pair.id, ARRAY[pair.first_rater_id, pair.second_rater_id] AS "raterIds",
           (SELECT author_id FROM double_rating_note WHERE id = ${noteId}::uuid) AS "authorId",
           coach.given_name || ' ' || coach.family_name AS "coachName"
    FROM double_rating pair
    JOIN assessment one ON one.id = pair.first_id
    JOIN person coach ON coach.id = one.subject_id
    WHERE pair.id = ${pairId} AND pair.completed_at IS NOT NULL`;
  return row ?? null;
}

export async function findRetrainingNews(
  sql: Sql,
  id: string,
): Promise<{ id: string; personId: string; instrumentTitle: string } | null> {
  const [row] = await sql<{ id: string; personId: string; instrumentTitle: string }[]>`
    SELECT agreed.id, agreed.person_id AS "personId", instrument.title AS "instrumentTitle"
    FROM rater_retraining agreed JOIN instrument ON instrument.id = agreed.instrument_id
    WHERE agreed.id = ${id}`;
  return row ?? null;
}
