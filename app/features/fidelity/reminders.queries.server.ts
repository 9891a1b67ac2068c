import type { Context } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { DueReminder, RemindableAssessment } from "./reminder.rules.ts";

/** Two runs in one program take turns. */
export async function lockReminders(sql: Sql, programId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`send-fidelity-reminders ${programId}`}, 0))`;
}

/** Unfinished assessments whose ladder may have a step: opened by tomorrow, due within the last month or later. */
export function listRemindableForSystem(
  sql: Sql,
  { today, after, limit }: { today: Day; after: string; limit: number },
): Promise<RemindableAssessment[]> {
  return sql<RemindableAssessment[]>`
    SELECT assessment.id, occurrence_key AS "occurrenceKey", site_id AS "siteId", subject_id AS "subjectId",
           coach.given_name || ' ' || coach.family_name AS "coachName", rater_id AS "raterId", rater_type = 'self' AS "isSelf",
           blind_to_id AS "blindToId",
           supervision.supervisor_id AS "raterManagerId", opens_on AS "opensOn", due_on AS "dueOn",
           grace_ends_on AS "graceEndsOn", planned_on AS "plannedOn"
    FROM assessment
    JOIN person coach ON coach.id = subject_id
    LEFT JOIN supervision ON supervision.person_id = rater_id AND supervision.starts_on <= ${today}
      AND (supervision.ends_on IS NULL OR supervision.ends_on > ${today})
    WHERE state IN ('open', 'in_progress') AND part IN ('first', 'second') AND assessment.id > ${after}
      AND opens_on <= ${today}::date + 1 AND due_on >= ${today}::date - 31
    ORDER BY assessment.id
    LIMIT ${limit}`;
}

export interface Recipient {
  id: string;
  zone: string | null;
  /** Days for which a digest exists already. */
  digestDays: Day[];
  /** Whether the person reaches the reviews page. */
  isSupervisor: boolean;
}

/** Living recipients with the zone of their site, and the days of the digests they got since an instant. */
export function listRecipientsForSystem(
  sql: Sql,
  { recipientIds, today, kind, since }: { recipientIds: string[]; today: Day; kind: string; since: Date },
): Promise<Recipient[]> {
  return sql<Recipient[]>`
    SELECT person.id, site.zone,
           ARRAY(SELECT period_key FROM inbox_item WHERE recipient_id = person.id AND kind = ${kind}
                 AND subject_id = person.id AND created_at > ${since}) AS "digestDays",
           EXISTS (SELECT FROM role_assignment held WHERE held.person_id = person.id AND held.role = 'supervisor'
                   AND held.starts_on <= ${today} AND (held.ends_on IS NULL OR held.ends_on > ${today})) AS "isSupervisor"
    FROM person
    LEFT JOIN site_assignment works ON works.person_id = person.id AND works.starts_on <= ${today}
      AND (works.ends_on IS NULL OR works.ends_on > ${today})
    LEFT JOIN site ON site.id = works.site_id
    WHERE person.id = ANY (${recipientIds}) AND (person.deactivated_on IS NULL OR person.deactivated_on > ${today})`;
}

/** Claims steps of the ladder; one that a person was sent before is not claimed again. */
export async function claimReminders(
  sql: Sql,
  ctx: Context,
  reminders: readonly DueReminder[],
): Promise<Set<string>> {
  if (reminders.length === 0) return new Set();
  const rows = await sql<{ assessmentId: string; recipientId: string }[]>`
    INSERT INTO assessment_reminder (program_id, assessment_id, recipient_id, step, due_on, sent_at)
    SELECT ${ctx.actor.programId}, assessment_id, recipient_id, step, due_on, ${ctx.now}
    FROM unnest(${reminders.map(({ assessmentId }) => assessmentId)}::uuid[],
      ${reminders.map(({ recipientId }) => recipientId)}::uuid[], ${reminders.map(({ step }) => step)}::text[],
      ${reminders.map(({ dueOn }) => dueOn)}::date[]) AS due(assessment_id, recipient_id, step, due_on)
    ON CONFLICT (assessment_id, recipient_id, step, due_on) DO NOTHING
    RETURNING assessment_id AS "assessmentId", recipient_id AS "recipientId"`;
  return new Set(rows.map(({ assessmentId, recipientId }) => `${assessmentId} ${recipientId}`));
}
