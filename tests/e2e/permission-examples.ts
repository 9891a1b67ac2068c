import { createHash, randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import { ROLES } from "#app/access/roles.ts";
import { type Database, openDatabase } from "#app/db/client.server.ts";
import { feedTokenHash, newFeedToken } from "#app/features/calendar/feed-token.server.ts";
import { addAgreement } from "#tests/factories/agreements.ts";
import { addAssessment, addInstrument, addRatedCoach } from "#tests/factories/fidelity.ts";
import { addPerson, addProgram, assignCoach } from "#tests/factories/people.ts";
import { addPlan } from "#tests/factories/planning.ts";
import { addAttempt, addCalibrationSet, addDoubleRatingRule, pairUp } from "#tests/factories/raters.ts";
import { addActionStep, addGoal, addPracticeProfile } from "#tests/factories/sessions.ts";
import { until } from "#tests/support/conditions.ts";
import { daysAgo } from "#tests/support/days.ts";
import { refreshFigures } from "#tests/support/figures.ts";
import { giveDemoAccount, type HttpClient, httpClient, signedInClient } from "#tests/support/http-client.ts";

/** Who asks, in the order of the matrix's columns. */
export const ACTORS = ["anonymous", "coach", "other coach", ...ROLES.slice(1)] as const;
export type Actor = (typeof ACTORS)[number];

/** The records of one coach's work, by which the rows of the matrix are named. */
export interface Records {
  coachId: string;
  /** Of the coach. */
  accountId: string;
  personId: string;
  siteId: string;
  regionId: string;
  supervisorId: string;
  sessionId: string;
  /** A plan of the coach that repeats, and a session that is planned by itself. */
  planId: string;
  plannedId: string;
  goalId: string;
  stepId: string;
  focusId: string;
  openReviewId: string;
  finalReviewId: string;
  /** An open rating of the coach's own work. */
  selfRatingId: string;
  instrumentVersionId: string;
  /** Of the program. */
  instrumentDraftId: string;
  /** A set of calibration cases in use, one of its cases, and an attempt of the supervisor (or of another one). */
  setId: string;
  caseId: string;
  attemptId: string;
  /** The number of the attempt at that set that the supervisor is working on, or would begin. */
  attempt: number;
  /** Two ratings of which the supervisor (or another one) made one. */
  pairId: string;
  /** With the coach, shown to owner and lead, withdrawn. */
  improvementPlanId: string;
  planStepId: string;
  noticeId: string;
  /** A finished file of the coach's own sessions. */
  exportId: string;
  /** A stopped import of the demo lead, of somebody else, or of another program. */
  importId: string;
  /** Of the coach. */
  roleAssignmentId: string;
  /** Of the coach and the person, with its first version, which both have signed. */
  agreementId: string;
  signedVersionId: string;
  /** Of the version that the coach's form would write. */
  draftId: string;
  /** At the coach's site, without a coach. */
  groupId: string;
  /** Of the coach's people, cancelled. */
  handoverId: string;
}

export interface World {
  origin: string;
  sql: Sql;
  clients: Record<Actor, HttpClient>;
  personIds: Record<Exclude<Actor, "anonymous">, string>;
  /** Of the demo coach, their coachee and their supervisor, all at one site. */
  own: Records;
  /** Of a coach at another site, who has nothing to do with any of the demo accounts. */
  elsewhere: Records;
  /** Of another program. */
  outside: Records;
  /** Of another coach at the demo coach's own site. */
  colleagueSessionId: string;
  /** What opens the demo coach's calendar. */
  feedToken: string;
  /** The planned dose of the lowest intensity, as the form of the schedule posts it. */
  dosage: Record<string, string>;
  /** Of the checklist that every review of the demo program uses. */
  itemId: string;
  instrumentId: string;
  close(): Promise<void>;
}

/** Far enough ahead that nothing is changed by it. */
export const CAPACITY_FROM = "2031-01-06";
const OTHER_COACH = "other-coach@demo.test";
const OUTSIDE_COACH = "outside-coach@demo.test";

/** The form of a held hour, complete and valid for the coach of that person. */
export function sessionForm(
  { personId, focusId }: Pick<Records, "personId" | "focusId">,
  given: Record<string, string> = {},
): URLSearchParams {
  return new URLSearchParams({
    id: randomUUID(),
    attendeeIds: personId,
    sessionOn: daysAgo(4),
    startTime: "06:00",
    endTime: "06:30",
    focusIds: focusId,
    ...given,
  });
}

/** A month that was released and that no test adds records to. */
export const RELEASED_MONTH = daysAgo(100).slice(0, 7);

/** The last day of the plans of the rows. */
export const PLAN_ENDS_ON = daysAgo(-40);

/** The form of a weekly plan that ends, complete and valid for the coach of that person. */
export function planForm(
  { personId, focusId }: Pick<Records, "personId" | "focusId">,
  given: Record<string, string> = {},
): URLSearchParams {
  return new URLSearchParams({
    ...{
      id: randomUUID(),
      attendeeIds: personId,
      focusIds: focusId,
      repeats: "weekly",
      endsOn: PLAN_ENDS_ON,
    },
    ...{ sessionOn: daysAgo(-10), startTime: "06:00", endTime: "06:30" },
    ...given,
  });
}

/** The same form as a device sends it. */
export function syncBody(accountId: string, form: URLSearchParams) {
  const entries = [...form];
  const hash = createHash("sha256").update(JSON.stringify(entries)).digest("hex");
  return { accountId, items: [{ id: form.get("id") ?? "", kind: "log", entries, hash }] };
}

/** Signs everybody in and finds or makes the records of the rows. Close it: it takes away what it made. */
export async function openWorld({
  url: origin,
  ownerUrl,
}: {
  url: string;
  ownerUrl: string;
}): Promise<World> {
  const database = openDatabase(ownerUrl, { connections: 2 });
  const sql = database.sql as unknown as Sql;
  const openedAt = new Date();
  const made: Made = {
    goals: [],
    steps: [],
    notices: [],
    agreements: [],
    groups: [],
    handovers: [],
    improvements: [],
    selfRatings: [],
  };
  await sql`DELETE FROM rate_limit`;
  const demoCoach = await coachBy(sql, "coach@demo.test", "coachee@demo.test");
  const elsewhereCoach = await coachElsewhere(sql, demoCoach.siteId);
  await giveDemoAccount(sql, elsewhereCoach.coachId, OTHER_COACH);
  const outsideFacts = await outsideProgram(database);

  const clients = { anonymous: httpClient(origin) } as Record<Actor, HttpClient>;
  const personIds = {} as World["personIds"];
  for (const actor of ACTORS) {
    if (actor === "anonymous") continue;
    const email = actor === "other coach" ? OTHER_COACH : `${actor}@demo.test`;
    clients[actor] = await signedInClient(origin, email);
    const [row] = await sql`
      SELECT person.id FROM person JOIN auth_user ON auth_user.id = person.account_id WHERE auth_user.email = ${email}`;
    personIds[actor] = row?.id;
  }
  const outsideCoach = await signedInClient(origin, OUTSIDE_COACH);
  const own = await withRecords(sql, clients.coach, await demoRecords(sql, demoCoach, { isOwn: true }), made);
  const elsewhere = await withRecords(
    sql,
    clients["other coach"],
    await demoRecords(sql, elsewhereCoach, { isOwn: false }),
    made,
  );
  const outside = await withRecords(sql, outsideCoach, outsideFacts, made);
  await takeOverImport(sql, clients.lead, own.importId);
  const [colleague] = await sql`
    SELECT id FROM coaching_session WHERE site_id = ${own.siteId} AND lead_coach_id <> ${own.coachId}
    ORDER BY session_on DESC, id LIMIT 1`;
  const [checklist] = await sql`
    SELECT definition #>> '{items,0,id}' AS "itemId", instrument_id AS "instrumentId" FROM instrument_version WHERE id = ${own.instrumentVersionId}`;

  const [dosage] = await sql<Record<string, string>[]>`
    SELECT intensity::text, sessions_per_month::text AS "sessionsPerMonth", minutes_per_session::text AS "minutesPerSession",
      starts_on::text AS "startsOn"
    FROM dosage_schedule
    WHERE program_id = (SELECT program_id FROM site WHERE id = ${own.siteId}) AND intensity = 'low' AND ends_on IS NULL`;

  const feedToken = newFeedToken();
  await sql`
    INSERT INTO calendar_feed (person_id, program_id, token_hash, created_at)
    SELECT id, program_id, ${feedTokenHash(feedToken)}, now() FROM person WHERE id = ${own.coachId}
    ON CONFLICT (person_id) DO UPDATE SET token_hash = EXCLUDED.token_hash, created_at = now()`;

  return {
    origin,
    sql,
    feedToken,
    clients,
    personIds,
    own,
    elsewhere,
    outside,
    colleagueSessionId: colleague?.id,
    itemId: checklist?.itemId,
    instrumentId: checklist?.instrumentId,
    dosage: dosage ?? {},
    close: async () => {
      await sql`DELETE FROM instrument_draft WHERE created_at >= ${openedAt}`;
      await sql`DELETE FROM calendar_feed WHERE created_at >= ${openedAt}`;
      await sql`DELETE FROM export WHERE requested_at >= ${openedAt}`;
      await sql`DELETE FROM coaching_session WHERE recorded_at >= ${openedAt}`;
      await sql`DELETE FROM session_plan WHERE created_at >= ${openedAt}`;
      await sql`DELETE FROM withdrawn_session WHERE withdrawn_at >= ${openedAt}`;
      await sql`DELETE FROM left_session WHERE left_at >= ${openedAt}`;
      await sql`DELETE FROM session_import WHERE requested_at >= ${openedAt}`;
      await sql`DELETE FROM calibration_attempt WHERE started_at >= ${openedAt}`;
      await sql`DELETE FROM rater_retraining WHERE created_at >= ${openedAt}`;
      await sql`DELETE FROM double_rating_note WHERE written_at >= ${openedAt}`;
      await sql`DELETE FROM action_step WHERE id = ANY (${made.steps})`;
      await sql`DELETE FROM goal WHERE id = ANY (${made.goals})`;
      await sql`DELETE FROM improvement_plan WHERE id = ANY (${made.improvements})`;
      await sql`DELETE FROM assessment_reminder WHERE assessment_id = ANY (${made.selfRatings})`;
      await sql`DELETE FROM assessment_response WHERE assessment_id = ANY (${made.selfRatings})`;
      await sql`DELETE FROM assessment WHERE id = ANY (${made.selfRatings})`;
      await sql`DELETE FROM handover WHERE id = ANY (${made.handovers})`;
      await sql`DELETE FROM coaching_group WHERE id = ANY (${made.groups}) OR name LIKE 'Matrix %'`;
      await sql`DELETE FROM agreement_version WHERE id = ANY (${[own, elsewhere, outside].map(({ draftId }) => draftId)})`;
      await sql`DELETE FROM coaching_agreement WHERE id = ANY (${made.agreements})`;
      await sql`DELETE FROM coach_capacity WHERE starts_on = ${CAPACITY_FROM}`;
      await sql`UPDATE coach_capacity SET ends_on = NULL WHERE ends_on = ${CAPACITY_FROM}`;
      // Also what jobs have said of those sessions meanwhile: it would lead nowhere.
      await sql`DELETE FROM inbox_item WHERE id = ANY (${made.notices}) OR created_at >= ${openedAt}`;
      await refreshFigures(ownerUrl, "after-the-world");
      await database.close();
    },
  };
}

type Made = Record<
  "goals" | "steps" | "notices" | "agreements" | "groups" | "handovers" | "improvements" | "selfRatings",
  string[]
>;
type Given = Omit<
  Records,
  | "accountId"
  | "sessionId"
  | "planId"
  | "plannedId"
  | "goalId"
  | "stepId"
  | "noticeId"
  | "exportId"
  | "importId"
  | "agreementId"
  | "signedVersionId"
  | "draftId"
  | "groupId"
  | "handoverId"
  | "instrumentDraftId"
  | "improvementPlanId"
  | "selfRatingId"
>;
type Pair = Pick<Records, "coachId" | "personId" | "siteId">;

async function coachBy(sql: Sql, coach: string, coachee: string): Promise<Pair> {
  const [row] = await sql<[Pair]>`
    SELECT coach_id AS "coachId", coachee_id AS "personId", assigned.site_id AS "siteId"
    FROM coach_assignment assigned
    JOIN person coach ON coach.id = coach_id JOIN person coachee ON coachee.id = coachee_id
    WHERE coach.email = ${coach} AND coachee.email = ${coachee} AND assigned.ends_on IS NULL`;
  return row;
}

/** Whether the demo supervisor made `final_review`, alone or as one of two. */
const isRatedByDemo = (sql: Sql) => sql`(final_review.rater_id = demo.id OR EXISTS (
  SELECT FROM double_rating twice
  WHERE twice.first_id = final_review.id AND demo.id IN (twice.first_rater_id, twice.second_rater_id)))`;

/** A coach at another site with a finished review that the demo supervisor did not make, and one of their people who works there. */
async function coachElsewhere(sql: Sql, siteId: string): Promise<Pair> {
  const [row] = await sql<[Pair]>`
    SELECT assigned.coach_id AS "coachId", assigned.coachee_id AS "personId", assigned.site_id AS "siteId"
    FROM coach_assignment assigned
    WHERE assigned.site_id <> ${siteId} AND assigned.ends_on IS NULL
      AND assigned.program_id = (SELECT program_id FROM site WHERE id = ${siteId})
      AND assigned.starts_on < current_date - 30
      AND NOT EXISTS (SELECT FROM coach_assignment o WHERE o.coach_id = assigned.coach_id AND o.site_id = ${siteId})
      AND NOT EXISTS (SELECT FROM coach_assignment o WHERE o.coachee_id = assigned.coachee_id AND o.coach_id <> assigned.coach_id)
      AND EXISTS (SELECT FROM assessment final_review JOIN person demo ON demo.email = 'supervisor@demo.test'
                  WHERE final_review.subject_id = assigned.coach_id AND final_review.state = 'final' AND final_review.part = 'first'
                    AND final_review.rater_type <> 'self' AND NOT final_review.is_held AND NOT ${isRatedByDemo(sql)})
      AND EXISTS (SELECT FROM role_assignment held WHERE held.person_id = assigned.coach_id AND role = 'coach' AND ends_on IS NULL)
      AND EXISTS (SELECT FROM site_assignment placed
                  WHERE placed.person_id = assigned.coachee_id AND placed.site_id = assigned.site_id AND placed.ends_on IS NULL)
      AND NOT EXISTS (SELECT FROM leave WHERE person_id IN (assigned.coach_id, assigned.coachee_id) AND last_on > current_date - 30)
      AND NOT EXISTS (SELECT FROM person WHERE id = assigned.coach_id AND email = 'coach@demo.test')
    ORDER BY assigned.coach_id, assigned.coachee_id LIMIT 1`;
  return row;
}

/**
 * What the demo program has for a coach: reviews at their site, and what belongs to the program.
 * @param isOwn whether to take what the demo supervisor rates. They rate at other sites, too, on some days.
 */
async function demoRecords(sql: Sql, pair: Pair, { isOwn }: { isOwn: boolean }): Promise<Given> {
  const [row] = await sql<[Omit<Given, keyof Pair>]>`
    SELECT site.region_id AS "regionId", open_review.rater_id AS "supervisorId", open_review.id AS "openReviewId",
      final_review.id AS "finalReviewId", final_review.instrument_version_id AS "instrumentVersionId",
      own_case.set_id AS "setId", own_case.id AS "caseId",
      (SELECT attempt.id FROM calibration_attempt attempt WHERE attempt.set_id = own_case.set_id AND NOT attempt.is_master
        AND attempt.submitted_at IS NOT NULL
        ORDER BY (attempt.person_id = open_review.rater_id) DESC, attempt.person_id = demo.id, attempt.id LIMIT 1) AS "attemptId",
      (SELECT count(*)::int + 1 FROM calibration_attempt attempt WHERE attempt.set_id = own_case.set_id AND NOT attempt.is_master
        AND attempt.submitted_at IS NOT NULL AND attempt.person_id = demo.id) AS attempt,
      (SELECT twice.id FROM double_rating twice WHERE twice.program_id = site.program_id AND twice.completed_at IS NOT NULL
        ORDER BY (demo.id IN (twice.first_rater_id, twice.second_rater_id)) = ${isOwn} DESC, twice.id LIMIT 1) AS "pairId",
      (SELECT id FROM plan_step WHERE program_id = site.program_id ORDER BY number, id LIMIT 1) AS "planStepId",
      (SELECT id FROM role_assignment WHERE person_id = ${pair.coachId} ORDER BY id LIMIT 1) AS "roleAssignmentId",
      (SELECT function.id FROM essential_function function
        JOIN core_component component ON component.id = core_component_id
        JOIN practice_profile profile ON profile.id = practice_profile_id
        WHERE profile.program_id = site.program_id AND profile.published_at < now() - interval '30 days'
        ORDER BY profile.version DESC, component.number, function.number LIMIT 1) AS "focusId"
    FROM site
    JOIN assessment open_review ON open_review.site_id = site.id AND open_review.state IN ('planned', 'open', 'in_progress')
      AND open_review.rater_id IS NOT NULL AND open_review.part = 'first' AND open_review.rater_type <> 'self'
    JOIN assessment final_review ON final_review.subject_id = ${pair.coachId} AND final_review.state = 'final'
      AND final_review.part = 'first' AND final_review.rater_type <> 'self' AND NOT final_review.is_held
    JOIN person demo ON demo.email = 'supervisor@demo.test'
    JOIN calibration_case own_case ON own_case.program_id = site.program_id AND own_case.number = 1
    JOIN calibration_set cases ON cases.id = own_case.set_id AND cases.published_at IS NOT NULL
    WHERE site.id = ${pair.siteId}
    ORDER BY (open_review.rater_id = demo.id) = ${isOwn} DESC, open_review.state <> 'in_progress' DESC,
      open_review.opens_on, open_review.id,
      ${isRatedByDemo(sql)} = ${isOwn} DESC, final_review.id LIMIT 1`;
  return { ...pair, ...row };
}

/** A second, tiny program with one coach who can sign in. */
async function outsideProgram(database: Database): Promise<Given> {
  const sql = database.sql as unknown as Sql;
  const program = await addProgram(sql, { name: "Another program" });
  const { coach, supervisor, site } = await addRatedCoach(sql, program, { awardedOn: "2025-01-02" });
  const coachee = await addPerson(sql, program, { role: "coachee", site });
  await assignCoach(sql, { coach, coachee, site });
  const profile = await addPracticeProfile(sql, program);
  const instrument = await addInstrument(sql, program);
  const parties = { coach, rater: supervisor, site };
  const openReviewId = await addAssessment(sql, instrument, parties);
  const ruleId = await addDoubleRatingRule(sql, program, instrument);
  const second = await addPerson(sql, program, { role: "supervisor", site });
  const { pairId } = await pairUp(sql, {
    ...{ ruleId, firstId: await addAssessment(sql, instrument, parties), second },
  });
  await sql`
    UPDATE double_rating SET completed_at = now(), settled_at = now(), first_rater_id = ${supervisor.id}, second_rater_id = ${second.id}
    WHERE id = ${pairId}`;
  const { setId, caseIds } = await addCalibrationSet(sql, instrument, { master: second, answers: [] });
  const attemptId = await addAttempt(sql, { setId, person: supervisor, on: "2026-05-04", passed: true });
  await addPlan(database, program);
  await giveDemoAccount(sql, coach.id, OUTSIDE_COACH);
  const [row] = await sql`
    SELECT (SELECT id FROM plan_step WHERE program_id = ${program.id} ORDER BY number, id LIMIT 1) AS "planStepId",
           (SELECT id FROM role_assignment WHERE person_id = ${coach.id}) AS "roleAssignmentId"`;
  return {
    coachId: coach.id,
    personId: coachee.id,
    siteId: site.id,
    regionId: site.regionId,
    supervisorId: supervisor.id,
    focusId: profile.functionIds[0] ?? "",
    openReviewId,
    finalReviewId: openReviewId,
    instrumentVersionId: instrument.versionId,
    ...{ setId, caseId: caseIds[0] ?? "", attemptId, attempt: 2, pairId },
    planStepId: row?.planStepId,
    roleAssignmentId: row?.roleAssignmentId,
  };
}

/** Adds a goal, an action step, a notice and a session that the coach logs through the product. */
async function withRecords(sql: Sql, coachClient: HttpClient, given: Given, made: Made): Promise<Records> {
  const [{ programId, accountId }] = await sql<[{ programId: string; accountId: string }]>`
    SELECT program_id AS "programId", account_id AS "accountId" FROM person WHERE id = ${given.coachId}`;
  const person = (id: string) => ({ id, programId, name: "", email: "" });
  const site = { id: given.siteId, programId, regionId: given.regionId, zone: "", name: "" };
  const pair = { coach: person(given.coachId), coachee: person(given.personId), site };
  const goalId = await addGoal(sql, { ...pair, title: "Goal of the permission matrix" });
  const stepId = await addActionStep(sql, { ...pair, what: "Step of the permission matrix" });
  const [notice] = await sql`
    INSERT INTO inbox_item (program_id, recipient_id, kind, subject_id, period_key, title, body, href, created_at)
    VALUES (${programId}, ${given.coachId}, 'permission-matrix', ${randomUUID()}, 'once', 'Notice', '', '/inbox', now())
    RETURNING id`;
  const agreement = await agreementOf(sql, pair, made);
  const improvementPlanId = randomUUID();
  await sql`
    INSERT INTO improvement_plan (id, program_id, site_id, subject_id, instrument_id, trigger_id, trigger_score_version, supervisor_id,
      owner_id, state, recheck_days, successes_needed, drivers, proposed_at, shared_at, closed_at, closed_reason)
    SELECT ${improvementPlanId}, review.program_id, review.site_id, ${given.coachId}, version.instrument_id, review.id, 999,
      ${given.supervisorId}, ${given.supervisorId}, 'withdrawn', 35, 2, '{}', now(), now(), now(), 'Of the permission matrix'
    FROM assessment review JOIN instrument_version version ON version.id = review.instrument_version_id
    WHERE review.id = ${given.finalReviewId}`;
  made.improvements.push(improvementPlanId);
  const selfRatingId = randomUUID();
  await sql`
    INSERT INTO assessment (id, program_id, site_id, schedule_rule_id, occurrence_key, instrument_version_id, subject_id, rater_id,
      rater_type, opens_on, target_on, due_on, grace_ends_on, schedule_reason, state)
    SELECT ${selfRatingId}, program_id, ${given.siteId}, schedule_rule_id, ${`matrix/${selfRatingId}`}, instrument_version_id,
      ${given.coachId}, ${given.coachId}, 'self', ${daysAgo(1)}, ${daysAgo(-20)}, ${daysAgo(-30)}, ${daysAgo(-37)},
      'Of the permission matrix', 'open'
    FROM assessment WHERE id = ${given.openReviewId}`;
  made.selfRatings.push(selfRatingId);
  const [groupId, handoverId] = [randomUUID(), randomUUID()];
  await sql`INSERT INTO coaching_group (id, program_id, site_id, kind, name)
            VALUES (${groupId}, ${programId}, ${given.siteId}, 'group', ${`Matrix ${groupId}`})`;
  await sql`
    INSERT INTO handover (id, program_id, site_id, coach_id, effective_on, state, requested_by_id, requested_at, content_hash)
    VALUES (${handoverId}, ${programId}, ${given.siteId}, ${given.coachId}, '2026-01-01', 'cancelled', ${given.coachId}, now(), 'x')`;
  made.groups.push(groupId);
  made.handovers.push(handoverId);
  const form = sessionForm(given);
  const answer = await coachClient.post("/sessions/new", form);
  if (answer.status !== 302) throw new Error(`The session was answered ${answer.status}: ${answer.body}`);
  const [plan, planned] = [planForm(given), planForm(given, { repeats: "once", sessionOn: daysAgo(-11) })];
  for (const each of [plan, planned]) {
    const made = await coachClient.post("/calendar/new", each);
    if (made.status !== 302) throw new Error(`The plan was answered ${made.status}: ${made.body}`);
  }
  const noticeId: string = notice?.id;
  const exportId = await exportOf(sql, coachClient, programId);
  made.goals.push(goalId);
  made.steps.push(stepId);
  made.notices.push(noticeId);
  const [sessionId = "", planId = "", plannedId = ""] = [form, plan, planned].map(
    (each) => each.get("id") ?? "",
  );
  const importId = randomUUID();
  await sql`
    INSERT INTO session_import (id, program_id, requested_by_id, file_name, sha256, bytes, encoding, delimiter, columns, mapping,
      status, total_rows, requested_at, checked_at)
    VALUES (${importId}, ${programId}, ${given.supervisorId}, 'history.csv', '', 1, 'utf-8', ',', '[]',
      '{"fields": {}, "dayOrder": "iso", "values": {}}', 'cancelled', 1, now(), now())`;
  const instrumentDraftId = randomUUID();
  await sql`
    INSERT INTO instrument_draft (id, program_id, definition, created_by_id, created_at, changed_by_id, changed_at)
    VALUES (${instrumentDraftId}, ${programId}, ${sql.json(EMPTY_INSTRUMENT)}, ${given.coachId}, now(), ${given.coachId}, now())`;
  const ids = {
    ...{ goalId, stepId, noticeId, exportId, importId, groupId, handoverId, instrumentDraftId },
    ...{ improvementPlanId, selfRatingId },
    draftId: randomUUID(),
  };
  return { ...given, ...ids, ...agreement, accountId, sessionId, planId, plannedId };
}

/** The agreement that the demo program has for a pair, with nothing waiting to be signed, else one made for the rows. */
async function agreementOf(
  sql: Sql,
  pair: Parameters<typeof addAgreement>[1],
  made: Made,
): Promise<Pick<Records, "agreementId" | "signedVersionId">> {
  const [known] = await sql<Pick<Records, "agreementId" | "signedVersionId">[]>`
    SELECT agreement_id AS "agreementId", id AS "signedVersionId" FROM agreement_version
    WHERE coach_id = ${pair.coach.id} AND coachee_id = ${pair.coachee.id} AND signed_at IS NOT NULL ORDER BY version LIMIT 1`;
  if (known) {
    await sql`UPDATE agreement_version SET withdrawn_at = now()
              WHERE agreement_id = ${known.agreementId} AND signed_at IS NULL AND withdrawn_at IS NULL`;
    return known;
  }
  await sql`DELETE FROM coaching_agreement WHERE coach_id = ${pair.coach.id} AND coachee_id = ${pair.coachee.id}`;
  const { id, versionId } = await addAgreement(sql, pair);
  made.agreements.push(id);
  return { agreementId: id, signedVersionId: versionId };
}

/** What the drafts of the rows hold. */
export const EMPTY_INSTRUMENT = { title: "Matrix", sections: [], items: [] };

/** A form that brings a small file of sessions. */
export function importForm(id: string = randomUUID()): FormData {
  const form = new FormData();
  form.set("id", id);
  form.set(
    "file",
    new File(["date,coach_email,coachee_emails\n2025-11-10,a@b.test,c@d.test\n"], "history.csv", {
      type: "text/csv",
    }),
  );
  return form;
}

/** The import with this id, chosen by the demo lead through the product, and stopped. */
async function takeOverImport(sql: Sql, lead: HttpClient, id: string): Promise<void> {
  await sql`DELETE FROM session_import WHERE id = ${id}`;
  const answer = await lead.post("/imports?index", importForm(id));
  if (answer.status !== 302) throw new Error(`The file was answered ${answer.status}: ${answer.body}`);
  await sql`UPDATE session_import SET status = 'cancelled', checked_at = now() WHERE id = ${id}`;
}

/** An export that the coach asks for through the product, once its file is there. */
async function exportOf(sql: Sql, coachClient: HttpClient, programId: string): Promise<string> {
  const id = randomUUID();
  const form = new URLSearchParams({ id, scope: "coach", fromOn: daysAgo(30), untilOn: daysAgo(0) });
  const answer = await coachClient.post("/exports?index", form);
  if (answer.status !== 302) throw new Error(`The export was answered ${answer.status}: ${answer.body}`);
  await until(`export ${id} of program ${programId}`, async () => {
    const [row] = await sql`SELECT status FROM export WHERE id = ${id}`;
    return row?.status === "done";
  });
  return id;
}
