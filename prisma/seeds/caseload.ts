import type postgres from "postgres";
import type { Shape } from "./arguments.ts";
import type { People } from "./people.ts";
import { dayText } from "./working-days.ts";

const PURPOSES = [
  "Stronger first visits: open questions, the family's own words, a next step they choose. We meet as the schedule plans, observe once a month and look at it afterwards.",
  "Safety planning together with families. The coach models once, then watches and gives feedback. Both bring one example to every session.",
  "From first contact to a plan that the family can read. We agree one step each time and look at it first the next time.",
];

/**
 * What pairs have agreed in writing, how much coaches can take on, one group, a proposal to fade and a handover to come.
 * Ids follow from those of the people, so the same seed writes the same rows.
 */
export async function writeCaseload(
  sql: postgres.Sql,
  { today }: Shape,
  { programId, people }: { programId: string; people: People },
): Promise<void> {
  const day = dayText(today);
  const { coach, coachee, lead } = people.demo;
  await sql.begin(async (tx) => {
    await tx`
      CREATE TEMPORARY TABLE pair ON COMMIT DROP AS
      SELECT DISTINCT ON (assigned.coach_id, assigned.coachee_id) assigned.*, supervision.supervisor_id,
        get_byte(decode(md5(assigned.id::text), 'hex'), 0) % 10 AS kind
      FROM coach_assignment assigned
      LEFT JOIN supervision ON supervision.person_id = assigned.coachee_id AND supervision.starts_on <= ${day}
        AND (supervision.ends_on IS NULL OR supervision.ends_on > ${day})
      WHERE assigned.program_id = ${programId} AND assigned.starts_on <= ${day} AND (assigned.ends_on IS NULL OR assigned.ends_on > ${day})
      ORDER BY assigned.coach_id, assigned.coachee_id, assigned.starts_on`;
    await tx`UPDATE pair SET kind = 0 WHERE coach_id = ${coach.id} AND coachee_id = ${coachee.id}`;
    await tx`
      INSERT INTO coaching_agreement (id, program_id, site_id, unit_id, coach_id, coachee_id, created_at)
      SELECT md5('agreement ' || id)::uuid, program_id, site_id, unit_id, coach_id, coachee_id, starts_on + time '16:00'
      FROM pair WHERE kind < 8`;
    // Seven in ten are signed, one in ten waits for the coachee. Where the supervisor sees goal titles, they signed too.
    await tx`
      INSERT INTO agreement_version (id, agreement_id, program_id, version, coach_id, coachee_id, supervisor_id, is_supervisory,
        purpose, profile, profile_version, starts_on, drafted_at, proposed_at)
      SELECT md5('version 1 ' || id)::uuid, md5('agreement ' || id)::uuid, program_id, 1, coach_id, coachee_id,
        CASE WHEN kind IN (2, 3) THEN supervisor_id END, false, (${PURPOSES}::text[])[1 + kind % 3],
        CASE WHEN kind IN (2, 3) AND supervisor_id IS NOT NULL THEN 'shared_goals' ELSE 'dose_only' END::visibility_profile, 1,
        starts_on, starts_on + time '16:00', starts_on + time '16:30'
      FROM pair WHERE kind < 8`;
    await tx`
      INSERT INTO agreement_signature (version_id, person_id, program_id, party, signed_at)
      SELECT version.id, signer.person_id, version.program_id, signer.party::agreement_party, version.proposed_at + signer.after
      FROM agreement_version version
      JOIN pair ON md5('version 1 ' || pair.id)::uuid = version.id
      CROSS JOIN LATERAL (VALUES ('coach', version.coach_id, interval '0'), ('coachee', version.coachee_id, interval '20 hours'),
        ('supervisor', version.supervisor_id, interval '2 days')) AS signer (party, person_id, after)
      WHERE signer.person_id IS NOT NULL AND NOT (signer.party = 'coachee' AND pair.kind = 7)
      ORDER BY version.id, signer.after`;
    await tx`
      INSERT INTO agreement_version (id, agreement_id, program_id, version, coach_id, coachee_id, is_supervisory, purpose, profile,
        profile_version, starts_on, drafted_at, proposed_at)
      SELECT md5('version 2 ' || id)::uuid, md5('agreement ' || id)::uuid, program_id, 2, coach_id, coachee_id, false,
        ${`${PURPOSES[0]} From now on we also look at recorded conversations, with consent.`}, 'dose_only', 1, ${day}::date - 2,
        ${day}::date - 2 + time '17:00', ${day}::date - 2 + time '17:00'
      FROM pair WHERE coach_id = ${coach.id} AND coachee_id = ${coachee.id}`;
    await tx`
      INSERT INTO agreement_signature (version_id, person_id, program_id, party, signed_at)
      SELECT id, coach_id, program_id, 'coach', proposed_at FROM agreement_version
      WHERE version = 2 AND program_id = ${programId}`;
    // Whoever has not signed yet was told.
    await tx`
      INSERT INTO inbox_item (id, program_id, recipient_id, kind, subject_id, period_key, title, body, href, created_at)
      SELECT md5('to sign ' || version.id)::uuid, version.program_id, version.coachee_id, 'agreement-to-sign',
        version.agreement_id, version.id, 'The coaching agreement of ' || coach.given_name || ' ' || coach.family_name || ' and '
          || coachee.given_name || ' ' || coachee.family_name || ' waits for you',
        'Read what it is for and who may see what. It holds once everybody named in it has signed. Until then others see the dose alone.',
        '/agreements/' || version.agreement_id, version.proposed_at
      FROM agreement_version version
      JOIN person coach ON coach.id = version.coach_id JOIN person coachee ON coachee.id = version.coachee_id
      WHERE version.program_id = ${programId} AND NOT EXISTS (
        SELECT FROM agreement_signature WHERE version_id = version.id AND person_id = version.coachee_id)`;

    await tx`
      UPDATE dosage_schedule SET fade_after_results = 2, fade_after_sessions = CASE intensity WHEN 'high' THEN 16 ELSE 36 END
      WHERE program_id = ${programId} AND intensity <> 'low'`;
    await tx`
      INSERT INTO coach_capacity (id, program_id, coach_id, minutes_per_month, coachees, starts_on)
      SELECT md5('capacity ' || load.coach_id)::uuid, ${programId}, load.coach_id,
        (ceil(load.minutes / 60) * 60 + (get_byte(decode(md5(load.coach_id::text), 'hex'), 0) % 4 - 1) * 120)::int,
        load.people + 2, ${dayText(today - 200)}
      FROM (
        SELECT pair.coach_id, count(*)::int AS people, sum(planned.sessions_per_month * planned.minutes_per_session) AS minutes
        FROM pair JOIN dosage_schedule planned ON planned.program_id = ${programId} AND planned.intensity = pair.intensity
        GROUP BY pair.coach_id) load
      WHERE load.minutes > 240`;
    await writeGroup(tx, programId, coach.id);
    await tx`
      INSERT INTO fade_proposal (id, program_id, site_id, unit_id, assignment_id, coach_id, coachee_id, intensity, basis, count, met_on,
        proposed_at)
      SELECT md5('fade ' || pair.id)::uuid, pair.program_id, pair.site_id, pair.unit_id, pair.id, pair.coach_id, pair.coachee_id,
        CASE pair.intensity WHEN 'high' THEN 'moderate' ELSE 'low' END::coaching_intensity, 'sessions', held.n, held.last,
        ${day}::date - 1 + time '12:40'
      FROM pair
      JOIN dosage_schedule planned ON planned.program_id = ${programId} AND planned.intensity = pair.intensity
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS n, max(attendee.session_on) AS last FROM session_attendee attendee
        JOIN coaching_session session ON session.id = attendee.session_id AND session.status IN ('held', 'held_partial')
        WHERE attendee.person_id = pair.coachee_id AND attendee.lead_coach_id = pair.coach_id
          AND attendee.attendance IN ('full', 'partial') AND attendee.session_on >= pair.starts_on) held
      WHERE held.n >= planned.fade_after_sessions
      ORDER BY pair.id
      LIMIT 40`;
    await writeHandover(tx, {
      programId,
      coachId: coach.id,
      leadId: lead.id,
      effectiveOn: dayText(today + 20),
      at: dayText(today - 1),
    });
  });
}

/** Three people of a colleague of the demo coach are coached together. */
async function writeGroup(tx: postgres.TransactionSql, programId: string, coachId: string): Promise<void> {
  await tx`
    CREATE TEMPORARY TABLE circle ON COMMIT DROP AS
    SELECT pair.* FROM pair
    WHERE pair.coach_id = (
      SELECT other.coach_id FROM pair other
      WHERE other.site_id = (SELECT site_id FROM pair WHERE coach_id = ${coachId} LIMIT 1) AND other.coach_id <> ${coachId}
      GROUP BY other.coach_id HAVING count(*) >= 3 ORDER BY other.coach_id LIMIT 1)
    ORDER BY pair.id LIMIT 3`;
  await tx`
    INSERT INTO coaching_group (id, program_id, site_id, kind, name)
    SELECT DISTINCT md5('circle ' || coach_id)::uuid, ${programId}::uuid, site_id, 'group'::coaching_group_kind, 'New workers’ circle' FROM circle`;
  await tx`
    INSERT INTO group_assignment (id, program_id, group_id, site_id, coach_id, intensity, starts_on)
    SELECT md5('coaching ' || coach_id)::uuid, ${programId}, md5('circle ' || coach_id)::uuid, site_id, coach_id, 'moderate', min(starts_on)
    FROM circle GROUP BY coach_id, site_id`;
  await tx`
    INSERT INTO coaching_group_member (id, program_id, group_id, site_id, person_id, starts_on)
    SELECT md5('member ' || id)::uuid, ${programId}, md5('circle ' || coach_id)::uuid, site_id, coachee_id, starts_on FROM circle`;
  await tx`
    UPDATE coach_assignment SET group_assignment_id = md5('coaching ' || coach_id)::uuid WHERE id IN (SELECT id FROM circle)`;
}

/** A colleague hands two people to the demo coach on a day to come. */
async function writeHandover(
  tx: postgres.TransactionSql,
  given: { programId: string; coachId: string; leadId: string; effectiveOn: string; at: string },
): Promise<void> {
  const { programId, coachId, leadId, effectiveOn, at } = given;
  await tx`
    CREATE TEMPORARY TABLE going ON COMMIT DROP AS
    SELECT pair.* FROM pair
    WHERE pair.coach_id = (
      SELECT other.coach_id FROM pair other
      WHERE other.site_id = (SELECT site_id FROM pair WHERE coach_id = ${coachId} LIMIT 1) AND other.coach_id <> ${coachId}
      GROUP BY other.coach_id HAVING count(*) >= 2 ORDER BY other.coach_id DESC LIMIT 1)
      AND NOT EXISTS (SELECT FROM circle WHERE circle.id = pair.id)
    ORDER BY pair.id LIMIT 2`;
  await tx`
    INSERT INTO handover (id, program_id, site_id, coach_id, effective_on, requested_by_id, requested_at, content_hash)
    SELECT DISTINCT md5('handover ' || coach_id)::uuid, ${programId}::uuid, site_id, coach_id, ${effectiveOn}::date, ${leadId}::uuid,
      ${at}::date + time '18:00', 'demo'
    FROM going`;
  await tx`
    INSERT INTO handover_line (handover_id, coachee_id, program_id, site_id, unit_id, coach_id, receiver_id)
    SELECT md5('handover ' || coach_id)::uuid, coachee_id, ${programId}, site_id, unit_id, coach_id, ${coachId} FROM going`;
}
