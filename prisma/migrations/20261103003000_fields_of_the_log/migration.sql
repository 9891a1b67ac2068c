-- Why: the rest of the session record. When a cancellation became known, when it was written on the device and when the
-- server got it, after how many hours feedback came, which plan was in force, and what tells the coaching cycles apart. What a reference or an escalation says is of coach and coachee alone, so it has a table
-- of its own. Goals have a baseline, evidence and a checklist; action steps say what support they need.
-- Locks: ACCESS EXCLUSIVE for an instant on goal, action_step and coaching_session (new columns are empty or have a
-- constant default), then row locks on records in which goals were worked on. Forward: columns are
-- only added; CREATE OR REPLACE the function.

CREATE TYPE "escalated_to" AS ENUM ('supervisor', 'program_lead', 'abuse_hotline', 'human_resources', 'other');
CREATE TYPE "goal_quality" AS ENUM ('observable', 'tied_to_function', 'measurable', 'within_reach', 'has_date', 'made_together');

ALTER TABLE "coaching_session" ADD COLUMN "plan_version" INTEGER,
ADD COLUMN "cancellation_known_at" TIMESTAMPTZ(3),
ADD COLUMN "feedback_after_hours" INTEGER,
ADD COLUMN "set_goals" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "entered_at" TIMESTAMPTZ(3),
ADD COLUMN "is_clock_doubtful" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "goal" ADD COLUMN "baseline_level" TEXT NOT NULL DEFAULT '',
ADD COLUMN "evidence" TEXT NOT NULL DEFAULT '',
ADD COLUMN "quality" "goal_quality"[];
ALTER TABLE "action_step" ADD COLUMN "support_needed" TEXT;

CREATE TABLE "session_detail" (
    "session_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "coach_id" UUID NOT NULL,
    "artefact_ref" TEXT,
    "has_recording_consent" BOOLEAN NOT NULL DEFAULT false,
    "escalated_on" DATE,
    "escalated_to" "escalated_to",
    "next_focus_id" UUID,
    CONSTRAINT "session_detail_pkey" PRIMARY KEY ("session_id")
);
CREATE INDEX "session_detail_coach_id_idx" ON "session_detail"("coach_id");
CREATE INDEX "session_detail_next_focus_id_idx" ON "session_detail"("next_focus_id");
ALTER TABLE "session_detail" ADD CONSTRAINT "session_detail_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "coaching_session"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "session_detail" ADD CONSTRAINT "session_detail_coach_id_fkey" FOREIGN KEY ("coach_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "session_detail" ADD CONSTRAINT "session_detail_next_focus_id_fkey" FOREIGN KEY ("next_focus_id") REFERENCES "essential_function"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE coaching_session ADD CONSTRAINT coaching_session_entered_before_receipt CHECK (entered_at <= recorded_at);
ALTER TABLE coaching_session ADD CONSTRAINT coaching_session_feedback_hours_range CHECK (feedback_after_hours BETWEEN 0 AND 720);
ALTER TABLE coaching_session ADD CONSTRAINT coaching_session_known_of_what_fell_through CHECK (
  cancellation_known_at IS NULL
  OR status IN ('cancelled_by_coach', 'cancelled_by_coachee', 'cancelled_agency', 'rescheduled'));
ALTER TABLE session_detail ADD CONSTRAINT session_detail_reference_given CHECK (artefact_ref <> '');

GRANT SELECT, INSERT, UPDATE, DELETE ON session_detail TO throughline_web;
ALTER TABLE session_detail ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties_read ON session_detail FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (coach_id = (SELECT app.person_id())
      OR session_id = ANY ((SELECT app.coached_session_ids())::uuid[])));
CREATE POLICY coach_writes ON session_detail TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND coach_id = (SELECT app.person_id()))
  WITH CHECK (program_id = (SELECT app.program_id()) AND coach_id = (SELECT app.person_id())
    AND EXISTS (SELECT FROM session_attendee a
      WHERE a.session_id = session_detail.session_id AND a.lead_coach_id = (SELECT app.person_id())));
GRANT SELECT (plan_version, cancellation_known_at, feedback_after_hours, set_goals, entered_at, is_clock_doubtful)
  ON coaching_session TO throughline_export;

-- When it was written is not rewritten either.
DROP TRIGGER coaching_session_not_the_coachs ON coaching_session;
CREATE TRIGGER coaching_session_not_the_coachs BEFORE UPDATE ON coaching_session FOR EACH ROW
  WHEN (current_user = 'throughline_web'
    AND (NEW.id <> OLD.id OR NEW.entered_by_id <> OLD.entered_by_id
      OR (NEW.acknowledgement <> OLD.acknowledgement
        AND (NEW.acknowledgement <> 'pending' OR NEW.row_version <= OLD.row_version))
      OR (OLD.status <> 'scheduled'
        AND (NEW.recorded_at <> OLD.recorded_at OR NEW.entry_lag_days IS DISTINCT FROM OLD.entry_lag_days
          OR NEW.entered_at IS DISTINCT FROM OLD.entered_at OR NEW.is_clock_doubtful <> OLD.is_clock_doubtful))))
  EXECUTE FUNCTION refuse_not_the_coachs();

-- What is there already: goals were set where one was worked on, a step was agreed or goal setting was the way.
UPDATE coaching_session session SET set_goals = true
WHERE EXISTS (SELECT FROM session_goal_progress WHERE session_id = session.id)
   OR EXISTS (SELECT FROM action_step WHERE session_id = session.id)
   OR EXISTS (SELECT FROM session_strategy WHERE session_id = session.id AND strategy = 'goal_setting');

-- What numbers the coaching cycles of a coach with their coachees, for whoever sees a session of the pair: a number is the
-- same for everybody, wherever the person worked before.
CREATE FUNCTION app.cycle_facts(p_coach_id uuid, p_coachee_ids uuid[])
RETURNS TABLE ("coacheeId" uuid, id uuid, "on" date, "startedAt" timestamptz, "observationMinutes" int, "meetingMinutes" int,
  "setGoals" boolean, observed boolean, "feedbackGiven" boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT attendee.person_id, session.id, session.session_on, session.started_at, session.observation_minutes,
    session.meeting_minutes, session.set_goals, session.observation_kind <> 'none' OR session.observation_minutes > 0,
    session.strength_noted OR session.corrective_feedback OR session.data_shared
  FROM unnest(p_coachee_ids) AS pair (coachee_id)
  JOIN session_attendee attendee ON attendee.person_id = pair.coachee_id AND attendee.lead_coach_id = p_coach_id
  JOIN LATERAL (SELECT * FROM coaching_session fetched WHERE fetched.id = attendee.session_id OFFSET 0) session ON true
  WHERE attendee.program_id = app.program_id() AND attendee.role = 'coachee' AND attendee.attendance IN ('full', 'partial')
    AND session.status IN ('held', 'held_partial')
    AND (p_coach_id = app.person_id() OR pair.coachee_id = app.person_id()
      OR EXISTS (SELECT FROM session_attendee seen
        WHERE seen.person_id = pair.coachee_id AND seen.lead_coach_id = p_coach_id
          AND (seen.site_id = ANY (app.site_ids()) OR seen.unit_id = ANY (app.unit_ids())
            OR seen.session_id = ANY (app.attended_session_ids()))))
  ORDER BY attendee.person_id, session.session_on
  LIMIT 20000
$$;
REVOKE ALL ON FUNCTION app.cycle_facts(uuid, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.cycle_facts(uuid, uuid[]) TO throughline_web;
