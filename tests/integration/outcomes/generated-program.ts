import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import { insertDemoMeasures } from "#app/features/outcomes/demo/demo-measures.queries.server.ts";
import type { Day } from "#app/time/days.ts";
import { instantOf } from "#app/time/days.ts";
import { addDays, type CalendarDate } from "#fidelity/schedule/calendar.ts";
import {
  addClosure,
  addLeave,
  addPerson,
  addProgram,
  addSite,
  assignCoach,
  certify,
  type TestPerson,
  type TestProgram,
  type TestSite,
} from "#tests/factories/people.ts";

const HELD = ["held", "held_partial"] as const;
const NOT_HELD = ["cancelled_by_coach", "cancelled_agency", "no_show_coachee", "rescheduled"] as const;
const INTENSITIES = ["high", "moderate", "low"] as const;
const day = (text: string, plus = 0): Day => addDays(text as CalendarDate, plus);

/** Numbers from 0 to 1 that are the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface GeneratedProgram {
  program: TestProgram;
  sites: TestSite[];
  practiceProfileId: string;
  instrumentVersionId: string;
  scheduleRuleId: string;
}

/** A program with measures, dosage schedules and everything that a session or an assessment must name. */
export async function addMeasuredProgram(
  sql: Sql,
  { zones = ["America/Los_Angeles"] }: { zones?: string[] } = {},
): Promise<GeneratedProgram> {
  const program = await addProgram(sql);
  const sites: TestSite[] = [];
  for (const [index, zone] of zones.entries())
    sites.push(
      await addSite(sql, program, {
        name: `Site ${String.fromCharCode(65 + index)}`,
        zone,
        wave: 1 + (index % 2),
      }),
    );
  await insertDemoMeasures(sql, { programId: program.id, effectiveFrom: "2025-01-01" });
  for (const [index, intensity] of INTENSITIES.entries())
    await sql`
      INSERT INTO dosage_schedule (program_id, intensity, sessions_per_month, minutes_per_session, starts_on, ends_on)
      VALUES (${program.id}, ${intensity}, ${4 - index}, 60, '2025-01-01', '2026-08-16'),
             (${program.id}, ${intensity}, ${3 - index}, 45, '2026-08-16', NULL)`;
  const [instrumentId, practiceProfileId, instrumentVersionId, scheduleRuleId] = [
    randomUUID(),
    randomUUID(),
    randomUUID(),
    randomUUID(),
  ];
  await sql`INSERT INTO practice_profile (id, program_id, version, title, principles)
            VALUES (${practiceProfileId}, ${program.id}, 1, 'Practice profile', '')`;
  await sql`INSERT INTO instrument (id, program_id, code, title, subject)
            VALUES (${instrumentId}, ${program.id}, 'checklist', 'Checklist', 'coach')`;
  await sql`INSERT INTO instrument_version (id, program_id, instrument_id, version, definition, content_hash, published_at, effective_from)
            VALUES (${instrumentVersionId}, ${program.id}, ${instrumentId}, 1, '{}', 'none', now(), '2025-01-01')`;
  await sql`INSERT INTO schedule_rule (id, program_id, instrument_id, code, version, title, rule, rater_type, starts_on)
            VALUES (${scheduleRuleId}, ${program.id}, ${instrumentId}, 'rule', 1, 'Rule', '{}', 'supervisor', '2025-01-01')`;
  return { program, sites, practiceProfileId, instrumentVersionId, scheduleRuleId };
}

export interface SessionRow {
  site: TestSite;
  coach: TestPerson;
  on: Day;
  at?: string;
  status?: string;
  meetingMinutes?: number;
  observationMinutes?: number;
  lag?: number;
  acknowledgement?: string;
  attendees: { person: TestPerson; attendance?: string; minutes?: number | null; role?: string }[];
  updatedAt?: Date;
}

export async function addSession(sql: Sql, generated: GeneratedProgram, row: SessionRow): Promise<string> {
  const id = randomUUID();
  const status = row.status ?? "held";
  const minutes = (row.meetingMinutes ?? 45) + (row.observationMinutes ?? 0);
  const startedAt = instantOf(row.on, row.at ?? "10:00", row.site.zone);
  const lag = row.lag ?? 0;
  const wasHeld = status.startsWith("held");
  await sql`INSERT INTO coaching_session ${sql({
    id,
    program_id: generated.program.id,
    site_id: row.site.id,
    lead_coach_id: row.coach.id,
    practice_profile_id: generated.practiceProfileId,
    format: row.attendees.length > 1 ? "group" : "individual",
    status,
    session_on: row.on,
    zone: row.site.zone,
    started_at: wasHeld ? startedAt : null,
    ended_at: wasHeld ? new Date(startedAt.getTime() + Math.max(1, minutes) * 60_000) : null,
    modality: "live_virtual",
    meeting_minutes: row.meetingMinutes ?? 45,
    observation_minutes: row.observationMinutes ?? 0,
    not_held_reason: wasHeld || status === "scheduled" ? null : "other",
    status_reason: wasHeld ? null : "Something came up",
    is_coach_certified: true,
    acknowledgement: row.acknowledgement ?? "pending",
    entered_by_id: row.coach.id,
    recorded_at: new Date(startedAt.getTime() + lag * 86_400_000),
    entry_lag_days: lag,
    content_hash: id,
    updated_at: row.updatedAt ?? new Date(startedAt.getTime() + lag * 86_400_000),
  })}`;
  for (const { person, attendance = "full", minutes: present = null, role = "coachee" } of row.attendees)
    await sql`
      INSERT INTO session_attendee (session_id, person_id, program_id, site_id, lead_coach_id, session_on, role, attendance, minutes)
      VALUES (${id}, ${person.id}, ${generated.program.id}, ${row.site.id}, ${row.coach.id}, ${row.on}, ${role}, ${attendance}, ${present})`;
  return id;
}

export async function addAssessment(
  sql: Sql,
  generated: GeneratedProgram,
  given: {
    site: TestSite;
    subject: TestPerson;
    dueOn: Day;
    state?: string;
    submittedOn?: Day;
    result?: string;
    raterType?: "supervisor" | "self";
  },
): Promise<string> {
  const id = randomUUID();
  const submittedOn = given.submittedOn ?? null;
  const done = given.raterType === "self" ? "final" : "submitted";
  const state = given.state ?? (submittedOn ? done : "open");
  await sql`INSERT INTO assessment ${sql({
    id,
    program_id: generated.program.id,
    site_id: given.site.id,
    schedule_rule_id: generated.scheduleRuleId,
    occurrence_key: id,
    instrument_version_id: generated.instrumentVersionId,
    subject_id: given.subject.id,
    rater_type: given.raterType ?? "supervisor",
    opens_on: day(given.dueOn, -21),
    target_on: day(given.dueOn, -7),
    due_on: given.dueOn,
    grace_ends_on: day(given.dueOn, 7),
    schedule_reason: "series",
    state,
    state_reason: state === "waived" || state === "cancelled" ? "left" : null,
    submitted_at: submittedOn && instantOf(submittedOn, "12:00", given.site.zone),
    submitted_on: submittedOn,
  })}`;
  if (submittedOn && given.result)
    for (const [version, result] of ["not_met", given.result].entries())
      await sql`
        INSERT INTO assessment_score (assessment_id, score_version, program_id, site_id, points, possible, percent, result, critical_failures, sections, computed_at)
        VALUES (${id}, ${version + 1}, ${generated.program.id}, ${given.site.id}, 1, 2, 50, ${result}, '{}', '[]', now())`;
  return id;
}

/** Half a year of coaching at every site: handovers, leave, groups, late entries, cancellations, assessments. */
export async function addCoaching(sql: Sql, generated: GeneratedProgram, seed: number): Promise<void> {
  const random = seeded(seed);
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  const dayBetween = (from: string, days: number) => day(from, Math.floor(random() * days));
  const closed = seeded(seed + 1_000);
  const ratedByOneself = seeded(seed + 2_000);
  for (const site of [undefined, ...generated.sites])
    for (let index = 0; index < 4; index += 1) {
      const firstOn = day("2026-06-01", Math.floor(closed() * 168));
      await addClosure(sql, generated.program, {
        ...{ site, firstOn, lastOn: day(firstOn, Math.floor(closed() * 4)) },
        announcedOn: closed() < 0.3 ? firstOn : day(firstOn, -1),
        ...(closed() < 0.2 && { withdrawnAt: new Date("2026-06-01") }),
      });
    }
  for (const site of generated.sites) {
    const person = () => addPerson(sql, generated.program, { site });
    const coaches = [await person(), await person(), await person()];
    for (const coach of coaches.slice(0, 2))
      await certify(sql, coach, {
        awardedOn: "2026-03-01",
        validUntil: dayBetween("2026-08-01", 120),
        isProvisional: random() < 0.2,
      });
    for (let index = 0; index < 6; index += 1) {
      const coachee = await person();
      const coach = pick(coaches);
      const startsOn = dayBetween("2026-05-20", 60);
      const handover = random() < 0.5 ? dayBetween("2026-08-01", 60) : null;
      await assignCoach(sql, {
        coach,
        coachee,
        site,
        startsOn,
        intensity: pick(INTENSITIES),
        endsOn: handover && day(handover, 10),
      });
      const second = coaches[(coaches.indexOf(coach) + 1) % coaches.length] as TestPerson;
      if (handover && random() < 0.7)
        await assignCoach(sql, {
          coach: second,
          coachee,
          site,
          startsOn: handover,
          intensity: pick(INTENSITIES),
        });
      if (random() < 0.5) {
        const firstOn = dayBetween("2026-06-01", 150);
        await addLeave(sql, coachee, { firstOn, lastOn: day(firstOn, Math.floor(random() * 40)) });
      }
      for (let session = 0; session < 9; session += 1)
        await addSession(sql, generated, {
          site,
          coach,
          on: dayBetween("2026-06-01", 168),
          at: pick(["00:30", "09:00", "22:15"]),
          status: random() < 0.8 ? pick(HELD) : pick(NOT_HELD),
          meetingMinutes: 15 + Math.floor(random() * 60),
          observationMinutes: random() < 0.3 ? 20 : 0,
          lag: Math.floor(random() * 7),
          acknowledgement: pick([
            "pending",
            "acknowledged",
            "acknowledged_with_comment",
            "disputed",
            "lapsed",
          ]),
          attendees: [
            {
              person: coachee,
              attendance: pick(["full", "full", "partial"]),
              minutes: random() < 0.3 ? 10 : null,
            },
            ...(random() < 0.3
              ? [{ person: await person(), attendance: pick(["full", "absent", "excused"]) }]
              : []),
            ...(random() < 0.2 ? [{ person: second, role: "observer" }] : []),
          ],
        });
    }
    for (let index = 0; index < 18; index += 1) {
      const dueOn = dayBetween("2026-06-01", 185);
      const isDone = random() < 0.6 && dueOn < "2026-11-10";
      await addAssessment(sql, generated, {
        site,
        subject: pick(coaches),
        dueOn,
        state: isDone ? undefined : pick(["open", "in_progress", "waived", "cancelled"]),
        submittedOn: isDone ? day(dueOn, Math.floor(random() * 14) - 8) : undefined,
        result: isDone ? pick(["met", "developing", "not_met", "not_scorable"]) : undefined,
        raterType: ratedByOneself() < 0.2 ? "self" : "supervisor",
      });
    }
  }
}
