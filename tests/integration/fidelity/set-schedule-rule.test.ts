import { afterAll, beforeEach, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { endScheduleRule } from "#app/features/fidelity/end-schedule-rule.server.ts";
import {
  listScheduleRules,
  readNewScheduleRule,
  readScheduleRule,
} from "#app/features/fidelity/list-schedule-rules.server.ts";
import { reconcileAssessments } from "#app/features/fidelity/reconcile-assessments.server.ts";
import { type RuleEndForm, ruleForm } from "#app/features/fidelity/schedule-rule.schema.ts";
import { setScheduleRule } from "#app/features/fidelity/set-schedule-rule.server.ts";
import {
  addCoachedPractitioner,
  addInstrument,
  addRatedCoach,
  PRACTICE_CHECKLIST,
  PRACTICE_RULE,
  SELF_CHECKLIST,
  SMALL_CHECKLIST,
  type TestInstrument,
} from "#tests/factories/fidelity.ts";
import {
  addPerson,
  addProgram,
  giveRole,
  type TestPerson,
  type TestProgram,
  type TestSite,
} from "#tests/factories/people.ts";
import { contextFor, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = openDatabase(testDatabase().ownerUrl, { connections: 2 });
const web = openDatabase(testDatabase().webUrl, { connections: 4 });
const worker = openDatabase(testDatabase().workerUrl, { connections: 2 });
const { sql } = owner;
afterAll(() => Promise.all([owner.close(), web.close(), worker.close()]));

let program: TestProgram;
let lead: TestPerson;
let instrument: TestInstrument;
let site: TestSite;
let coach: TestPerson;

beforeEach(async () => {
  program = await addProgram(sql);
  instrument = await addInstrument(sql, program);
  ({ coach, site } = await addRatedCoach(sql, program, { awardedOn: "2026-10-20" }));
  lead = await addPerson(sql, program, { role: "lead" });
  await reconcileAssessments(systemContextFor(worker, program));
});

const form = (given: object = {}) =>
  ruleForm.parse({
    ...{
      intent: "preview",
      kind: "offset",
      title: "Coach fidelity review",
      raterType: "supervisor",
      startsOn: "2027-03-01",
    },
    ...{
      opensDaysBefore: "14",
      dueDaysAfter: "7",
      graceDays: "7",
      businessDays: "none",
      leave: "shift",
      exit: "cancel",
    },
    ...{ transfer: "inherit", precedence: "100", minimumSpacingDays: "0", anchor: "certified" },
    ...{ firstCount: "2", firstUnit: "months", everyCount: "2", everyUnit: "months" },
    ...given,
  });
const versions = () =>
  sql`SELECT version, starts_on FROM schedule_rule WHERE program_id = ${program.id} ORDER BY code, version`;
const ahead = () =>
  sql`SELECT occurrence_key, target_on, state FROM assessment WHERE subject_id = ${coach.id} AND state IN ('planned', 'open') ORDER BY target_on`;

test("a new version is shown before it is saved, and does what was shown", async () => {
  const ctx = await contextFor(web, lead);
  const shown = await setScheduleRule(ctx, { code: "coach-fidelity" }, form());
  if (!("preview" in shown)) throw new Error("Expected a preview");
  // By the first version 2027-05-18, 08-16 and 11-14 are planned; by the second 04-20, 06-20, 08-20 and 10-20.
  expect(shown.preview.totals.added + shown.preview.totals.moved).toBe(4);
  expect(shown.preview.sites).toMatchObject([{ id: site.id }]);
  expect(await versions()).toHaveLength(1);

  const stale = await setScheduleRule(
    ctx,
    { code: "coach-fidelity" },
    form({ intent: "save", mark: "2:0:0:0" }),
  );
  expect(stale).toHaveProperty("preview");
  expect(await versions()).toHaveLength(1);

  // Another form that would add, move and cancel as many was not shown.
  const other = form({ intent: "save", mark: shown.preview.mark, title: "Another name" });
  expect(await setScheduleRule(ctx, { code: "coach-fidelity" }, other)).toHaveProperty("preview");
  expect(await versions()).toHaveLength(1);

  const save = form({ intent: "save", mark: shown.preview.mark });
  expect(await setScheduleRule(ctx, { code: "coach-fidelity" }, save)).toMatchObject({ saved: true });
  expect(await versions()).toMatchObject([{ version: 1 }, { version: 2, starts_on: "2027-03-01" }]);
  // The same form sent twice is one version.
  expect(await setScheduleRule(ctx, { code: "coach-fidelity" }, save)).toMatchObject({ saved: true });
  expect(await versions()).toHaveLength(2);

  const { added, cancelled } = await reconcileAssessments(systemContextFor(worker, program));
  const { totals } = shown.preview;
  expect({ added, cancelled }).toEqual({ added: totals.added, cancelled: totals.cancelled });
  expect((await ahead()).map(({ target_on }) => target_on)).toEqual([
    ...["2026-11-19", "2027-02-17", "2027-04-20", "2027-06-20", "2027-08-20", "2027-10-20"],
  ]);
  const [page] = (await listScheduleRules(ctx)).rules;
  expect(page).toMatchObject({
    words: "30 days after certification, then every 90 days",
    next: { on: "2027-03-01", words: "2 months after certification, then every 2 months" },
    planned: 6,
  });
  expect((await readScheduleRule(ctx, "coach-fidelity")).versions.map(({ from, to }) => [from, to])).toEqual([
    ["2027-03-01", null],
    ["2025-01-01", "2027-02-28"],
  ]);
});

test("the preview counts the reviews that another rater gets", async () => {
  const shown = await setScheduleRule(
    await contextFor(web, lead),
    { code: "coach-fidelity" },
    form({
      ...{ raterType: "independent", startsOn: "2026-11-16", firstCount: "30", firstUnit: "days" },
      ...{ everyCount: "90", everyUnit: "days" },
    }),
  );
  expect(shown).toMatchObject({
    preview: { totals: { added: 0, moved: 0, reassigned: 5, cancelled: 0 }, sites: [{ id: site.id }] },
  });
});

test("a new rule is shown and saved, and its name is its own", async () => {
  const ctx = await contextFor(web, lead);
  const sweep = {
    ...{ kind: "sweep", title: "Spring sweep", days: "2027-04-05, 2027-04-06", instrumentId: instrument.id },
    ...{ startsOn: "2026-11-16", raterType: "independent" },
  };
  const shown = await setScheduleRule(ctx, "new", form(sweep));
  expect(shown).toMatchObject({ preview: { totals: { added: 2, moved: 0, cancelled: 0 } } });
  const mark = "preview" in shown ? shown.preview.mark : "";
  const save = (given = {}) =>
    setScheduleRule(ctx, "new", form({ ...sweep, intent: "save", mark, ...given }));
  const saved = { ok: true, saved: true, code: "spring-sweep" };
  expect(await Promise.all([save(), save()])).toEqual([saved, saved]);
  expect(await save()).toEqual(saved);
  expect(
    await sql`SELECT FROM schedule_rule WHERE program_id = ${program.id} AND code = 'spring-sweep'`,
  ).toHaveLength(1);
  expect(
    await sql`SELECT FROM domain_event WHERE program_id = ${program.id} AND type = 'schedule-rule.changed'`,
  ).toHaveLength(1);
  const taken = { ok: false, fieldErrors: { title: [expect.any(String)] } };
  expect(await setScheduleRule(ctx, "new", form(sweep))).toMatchObject(taken);
  for (const other of [{ days: "2027-04-05" }, { startsOn: "2026-11-17" }, { title: "Spring: sweep" }])
    expect(await save(other)).toMatchObject(taken);
});

test("the preview says how many occurrences of the new rule reviews of an earlier one count for", async () => {
  const ctx = await contextFor(web, lead);
  // The rule in force has a review on 2027-02-17 and none about the second day.
  const sweep = {
    ...{ kind: "sweep", title: "Spring sweep", days: "2027-02-18, 2027-04-06", instrumentId: instrument.id },
    ...{ startsOn: "2026-11-16", precedence: "200" },
  };
  const shown = await setScheduleRule(ctx, "new", form(sweep));
  expect(shown).toMatchObject({ preview: { covered: 1, totals: { added: 1 } } });
  const mark = "preview" in shown ? shown.preview.mark : "";
  await setScheduleRule(ctx, "new", form({ ...sweep, intent: "save", mark }));
  await reconcileAssessments(systemContextFor(worker, program));
  const counting = await sql`
    SELECT target_on FROM assessment WHERE subject_id = ${coach.id} AND array_to_string(counts_for, ' ') LIKE 'spring-sweep/%'`;
  expect(counting).toEqual([{ target_on: "2027-02-17" }]);
});

test("a day in the past, an instrument of others and a rule that is not there are refused", async () => {
  const ctx = await contextFor(web, lead);
  expect(
    await setScheduleRule(ctx, { code: "coach-fidelity" }, form({ startsOn: "2026-11-15" })),
  ).toMatchObject({
    ok: false,
    fieldErrors: { startsOn: [expect.stringContaining("or a later day")] },
  });
  const other = await addInstrument(sql, await addProgram(sql));
  expect(await setScheduleRule(ctx, "new", form({ title: "Other", instrumentId: other.id }))).toMatchObject({
    fieldErrors: { instrumentId: [expect.any(String)] },
  });
  await expect(setScheduleRule(ctx, { code: "nowhere" }, form())).rejects.toMatchObject({
    code: "not-found",
  });
  await expect(readScheduleRule(ctx, "nowhere")).rejects.toMatchObject({ code: "not-found" });
});

test("a kind of rater that the instrument is not made for is refused, and one that completes no review is not offered", async () => {
  const small = await addInstrument(sql, program, {
    ...{ definition: SMALL_CHECKLIST, rule: { id: "small", title: "Small review" } },
  });
  const refused = { ok: false, fieldErrors: { raterType: [expect.stringContaining("not made for")] } };
  const ctx = await contextFor(web, lead);
  expect(await setScheduleRule(ctx, { code: "small" }, form({ raterType: "independent" }))).toMatchObject(
    refused,
  );
  expect(
    await setScheduleRule(
      ctx,
      "new",
      form({ title: "Other", instrumentId: small.id, raterType: "independent" }),
    ),
  ).toMatchObject(refused);
  expect(await setScheduleRule(ctx, { code: "small" }, form())).toHaveProperty("preview");
  expect(await setScheduleRule(ctx, { code: "small" }, form({ raterType: "self" }))).toMatchObject(refused);
  expect(ruleForm.safeParse({ ...form(), raterType: "peer_coach" }).error?.issues[0]?.message).toBe(
    "Choose who rates",
  );
});

test("self-ratings get a rule of their own; a rule for others never becomes one, nor the other way round", async () => {
  const own = await addInstrument(sql, program, {
    ...{ definition: SELF_CHECKLIST, rule: { id: "others", title: "Review by others" } },
  });
  const ctx = await contextFor(web, lead);
  const self = { raterType: "self", title: "Self-rating", instrumentId: own.id };
  const shown = await setScheduleRule(ctx, "new", form(self));
  if (!("preview" in shown)) throw new Error("Expected a preview");
  expect(shown.preview.totals.added).toBeGreaterThan(0);
  const save = form({ ...self, intent: "save", mark: shown.preview.mark });
  expect(await setScheduleRule(ctx, "new", save)).toMatchObject({ saved: true, code: "self-rating" });
  const refused = { ok: false, fieldErrors: { raterType: [expect.stringContaining("never one series")] } };
  expect(await setScheduleRule(ctx, { code: "others" }, form({ raterType: "self" }))).toMatchObject(refused);
  expect(await setScheduleRule(ctx, { code: "self-rating" }, form())).toMatchObject(refused);
});

test("whoever leads only some sites, or leads none, changes no rule", async () => {
  const part = await addPerson(sql, program);
  await giveRole(sql, part, { role: "lead", siteId: site.id });
  const second = await addRatedCoach(sql, program);
  expect(second.site.id).not.toBe(site.id);
  for (const person of [part, await addPerson(sql, program, { role: "evaluator" })]) {
    const ctx = await contextFor(web, person);
    expect((await listScheduleRules(ctx)).permissions.canChange).toBe(false);
    await expect(setScheduleRule(ctx, { code: "coach-fidelity" }, form())).rejects.toMatchObject({
      code: "not-allowed",
    });
    await expect(readNewScheduleRule(ctx, {})).rejects.toMatchObject({ code: "not-allowed" });
  }
});

const CODE = "coach-fidelity";
const ending = (given: Partial<RuleEndForm> = {}) =>
  ({ kind: "end", endsOn: "2027-03-01", intent: "preview", ...given }) as RuleEndForm;
const states = async () =>
  (await sql`SELECT target_on, state FROM assessment WHERE subject_id = ${coach.id} ORDER BY target_on`).map(
    ({ target_on, state }) => `${target_on} ${state}`,
  );
const events = () =>
  sql`SELECT type, payload FROM domain_event WHERE program_id = ${program.id} AND type LIKE 'schedule-rule.e%' ORDER BY sequence`;

test("a rule ends on a day that was shown first, and its end is taken back while the day has not come", async () => {
  const ctx = await contextFor(web, lead);
  const before = await states();
  const shown = await endScheduleRule(ctx, CODE, ending());
  if (!("preview" in shown)) throw new Error("Expected a preview");
  // Targets are 2026-11-19, 2027-02-17, 05-18, 08-16 and 11-14.
  expect(shown.preview.totals).toEqual({ added: 0, moved: 0, reassigned: 0, cancelled: 3 });
  const { mark } = shown.preview;
  expect(await endScheduleRule(ctx, CODE, ending({ intent: "save" }))).toHaveProperty("preview");
  // Another day that would cancel as many was not shown.
  expect(
    await endScheduleRule(ctx, CODE, ending({ intent: "save", mark, endsOn: "2027-03-02" })),
  ).toHaveProperty("preview");
  expect(await events()).toHaveLength(0);
  const save = ending({ intent: "save", mark });
  const twice = await Promise.all([endScheduleRule(ctx, CODE, save), endScheduleRule(ctx, CODE, save)]);
  for (const answer of twice) expect(answer).toMatchObject({ saved: true });
  expect(await events()).toMatchObject([
    { type: "schedule-rule.ended", payload: { code: CODE, endsOn: "2027-03-01", cancelled: 3 } },
  ]);
  expect(await reconcileAssessments(systemContextFor(worker, program))).toMatchObject({
    added: 0,
    cancelled: 3,
  });
  expect((await states()).filter((one) => one.endsWith("cancelled"))).toHaveLength(3);
  expect(await readScheduleRule(ctx, CODE)).toMatchObject({
    endsOn: "2027-03-01",
    versions: [{ state: "in-force", to: "2027-02-28" }],
  });
  expect((await listScheduleRules(ctx)).rules).toMatchObject([{ state: "in-force", endsOn: "2027-03-01" }]);

  const again = await endScheduleRule(ctx, CODE, { kind: "go-on", intent: "preview" });
  if (!("preview" in again)) throw new Error("Expected a preview");
  expect(again.preview.totals).toMatchObject({ added: 3, cancelled: 0 });
  const back = { kind: "go-on", intent: "save", mark: again.preview.mark } as const;
  expect(await endScheduleRule(ctx, CODE, back)).toMatchObject({ saved: true });
  expect(await endScheduleRule(ctx, CODE, back)).toMatchObject({ saved: true });
  expect(await events()).toHaveLength(2);
  await reconcileAssessments(systemContextFor(worker, program));
  expect(await states()).toEqual(before);
});

test("ending a rule leaves what was begun or finished, whatever its day", async () => {
  await sql`UPDATE assessment SET state = 'in_progress' WHERE subject_id = ${coach.id} AND target_on = '2026-11-19'`;
  const ctx = await contextFor(web, lead);
  const shown = await endScheduleRule(ctx, CODE, ending({ endsOn: ctx.today }));
  if (!("preview" in shown)) throw new Error("Expected a preview");
  expect(shown.preview.totals.cancelled).toBe(4);
  await endScheduleRule(ctx, CODE, ending({ endsOn: ctx.today, intent: "save", mark: shown.preview.mark }));
  await reconcileAssessments(systemContextFor(worker, program));
  expect((await states())[0]).toBe("2026-11-19 in_progress");
  expect(await readScheduleRule(ctx, CODE)).toMatchObject({ versions: [{ state: "past" }] });
  expect((await listScheduleRules(ctx)).rules).toMatchObject([{ state: "ended", endsOn: ctx.today }]);
  // The day has come: the rule begins again with a version, not by taking the end back.
  expect(await endScheduleRule(ctx, CODE, { kind: "go-on", intent: "preview" })).toMatchObject({
    ok: false,
    message: expect.stringContaining("A new version begins it again"),
  });
  const next = await setScheduleRule(ctx, { code: CODE }, form({ startsOn: "2027-03-01" }));
  if (!("preview" in next)) throw new Error("Expected a preview");
  await setScheduleRule(
    ctx,
    { code: CODE },
    form({ startsOn: "2027-03-01", intent: "save", mark: next.preview.mark }),
  );
  expect((await readScheduleRule(ctx, CODE)).versions).toMatchObject([
    { version: 2, from: "2027-03-01", to: null },
    { version: 1, to: "2026-11-15" },
  ]);
});

test("a version that begins before the rule's end ends with it, and one that the end comes before never holds", async () => {
  const ctx = await contextFor(web, lead);
  await sql`UPDATE schedule_rule SET ends_on = '2027-06-01' WHERE program_id = ${program.id}`;
  const shown = await setScheduleRule(ctx, { code: CODE }, form());
  if (!("preview" in shown)) throw new Error("Expected a preview");
  await setScheduleRule(ctx, { code: CODE }, form({ intent: "save", mark: shown.preview.mark }));
  expect((await readScheduleRule(ctx, CODE)).versions).toMatchObject([
    { version: 2, from: "2027-03-01", to: "2027-05-31" },
    { version: 1, to: "2027-02-28" },
  ]);
  const earlier = await endScheduleRule(ctx, CODE, ending({ endsOn: "2027-02-01" }));
  if (!("preview" in earlier)) throw new Error("Expected a preview");
  const mark = earlier.preview.mark;
  await endScheduleRule(ctx, CODE, ending({ endsOn: "2027-02-01", intent: "save", mark }));
  expect((await readScheduleRule(ctx, CODE)).versions).toMatchObject([
    { version: 2, state: "never" },
    { version: 1, state: "in-force", to: "2027-01-31" },
  ]);
});

test("an end in the past, by whoever does not lead every site, or of no rule, is refused; the database holds versions still", async () => {
  const ctx = await contextFor(web, lead);
  expect(await endScheduleRule(ctx, CODE, ending({ endsOn: "2026-11-15" }))).toMatchObject({
    fieldErrors: { endsOn: [expect.stringContaining("or a later day")] },
  });
  await expect(endScheduleRule(ctx, "nowhere", ending())).rejects.toMatchObject({ code: "not-found" });
  const part = await addPerson(sql, program);
  await giveRole(sql, part, { role: "lead", siteId: site.id });
  await addRatedCoach(sql, program);
  for (const person of [part, await addPerson(sql, program, { role: "evaluator" })])
    await expect(endScheduleRule(await contextFor(web, person), CODE, ending())).rejects.toMatchObject({
      code: "not-allowed",
    });
  await expect(
    inSql(ctx, (tx) => tx`UPDATE schedule_rule SET title = 'Another' WHERE code = ${CODE}`),
  ).rejects.toThrow(/permission denied/);
});

test.each([
  [{ kind: "offset", firstCount: "0" }, "firstCount"],
  [{ kind: "sweep", days: "2027-02-30" }, "days"],
  [{ kind: "event", events: [], afterCount: "30", afterUnit: "days" }, "events"],
  [
    {
      kind: "random",
      of: "people",
      everyMonths: "3",
      sharePercent: "0",
      atLeast: "1",
      stratifyBy: "unit",
      targetDaysAfter: "45",
    },
    "sharePercent",
  ],
])("a field that does not fit is named", (given, field) => {
  const result = ruleForm.safeParse({ ...form(), opensDaysBefore: "14", ...given });
  expect(result.error?.issues.map(({ path }) => path[0])).toContain(field);
});

test("a rule about practitioners is previewed and planned by the same code", async () => {
  const practice = await addInstrument(sql, program, { definition: PRACTICE_CHECKLIST, rule: PRACTICE_RULE });
  await sql`DELETE FROM schedule_rule WHERE id = ${practice.ruleId}`;
  const { practitioner } = await addCoachedPractitioner(sql, program, { site, coach });
  const ctx = await contextFor(web, lead);
  expect((await readNewScheduleRule(ctx, { kind: "offset" })).instruments).toContainEqual(
    expect.objectContaining({ id: practice.id, subject: "practitioner" }),
  );
  const given = { title: "Practice", instrumentId: practice.id, startsOn: "2026-11-16", anchor: "started" };
  const shown = await setScheduleRule(ctx, "new", form(given));
  if (!("preview" in shown)) throw new Error("Expected a preview");
  // 2026-12-20 and every two months, until 2027-10-20.
  expect(shown.preview.totals).toMatchObject({ added: 6, moved: 0, cancelled: 0 });
  const saved = await setScheduleRule(
    ctx,
    "new",
    form({ ...given, intent: "save", mark: shown.preview.mark }),
  );
  expect(saved).toMatchObject({ saved: true });
  expect(await reconcileAssessments(systemContextFor(worker, program))).toMatchObject({ added: 6 });
  expect(
    (await sql`SELECT DISTINCT subject_id FROM assessment WHERE occurrence_key LIKE 'practice/%'`).map(
      (row) => row.subject_id,
    ),
  ).toEqual([practitioner.id]);
});

test("what cannot be scheduled is said in words: units, and what practitioners do not have", async () => {
  const ctx = await contextFor(web, lead);
  const unit = await addInstrument(sql, program, {
    definition: { ...PRACTICE_CHECKLIST, code: "unit-checklist", subject: "unit" },
    rule: { ...PRACTICE_RULE, id: "unit" },
  });
  const refusal = (instrumentId: string, given: object) =>
    setScheduleRule(ctx, "new", form({ title: "Other", instrumentId, ...given }));
  expect(await refusal(unit.id, {})).toMatchObject({
    fieldErrors: { instrumentId: [expect.stringContaining("Reviews of a unit are not scheduled")] },
  });
  const practice = await addInstrument(sql, program, { definition: PRACTICE_CHECKLIST, rule: PRACTICE_RULE });
  expect(await refusal(practice.id, {})).toMatchObject({
    fieldErrors: { anchor: [expect.stringContaining("not certified")] },
  });
  // Nothing is planned of a unit's rule that is stored from elsewhere.
  expect(await reconcileAssessments(systemContextFor(worker, program))).toMatchObject({ added: 0 });
});
