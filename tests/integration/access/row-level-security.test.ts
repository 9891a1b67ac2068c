import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROLES, type Role } from "#app/access/roles.ts";
import { type Database, openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { insertDemoMeasures } from "#app/features/outcomes/demo/demo-measures.queries.server.ts";
import { acknowledgeSession } from "#app/features/sessions/acknowledge-session.server.ts";
import { editSession } from "#app/features/sessions/edit-session.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { makePlan } from "#app/features/sessions/make-plan.server.ts";
import { withdrawSession } from "#app/features/sessions/move-session.server.ts";
import { openSession } from "#app/features/sessions/open-session.server.ts";
import { replyToCoachee } from "#app/features/sessions/reply-to-coachee.server.ts";
import { planInput } from "#app/features/sessions/session-plan.schema.ts";
import { addAgreement } from "#tests/factories/agreements.ts";
import { addAssessment, addInstrument, addRatedCoach } from "#tests/factories/fidelity.ts";
import {
  addClosure,
  addLeave,
  addPerson,
  addProgram,
  addUnit,
  assignCoach,
  giveRole,
  type TestPerson,
  type TestProgram,
  type TestSite,
} from "#tests/factories/people.ts";
import { addPlan } from "#tests/factories/planning.ts";
import { addAttempt, addCalibrationSet, addDoubleRatingRule, pairUp } from "#tests/factories/raters.ts";
import {
  addActionStep,
  addDosageSchedule,
  addGoal,
  addPracticeProfile,
  sessionLog,
} from "#tests/factories/sessions.ts";
import { contextFor, NOON, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = openDatabase(testDatabase().ownerUrl, { connections: 2 });
const web = openDatabase(testDatabase().webUrl, { connections: 4 });
const worker = openDatabase(testDatabase().workerUrl, { connections: 2 });
afterAll(() => Promise.all([owner.close(), web.close(), worker.close()]));

let program: TestProgram;
const people = {} as Record<Role, TestPerson>;
let tables: string[];

/** What everybody of a program may read. */
const SHARED = [
  ...["region", "site", "site_stage", "unit", "dosage_schedule", "instrument", "instrument_version"],
  "closure",
  ...["schedule_rule", "measure", "measure_version", "practice_profile", "core_component"],
  ...["essential_function", "core_activity", "plan_version", "plan_phase", "plan_step", "plan_milestone"],
  ...["plan_activity", "plan_outcome", "plan_evidence"],
];

const PROGRAM = "program_id = :program";
const SITES = "site_id = ANY (:sites)";
const NOTHING = "false";
const PERSONS_AT_SITES = `IN (SELECT person_id FROM site_assignment WHERE ${SITES})`;
const OWN_COACHEES = "IN (SELECT coachee_id FROM coach_assignment WHERE coach_id = :me)";
const OWN_SESSIONS =
  "session_id IN (SELECT session_id FROM session_attendee WHERE lead_coach_id = :me OR person_id = :me)";
const OF_ME = (table: string) => `IN (SELECT id FROM ${table} WHERE coachee_id = :me)`;
const ALSO_THERE = `IN (SELECT person_id FROM session_coach WHERE ${OWN_SESSIONS}
  UNION SELECT person_id FROM session_attendee WHERE role <> 'coachee' AND ${OWN_SESSIONS})`;
const FINISHED_OF_ME =
  "assessment_id IN (SELECT id FROM assessment WHERE subject_id = :me AND state IN ('submitted', 'final') AND part <> 'second' AND NOT is_held)";
const RATED_BY_ME = "assessment_id IN (SELECT id FROM assessment WHERE rater_id = :me)";
const MY_VERSIONS =
  "coach_id = :me OR (proposed_at IS NOT NULL AND :me IN (coachee_id, supervisor_id, lead_id))";
const MY_GROUPS = "IN (SELECT group_id FROM group_assignment WHERE coach_id = :me)";
const MY_PAIRS = "IN (SELECT id FROM double_rating WHERE :me IN (first_rater_id, second_rater_id))";
const MY_RATINGS = `IN (SELECT id FROM assessment WHERE rater_id = :me
  UNION SELECT unnest(ARRAY[first_id, second_id, consensus_id]) FROM double_rating WHERE id ${MY_PAIRS})`;
const MASTER_OF_MINE = `is_master AND set_id IN (SELECT set_id FROM calibration_attempt
  WHERE person_id = :me AND submitted_at IS NOT NULL AND NOT is_master)`;

type Scopes = Record<Role, string>;
const forAll = (scope: string): Scopes => Object.fromEntries(ROLES.map((role) => [role, scope])) as Scopes;
const scopes = (given: Partial<Scopes>): Scopes => ({ ...forAll(NOTHING), ...given });
const conversation = (scope: string): Scopes => scopes({ coach: scope, coachee: scope });
const oversight = (given: Partial<Scopes>): Scopes =>
  scopes({ supervisor: SITES, lead: SITES, evaluator: SITES, ...given });

/** Which rows each role may see: written from the roles' meaning, and read by the owner. */
const SCOPES: Record<string, Scopes> = {
  ...Object.fromEntries(SHARED.map((table) => [table, forAll(PROGRAM)])),
  program: forAll("id = :program"),
  person: {
    coach: `id = :me OR id ${OWN_COACHEES} OR id IN (SELECT supervisor_id FROM supervision WHERE person_id = :me) OR id ${ALSO_THERE}`,
    coachee: `id = :me OR id IN (SELECT coach_id FROM coach_assignment WHERE coachee_id = :me) OR id ${ALSO_THERE}`,
    supervisor: `id = :me OR id IN (SELECT person_id FROM supervision WHERE supervisor_id = :me) OR id ${PERSONS_AT_SITES} OR id ${ALSO_THERE}
      OR id IN (SELECT unnest(ARRAY[first_rater_id, second_rater_id]) FROM double_rating WHERE id ${MY_PAIRS})`,
    lead: PROGRAM,
    evaluator: `id = :me OR id ${PERSONS_AT_SITES}`,
    planner: PROGRAM,
    admin: PROGRAM,
  },
  role_assignment: { ...forAll("person_id = :me"), lead: PROGRAM, admin: PROGRAM },
  site_assignment: {
    coach: `person_id = :me OR person_id ${OWN_COACHEES}`,
    coachee: "person_id = :me",
    supervisor: `person_id = :me OR ${SITES}`,
    lead: PROGRAM,
    evaluator: PROGRAM,
    planner: "person_id = :me",
    admin: PROGRAM,
  },
  supervision: { ...forAll("person_id = :me OR supervisor_id = :me"), lead: PROGRAM, admin: PROGRAM },
  coach_assignment: oversight({ coach: "coach_id = :me", coachee: "coachee_id = :me", admin: PROGRAM }),
  leave: {
    ...forAll("person_id = :me"),
    coach: `person_id = :me OR person_id ${OWN_COACHEES}`,
    supervisor: `person_id ${PERSONS_AT_SITES}`,
    lead: `person_id ${PERSONS_AT_SITES}`,
    evaluator: `person_id ${PERSONS_AT_SITES}`,
    admin: PROGRAM,
  },
  certification: {
    ...forAll("person_id = :me"),
    supervisor: `person_id ${PERSONS_AT_SITES}`,
    lead: `person_id ${PERSONS_AT_SITES}`,
    evaluator: `person_id ${PERSONS_AT_SITES}`,
    admin: PROGRAM,
  },
  coaching_session: oversight({
    coach: "lead_coach_id = :me",
    coachee: "id IN (SELECT session_id FROM session_attendee WHERE person_id = :me)",
  }),
  session_attendee: oversight({
    coach: "lead_coach_id = :me",
    coachee: `person_id = :me OR (role <> 'coachee' AND ${OWN_SESSIONS})`,
  }),
  session_coach: oversight({ coach: "lead_coach_id = :me", coachee: OWN_SESSIONS }),
  session_detail: conversation(OWN_SESSIONS),
  ...Object.fromEntries(
    ["session_focus", "session_strategy"].map((table) => {
      const overseen = `session_id IN (SELECT id FROM coaching_session WHERE ${SITES})`;
      const shared = { supervisor: overseen, lead: overseen, evaluator: overseen };
      return [table, scopes({ coach: OWN_SESSIONS, coachee: OWN_SESSIONS, ...shared })];
    }),
  ),
  goal: conversation("coach_id = :me OR coachee_id = :me OR :me = ANY (earlier_coach_ids)"),
  action_step: conversation("coach_id = :me OR coachee_id = :me OR :me = ANY (earlier_coach_ids)"),
  coaching_agreement: oversight({ coach: "coach_id = :me", coachee: "coachee_id = :me", admin: PROGRAM }),
  agreement_version: forAll(MY_VERSIONS),
  agreement_signature: forAll(`version_id IN (SELECT id FROM agreement_version WHERE ${MY_VERSIONS})`),
  coaching_group: oversight({ coach: `id ${MY_GROUPS}`, admin: PROGRAM }),
  coaching_group_member: oversight({ coach: `group_id ${MY_GROUPS}`, admin: PROGRAM }),
  group_assignment: oversight({ coach: "coach_id = :me", admin: PROGRAM }),
  coach_capacity: {
    ...forAll("coach_id = :me"),
    supervisor: `coach_id ${PERSONS_AT_SITES}`,
    lead: `coach_id ${PERSONS_AT_SITES}`,
    evaluator: `coach_id ${PERSONS_AT_SITES}`,
    admin: PROGRAM,
  },
  fade_proposal: oversight({ coach: "coach_id = :me", admin: PROGRAM }),
  handover: oversight({
    coach: "coach_id = :me OR id IN (SELECT handover_id FROM handover_line WHERE receiver_id = :me)",
    admin: PROGRAM,
  }),
  handover_line: oversight({
    coach: "coach_id = :me OR receiver_id = :me",
    coachee: "coachee_id = :me",
    admin: PROGRAM,
  }),
  handover_group: oversight({ coach: "receiver_id = :me", admin: PROGRAM }),
  handover_item: scopes({ admin: PROGRAM }),
  session_goal_progress: scopes({
    coach: OWN_SESSIONS,
    coachee: `${OWN_SESSIONS} AND goal_id ${OF_ME("goal")}`,
  }),
  session_action_review: scopes({
    coach: OWN_SESSIONS,
    coachee: `${OWN_SESSIONS} AND action_step_id ${OF_ME("action_step")}`,
  }),
  session_summary: conversation(OWN_SESSIONS),
  session_acknowledgement: conversation("person_id = :me OR lead_coach_id = :me"),
  session_private_note: scopes({ coach: "author_id = :me" }),
  note_key: scopes({ coach: "author_id = :me" }),
  session_acknowledgement_past: conversation("person_id = :me OR lead_coach_id = :me"),
  session_reply: conversation("person_id = :me OR lead_coach_id = :me"),
  session_amendment: oversight({ coach: "lead_coach_id = :me", coachee: OWN_SESSIONS }),
  session_amendment_value: {
    ...forAll(NOTHING),
    ...Object.fromEntries(
      ["supervisor", "lead", "evaluator"].map((role) => [
        role,
        `sight IN ('facts', 'attendee') AND ${SITES}`,
      ]),
    ),
    coach: "lead_coach_id = :me",
    coachee: `(sight IN ('facts', 'conversation') AND ${OWN_SESSIONS}
        AND (sight = 'facts' OR subject_id IS NULL OR subject_id ${OF_ME("goal")} OR subject_id ${OF_ME("action_step")}))
      OR (sight = 'attendee' AND subject_id = :me)`,
  },
  session_opening: scopes({
    coach: "lead_coach_id = :me",
    coachee: `part = 'shared_summary' AND ${OWN_SESSIONS}`,
    admin: PROGRAM,
  }),
  ...Object.fromEntries(
    ["session_plan", "session_plan_attendee", "session_plan_focus"].map((table) => [
      table,
      scopes({ coach: "coach_id = :me" }),
    ]),
  ),
  left_session: forAll("person_id = :me"),
  kept_note: forAll("author_id = :me"),
  withdrawn_session: scopes({ coach: "coach_id = :me", coachee: ":me = ANY (attendee_ids)" }),
  instrument_draft: scopes({ admin: PROGRAM }),
  assessment: oversight({
    coach: "subject_id = :me AND (part = 'first' OR (part = 'consensus' AND NOT is_held))",
    supervisor: `id ${MY_RATINGS} OR (${SITES} AND blind_to_id IS DISTINCT FROM :me)`,
  }),
  assessment_response: scopes({ coach: FINISHED_OF_ME, supervisor: `assessment_id ${MY_RATINGS}` }),
  assessment_score: {
    ...oversight({
      coach: FINISHED_OF_ME,
      supervisor: `assessment_id ${MY_RATINGS} OR (${SITES} AND NOT is_held)`,
    }),
    lead: `${SITES} AND NOT is_held`,
    evaluator: `${SITES} AND NOT is_held`,
  },
  calibration_set: scopes({
    supervisor: `${PROGRAM} AND published_at IS NOT NULL`,
    lead: PROGRAM,
    evaluator: PROGRAM,
  }),
  calibration_case: scopes({ supervisor: PROGRAM, lead: PROGRAM, evaluator: PROGRAM }),
  ...Object.fromEntries(
    ["calibration_attempt", "calibration_rating"].map((table) => {
      const overseen = `(is_master AND ${PROGRAM}) OR person_id ${PERSONS_AT_SITES}`;
      const rater = `person_id = :me OR (${MASTER_OF_MINE})`;
      return [
        table,
        { ...forAll("person_id = :me"), supervisor: rater, lead: overseen, evaluator: overseen },
      ];
    }),
  ),
  rater_retraining: {
    ...forAll("person_id = :me"),
    lead: `person_id ${PERSONS_AT_SITES}`,
    evaluator: `person_id ${PERSONS_AT_SITES}`,
  },
  double_rating_rule: scopes({ lead: PROGRAM, evaluator: PROGRAM }),
  double_rating_draw: scopes({ lead: PROGRAM, evaluator: PROGRAM }),
  double_rating: { ...forAll(`id ${MY_PAIRS}`), lead: SITES, evaluator: SITES },
  double_rating_note: forAll(`double_rating_id ${MY_PAIRS}`),
  acceptance_rule: scopes({ supervisor: PROGRAM, lead: PROGRAM, evaluator: PROGRAM }),
  assessment_submission: scopes({
    coach: `${FINISHED_OF_ME} AND kept_for = 'amended'`,
    supervisor: RATED_BY_ME,
  }),
  assessment_decision: scopes({ supervisor: RATED_BY_ME, lead: SITES }),
  feedback_reply: { ...forAll("person_id = :me"), supervisor: RATED_BY_ME, lead: SITES },
  improvement_plan: scopes({
    coach: "subject_id = :me",
    supervisor: "shared_at IS NOT NULL AND :me IN (owner_id, supervisor_id)",
    lead: `shared_at IS NOT NULL AND ${SITES}`,
  }),
  improvement_support: scopes({
    coach: "plan_id IN (SELECT id FROM improvement_plan WHERE subject_id = :me)",
    supervisor:
      "plan_id IN (SELECT id FROM improvement_plan WHERE shared_at IS NOT NULL AND :me IN (owner_id, supervisor_id))",
    lead: `plan_id IN (SELECT id FROM improvement_plan WHERE shared_at IS NOT NULL AND ${SITES})`,
  }),
  site_figure: oversight({}),
  figure_release: scopes({ supervisor: PROGRAM, lead: PROGRAM, evaluator: PROGRAM }),
  released_figure: oversight({}),
  schedule_draw: scopes({ lead: PROGRAM, evaluator: PROGRAM }),
  assessment_waiver: oversight({}),
  rater_conflict: { ...forAll("rater_id = :me"), lead: PROGRAM },
  review_move: {
    ...forAll("made_by_id = :me"),
    ...{ supervisor: PROGRAM, lead: PROGRAM, evaluator: PROGRAM },
  },
  review_move_item: forAll("move_id IN (SELECT id FROM review_move WHERE made_by_id = :me)"),
  schedule_event: scopes({ lead: `${SITES} AND subject_id <> :me` }),
  inbox_item: forAll("recipient_id = :me"),
  calendar_feed: forAll("person_id = :me"),
  export: forAll("requested_by_id = :me"),
  session_import: { ...forAll("requested_by_id = :me"), admin: PROGRAM },
  import_problem: { ...forAll("requested_by_id = :me"), admin: PROGRAM },
  assessment_reminder: forAll("recipient_id = :me"),
  domain_event: scopes({
    admin: `${PROGRAM} AND subject_type NOT IN ('schedule-event', 'improvement-plan')`,
  }),
  mail: scopes({ admin: PROGRAM }),
  job_run: scopes({ admin: "program_id IS NULL OR program_id = :program" }),
};

/** Where whoever is not a party to the conversation sees nothing at all. */
const CONVERSATION = [
  ...["goal", "action_step", "session_goal_progress", "session_action_review"],
  ...["session_summary", "session_detail", "session_private_note", "session_acknowledgement"],
  ...["note_key", "kept_note", "session_acknowledgement_past", "session_reply"],
];

/** What jobs have no right to at all. */
const NOT_FOR_JOBS = [
  ...[
    "agreement_version",
    "improvement_support",
    "kept_note",
    "left_session",
    "note_key",
    "session_amendment_value",
    "session_detail",
  ],
];

beforeAll(async () => {
  const sql = owner.sql as unknown as Sql;
  for (const name of ["Ours", "Theirs"]) {
    const one = await addProgram(sql, { name });
    await addDosageSchedule(sql, one);
    await addClosure(sql, one, { firstOn: "2026-11-26" });
    await insertDemoMeasures(sql, { programId: one.id, effectiveFrom: "2025-01-01" });
    const planVersionId = await addPlan(owner, one);
    const profile = await addPracticeProfile(sql, one, { version: 2 });
    const instrument = await addInstrument(sql, one);
    await sql`
      INSERT INTO core_activity (program_id, essential_function_id, number, title, levels)
      VALUES (${one.id}, ${profile.functionIds[0] ?? ""}, 1, 'Listens', '[]')`;
    const writer = await addPerson(sql, one, { role: "admin" });
    await sql`
      INSERT INTO instrument_draft (id, program_id, definition, created_by_id, created_at, changed_by_id, changed_at)
      VALUES (${randomUUID()}, ${one.id}, '{"items": []}', ${writer.id}, ${NOON}, ${writer.id}, ${NOON})`;
    await sql`
      INSERT INTO plan_evidence (program_id, step_id, title, added_at)
      SELECT program_id, id, 'Minutes', now() FROM plan_step WHERE program_id = ${one.id} LIMIT 1`;
    expect(planVersionId).toBeTruthy();
    for (const role of ["lead", "evaluator", "planner", "admin"] as const) {
      const person = await addPerson(sql, one, { role });
      if (name === "Ours") people[role] = person;
    }
    for (const place of ["first", "second"]) {
      const found = await addWork(sql, one, profile.functionIds.slice(0, 1), instrument);
      if (name === "Ours" && place === "first") Object.assign(people, found);
    }
    if (name === "Ours") program = one;
  }
  await sql`INSERT INTO job_run (name, key, started_at, outcome) VALUES ('deliver-mail', 'accounts', now(), 'succeeded')`;
  const found = await sql<{ name: string }[]>`
    SELECT tablename AS name FROM pg_tables
    WHERE schemaname = 'public' AND tablename NOT LIKE 'auth\\_%' AND tablename NOT IN ('rate_limit', '_prisma_migrations')
    ORDER BY tablename`;
  tables = found.map(({ name }) => name);
});

/** A coach, their coachee and their supervisor at a site of their own, with a row in every table of their work. */
async function addWork(
  sql: Sql,
  one: TestProgram,
  focusIds: string[],
  instrument: Awaited<ReturnType<typeof addInstrument>>,
): Promise<Record<"coach" | "coachee" | "supervisor", TestPerson>> {
  const supervisor = await addPerson(sql, one);
  const { coach, site } = await addRatedCoach(sql, one, { supervisor, awardedOn: "2026-01-05" });
  const unit = await addUnit(sql, site);
  await giveRole(sql, supervisor, { role: "supervisor", siteId: site.id });
  const coachee = await addPerson(sql, one, { role: "coachee", site, unit });
  const pair = { coach, coachee, site };
  await assignCoach(sql, pair);
  await addLeave(sql, coachee, { firstOn: "2026-12-21", lastOn: "2026-12-31" });
  const [goal, step] = [await addGoal(sql, pair), await addActionStep(sql, pair)];
  const colleague = await addPerson(sql, one, { role: "coach" });
  const log = sessionLog({
    attendeeIds: [coachee.id],
    focusIds,
    strategies: ["debrief:reflective_questioning"],
    progress: { [goal]: "in_progress" },
    reviews: { [step]: "partly_done" },
    alsoThere: [
      { personId: colleague.id, role: "co_coach" },
      { personId: supervisor.id, role: "observer" },
    ],
    artefactRef: "Folder 3",
    observationKind: "document_review",
    summary: "Shared words",
    privateNote: "Words for nobody else",
  });
  expect(await logSession(await contextFor(web, coach), log)).toMatchObject({ state: "stored" });
  const edit = {
    ...log,
    endTime: "09:50",
    attendance: { [coachee.id]: "partial" as const },
    summary: "Other words",
  };
  const changed = { ...edit, attendeeMinutes: { [coachee.id]: 20 }, rowVersion: 1 };
  expect(await editSession(await contextFor(web, coach), changed)).toMatchObject({ ok: true });
  const word = { sessionId: log.id, comment: "It was shorter" };
  const asCoachee = await contextFor(web, coachee);
  for (const state of ["disputed", "acknowledged"] as const)
    expect(await acknowledgeSession(asCoachee, { ...word, state })).toEqual({ ok: true });
  const reply = { id: randomUUID(), sessionId: log.id, personId: coachee.id, reply: "It was not" };
  await replyToCoachee(await contextFor(web, coach), reply);
  const plan = planInput.parse({
    ...{ id: randomUUID(), attendeeIds: [coachee.id], focusIds, repeats: "weekly" },
    ...{ sessionOn: "2026-11-17", startTime: "09:00", endTime: "10:00" },
  });
  expect(await makePlan(await contextFor(web, coach), plan)).toMatchObject({ ok: true });
  const [planned] = await sql`
    SELECT id AS "sessionId", row_version AS "rowVersion" FROM coaching_session WHERE plan_id = ${plan.id} LIMIT 1`;
  const toWithdraw = planned as { sessionId: string; rowVersion: number };
  expect(await withdrawSession(await contextFor(web, coach), toWithdraw)).toEqual({ ok: true });
  const admin = await addPerson(sql, one, { role: "admin" });
  for (const part of ["shared_summary", "private_note"] as const)
    expect(
      await openSession(await contextFor(web, admin), {
        openingId: randomUUID(),
        session: log.id,
        part,
        kind: "child_safety",
        reason: "A reason that is long enough to be kept in the audit log",
        confirmed: "on",
      }),
    ).toMatchObject({ ok: true });

  const parties = { coach, rater: supervisor, site };
  const [open, final] = [
    await addAssessment(sql, instrument, parties),
    await addAssessment(sql, instrument, parties),
  ];
  await sql`
    UPDATE assessment SET state = 'final', submitted_at = ${NOON}, submitted_on = '2026-11-16' WHERE id = ${final}`;
  for (const id of [open, final])
    await sql`INSERT INTO assessment_response (assessment_id, item_id, program_id, code, value)
              VALUES (${id}, 'item', ${one.id}, 'value', 1)`;
  await sql`
    INSERT INTO assessment_score (assessment_id, score_version, program_id, site_id, points, possible, percent, result,
                                  critical_failures, sections, computed_at)
    VALUES (${final}, 1, ${one.id}, ${site.id}, 1, 2, 50, 'not_met', '{}', '[]', ${NOON})`;
  // One that is shared, and one that its subject has not shown to anybody.
  for (const [trigger, sharedAt, state] of [
    [final, NOON, "withdrawn"],
    [open, null, "proposed"],
  ] as const) {
    const [plan] = await sql`
      INSERT INTO improvement_plan (program_id, site_id, subject_id, instrument_id, trigger_id, trigger_score_version, supervisor_id,
        owner_id, recheck_days, successes_needed, drivers, state, closed_at, closed_reason, proposed_at, shared_at)
      VALUES (${one.id}, ${site.id}, ${coach.id}, ${instrument.id}, ${trigger}, 1, ${supervisor.id}, ${supervisor.id}, 35, 2, '{}',
        ${state}, ${sharedAt}, ${sharedAt && "A test"}, ${NOON}, ${sharedAt})
      RETURNING id`;
    await sql`INSERT INTO improvement_support (id, program_id, plan_id, what, helper, due_on, created_at)
              VALUES (${randomUUID()}, ${one.id}, ${plan?.id}, 'Time set free', 'program', '2026-12-01', ${NOON})`;
  }
  await sql`INSERT INTO assessment_reminder (assessment_id, recipient_id, step, due_on, program_id, sent_at)
            VALUES (${open}, ${supervisor.id}, 'due', '2026-11-26', ${one.id}, ${NOON})`;
  await sql`
    INSERT INTO site_figure (program_id, site_id, measure_version_id, month_on, numerator, denominator, as_of, refreshed_at)
    SELECT ${one.id}, ${site.id}, id, '2026-11-01', 1, 2, '2026-11-16', ${NOON} FROM measure_version WHERE program_id = ${one.id}`;
  await sql`
    INSERT INTO figure_release (id, program_id, month_on, number, released_at)
    VALUES (${randomUUID()}, ${one.id}, '2026-11-01', 1, ${NOON}) ON CONFLICT DO NOTHING`;
  await sql`INSERT INTO schedule_draw (program_id, rule_code, period_on, seed, population, drawn_ids, strata, drawn_at)
            VALUES (${one.id}, ${site.id}, '2026-11-01', 'seed', 1, ${[coach.id]}::uuid[], '[]', ${NOON})`;
  await sql`INSERT INTO assessment_waiver (assessment_id, program_id, site_id, reason, approved_at)
            VALUES (${final}, ${one.id}, ${site.id}, 'A test', ${NOON})`;
  await sql`INSERT INTO rater_conflict (program_id, rater_id, subject_id, starts_on, reason, recorded_at)
            VALUES (${one.id}, ${supervisor.id}, ${coach.id}, '2026-01-01', 'Married', ${NOON})`;
  const moveId = randomUUID();
  await sql`INSERT INTO review_move (id, program_id, kind, made_by_id, made_at)
            VALUES (${moveId}, ${one.id}, 'one', ${supervisor.id}, ${NOON})`;
  await sql`INSERT INTO review_move_item (move_id, assessment_id, program_id, to_on)
            VALUES (${moveId}, ${final}, ${one.id}, '2026-11-20')`;
  await sql`INSERT INTO schedule_event (id, program_id, site_id, subject_id, kind, happened_on, note, recorded_at)
            VALUES (${randomUUID()}, ${one.id}, ${site.id}, ${coach.id}, 'complaint', '2026-11-02', 'A test', ${NOON})`;
  await sql`INSERT INTO site_stage (program_id, site_id, stage, starts_on, reason)
            VALUES (${one.id}, ${site.id}, 'initial_implementation', '2026-03-02', 'Started')`;
  for (const { id } of [coach, coachee, supervisor])
    await sql`
      INSERT INTO inbox_item (program_id, recipient_id, kind, subject_id, period_key, title, body, href, created_at)
      VALUES (${one.id}, ${id}, 'test', ${randomUUID()}, 'once', 'Notice', '', '/inbox', ${NOON})`;
  for (const { id } of [coach, coachee, supervisor]) {
    await sql`
      INSERT INTO left_session (session_id, person_id, program_id, coach_id, session_on, zone, row_version, left_at)
      VALUES (${log.id}, ${id}, ${one.id}, ${coach.id}, '2026-11-16', 'America/Los_Angeles', 2, ${NOON})`;
    await sql`INSERT INTO calendar_feed (person_id, program_id, token_hash, created_at)
              VALUES (${id}, ${one.id}, ${randomUUID()}, ${NOON})`;
    await sql`INSERT INTO export (id, program_id, requested_by_id, scope, from_on, until_on, requested_at)
              VALUES (${randomUUID()}, ${one.id}, ${id}, 'coach', '2026-11-01', '2026-11-16', ${NOON})`;
  }
  await addAgreement(sql, { ...pair, supervisor, profile: "shared_goals" });
  await addRatedTwice(sql, one, instrument, { ...parties, second: await addPerson(sql, one, { site }) });
  await addCompleting(sql, one, { ...parties, assessmentId: final });
  await addCalibration(sql, one, instrument, supervisor);
  await addCaseload(sql, { ...pair, receiver: await addPerson(sql, one, { role: "coach", site }) });
  for (const person of [coach, coachee, supervisor]) {
    const importId = randomUUID();
    await sql`
      INSERT INTO session_import (id, program_id, requested_by_id, file_name, sha256, bytes, encoding, delimiter, columns, mapping,
        total_rows, requested_at)
      VALUES (${importId}, ${one.id}, ${person.id}, 'history.csv', '', 1, 'utf-8', ',', '[]', '{}', 1, ${NOON})`;
    await sql`
      INSERT INTO import_problem (import_id, row_number, position, program_id, requested_by_id, is_refusal, column_name, found, expected)
      VALUES (${importId}, 2, 1, ${one.id}, ${person.id}, true, 'date', '', 'A day')`;
  }
  await sql`INSERT INTO mail (program_id, key, to_address, subject, body)
            VALUES (${one.id}, ${randomUUID()}, ${coach.email}, 'Notice', '')`;
  await sql`INSERT INTO job_run (name, key, program_id, started_at, outcome)
            VALUES ('refresh-figures', ${randomUUID()}, ${one.id}, ${NOON}, 'succeeded')`;
  await sql`
    INSERT INTO kept_note (session_id, author_id, program_id, coachee_id, session_on, handover_id, key_id, ciphertext)
    SELECT ${log.id}, author_id, program_id, ${coachee.id}, '2026-11-16',
      (SELECT id FROM handover WHERE coach_id = ${coach.id} LIMIT 1), id, ''
    FROM note_key WHERE author_id = ${coach.id}`;
  return { coach, coachee, supervisor };
}

/** A final review that was given back and amended before, and another that waits for a lead. */
async function addCompleting(
  sql: Sql,
  one: TestProgram,
  given: { coach: TestPerson; rater: TestPerson; site: TestSite; assessmentId: string },
): Promise<void> {
  const { coach, rater, site, assessmentId } = given;
  await sql`
    INSERT INTO acceptance_rule (id, program_id, version, starts_on, is_on, needs_met, needs_window, needs_certified, tell_after_days,
      amend_days, created_at)
    SELECT ${randomUUID()}, ${one.id}, count(*) + 1, '2026-11-01', true, true, true, true, 5, 14, ${NOON}
    FROM acceptance_rule WHERE program_id = ${one.id}`;
  for (const [number, keptFor] of [
    [1, "returned"],
    [2, "amended"],
  ] as const)
    await sql`
      INSERT INTO assessment_submission (assessment_id, number, program_id, kept_for, strengths, next_steps, evidence, answers, reason,
        draft_id, kept_at)
      VALUES (${assessmentId}, ${number}, ${one.id}, ${keptFor}, '', '', '', '[]', ${keptFor === "amended" ? "A slip" : null},
        ${keptFor === "amended" ? randomUUID() : null}, ${NOON})`;
  await sql`
    INSERT INTO assessment_decision (program_id, site_id, assessment_id, submission, verdict, reason, item_ids, decided_by_id, decided_at)
    VALUES (${one.id}, ${site.id}, ${assessmentId}, 1, 'returned', 'A test', '{}', ${rater.id}, ${NOON})`;
  await sql`
    INSERT INTO feedback_reply (id, program_id, site_id, assessment_id, person_id, score_version, verdict, text, said_at)
    VALUES (${randomUUID()}, ${one.id}, ${site.id}, ${assessmentId}, ${coach.id}, 1, 'read', '', ${NOON})`;
}

/** Two pairs of the supervisor: one that is rated, with a note, and one where the other rating is in and theirs is not. */
async function addRatedTwice(
  sql: Sql,
  one: TestProgram,
  instrument: Awaited<ReturnType<typeof addInstrument>>,
  parties: { coach: TestPerson; rater: TestPerson; site: TestSite; second: TestPerson },
): Promise<void> {
  const { rater, second } = parties;
  const ruleId = await addDoubleRatingRule(sql, one, instrument);
  await sql`INSERT INTO double_rating_draw (rule_id, period_on, program_id, seed, population, drawn, drawn_at)
            VALUES (${ruleId}, '2026-11-01', ${one.id}, 'seed', '[]', '{}', ${NOON})`;
  for (const isComplete of [true, false]) {
    const firstId = await addAssessment(sql, instrument, parties);
    const { pairId, secondId } = await pairUp(sql, { ruleId, firstId, second });
    const rated = isComplete ? [firstId, secondId] : [secondId];
    await sql`UPDATE assessment SET state = 'final', submitted_at = ${NOON}, submitted_on = '2026-11-16' WHERE id = ANY (${rated})`;
    for (const id of rated) {
      await sql`INSERT INTO assessment_response (assessment_id, item_id, program_id, code, value) VALUES (${id}, 'item', ${one.id}, 'value', 1)`;
      await sql`
        INSERT INTO assessment_score (assessment_id, score_version, program_id, site_id, points, possible, percent, result,
                                      critical_failures, sections, computed_at)
        VALUES (${id}, 1, ${one.id}, ${parties.site.id}, 1, 2, 50, 'not_met', '{}', '[]', ${NOON})`;
    }
    if (!isComplete) continue;
    await sql`UPDATE double_rating SET completed_at = ${NOON}, first_rater_id = ${rater.id}, second_rater_id = ${second.id} WHERE id = ${pairId}`;
    await sql`UPDATE assessment SET blind_to_id = NULL WHERE id = ANY (${rated})`;
    await sql`INSERT INTO double_rating_note (id, program_id, double_rating_id, author_id, text, written_at)
              VALUES (${randomUUID()}, ${one.id}, ${pairId}, ${second.id}, 'I saw it once', ${NOON})`;
  }
}

/** A draft, a set that the supervisor has rated, one that nobody has, and training anew that was agreed. */
async function addCalibration(
  sql: Sql,
  one: TestProgram,
  instrument: Awaited<ReturnType<typeof addInstrument>>,
  supervisor: TestPerson,
): Promise<void> {
  const master = await addPerson(sql, one);
  const given = { master, answers: [{ itemId: "item", code: "value", value: 1 }] };
  await addCalibrationSet(sql, instrument, { ...given, published: false });
  await addCalibrationSet(sql, instrument, given);
  const { setId, caseIds } = await addCalibrationSet(sql, instrument, given);
  const attemptId = await addAttempt(sql, { setId, person: supervisor, on: "2026-05-04", passed: true });
  await sql`
    INSERT INTO calibration_rating (attempt_id, case_id, program_id, set_id, person_id, is_master, answers, updated_at)
    VALUES (${attemptId}, ${caseIds[0] ?? ""}, ${one.id}, ${setId}, ${supervisor.id}, false, '[]', ${NOON})`;
  await sql`
    INSERT INTO rater_retraining (id, program_id, person_id, instrument_id, agreed_on, agreed_by_id, reason, created_at)
    VALUES (${randomUUID()}, ${one.id}, ${supervisor.id}, ${instrument.id}, '2026-06-01', ${master.id}, 'To practise together', ${NOON})`;
}

/** A group, a capacity, a proposal and a handover of the coach. */
async function addCaseload(
  sql: Sql,
  {
    coach,
    coachee,
    site,
    receiver,
  }: Record<"coach" | "coachee" | "receiver", TestPerson> & { site: TestSite },
): Promise<void> {
  const [group, coaching, handover] = [randomUUID(), randomUUID(), randomUUID()];
  const { programId } = coach;
  await sql`INSERT INTO coaching_group (id, program_id, site_id, kind, name) VALUES (${group}, ${programId}, ${site.id}, 'group', 'Intake')`;
  await sql`INSERT INTO coaching_group_member (program_id, group_id, site_id, person_id, starts_on)
            VALUES (${programId}, ${group}, ${site.id}, ${coachee.id}, '2026-11-01')`;
  await sql`INSERT INTO group_assignment (id, program_id, group_id, site_id, coach_id, intensity, starts_on)
            VALUES (${coaching}, ${programId}, ${group}, ${site.id}, ${coach.id}, 'moderate', '2026-11-01')`;
  await sql`INSERT INTO coach_capacity (program_id, coach_id, coachees, starts_on) VALUES (${programId}, ${coach.id}, 10, '2026-11-01')`;
  await sql`
    INSERT INTO fade_proposal (program_id, site_id, assignment_id, coach_id, coachee_id, intensity, basis, count, met_on, proposed_at)
    SELECT program_id, site_id, id, coach_id, coachee_id, 'low', 'sessions', 3, '2026-11-01', ${NOON} FROM coach_assignment
    WHERE coach_id = ${coach.id} AND coachee_id = ${coachee.id}`;
  await sql`
    INSERT INTO handover (id, program_id, site_id, coach_id, effective_on, requested_by_id, requested_at, content_hash)
    VALUES (${handover}, ${programId}, ${site.id}, ${coach.id}, '2026-12-01', ${receiver.id}, ${NOON}, 'x')`;
  await sql`
    INSERT INTO handover_line (handover_id, coachee_id, program_id, site_id, coach_id, receiver_id)
    VALUES (${handover}, ${coachee.id}, ${programId}, ${site.id}, ${coach.id}, ${receiver.id})`;
  await sql`INSERT INTO handover_group (handover_id, group_assignment_id, program_id, site_id, receiver_id)
            VALUES (${handover}, ${coaching}, ${programId}, ${site.id}, ${receiver.id})`;
  await sql`INSERT INTO handover_item (handover_id, position, program_id, kind, subject_id, after_hash)
            VALUES (${handover}, 1, ${programId}, 'goal', ${randomUUID()}, 'x')`;
}

/** What the web may read of a table: its words of a rating come by way of `app.rater_words`. */
const readable = async (table: string) => {
  const [row] = await owner.sql`
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns FROM pg_attribute
    WHERE attrelid = ${table}::regclass AND attnum > 0 AND NOT attisdropped
      AND has_column_privilege('throughline_web', attrelid, attnum, 'SELECT')`;
  return row?.columns ? `(SELECT ${row.columns} FROM ${table})` : table;
};

const rowsIn = async ({ sql }: Database, table: string, where: string) => {
  const rows = await sql.unsafe(
    `SELECT to_jsonb(t)::text AS row FROM ${await readable(table)} t WHERE ${where}`,
  );
  return rows.map(({ row }) => row as string).sort();
};

describe.each(ROLES)("a query of the %s without any condition", (role) => {
  test("returns the rows in scope, of every table", async () => {
    const ctx = await contextFor(web, people[role]);
    const sites = ctx.actor.roles
      .filter((held) => ["supervisor", "lead", "evaluator"].includes(held.role))
      .flatMap((held) => held.siteIds);
    const asOwner = (scope: string) =>
      scope
        .replaceAll(":program", `'${program.id}'::uuid`)
        .replaceAll(":me", `'${ctx.actor.personId}'::uuid`)
        .replaceAll(":sites", `'{${sites.join(",")}}'::uuid[]`);
    expect(Object.keys(SCOPES).sort()).toEqual(tables);
    for (const table of tables) {
      const columns = await readable(table);
      const seen = await inSql(ctx, (sql) => sql.unsafe(`SELECT to_jsonb(t)::text AS row FROM ${columns} t`));
      const scope = SCOPES[table]?.[role] ?? NOTHING;
      expect({ table, rows: seen.map(({ row }) => row).sort() }).toEqual({
        table,
        rows: await rowsIn(owner, table, asOwner(scope)),
      });
    }
  });
});

test("the tables hold rows that are out of scope, so that the tests above can fail", async () => {
  for (const table of tables) {
    const column = table === "program" ? "id" : "program_id";
    const [row] = await owner.sql.unsafe(
      `SELECT count(*) FILTER (WHERE ${column} = '${program.id}')::int AS ours,
              count(*) FILTER (WHERE ${column} <> '${program.id}')::int AS theirs FROM ${table}`,
    );
    expect({ table, ours: row?.ours > 0, theirs: row?.theirs > 0 }).toEqual({
      table,
      ours: true,
      theirs: true,
    });
  }
});

test.each(["supervisor", "lead", "evaluator", "planner", "admin"] as const)(
  "the conversation is empty for the %s",
  async (role) => {
    const ctx = await contextFor(web, people[role]);
    for (const table of CONVERSATION)
      expect(await inSql(ctx, (sql) => sql`SELECT FROM ${sql(table)}`), table).toHaveLength(0);
  },
);

test("a supervisor of one unit sees the records of that unit", async () => {
  const [unit] =
    await owner.sql`SELECT unit_id AS id FROM coaching_session WHERE lead_coach_id = ${people.coach.id}`;
  const person = await addPerson(owner.sql as unknown as Sql, program);
  await giveRole(owner.sql as unknown as Sql, person, { role: "supervisor", unitId: unit?.id });
  const ctx = await contextFor(web, person);
  for (const table of ["coaching_session", "session_attendee"]) {
    const seen = await inSql(ctx, (sql) => sql`SELECT to_jsonb(t)::text AS row FROM ${sql(table)} t`);
    expect(seen.length, table).toBeGreaterThan(0);
    expect(seen.map(({ row }) => row).sort()).toEqual(await rowsIn(owner, table, `unit_id = '${unit?.id}'`));
  }
  for (const table of [...CONVERSATION, "assessment", "site_figure"])
    expect(await inSql(ctx, (sql) => sql`SELECT FROM ${sql(table)}`), table).toHaveLength(0);
});

test("without an actor every table is empty, for web and worker", async () => {
  for (const table of tables) expect(await rowsIn(web, table, "true"), table).toEqual([]);
  // The worker picks up events, mail and runs of every program, and lists the programs to work for.
  const ofEveryProgram = ["domain_event", "job_run", "mail", "program"];
  // Jobs never need the conversation.
  for (const table of tables.filter((name) => ![...ofEveryProgram, ...NOT_FOR_JOBS].includes(name)))
    expect(await rowsIn(worker, table, "true"), table).toEqual([]);
});

test("a job sees its own program, and no summary or private note", async () => {
  const ctx = systemContextFor(worker, program);
  for (const table of ["coaching_session", "assessment", "person", "site_figure", "inbox_item"]) {
    const columns = await readable(table);
    expect(
      await inSql(ctx, (sql) => sql.unsafe(`SELECT to_jsonb(t)::text AS row FROM ${columns} t`)).then(
        (rows) => rows.map(({ row }) => row).sort(),
      ),
      table,
    ).toEqual(await rowsIn(owner, table, `program_id = '${program.id}'`));
  }
  for (const table of ["session_summary", "session_private_note"])
    expect(await inSql(ctx, (sql) => sql`SELECT FROM ${sql(table)}`), table).toHaveLength(0);
  for (const table of NOT_FOR_JOBS)
    await expect(
      inSql(ctx, (sql) => sql`SELECT FROM ${sql(table)}`),
      table,
    ).rejects.toMatchObject({ code: "42501" });
});

test("nobody rewrites the audit log, and the accounts are for signing in alone", async () => {
  const denied = { code: "42501" };
  const admin = await contextFor(web, people.admin);
  for (const ctx of [admin, systemContextFor(worker, program)]) {
    await expect(inSql(ctx, (sql) => sql`UPDATE domain_event SET type = 'x'`)).rejects.toMatchObject(denied);
    await expect(inSql(ctx, (sql) => sql`DELETE FROM domain_event`)).rejects.toMatchObject(denied);
    for (const table of [
      ...["auth_user", "auth_session", "auth_account", "auth_verification", "auth_two_factor"],
      "rate_limit",
    ])
      await expect(
        inSql(ctx, (sql) => sql`SELECT FROM ${sql(table)}`),
        table,
      ).rejects.toMatchObject(denied);
  }
  await expect(inSql(admin, (sql) => sql`UPDATE domain_event SET relayed_at = now()`)).rejects.toMatchObject(
    denied,
  );
});

test("nobody acts for somebody else: an event names whoever acts", async () => {
  const ctx = await contextFor(web, people.coach);
  const append = (programId: string, actorId: string) =>
    inSql(
      ctx,
      (sql) => sql`
        INSERT INTO domain_event (program_id, type, subject_type, subject_id, actor_id, occurred_at, retain_until)
        VALUES (${programId}, 'access.refused', 'route', '/', ${actorId}, ${NOON}, '2033-01-01')`,
    );
  await expect(append(program.id, people.admin.id)).rejects.toMatchObject({ code: "42501" });
  await expect(append(randomUUID(), people.coach.id)).rejects.toMatchObject({ code: "42501" });
});

describe("of the conversation each party writes only what is theirs", () => {
  const NOT_ALLOWED = { code: "42501" };
  const NOT_THE_COACHS = { constraint_name: "coaching_session_not_the_coachs" };
  const change = async (who: Role, statement: string) => {
    const ctx = await contextFor(web, people[who]);
    const { count } = await inSql(ctx, async (sql) => await sql.unsafe(statement));
    return count;
  };
  const own = (column: string, who: Role = "coach") => `${column} = '${people[who].id}'`;
  const everything = (table: string) => rowsIn(owner, table, "true");

  test("the coachee reads goals and action steps, and writes none", async () => {
    for (const table of ["goal", "action_step"]) {
      const before = await everything(table);
      const columns = table === "goal" ? ["title", "status"] : ["what", "status", "owner_id", "coach_id"];
      for (const column of columns)
        expect(await change("coachee", `UPDATE ${table} SET ${column} = ${column}`), column).toBe(0);
      expect(await change("coachee", `DELETE FROM ${table}`)).toBe(0);
      await expect(
        change(
          "coachee",
          `INSERT INTO ${table} SELECT (jsonb_populate_record(t, jsonb_build_object('id', '${randomUUID()}'))).*
           FROM ${table} t LIMIT 1`,
        ),
      ).rejects.toMatchObject(NOT_ALLOWED);
      expect(await everything(table)).toEqual(before);
    }
  });

  test("the coach writes them, in no other coach's name, and keeps what was agreed", async () => {
    for (const table of ["goal", "action_step"]) {
      expect(await change("coach", `UPDATE ${table} SET created_at = created_at`)).toBeGreaterThan(0);
      expect(await change("coach", `DELETE FROM ${table}`)).toBe(0);
      await expect(
        change("coach", `UPDATE ${table} SET ${own("coach_id", "supervisor")}`),
      ).rejects.toMatchObject(NOT_ALLOWED);
    }
  });

  test("whoever owns an action step says how far it has come, and changes nothing else of it", async () => {
    const [step] =
      await owner.sql`SELECT * FROM action_step WHERE ${owner.sql.unsafe(own("owner_id", "coachee"))}`;
    const mark = (who: Role) => change(who, `SELECT app.mark_step('${step?.id}', 'done', '2026-11-16')`);
    const now = async () => (await owner.sql`SELECT * FROM action_step WHERE id = ${step?.id}`)[0];
    for (const who of ["coach", "supervisor", "admin"] as const) {
      await mark(who);
      expect(await now(), who).toEqual(step);
    }
    await mark("coachee");
    expect(await now()).toEqual({ ...step, status: "done", closed_on: "2026-11-16", drop_reason: null });
  });

  test("a coach neither answers for the coachee nor rewrites when and by whom a session was recorded", async () => {
    const before = await everything("coaching_session");
    for (const assignment of [
      "acknowledgement = 'disputed'",
      "acknowledgement = 'disputed', row_version = row_version + 1",
      "acknowledgement = 'pending'",
      "recorded_at = recorded_at - INTERVAL '1 day'",
      "entry_lag_days = entry_lag_days + 1",
      own("entered_by_id", "admin"),
      "id = gen_random_uuid()",
    ])
      await expect(
        change("coach", `UPDATE coaching_session SET ${assignment}`),
        assignment,
      ).rejects.toMatchObject(NOT_THE_COACHS);
    for (const assignment of [own("lead_coach_id", "supervisor"), `program_id = '${randomUUID()}'`])
      await expect(
        change("coach", `UPDATE coaching_session SET ${assignment}`),
        assignment,
      ).rejects.toMatchObject(NOT_ALLOWED);
    await expect(
      change(
        "coach",
        `INSERT INTO coaching_session SELECT (jsonb_populate_record(s,
           jsonb_build_object('id', '${randomUUID()}', 'acknowledgement', 'acknowledged'))).* FROM coaching_session s LIMIT 1`,
      ),
    ).rejects.toMatchObject(NOT_ALLOWED);
    expect(await everything("coaching_session")).toEqual(before);
  });

  test("nobody puts a word or a summary into a session of others", async () => {
    const [theirs] = await owner.sql`
      SELECT id, lead_coach_id FROM coaching_session
      WHERE program_id = ${program.id} AND lead_coach_id <> ${people.coach.id} LIMIT 1`;
    await owner.sql`DELETE FROM session_summary WHERE session_id = ${theirs?.id}`;
    await expect(
      change(
        "coach",
        `INSERT INTO session_summary (session_id, program_id, coach_id, body)
         VALUES ('${theirs?.id}', '${program.id}', '${people.coach.id}', 'Not mine to say')`,
      ),
    ).rejects.toMatchObject(NOT_ALLOWED);
    for (const leadCoachId of [theirs?.lead_coach_id, people.coach.id])
      await expect(
        change(
          "coachee",
          `INSERT INTO session_acknowledgement (session_id, person_id, program_id, lead_coach_id, state, at, row_version)
           VALUES ('${theirs?.id}', '${people.coachee.id}', '${program.id}', '${leadCoachId}', 'disputed', now(), 1)`,
        ),
      ).rejects.toMatchObject(NOT_ALLOWED);
  });
});

test("a person asks for exports in their own name, and neither finishes nor rewrites one", async () => {
  const ctx = await contextFor(web, people.coach);
  const insert = (requestedById: string, status: string) =>
    inSql(
      ctx,
      (sql) => sql`
        INSERT INTO export (id, program_id, requested_by_id, scope, from_on, until_on, requested_at, status)
        VALUES (${randomUUID()}, ${program.id}, ${requestedById}, 'coach', '2026-11-01', '2026-11-16', ${NOON}, ${status})`,
    );
  for (const [requestedById, status] of [
    [people.lead.id, "queued"],
    [people.coach.id, "running"],
  ] as const)
    await expect(insert(requestedById, status)).rejects.toMatchObject({ code: "42501" });
  for (const statement of ["UPDATE export SET rows_written = 1", "DELETE FROM export"])
    await expect(inSql(ctx, (sql) => sql.unsafe(statement))).rejects.toMatchObject({ code: "42501" });
});

test("who may take an address of a calendar to its person, and an export to whoever asked, is fixed", async () => {
  const denied = { code: "42501" };
  const [system, person] = [systemContextFor(worker, program), await contextFor(web, people.coach)];
  await expect(inSql(system, (sql) => sql`SELECT app.feed_actor('x')`)).rejects.toMatchObject(denied);
  await expect(inSql(person, (sql) => sql`SELECT app.export_actor(${randomUUID()})`)).rejects.toMatchObject(
    denied,
  );
  for (const ctx of [system, person])
    await expect(inSql(ctx, (sql) => sql`SELECT app.person_actor(${people.coach.id})`)).rejects.toMatchObject(
      denied,
    );
  const [theirs] = await owner.sql`SELECT id FROM export WHERE program_id <> ${program.id} LIMIT 1`;
  const [found] = await inSql(system, (sql) => sql`SELECT app.export_actor(${theirs?.id}) AS actor`);
  expect(found?.actor).toBeNull();
});
