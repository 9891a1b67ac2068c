import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { AgreementMark, AgreementParty, AgreementState } from "./agreement.types.ts";
import type { VisibilityProfile } from "./visibility-profile.types.ts";

const MOST_VERSIONS = 100;
const MOST_MARKS = 400;

/** Where an agreement called `held` stands on a day, with its open version, called `put`, when there is one. */
function stateOn(sql: Sql, today: Day) {
  return sql`CASE
    WHEN held.starts_on IS NOT NULL AND (held.ends_on IS NULL OR held.ends_on > ${today}::date)
      THEN CASE WHEN held.starts_on > ${today}::date THEN 'planned' ELSE 'in-force' END
    WHEN put.id IS NOT NULL THEN CASE WHEN put.proposed_at IS NULL THEN 'draft' ELSE 'waiting' END
    WHEN held.starts_on IS NULL THEN 'none'
    ELSE 'ended' END`;
}

export interface HeldAgreement {
  id: string;
  coachId: string;
  coacheeId: string;
  siteName: string;
  zone: string;
  inForceVersion: number | null;
  startsOn: Day | null;
  endsOn: Day | null;
  endedById: string | null;
  state: AgreementState;
}

export interface VersionRow {
  id: string;
  version: number;
  coachId: string;
  coacheeId: string;
  supervisorId: string | null;
  leadId: string | null;
  isSupervisory: boolean;
  purpose: string;
  profile: VisibilityProfile;
  profileVersion: number;
  startsOn: Day;
  endsOn: Day | null;
  draftedAt: Date;
  proposedAt: Date | null;
  withdrawnAt: Date | null;
  signedAt: Date | null;
  rowVersion: number;
  signatures: { personId: string; at: string }[];
}

export async function findMaybeAgreement(
  sql: Sql,
  { today, ...where }: { today: Day } & ({ id: string } | { coachId: string; coacheeId: string }),
): Promise<HeldAgreement | null> {
  const [row] = await sql<HeldAgreement[]>`
    SELECT held.id, held.coach_id AS "coachId", held.coachee_id AS "coacheeId", site.name AS "siteName", site.zone,
      held.in_force_version AS "inForceVersion", held.starts_on AS "startsOn", held.ends_on AS "endsOn",
      held.ended_by_id AS "endedById", ${stateOn(sql, today)} AS state
    FROM coaching_agreement held JOIN site ON site.id = held.site_id
    LEFT JOIN agreement_version put ON put.agreement_id = held.id AND put.signed_at IS NULL AND put.withdrawn_at IS NULL
    WHERE ${"id" in where ? sql`held.id = ${where.id}` : sql`held.coach_id = ${where.coachId} AND held.coachee_id = ${where.coacheeId}`}`;
  return row ?? null;
}

/** Two who write, sign, take back or end the same agreement take turns. */
export async function lockAgreement(sql: Sql, id: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`agreement ${id}`}, 0))`;
}

/** The versions that the viewer may read, the newest first, with their signatures. */
export function listVersions(sql: Sql, agreementId: string): Promise<VersionRow[]> {
  return sql<VersionRow[]>`
    SELECT id, version, coach_id AS "coachId", coachee_id AS "coacheeId", supervisor_id AS "supervisorId", lead_id AS "leadId",
      is_supervisory AS "isSupervisory", purpose, profile, profile_version AS "profileVersion", starts_on AS "startsOn",
      ends_on AS "endsOn", drafted_at AS "draftedAt", proposed_at AS "proposedAt", withdrawn_at AS "withdrawnAt",
      signed_at AS "signedAt", row_version AS "rowVersion",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('personId', given.person_id, 'at', given.signed_at)), '[]')
        FROM agreement_signature given WHERE given.version_id = put.id) AS signatures
    FROM agreement_version put
    WHERE agreement_id = ${agreementId}
    ORDER BY version DESC
    LIMIT ${MOST_VERSIONS}`;
}

/** Names of everybody with whom the viewer stands in an agreement. */
export async function listAgreementNames(sql: Sql): Promise<Map<string, string>> {
  const rows = await sql<{ id: string; name: string }[]>`
    SELECT person_id AS id, name FROM app.agreement_names() LIMIT 2000`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export interface PairFacts {
  name: string;
  siteId: string;
  unitId: string | null;
  zone: string;
  startsOn: Day;
  endsOn: Day | null;
}

/** The acting coach's latest assignment to a person, and whether they supervise them on a day. */
export async function findMaybePair(
  sql: Sql,
  { coachId, coacheeId }: { coachId: string; coacheeId: string },
): Promise<PairFacts | null> {
  const [row] = await sql<PairFacts[]>`
    SELECT person.given_name || ' ' || person.family_name AS name, assigned.site_id AS "siteId", assigned.unit_id AS "unitId",
      site.zone, assigned.starts_on AS "startsOn", assigned.ends_on AS "endsOn"
    FROM coach_assignment assigned JOIN person ON person.id = assigned.coachee_id JOIN site ON site.id = assigned.site_id
    WHERE assigned.coach_id = ${coachId} AND assigned.coachee_id = ${coacheeId}
    ORDER BY assigned.starts_on DESC
    LIMIT 1`;
  return row ?? null;
}

export async function isSupervisorOf(
  sql: Sql,
  { supervisorId, personId, day }: { supervisorId: string; personId: string; day: Day },
): Promise<boolean> {
  const [row] = await sql`
    SELECT FROM supervision
    WHERE supervisor_id = ${supervisorId} AND person_id = ${personId} AND starts_on <= ${day}::date
      AND (ends_on IS NULL OR ends_on > ${day}::date)`;
  return Boolean(row);
}

/** Who may sign besides the two: the coachee's supervisor, the leads of the site. */
export function listAgreementOptions(
  sql: Sql,
  { coacheeId, day }: { coacheeId: string; day: Day },
): Promise<{ party: "supervisor" | "lead"; id: string; name: string }[]> {
  return sql<{ party: "supervisor" | "lead"; id: string; name: string }[]>`
    SELECT party, person_id AS id, name FROM app.agreement_options(${coacheeId}, ${day}::date) ORDER BY party, name LIMIT 100`;
}

/** Makes the pair's agreement unless there is one. @returns its id */
export async function ensureAgreement(
  sql: Sql,
  row: {
    id: string;
    programId: string;
    siteId: string;
    unitId: string | null;
    coachId: string;
    coacheeId: string;
    at: Date;
  },
): Promise<string> {
  await sql`
    INSERT INTO coaching_agreement (id, program_id, site_id, unit_id, coach_id, coachee_id, created_at)
    VALUES (${row.id}, ${row.programId}, ${row.siteId}, ${row.unitId}, ${row.coachId}, ${row.coacheeId}, ${row.at})
    ON CONFLICT (coach_id, coachee_id) DO NOTHING`;
  const [held] = await sql<{ id: string }[]>`
    SELECT id FROM coaching_agreement WHERE coach_id = ${row.coachId} AND coachee_id = ${row.coacheeId}`;
  return held?.id ?? row.id;
}

interface VersionText {
  supervisorId: string | null;
  leadId: string | null;
  isSupervisory: boolean;
  purpose: string;
  profile: VisibilityProfile;
  profileVersion: number;
  startsOn: Day;
  endsOn: Day | null;
}

export async function insertVersion(
  sql: Sql,
  row: VersionText & {
    id: string;
    agreementId: string;
    programId: string;
    version: number;
    coachId: string;
    coacheeId: string;
    draftedAt: Date;
  },
): Promise<void> {
  await sql`
    INSERT INTO agreement_version (id, agreement_id, program_id, version, coach_id, coachee_id, supervisor_id, lead_id,
      is_supervisory, purpose, profile, profile_version, starts_on, ends_on, drafted_at)
    VALUES (${row.id}, ${row.agreementId}, ${row.programId}, ${row.version}, ${row.coachId}, ${row.coacheeId},
      ${row.supervisorId}, ${row.leadId}, ${row.isSupervisory}, ${row.purpose}, ${row.profile}::visibility_profile,
      ${row.profileVersion}, ${row.startsOn}::date, ${row.endsOn}::date, ${row.draftedAt})`;
}

/** Changes a draft that stands at `rowVersion`. @returns whether it did */
export async function updateDraft(
  sql: Sql,
  { id, rowVersion, ...text }: VersionText & { id: string; rowVersion: number },
): Promise<boolean> {
  const { count } = await sql`
    UPDATE agreement_version
    SET supervisor_id = ${text.supervisorId}, lead_id = ${text.leadId}, is_supervisory = ${text.isSupervisory},
      purpose = ${text.purpose}, profile = ${text.profile}::visibility_profile, profile_version = ${text.profileVersion},
      starts_on = ${text.startsOn}::date, ends_on = ${text.endsOn}::date, row_version = row_version + 1
    WHERE id = ${id} AND row_version = ${rowVersion} AND proposed_at IS NULL AND withdrawn_at IS NULL`;
  return count === 1;
}

/** Puts a draft to its parties. @returns false when that was done already */
export async function markProposed(sql: Sql, id: string, at: Date): Promise<boolean> {
  const { count } = await sql`
    UPDATE agreement_version SET proposed_at = ${at} WHERE id = ${id} AND proposed_at IS NULL AND withdrawn_at IS NULL`;
  return count === 1;
}

/** Takes back what not everybody has signed yet. @returns false when there is nothing to take back */
export async function markWithdrawn(sql: Sql, id: string, at: Date): Promise<boolean> {
  const { count } = await sql`
    UPDATE agreement_version SET withdrawn_at = ${at} WHERE id = ${id} AND withdrawn_at IS NULL AND signed_at IS NULL`;
  return count === 1;
}

/** Signs once. @returns false when the person had signed already */
export async function insertSignature(
  sql: Sql,
  row: { versionId: string; personId: string; programId: string; party: AgreementParty; at: Date },
): Promise<boolean> {
  const rows = await sql`
    INSERT INTO agreement_signature (version_id, person_id, program_id, party, signed_at)
    VALUES (${row.versionId}, ${row.personId}, ${row.programId}, ${row.party}::agreement_party, ${row.at})
    ON CONFLICT (version_id, person_id) DO NOTHING
    RETURNING version_id`;
  return rows.length > 0;
}

/** @returns false when it does not hold any longer, or the person is neither coach nor coachee */
export async function endAgreementOn(sql: Sql, agreementId: string, endsOn: Day): Promise<boolean> {
  const [row] = await sql<
    [{ ended: boolean }]
  >`SELECT app.end_agreement(${agreementId}, ${endsOn}::date) AS ended`;
  return row.ended;
}

/** Agreements of a coach or a coachee, as far as the viewer may know of them, without their text. */
export function listAgreementMarks(
  sql: Sql,
  {
    viewerId,
    today,
    coachId,
    coacheeId,
  }: { viewerId: string; today: Day; coachId?: string; coacheeId?: string },
): Promise<AgreementMark[]> {
  return sql<AgreementMark[]>`
    SELECT held.id, held.coach_id AS "coachId", held.coachee_id AS "coacheeId",
      coach.given_name || ' ' || coach.family_name AS "coachName", ${stateOn(sql, today)} AS state,
      put.proposed_at IS NOT NULL
        AND ${viewerId}::uuid IN (put.coach_id, put.coachee_id, put.supervisor_id, put.lead_id)
        AND NOT EXISTS (SELECT FROM agreement_signature given
          WHERE given.version_id = put.id AND given.person_id = ${viewerId}) AS "waitsForViewer"
    FROM coaching_agreement held
    LEFT JOIN person coach ON coach.id = held.coach_id
    LEFT JOIN agreement_version put ON put.agreement_id = held.id AND put.signed_at IS NULL AND put.withdrawn_at IS NULL
    WHERE true ${coachId ? sql`AND held.coach_id = ${coachId}` : sql``}
      ${coacheeId ? sql`AND held.coachee_id = ${coacheeId}` : sql``}
    ORDER BY held.created_at DESC
    LIMIT ${MOST_MARKS}`;
}

export interface AnnouncedAgreement {
  agreementId: string;
  version: number;
  coachId: string;
  coacheeId: string;
  coachName: string;
  coacheeName: string;
  partyIds: string[];
  signedIds: string[];
  isOpen: boolean;
  isSigned: boolean;
  endedById: string | null;
  endsOn: Day | null;
}

/** Whom a version concerns and who has signed it: no word of its text. */
export async function findMaybeAnnouncedForSystem(
  sql: Sql,
  versionId: string,
): Promise<AnnouncedAgreement | null> {
  const [row] = await sql<AnnouncedAgreement[]>`
    SELECT agreement_id AS "agreementId", version, coach_id AS "coachId", coachee_id AS "coacheeId", coach_name AS "coachName",
      coachee_name AS "coacheeName", party_ids AS "partyIds", signed_ids AS "signedIds", is_open AS "isOpen",
      is_signed AS "isSigned", ended_by_id AS "endedById", ends_on AS "endsOn"
    FROM app.agreement_to_announce(${versionId})`;
  return row ?? null;
}
