import type { Context } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { FadeItem, Intensity } from "./caseload.types.ts";

export interface FadeFactsRow {
  assignmentId: string;
  programId: string;
  siteId: string;
  unitId: string | null;
  zone: string;
  coachId: string;
  coacheeId: string;
  intensity: Intensity;
  /** First day on which the pair has this intensity without a break. */
  since: Day;
  afterResults: number | null;
  afterSessions: number | null;
  declinedOn: Day | null;
  /** The proposal that waits. */
  open: { id: string; to: Intensity } | null;
  results: { on: Day; result: "met" | "developing" | "not_met" | "not_scorable" }[];
  heldOn: Day[];
}

/**
 * What the fade rule of each assignment of a day is judged by, in pages after an id. Results are the newest score of
 * each finished assessment of the coachee; sessions are those delivered by this coach.
 */
export function listFadeFactsForSystem(
  sql: Sql,
  {
    today,
    after,
    limit,
    coacheeId,
    sessionId,
  }: {
    today: Day;
    after: string;
    limit: number;
    coacheeId?: string | undefined;
    /** Only those who were expected to a session. */
    sessionId?: string | undefined;
  },
): Promise<FadeFactsRow[]> {
  return sql<FadeFactsRow[]>`
    SELECT assigned.id AS "assignmentId", assigned.program_id AS "programId", assigned.site_id AS "siteId",
      assigned.unit_id AS "unitId", site.zone, assigned.coach_id AS "coachId", assigned.coachee_id AS "coacheeId",
      assigned.intensity, assigned.starts_on AS since, planned.fade_after_results AS "afterResults",
      planned.fade_after_sessions AS "afterSessions",
      (SELECT max(decided_on) FROM fade_proposal WHERE assignment_id = assigned.id AND state = 'declined') AS "declinedOn",
      (SELECT jsonb_build_object('id', id, 'to', intensity) FROM fade_proposal
        WHERE assignment_id = assigned.id AND state = 'open') AS open,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('on', done.submitted_on, 'result', done.result)), '[]') FROM (
        SELECT rated.submitted_on, (SELECT score.result FROM assessment_score score WHERE score.assessment_id = rated.id
          ORDER BY score.score_version DESC LIMIT 1) AS result
        FROM assessment rated
        WHERE rated.subject_id = assigned.coachee_id AND rated.part = 'first' AND rated.rater_type <> 'self' AND NOT rated.is_held
          AND rated.is_rater_lapsed IS NOT TRUE AND rated.state IN ('submitted', 'final') AND rated.submitted_on >= assigned.starts_on
        ORDER BY rated.submitted_on DESC LIMIT 50) done
        WHERE done.result IS NOT NULL) AS results,
      ARRAY(
        SELECT attendee.session_on::text FROM session_attendee attendee
        JOIN coaching_session session ON session.id = attendee.session_id
        WHERE attendee.person_id = assigned.coachee_id AND attendee.lead_coach_id = assigned.coach_id AND attendee.role = 'coachee'
          AND attendee.attendance IN ('full', 'partial') AND session.status IN ('held', 'held_partial')
          AND attendee.session_on >= assigned.starts_on
        ORDER BY attendee.session_on DESC LIMIT 400) AS "heldOn"
    FROM coach_assignment assigned
    JOIN site ON site.id = assigned.site_id
    JOIN dosage_schedule planned ON planned.program_id = assigned.program_id AND planned.intensity = assigned.intensity
      AND planned.starts_on <= ${today}::date AND (planned.ends_on IS NULL OR planned.ends_on > ${today}::date)
    WHERE assigned.id > ${after} AND assigned.starts_on <= ${today}::date
      AND (assigned.ends_on IS NULL OR assigned.ends_on > ${today}::date) AND assigned.intensity <> 'low'
      AND num_nonnulls(planned.fade_after_results, planned.fade_after_sessions) > 0
      ${coacheeId ? sql`AND assigned.coachee_id = ${coacheeId}` : sql``}
      ${
        sessionId
          ? sql`AND assigned.coachee_id = ANY (ARRAY(SELECT person_id FROM session_attendee WHERE session_id = ${sessionId}))`
          : sql``
      }
    ORDER BY assigned.id
    LIMIT ${limit}`;
}

/** Proposes, unless one is open already. @returns its id, when it is new */
export async function insertProposal(
  sql: Sql,
  ctx: Context,
  row: FadeFactsRow & { to: Intensity; basis: string; count: number; metOn: Day },
): Promise<string | null> {
  const [inserted] = await sql<{ id: string }[]>`
    INSERT INTO fade_proposal (program_id, site_id, unit_id, assignment_id, coach_id, coachee_id, intensity, basis, count, met_on,
      proposed_at)
    VALUES (${row.programId}, ${row.siteId}, ${row.unitId}, ${row.assignmentId}, ${row.coachId}, ${row.coacheeId},
      ${row.to}::text::coaching_intensity, ${row.basis}::fade_basis, ${row.count}, ${row.metOn}::date, ${ctx.now})
    ON CONFLICT (assignment_id) WHERE state = 'open' DO NOTHING
    RETURNING id`;
  return inserted?.id ?? null;
}

/** Lets open proposals lapse whose assignment has ended, or whose schedule has no rule to fade any more. @returns how many */
export async function lapseProposals(sql: Sql, ctx: Context): Promise<number> {
  const { count } = await sql`
    UPDATE fade_proposal SET state = 'lapsed', decided_at = ${ctx.now}, decided_on = ${ctx.today}::date
    WHERE state = 'open' AND NOT EXISTS (SELECT FROM coach_assignment assigned
      JOIN dosage_schedule planned ON planned.program_id = assigned.program_id AND planned.intensity = assigned.intensity
        AND planned.starts_on <= ${ctx.today}::date AND (planned.ends_on IS NULL OR planned.ends_on > ${ctx.today}::date)
      WHERE assigned.id = assignment_id AND (assigned.ends_on IS NULL OR assigned.ends_on > ${ctx.today}::date)
        AND num_nonnulls(planned.fade_after_results, planned.fade_after_sessions) > 0)`;
  return count;
}

/** Lets open proposals lapse that the records no longer bear out. @returns how many */
export async function lapseUnmet(sql: Sql, ctx: Context, ids: readonly string[]): Promise<number> {
  const { count } = await sql`
    UPDATE fade_proposal SET state = 'lapsed', decided_at = ${ctx.now}, decided_on = ${ctx.today}::date
    WHERE state = 'open' AND id = ANY (${[...ids]}::uuid[])`;
  return count;
}

export interface ProposalRow extends Omit<FadeItem, "canDecide"> {
  coachId: string;
  coacheeId: string;
  siteId: string;
  zone: string;
  state: "open" | "accepted" | "declined" | "lapsed";
}

/** Proposals of a coach's people that wait, or one proposal whatever became of it. */
export function listProposals(sql: Sql, where: { coachId: string } | { id: string }): Promise<ProposalRow[]> {
  return sql<ProposalRow[]>`
    SELECT proposal.id, proposal.assignment_id AS "assignmentId", person.given_name || ' ' || person.family_name AS "coacheeName",
      assigned.intensity AS "from", proposal.intensity AS "to", proposal.basis, proposal.count, proposal.met_on AS "metOn",
      (proposal.proposed_at AT TIME ZONE site.zone)::date AS "proposedOn",
      proposal.coach_id AS "coachId", proposal.coachee_id AS "coacheeId", proposal.site_id AS "siteId", site.zone, proposal.state
    FROM fade_proposal proposal
    JOIN coach_assignment assigned ON assigned.id = proposal.assignment_id
    JOIN person ON person.id = proposal.coachee_id
    JOIN site ON site.id = proposal.site_id
    WHERE ${"id" in where ? sql`proposal.id = ${where.id}` : sql`proposal.coach_id = ${where.coachId} AND proposal.state = 'open'`}
    ORDER BY proposal.met_on, proposal.id
    LIMIT 200`;
}

/** @returns the new assignment, or null when the proposal was decided or its assignment has moved on */
export async function acceptProposal(
  sql: Sql,
  { id, fromOn, at }: { id: string; fromOn: Day; at: Date },
): Promise<string | null> {
  const [row] = await sql<
    [{ added: string | null }]
  >`SELECT app.accept_fade(${id}, ${fromOn}::date, ${at}) AS added`;
  return row.added;
}

export async function markDeclined(
  sql: Sql,
  { id, on, at, by }: { id: string; on: Day; at: Date; by: string },
): Promise<boolean> {
  const { count } = await sql`
    UPDATE fade_proposal SET state = 'declined', decided_at = ${at}, decided_on = ${on}::date, decided_by_id = ${by}
    WHERE id = ${id} AND state = 'open'`;
  return count === 1;
}

/** Whom new proposals are for: the coach, with the name of the person. */
export function listProposalNoticesForSystem(
  sql: Sql,
  ids: readonly string[],
): Promise<{ id: string; coachId: string; coacheeName: string; to: Intensity }[]> {
  return sql<{ id: string; coachId: string; coacheeName: string; to: Intensity }[]>`
    SELECT proposal.id, proposal.coach_id AS "coachId", person.given_name || ' ' || person.family_name AS "coacheeName",
      proposal.intensity AS "to"
    FROM fade_proposal proposal JOIN person ON person.id = proposal.coachee_id
    WHERE proposal.id = ANY (${[...ids]}::uuid[])
    LIMIT 1000`;
}
