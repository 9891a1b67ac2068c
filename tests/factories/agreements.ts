import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import type { VisibilityProfile } from "#app/features/agreements/visibility-profile.types.ts";
import { LONG_AGO, type TestPerson, type TestSite } from "./people.ts";

/** An agreement that everybody named in it has signed. */
export async function addAgreement(
  sql: Sql,
  given: {
    coach: TestPerson;
    coachee: TestPerson;
    site: TestSite;
    supervisor?: TestPerson;
    lead?: TestPerson;
    profile?: VisibilityProfile;
  },
): Promise<{ id: string; versionId: string }> {
  const [id, versionId] = [randomUUID(), randomUUID()];
  const { coach, coachee, site, supervisor, lead, profile = "dose_only" } = given;
  const at = new Date(`${LONG_AGO}T12:00:00Z`);
  await sql`
    INSERT INTO coaching_agreement (id, program_id, site_id, coach_id, coachee_id, created_at)
    VALUES (${id}, ${coach.programId}, ${site.id}, ${coach.id}, ${coachee.id}, ${at})`;
  await sql`
    INSERT INTO agreement_version (id, agreement_id, program_id, version, coach_id, coachee_id, supervisor_id, lead_id,
      is_supervisory, purpose, profile, profile_version, starts_on, drafted_at, proposed_at)
    VALUES (${versionId}, ${id}, ${coach.programId}, 1, ${coach.id}, ${coachee.id}, ${supervisor?.id ?? null}, ${lead?.id ?? null},
      ${profile === "supervisory"}, 'Stronger first visits', ${profile}, 1, ${LONG_AGO}, ${at}, ${at})`;
  for (const [party, person] of [
    ["coach", coach],
    ["coachee", coachee],
    ["supervisor", supervisor],
    ["lead", lead],
  ] as const)
    if (person)
      await sql`
        INSERT INTO agreement_signature (version_id, person_id, program_id, party, signed_at)
        VALUES (${versionId}, ${person.id}, ${coach.programId}, ${party}, ${at})`;
  return { id, versionId };
}
