import { setImmediate as nextTurn } from "node:timers/promises";
import { RETENTION_DAYS } from "#app/events/catalog.ts";
import { checkSession } from "#app/features/sessions/check-session.rules.ts";
import type { NoteKey, NoteSeal } from "#app/features/sessions/private-note.server.ts";
import { isLocked } from "#app/features/sessions/record.rules.ts";
import type { SessionFacts } from "#app/features/sessions/session.rules.ts";
import { eventPayload, type SessionRows, sessionRows } from "#app/features/sessions/session-rows.server.ts";
import { dayIn } from "#app/time/days.ts";
import { covers, type SeedCoach } from "./coaching.ts";
import { type Load, TableRows } from "./copy-rows.ts";
import type { CoachHistory, SeedLog } from "./session-log.ts";
import * as texts from "./session-texts.ts";
import { dayNumber, dayText } from "./working-days.ts";

const DAY_MS = 86_400_000;
const LOGS_A_TURN = 100;
/** As the program is set: see session_lock_days. */
const LOCK_DAYS = 10;
const EVENT_COLUMNS = [
  "program_id",
  "type",
  "subject_type",
  "subject_id",
  "site_id",
  "actor_id",
  "request_id",
  "payload",
  "occurred_at",
  "retain_until",
  "relayed_at",
];

/** An id that follows from the session's, so that the same seed writes the same rows. */
function itsOwnId(sessionId: string): string {
  return `${sessionId.slice(0, 9)}a${sessionId.slice(10)}`;
}

export interface SeedProgram {
  id: string;
  practiceProfileId: string;
  functionIds: string[];
  /** Approved plans, the newest last. */
  plans: readonly { version: number; approvedOn: string }[];
}

/** The tables that sessions fill, in the order in which they refer to each other. */
export class SessionTables {
  readonly goals = new TableRows("goal", [
    "id",
    "program_id",
    "site_id",
    "coach_id",
    "coachee_id",
    "essential_function_id",
    "title",
    "baseline_level",
    "target_level",
    "evidence",
    "quality",
    "review_on",
    "status",
    "created_at",
  ]);
  readonly sessions = new TableRows("coaching_session");
  readonly coaches = new TableRows("session_coach");
  readonly details = new TableRows("session_detail");
  readonly attendees = new TableRows("session_attendee");
  readonly focus = new TableRows("session_focus");
  readonly strategies = new TableRows("session_strategy");
  readonly progress = new TableRows("session_goal_progress");
  readonly steps = new TableRows("action_step");
  readonly reviews = new TableRows("session_action_review", [
    "session_id",
    "action_step_id",
    "program_id",
    "status",
  ]);
  readonly summaries = new TableRows("session_summary");
  readonly noteKeys = new TableRows("note_key");
  readonly notes = new TableRows("session_private_note");
  readonly amendments = new TableRows("session_amendment");
  readonly amendedValues = new TableRows("session_amendment_value");
  readonly acknowledgements = new TableRows("session_acknowledgement", [
    "session_id",
    "person_id",
    "program_id",
    "lead_coach_id",
    "state",
    "comment",
    "at",
    "row_version",
  ]);
  readonly events = new TableRows("domain_event", EVENT_COLUMNS);

  get all(): TableRows[] {
    return [
      this.goals,
      this.sessions,
      this.attendees,
      this.coaches,
      this.details,
      this.focus,
      this.strategies,
      this.progress,
      this.steps,
      this.reviews,
      this.summaries,
      this.noteKeys,
      this.notes,
      this.amendments,
      this.amendedValues,
      this.acknowledgements,
      this.events,
    ];
  }

  /** What was added since the last time. */
  take(): Load[] {
    return this.all.map((rows) => rows.take());
  }

  /**
   * Adds a coach's history, every log judged by the rules that judge a coach's own entry. Gives way now and then,
   * so that a load under way goes on.
   * @throws when a log would have been refused: nothing impossible is written
   */
  async add(coach: SeedCoach, history: CoachHistory, program: SeedProgram, seal: NoteSeal): Promise<void> {
    const known = {
      programId: program.id,
      coachId: coach.person.id,
      practiceProfileId: program.practiceProfileId,
      functionIds: program.functionIds,
      assignments: coach.assignments.map(({ coachee, from, endsOn, unit }) => ({
        coacheeId: coachee.id,
        startsOn: dayText(from),
        endsOn: endsOn === null ? null : dayText(endsOn),
        siteId: coach.site.id,
        unitId: unit.id,
        zone: coach.site.zone,
      })),
      goals: history.goals.map(({ id, coacheeId }) => ({ id, coacheeId })),
      actionSteps: [],
    };
    for (const goal of history.goals)
      this.goals.add(
        goal.id,
        program.id,
        goal.siteId,
        coach.person.id,
        goal.coacheeId,
        goal.functionId,
        goal.title,
        goal.baselineLevel,
        goal.targetLevel,
        goal.evidence,
        goal.quality,
        goal.reviewOn,
        goal.status,
        goal.createdAt,
      );
    const noteKey = history.logs.some(({ input }) => input.privateNote) ? this.addNoteKey(known, seal) : null;
    for (const [index, log] of history.logs.entries()) {
      if (index % LOGS_A_TURN === 0) await nextTurn();
      const facts = {
        ...known,
        planVersion:
          program.plans.filter(({ approvedOn }) => approvedOn <= log.input.sessionOn).at(-1)?.version ?? null,
        companions: history.companions,
        isCoachCertified: covers(coach.certified, dayNumber(log.input.sessionOn)),
        unknownFunctionIds: [],
        agreedStepIds: log.input.steps.map(({ id }) => id),
      };
      this.addLog(log, facts, history, seal, noteKey);
    }
  }

  private addNoteKey(
    { programId, coachId }: { programId: string; coachId: string },
    seal: NoteSeal,
  ): NoteKey {
    const { id, wrappedKey, wrappedWith } = seal.makeKey(coachId);
    this.noteKeys.addRecord({
      id,
      program_id: programId,
      author_id: coachId,
      wrapped_key: wrappedKey,
      wrapped_with: wrappedWith,
    });
    return { id, wrappedKey };
  }

  private addLog(
    log: SeedLog,
    facts: SessionFacts,
    history: CoachHistory,
    seal: NoteSeal,
    noteKey: NoteKey | null,
  ): void {
    const { input, recordedAt, enteredAt, editedAt, acknowledgement } = log;
    const verdict = checkSession(input, facts, recordedAt);
    if (!verdict.ok)
      throw new Error(
        `The product would refuse this session: ${JSON.stringify({ verdict, input, recordedAt })}`,
      );
    const rows = sessionRows(
      input,
      facts,
      recordedAt,
      seal,
      noteKey,
      enteredAt ? { enteredAt, sentAt: recordedAt } : undefined,
    );
    const rowVersion = editedAt ? 2 : 1;
    this.sessions.addRecord({
      ...rows.session,
      acknowledgement: acknowledgement.state,
      row_version: rowVersion,
      content_version: rowVersion,
      content_changed_at: editedAt ?? null,
      updated_at: editedAt ?? recordedAt,
      rescheduled_to_id: log.rescheduledToId,
    });
    for (const row of rows.attendees) this.attendees.addRecord(row);
    for (const row of rows.coaches) this.coaches.addRecord(row);
    if (rows.detail) this.details.addRecord(rows.detail);
    for (const row of rows.focus) this.focus.addRecord(row);
    for (const row of rows.strategies) this.strategies.addRecord(row);
    for (const row of rows.goalProgress) this.progress.addRecord(row);
    for (const row of rows.actionSteps) {
      const state = history.steps.get(row.id);
      this.steps.addRecord({
        ...row,
        status: state?.status ?? "open",
        closed_on: state?.closedOn ?? null,
        drop_reason: state?.dropReason ?? null,
      });
    }
    for (const { session_id, action_step_id, program_id, status } of rows.actionReviews)
      this.reviews.add(session_id, action_step_id, program_id, status);
    if (rows.summary) this.summaries.addRecord(rows.summary);
    if (rows.privateNote) this.notes.addRecord(rows.privateNote);

    const payload = eventPayload(rows);
    this.addEvent("session.logged", rows.session, facts.coachId, recordedAt, payload);
    if (editedAt) {
      const wasLocked = this.addAmendment(rows.session, editedAt);
      const type = wasLocked ? "session.amended" : "session.edited";
      this.addEvent(type, rows.session, facts.coachId, editedAt, payload);
    }
    const { state, comment, at } = acknowledgement;
    const personId = input.attendeeIds[0];
    if (!at || !personId) return;
    this.acknowledgements.add(
      input.id,
      personId,
      facts.programId,
      facts.coachId,
      state,
      comment,
      at,
      rowVersion,
    );
    this.addEvent(
      state === "disputed" ? "session.disputed" : "session.acknowledged",
      rows.session,
      personId,
      at,
      payload,
    );
  }

  /** The record said ten minutes more before. @returns whether it was locked by then */
  private addAmendment(session: SessionRows["session"], at: Date): boolean {
    const id = itsOwnId(session.id);
    const { program_id, site_id, unit_id, lead_coach_id, session_on, meeting_minutes } = session;
    const place = { session_id: session.id, program_id, site_id, unit_id, lead_coach_id };
    const dose = session.observation_minutes + meeting_minutes;
    const was_locked = isLocked(
      { status: session.status, sessionOn: session_on },
      LOCK_DAYS,
      dayIn(session.zone, at),
    );
    this.amendments.addRecord({
      id,
      ...place,
      row_version: 2,
      was_locked,
      reason: was_locked
        ? (texts.AMENDMENT_REASONS[meeting_minutes % texts.AMENDMENT_REASONS.length] ?? "")
        : "",
      at,
      session_on_before: session_on,
      session_on_after: session_on,
      dose_before: dose + 10,
      dose_after: dose,
    });
    this.amendedValues.addRecord({
      amendment_id: id,
      position: 0,
      ...place,
      sight: "facts",
      field: "meetingMinutes",
      subject_id: null,
      before: String(meeting_minutes + 10),
      after: String(meeting_minutes),
    });
    return was_locked;
  }

  /** History that the relay has handed on: nothing reacts to it again. */
  private addEvent(
    type: string,
    session: { id: string; program_id: string; site_id: string },
    actorId: string,
    at: Date,
    payload: object,
  ): void {
    const retainUntil = new Date(at.getTime() + RETENTION_DAYS.record * DAY_MS).toISOString().slice(0, 10);
    this.events.add(
      session.program_id,
      type,
      "session",
      session.id,
      session.site_id,
      actorId,
      "seed",
      payload,
      at,
      retainUntil,
      new Date(at.getTime() + 1_000),
    );
  }
}
