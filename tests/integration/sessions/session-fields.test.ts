import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inSql } from "#app/db/in-transaction.server.ts";
import { listSessionDose } from "#app/features/sessions/dose.queries.server.ts";
import { editSession } from "#app/features/sessions/edit-session.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { openSessionEdit } from "#app/features/sessions/open-session-edit.server.ts";
import { readMyMonth } from "#app/features/sessions/read-my-month.server.ts";
import { readPerson } from "#app/features/sessions/read-person.server.ts";
import { readSession } from "#app/features/sessions/read-session.server.ts";
import { type SessionInput, sessionInput } from "#app/features/sessions/session.schema.ts";
import { syncSessions } from "#app/features/sessions/sync-sessions.server.ts";
import { parseFormData } from "#app/http/parse.server.ts";
import { addPerson, assignCoach } from "#tests/factories/people.ts";
import { addActionStep } from "#tests/factories/sessions.ts";
import { NOON } from "#tests/support/actors.ts";
import { type Coaching, setUpCoaching } from "./coaching.ts";

let it: Coaching;
beforeAll(async () => {
  it = await setUpCoaching();
});
afterAll(() => it.close());

const HOUR = 3_600_000;

test("every field comes back into the form as it was posted", async () => {
  const ctx = await it.as(it.coach);
  const colleague = await addPerson(it.owner, it.program, { role: "coach" });
  const step = await addActionStep(it.owner, { coach: it.coach, coachee: it.coachee, site: it.site });
  const given: Partial<SessionInput> = {
    plannedStartTime: "08:45",
    plannedEndTime: "09:45",
    observationKind: "recorded",
    artefactRef: "Folder 7",
    hasRecordingConsent: true,
    alsoThere: [{ personId: colleague.id, role: "co_coach" }],
    strengthNoted: true,
    feedbackAfterHours: 24,
    escalation: "policy_concern",
    escalatedOn: "2026-11-14",
    escalatedTo: "program_lead",
    nextSessionOn: "2026-11-27",
    nextFocusId: it.profile.functionIds[1],
    reviews: { [step]: "dropped" },
    dropReasons: { [step]: "No longer needed" },
    steps: [
      { id: crypto.randomUUID(), what: "Try it", supportNeeded: "Half an hour before", dueOn: "2026-11-20" },
    ],
  };
  const log = it.log(given);
  expect(await logSession(ctx, log)).toMatchObject({ state: "stored" });
  const { values } = await openSessionEdit(ctx, log.id);
  const posted = new FormData();
  for (const [name, each] of Object.entries(values)) for (const value of each) posted.append(name, value);
  const form = parseFormData(posted, sessionInput);
  if (!form.ok) throw new Error(JSON.stringify(form.fieldErrors));
  const { steps, ...rest } = given;
  expect(form.data).toMatchObject(rest);
  expect(form.data.steps[0]).toMatchObject({ what: "Try it", supportNeeded: "Half an hour before" });
  // Saved unchanged, nothing is another; one value changed, exactly that one is in the history.
  expect(await editSession(ctx, { ...form.data, rowVersion: 1 })).toEqual({ ok: true, rowVersion: 2 });
  const other = { ...form.data, escalatedTo: "supervisor" as const, feedbackAfterHours: 2, rowVersion: 2 };
  expect(await editSession(ctx, other)).toEqual({ ok: true, rowVersion: 3 });
  const asCoach = await readSession(ctx, log.id);
  expect(asCoach.history.map(({ changes }) => changes)).toEqual([
    [
      { field: "feedbackAfterHours", subjectId: null, before: 24, after: 2 },
      { field: "escalatedTo", subjectId: null, before: "program_lead", after: "supervisor" },
    ],
  ]);
  expect(asCoach.session).toMatchObject({
    plannedStart: "08:45",
    plannedEnd: "09:45",
    escalation: "policy_concern",
  });
  expect(asCoach.conversation?.detail).toMatchObject({ artefactRef: "Folder 7", escalatedOn: "2026-11-14" });
  const oversight = await readSession(await it.as(it.supervisor), log.id);
  expect(oversight).toMatchObject({ viewer: "oversight", conversation: null, session: { escalation: null } });
  expect(oversight.history[0]?.changes.map(({ field }) => field)).toEqual(["feedbackAfterHours"]);
});

test("notice is counted from when it became known, and a late one is measured", async () => {
  const ctx = await it.as(it.coach);
  const off = (sessionOn: string, knownOn: string, knownTime: string) =>
    it.log({
      status: "cancelled_by_coachee",
      notHeldReason: "coachee_away",
      statusReason: "Ill",
      focusIds: [],
      sessionOn,
      knownOn,
      knownTime,
    });
  const [late, early] = [off("2026-11-10", "2026-11-10", "07:00"), off("2026-11-11", "2026-11-09", "09:00")];
  for (const log of [late, early]) await logSession(ctx, log);
  const notice = async (id: string) => (await readSession(ctx, id)).session.noticeHours;
  expect([await notice(late.id), await notice(early.id)]).toEqual([2, 48]);
  const { missed } = await readMyMonth(ctx, { month: "2026-11" });
  expect(missed).toMatchObject({ knownNotice: 2, lateCancelled: 1 });
});

describe("a log that waited on a device", () => {
  const send = async (log: SessionInput, device: { enteredAt?: number; sentAt?: number }) => {
    const entries: [string, string][] = [
      ...["id", "status", "sessionOn", "startTime", "endTime", "modality"].map((name): [string, string] => [
        name,
        String(log[name as keyof SessionInput]),
      ]),
      ...log.attendeeIds.map((id): [string, string] => ["attendeeIds", id]),
      ...log.focusIds.map((id): [string, string] => ["focusIds", id]),
    ];
    const hash = createHash("sha256").update(JSON.stringify(entries)).digest("hex");
    const form = { ok: true as const, data: log };
    const ctx = await it.as(it.coach);
    const logs = [{ id: log.id, kind: "log" as const, entries, hash, form, ...device }];
    return syncSessions(ctx, { accountId: ctx.actor.accountId, logs });
  };
  const sent = NOON.getTime();

  test("counts as written when it was finished, and both days are shown", async () => {
    const log = it.log({ sessionOn: "2026-11-06" });
    const answer = await send(log, { enteredAt: sent - 9 * 24 * HOUR, sentAt: sent });
    expect(answer).toMatchObject({ results: [{ state: "stored" }] });
    const { session } = await readSession(await it.as(it.coach), log.id);
    expect(session).toMatchObject({
      entryLagDays: 1,
      receivedLagDays: 10,
      isLate: false,
      isClockDoubtful: false,
    });
    const dose = await inSql(await it.as(it.coach), (sql) =>
      listSessionDose(sql, { coachId: it.coach.id, from: "2026-11-06", until: "2026-11-06" }),
    );
    expect(dose).toMatchObject([{ enteredOn: "2026-11-07", recordedOn: "2026-11-16" }]);
  });

  test("is never written before the session ended, and a clock that says so is marked", async () => {
    const log = it.log({ sessionOn: "2026-11-05" });
    await send(log, { enteredAt: sent - 30 * 24 * HOUR, sentAt: sent });
    const [row] = await it.owner`
      SELECT entered_at = ended_at AS "atItsEnd", recorded_at AS "recordedAt" FROM coaching_session WHERE id = ${log.id}`;
    expect(row).toEqual({ atItsEnd: true, recordedAt: NOON });
    const { session } = await readSession(await it.as(it.coach), log.id);
    expect(session).toMatchObject({ entryLagDays: 0, isClockDoubtful: true });
  });

  test("counts from its receipt when the device is of an earlier release", async () => {
    const log = it.log({ sessionOn: "2026-11-04" });
    await send(log, {});
    const { session } = await readSession(await it.as(it.coach), log.id);
    expect(session).toMatchObject({ entryLagDays: 12, receivedLagDays: 12, isLate: true });
  });
});

test("cycles are numbered by the order of days, also when a session is entered late", async () => {
  const ctx = await it.as(it.coach);
  const coachee = await addPerson(it.owner, it.program, { role: "coachee", site: it.site });
  await assignCoach(it.owner, { coach: it.coach, coachee, site: it.site });
  const met = (sessionOn: string, more: Partial<SessionInput> = {}) =>
    it.log({ attendeeIds: [coachee.id], sessionOn, ...more });
  const goals = met("2026-09-01", { strategies: ["debrief:goal_setting"] });
  const seen = met("2026-09-15", { observationKind: "live" });
  const next = met("2026-11-10", { observationKind: "live", dataShared: true });
  for (const log of [goals, seen, next]) await logSession(ctx, log);
  const place = async ({ id }: SessionInput) => {
    const [only] = (await readSession(ctx, id)).session.cycles;
    return `${only?.cycle}.${only?.sessionInCycle}`;
  };
  expect([await place(goals), await place(seen), await place(next)]).toEqual(["1.1", "1.2", "1.3"]);
  await logSession(ctx, met("2026-10-01", { correctiveFeedback: true }));
  expect([await place(goals), await place(seen), await place(next)]).toEqual(["1.1", "1.2", "2.1"]);
  // The first ended in October and had goals first; the second had none.
  const { pattern } = await readPerson(ctx, { personId: coachee.id, page: 1 });
  expect(pattern).toMatchObject({ cyclesCompleted: 2, cyclesWithKnownOrder: 2, cyclesInOrder: 1 });
  const { dose } = await readMyMonth(ctx, { month: "2026-10" });
  expect(dose).toMatchObject({ cyclesCompleted: 1, cyclesInOrder: 1 });
});

test("a review entered late does not undo what a later session said of a step", async () => {
  const ctx = await it.as(it.coach);
  const step = await addActionStep(it.owner, { coach: it.coach, coachee: it.coachee, site: it.site });
  await logSession(ctx, it.log({ sessionOn: "2026-11-13", reviews: { [step]: "done" } }));
  await logSession(ctx, it.log({ sessionOn: "2026-11-09", reviews: { [step]: "partly_done" } }));
  const [row] =
    await it.owner`SELECT status, closed_on::text AS "closedOn" FROM action_step WHERE id = ${step}`;
  expect(row).toEqual({ status: "done", closedOn: "2026-11-13" });
});

test("the plan in force on the day is named, and a later one moves nothing", async () => {
  const ctx = await it.as(it.coach);
  await it.owner`
    INSERT INTO plan_version (program_id, version, title, desired_change, status, approved_on)
    VALUES (${it.program.id}, 1, 'Plan', '', 'superseded', '2026-01-10'), (${it.program.id}, 2, 'Plan', '', 'approved', '2026-11-12')`;
  const [before, after] = [it.log({ sessionOn: "2026-11-11" }), it.log({ sessionOn: "2026-11-12" })];
  for (const log of [before, after]) await logSession(ctx, log);
  const version = async (id: string) => (await readSession(ctx, id)).session.planVersion;
  expect([await version(before.id), await version(after.id)]).toEqual([1, 2]);
});
