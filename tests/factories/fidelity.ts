import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import { contentHash } from "#app/features/fidelity/content-hash.server.ts";
import {
  COACH_FIDELITY_RULE,
  COACHING_PRACTICE_CHECKLIST,
} from "#app/features/fidelity/demo/coaching-practice-checklist.ts";
import type { Day } from "#app/time/days.ts";
import type { InstrumentDefinitionInput } from "#fidelity/instruments/instrument.schema.ts";
import {
  addPerson,
  addSite,
  addSupervision,
  assignCoach,
  certify,
  LONG_AGO,
  type TestPerson,
  type TestProgram,
  type TestSite,
} from "./people.ts";

/** Two sections, a critical item, an item with N/A: small enough to add up on paper. */
export const SMALL_CHECKLIST: InstrumentDefinitionInput = {
  code: "small-checklist",
  version: 1,
  title: "Small checklist",
  subject: "coach",
  raterTypes: ["supervisor"],
  dimensions: ["adherence"],
  sections: [
    { id: "a", title: "Section A" },
    { id: "b", title: "Section B" },
  ],
  items: [
    {
      id: "a1",
      sectionId: "a",
      label: "Says who will see what",
      type: "binary",
      critical: { failsBelow: 1 },
    },
    { id: "a2", sectionId: "a", label: "Agrees on a purpose", type: "trinary" },
    {
      id: "b1",
      sectionId: "b",
      label: "Listens",
      type: "anchored",
      min: 0,
      max: 3,
      anchors: [0, 1, 2, 3].map((value) => ({ value, text: `Level ${value}` })),
    },
    { id: "b2", sectionId: "b", label: "Reviews steps", type: "trinary", naAllowed: true },
  ],
  scoring: {
    method: "percent-of-possible",
    thresholds: [
      { band: "met", from: 80 },
      { band: "developing", from: 60 },
    ],
  },
};

/** The small checklist for those who rate their own work, and for their supervisors. */
export const SELF_CHECKLIST: InstrumentDefinitionInput = {
  ...SMALL_CHECKLIST,
  ...{ code: "self-checklist", title: "Small checklist for oneself", raterTypes: ["self", "supervisor"] },
};

/** Answers in parts, a section that only some answers show, and bands with names. */
export const BRANCHING_CHECKLIST: InstrumentDefinitionInput = {
  ...{ code: "branching-checklist", version: 1, title: "Branching checklist", subject: "coach" },
  ...{ raterTypes: ["supervisor"], dimensions: ["quality"] },
  sections: [
    { id: "talk", title: "The talk" },
    {
      ...{ id: "worry", title: "When a worry came up" },
      showIf: { comparisons: [{ itemId: "came-up", is: "equal", value: 1 }] },
    },
  ],
  items: [
    { id: "came-up", sectionId: "talk", type: "binary", label: "A worry came up", scored: false },
    {
      ...{ id: "talk", sectionId: "talk", type: "duration", label: "The coachee talked", max: 30 },
      refusedAllowed: true,
    },
    {
      ...{ id: "ratio", sectionId: "talk", type: "ratio", label: "Reflections to questions" },
      ...{ numerator: "reflections", denominator: "questions", full: 2 },
    },
    {
      ...{ id: "share", sectionId: "worry", type: "percent", label: "Takes worries up" },
      ...{ opportunity: "worries that were voiced", notObservedPolicy: "remove" },
    },
    {
      ...{ id: "plan", sectionId: "worry", type: "indicators", label: "Plans together" },
      indicators: [
        { id: "asks", text: "Asks what helped before" },
        { id: "writes", text: "Writes down who does what" },
        { id: "day", text: "Names a day", notObservedAllowed: true },
      ],
    },
  ],
  scoring: {
    method: "percent-of-possible",
    thresholds: [
      { band: "met", from: 80, label: "Proficient" },
      { band: "developing", from: 50, label: "On the way" },
    ],
    maxNotApplicableShare: 0.5,
  },
};

export interface TestInstrument {
  id: string;
  versionId: string;
  ruleId: string;
}

/** A published instrument with the rule that schedules it. */
export async function addInstrument(
  sql: Sql,
  program: TestProgram,
  given: Partial<{
    definition: InstrumentDefinitionInput;
    rule: object;
    startsOn: Day;
    raterType: "supervisor" | "self";
  }> = {},
): Promise<TestInstrument> {
  const definition = given.definition ?? COACHING_PRACTICE_CHECKLIST;
  const instrument = { id: randomUUID(), versionId: randomUUID(), ruleId: randomUUID() };
  const rule = { ...COACH_FIDELITY_RULE, ...given.rule };
  const startsOn = given.startsOn ?? LONG_AGO;
  await sql`
    INSERT INTO instrument (id, program_id, code, title, subject)
    VALUES (${instrument.id}, ${program.id}, ${definition.code}, ${definition.title}, ${definition.subject})`;
  await sql`
    INSERT INTO instrument_version (id, program_id, instrument_id, version, definition, content_hash, published_at, effective_from)
    VALUES (${instrument.versionId}, ${program.id}, ${instrument.id}, ${definition.version}, ${sql.json(definition as never)},
            ${contentHash(definition)}, ${`${startsOn}T12:00:00Z`}, ${startsOn})`;
  await sql`
    INSERT INTO schedule_rule (id, program_id, instrument_id, code, version, title, rule, rater_type, starts_on)
    VALUES (${instrument.ruleId}, ${program.id}, ${instrument.id}, ${rule.id}, 1, ${rule.title ?? "Review"},
            ${sql.json(rule as never)}, ${given.raterType ?? "supervisor"}, ${startsOn})`;
  return instrument;
}

/** A certified coach with a supervisor, both at one site. */
export async function addRatedCoach(
  sql: Sql,
  program: TestProgram,
  given: Partial<{
    site: TestSite;
    supervisor: TestPerson;
    awardedOn: Day;
    validUntil: Day;
    startsOn: Day;
  }> = {},
): Promise<{ coach: TestPerson; supervisor: TestPerson; site: TestSite }> {
  const site = given.site ?? (await addSite(sql, program));
  const { startsOn } = given;
  const coach = await addPerson(sql, program, { role: "coach", site, startsOn });
  const supervisor = given.supervisor ?? (await addPerson(sql, program, { role: "supervisor", site }));
  await addSupervision(sql, { person: coach, supervisor });
  await certify(sql, coach, { awardedOn: given.awardedOn ?? "2026-10-20", validUntil: given.validUntil });
  return { coach, supervisor, site };
}

/** A checklist about casework practice. */
export const PRACTICE_CHECKLIST: InstrumentDefinitionInput = {
  ...SMALL_CHECKLIST,
  code: "practice-checklist",
  title: "Practice checklist",
  subject: "practitioner",
};

/** Counts from the first day of being coached; keys and texts of its own. */
export const PRACTICE_RULE = { id: "practice", title: "Practice review", anchor: "started" } as const;

/** A practitioner with a supervisor and a coach, all at one site. */
export async function addCoachedPractitioner(
  sql: Sql,
  program: TestProgram,
  given: Partial<{ site: TestSite; supervisor: TestPerson; coach: TestPerson; coachedFrom: Day }> = {},
): Promise<{ practitioner: TestPerson; supervisor: TestPerson; coach: TestPerson; site: TestSite }> {
  const site = given.site ?? (await addSite(sql, program));
  const practitioner = await addPerson(sql, program, { role: "coachee", site });
  const supervisor = given.supervisor ?? (await addPerson(sql, program, { role: "supervisor", site }));
  const coach = given.coach ?? (await addPerson(sql, program, { role: "coach", site }));
  await addSupervision(sql, { person: practitioner, supervisor });
  await assignCoach(sql, { coach, coachee: practitioner, site, startsOn: given.coachedFrom ?? "2026-10-20" });
  return { practitioner, supervisor, coach, site };
}

/** An assessment put into a state directly, for tests of what comes after the scheduler. */
export async function addAssessment(
  sql: Sql,
  instrument: TestInstrument,
  given: {
    coach: TestPerson;
    rater: TestPerson | null;
    raterType?: "supervisor" | "self";
    site: TestSite;
    state?: "planned" | "open";
    opensOn?: Day;
    targetOn?: Day;
    dueOn?: Day;
    graceEndsOn?: Day;
  },
): Promise<string> {
  const id = randomUUID();
  await sql`
    INSERT INTO assessment (id, program_id, site_id, schedule_rule_id, occurrence_key, instrument_version_id, subject_id,
      rater_id, rater_type, opens_on, target_on, due_on, grace_ends_on, schedule_reason, state)
    VALUES (${id}, ${given.coach.programId}, ${given.site.id}, ${instrument.ruleId}, ${`test/${id}/2026-01-01/1`},
      ${instrument.versionId}, ${given.coach.id}, ${given.rater?.id ?? null}, ${given.raterType ?? "supervisor"},
      ${given.opensOn ?? "2026-11-05"},
      ${given.targetOn ?? "2026-11-19"}, ${given.dueOn ?? "2026-11-26"}, ${given.graceEndsOn ?? "2026-12-03"},
      'For a test', ${given.state ?? "open"})`;
  return id;
}
