import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";

const LIMIT = 200;

export interface RatedRow {
  id: string;
  subjectId: string;
  instrumentId: string;
  versionId: string;
  on: Day;
  /** Whose answers stand: the review's own, or what two raters agreed on. */
  answersId: string;
}

/**
 * The newest final reviews of each person and instrument, newest first: those of oneself as a coach, and those of
 * practitioners that one has rated oneself. Nobody else's answers can be read.
 */
export function listRatedReviews(
  sql: Sql,
  { personId, since, most }: { personId: string; since: Day; most: number },
): Promise<RatedRow[]> {
  return sql<RatedRow[]>`
    SELECT id, subject_id AS "subjectId", instrument_id AS "instrumentId", version_id AS "versionId", on_day AS on,
      coalesce(agreed_id, id) AS "answersId"
    FROM (
      SELECT rated.id, rated.subject_id, version.instrument_id, version.id AS version_id,
        coalesce(rated.observed_on, rated.submitted_on) AS on_day, CASE WHEN score.basis = 'consensus' THEN agreed.id END AS agreed_id,
        row_number() OVER (PARTITION BY rated.subject_id, version.instrument_id
          ORDER BY coalesce(rated.observed_on, rated.submitted_on) DESC, rated.submitted_at DESC, rated.id) AS place
      FROM assessment rated
      JOIN instrument_version version ON version.id = rated.instrument_version_id
      JOIN instrument ON instrument.id = version.instrument_id
      JOIN LATERAL (SELECT basis FROM assessment_score
        WHERE assessment_id = rated.id ORDER BY score_version DESC LIMIT 1) score ON true
      LEFT JOIN assessment agreed ON agreed.first_id = rated.id AND agreed.part = 'consensus' AND agreed.state = 'final'
        AND NOT agreed.is_held
      WHERE rated.state = 'final' AND rated.part = 'first' AND NOT rated.is_held AND rated.rater_type <> 'self'
        AND coalesce(rated.observed_on, rated.submitted_on) >= ${since}::date
        AND ((rated.subject_id = ${personId} AND instrument.subject = 'coach')
          OR (rated.rater_id = ${personId} AND instrument.subject = 'practitioner'))) reviews
    WHERE place <= ${most}
    ORDER BY subject_id, instrument_id, place
    LIMIT ${LIMIT}`;
}

/** The days of a coach's sessions with each function in focus, since a day. */
export function listFocusDays(
  sql: Sql,
  { coachId, since }: { coachId: string; since: Day },
): Promise<{ functionNumber: number; on: Day }[]> {
  return sql<{ functionNumber: number; on: Day }[]>`
    SELECT function.number AS "functionNumber", session.session_on AS on
    FROM coaching_session session
    JOIN session_focus focus ON focus.session_id = session.id
    JOIN essential_function function ON function.id = focus.essential_function_id
    WHERE session.lead_coach_id = ${coachId} AND session.session_on >= ${since}::date
      AND session.status IN ('held', 'held_partial')
    ORDER BY session.session_on DESC
    LIMIT 5000`;
}
