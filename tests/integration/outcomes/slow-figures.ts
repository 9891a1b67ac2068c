import type { Row, Sql } from "postgres";
import { type AssessmentFacts, assessmentStatus } from "#fidelity/schedule/assessment-status.ts";
import { addDays, type CalendarDate, daysInMonth, endOfMonth } from "#fidelity/schedule/calendar.ts";

type Ratio = [numerator: number, denominator: number];

/** The figures of a site's month told day by day and record by record, with none of the product's own queries. */
export async function slowFigures(
  sql: Sql,
  { siteId, month, today }: { siteId: string; month: string; today: string },
): Promise<Record<string, Ratio>> {
  const sessions = await sql`SELECT * FROM coaching_session WHERE site_id = ${siteId}`;
  const attendees = await sql`SELECT * FROM session_attendee`;
  const assignments = await sql`SELECT * FROM coach_assignment WHERE site_id = ${siteId}`;
  const schedules = await sql`SELECT * FROM dosage_schedule`;
  const leave = await sql`SELECT * FROM leave`;
  const closures = await sql`
    SELECT * FROM closure WHERE withdrawn_at IS NULL AND program_id = (SELECT program_id FROM site WHERE id = ${siteId})`;
  const certifications = await sql`SELECT * FROM certification`;
  const assessments = await sql`SELECT * FROM assessment WHERE site_id = ${siteId}`;
  const scores = await sql`SELECT * FROM assessment_score ORDER BY score_version`;
  const monthEnd = endOfMonth(month as CalendarDate);
  const last = monthEnd < today ? monthEnd : (today as CalendarDate);
  const inMonth = (day: string | null) => day !== null && day >= month && day <= last;
  const holds = (fact: Row, day: string) =>
    fact.starts_on <= day && (fact.ends_on === null || day < fact.ends_on);

  const delivered = sessions.filter(
    (s) => inMonth(s.session_on) && ["held", "held_partial"].includes(s.status),
  );
  const present = delivered.flatMap((session) =>
    attendees
      .filter(
        (a) =>
          a.session_id === session.id && a.role === "coachee" && ["full", "partial"].includes(a.attendance),
      )
      .map((a) => ({
        personId: a.person_id as string,
        minutes: (a.minutes ?? session.meeting_minutes + session.observation_minutes) as number,
      })),
  );
  let plannedSessions = 0;
  let plannedMinutes = 0;
  const eligible = new Set<string>();
  for (const coacheeId of new Set(assignments.map((a) => a.coachee_id as string)))
    for (let day = month as CalendarDate; day <= last; day = addDays(day, 1)) {
      const [assignment] = assignments
        .filter((a) => a.coachee_id === coacheeId && holds(a, day))
        .sort((a, b) => (a.starts_on < b.starts_on || (a.starts_on === b.starts_on && a.id < b.id) ? 1 : -1));
      const isAway = leave.some((l) => l.person_id === coacheeId && l.first_on <= day && day <= l.last_on);
      const schedule = schedules.find((s) => s.intensity === assignment?.intensity && holds(s, day));
      const isClosed = closures.some(
        (c) =>
          (c.site_id === null || c.site_id === siteId) &&
          c.announced_on < day &&
          c.first_on <= day &&
          day <= c.last_on,
      );
      if (!assignment || !schedule || isAway || isClosed) continue;
      eligible.add(coacheeId);
      plannedSessions += schedule.sessions_per_month / daysInMonth(day);
      plannedMinutes += (schedule.sessions_per_month * schedule.minutes_per_session) / daysInMonth(day);
    }

  const statusOf = (a: Row) =>
    assessmentStatus(
      {
        opensOn: a.opens_on,
        dueOn: a.due_on,
        graceEndsOn: a.grace_ends_on,
        submittedOn: a.submitted_on,
        waivedOn: a.state === "waived" ? a.opens_on : null,
        cancelledOn: a.state === "cancelled" ? a.opens_on : null,
      } as AssessmentFacts,
      today as CalendarDate,
    ).status;
  const due = assessments.filter(
    (a) =>
      a.rater_type !== "self" &&
      a.due_on >= month &&
      a.due_on <= monthEnd &&
      a.due_on < today &&
      !["waived", "cancelled"].includes(statusOf(a)),
  );
  const results = assessments
    .filter((a) => inMonth(a.submitted_on) && a.rater_type !== "self")
    .map((a) => scores.filter((s) => s.assessment_id === a.id).at(-1)?.result as string)
    .filter((result) => result !== "not_scorable");
  const coaches = new Set(assignments.filter((a) => holds(a, last)).map((a) => a.coach_id as string));
  const certified = [...coaches].filter((id) =>
    certifications.some(
      (c) =>
        c.person_id === id &&
        c.kind === "coach" &&
        !c.is_provisional &&
        c.valid_from <= last &&
        last <= c.valid_until,
    ),
  );
  const logged = delivered.filter((s) => s.import_id === null);
  const acknowledged = logged.filter((s) => `${s.acknowledgement}`.startsWith("acknowledged"));
  const reached = new Set(present.map((p) => p.personId).filter((id) => eligible.has(id)));
  return {
    "sessions-delivered": [present.length, plannedSessions],
    "minutes-delivered": [present.reduce((sum, p) => sum + p.minutes, 0), plannedMinutes],
    reach: [reached.size, eligible.size],
    "late-entry": [logged.filter((s) => s.entry_lag_days > 3).length, logged.length],
    acknowledgement: [acknowledged.length, logged.length],
    "fidelity-completeness": [
      due.filter((a) => a.submitted_on !== null && a.submitted_on <= a.due_on).length,
      due.length,
    ],
    "fidelity-missed": [due.filter((a) => statusOf(a) === "missed").length, due.length],
    "fidelity-met": [results.filter((result) => result === "met").length, results.length],
    "coach-certification": [certified.length, coaches.size],
  };
}
