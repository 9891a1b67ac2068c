-- Why: rules the database keeps by itself, whatever the code above it does.
-- Locks: none that matter, every table is empty. Forward: drop a constraint by name and add its successor.
-- Prisma cannot model CHECK, EXCLUDE and partial indexes: they live here and are listed in
-- tests/architecture/protected-sql.test.ts.

CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Zones are IANA names: PostgreSQL itself is the judge.
ALTER TABLE program ADD CONSTRAINT program_zone_known CHECK ((TIMESTAMPTZ '2026-01-01 00:00:00Z' AT TIME ZONE zone) IS NOT NULL);
ALTER TABLE program ADD CONSTRAINT program_session_lock_days_range CHECK (session_lock_days BETWEEN 0 AND 366);
ALTER TABLE site ADD CONSTRAINT site_zone_known CHECK ((TIMESTAMPTZ '2026-01-01 00:00:00Z' AT TIME ZONE zone) IS NOT NULL);
ALTER TABLE site ADD CONSTRAINT site_wave_positive CHECK (wave >= 1);
ALTER TABLE site ADD CONSTRAINT site_started_has_plan CHECK (started_on IS NULL OR planned_start_on IS NOT NULL);

-- Dated facts: an end lies after its start, and one person has one of a kind at a time.
ALTER TABLE role_assignment ADD CONSTRAINT role_assignment_dates CHECK (ends_on IS NULL OR ends_on > starts_on);
ALTER TABLE role_assignment ADD CONSTRAINT role_assignment_one_scope CHECK (num_nonnulls(region_id, site_id, unit_id) <= 1);
ALTER TABLE site_assignment ADD CONSTRAINT site_assignment_dates CHECK (ends_on IS NULL OR ends_on > starts_on);
ALTER TABLE site_assignment ADD CONSTRAINT site_assignment_one_at_a_time
  EXCLUDE USING gist (person_id WITH =, daterange(starts_on, ends_on, '[)') WITH &&);
ALTER TABLE supervision ADD CONSTRAINT supervision_dates CHECK (ends_on IS NULL OR ends_on > starts_on);
ALTER TABLE supervision ADD CONSTRAINT supervision_not_self CHECK (person_id <> supervisor_id);
ALTER TABLE supervision ADD CONSTRAINT supervision_one_at_a_time
  EXCLUDE USING gist (person_id WITH =, daterange(starts_on, ends_on, '[)') WITH &&);
ALTER TABLE coach_assignment ADD CONSTRAINT coach_assignment_dates CHECK (ends_on IS NULL OR ends_on > starts_on);
ALTER TABLE coach_assignment ADD CONSTRAINT coach_assignment_not_self CHECK (coach_id <> coachee_id);
ALTER TABLE coach_assignment ADD CONSTRAINT coach_assignment_once_at_a_time
  EXCLUDE USING gist (coach_id WITH =, coachee_id WITH =, daterange(starts_on, ends_on, '[)') WITH &&);
ALTER TABLE leave ADD CONSTRAINT leave_dates CHECK (last_on >= first_on);
ALTER TABLE certification ADD CONSTRAINT certification_dates CHECK (valid_until >= valid_from AND valid_from >= awarded_on);
ALTER TABLE certification ADD CONSTRAINT certification_revoked_after_award CHECK (revoked_on IS NULL OR revoked_on >= awarded_on);
ALTER TABLE dosage_schedule ADD CONSTRAINT dosage_schedule_positive CHECK (sessions_per_month > 0 AND minutes_per_session > 0);
ALTER TABLE dosage_schedule ADD CONSTRAINT dosage_schedule_one_at_a_time
  EXCLUDE USING gist (program_id WITH =, intensity WITH =, daterange(starts_on, ends_on, '[)') WITH &&);

-- Plan
ALTER TABLE plan_step ADD CONSTRAINT plan_step_number_range CHECK (number BETWEEN 2 AND 7);
ALTER TABLE plan_step ADD CONSTRAINT plan_step_dates CHECK (due_on IS NULL OR starts_on IS NULL OR due_on >= starts_on);
ALTER TABLE plan_milestone ADD CONSTRAINT plan_milestone_dates CHECK (due_on IS NULL OR starts_on IS NULL OR due_on >= starts_on);
ALTER TABLE plan_milestone ADD CONSTRAINT plan_milestone_achieved_dated CHECK (status <> 'achieved' OR done_on IS NOT NULL);
ALTER TABLE plan_activity ADD CONSTRAINT plan_activity_dates CHECK (due_on IS NULL OR starts_on IS NULL OR due_on >= starts_on);
ALTER TABLE plan_activity ADD CONSTRAINT plan_activity_done_dated CHECK (status <> 'done' OR done_on IS NOT NULL);
ALTER TABLE plan_outcome ADD CONSTRAINT plan_outcome_dates CHECK (due_on IS NULL OR starts_on IS NULL OR due_on >= starts_on);
ALTER TABLE plan_evidence ADD CONSTRAINT plan_evidence_one_subject CHECK (num_nonnulls(step_id, milestone_id, activity_id, outcome_id) = 1);
CREATE UNIQUE INDEX plan_version_one_approved ON plan_version (program_id) WHERE status = 'approved';

-- Sessions
ALTER TABLE coaching_session ADD CONSTRAINT coaching_session_held_has_times
  CHECK (status NOT IN ('held', 'held_partial') OR (started_at IS NOT NULL AND ended_at IS NOT NULL));
ALTER TABLE coaching_session ADD CONSTRAINT coaching_session_times_order
  CHECK (ended_at > started_at AND ended_at <= started_at + INTERVAL '8 hours');
ALTER TABLE coaching_session ADD CONSTRAINT coaching_session_scheduled_order CHECK (scheduled_end_at > scheduled_start_at);
ALTER TABLE coaching_session ADD CONSTRAINT coaching_session_day_is_local
  CHECK (started_at IS NULL OR (started_at AT TIME ZONE zone)::date = session_on);
ALTER TABLE coaching_session ADD CONSTRAINT coaching_session_minutes_range CHECK (
  observation_minutes BETWEEN 0 AND 480 AND meeting_minutes BETWEEN 0 AND 480 AND preparation_minutes BETWEEN 0 AND 480
  AND travel_minutes BETWEEN 0 AND 720 AND documentation_minutes BETWEEN 0 AND 480);
ALTER TABLE coaching_session ADD CONSTRAINT coaching_session_dose_within_times CHECK (
  started_at IS NULL OR ended_at IS NULL
  OR (observation_minutes + meeting_minutes) * INTERVAL '1 minute' <= ended_at - started_at);
ALTER TABLE coaching_session ADD CONSTRAINT coaching_session_not_held_has_reason CHECK (
  status IN ('scheduled', 'held', 'held_partial') OR status_reason <> '');
ALTER TABLE coaching_session ADD CONSTRAINT coaching_session_rescheduled_elsewhere CHECK (rescheduled_to_id <> id);
ALTER TABLE session_attendee ADD CONSTRAINT session_attendee_minutes_range CHECK (minutes BETWEEN 0 AND 480);
ALTER TABLE session_goal_progress ADD CONSTRAINT session_goal_progress_self_scale_range CHECK (self_scale BETWEEN 0 AND 10);
ALTER TABLE action_step ADD CONSTRAINT action_step_what_given CHECK (length(trim(what)) > 0);
ALTER TABLE action_step ADD CONSTRAINT action_step_closed_dated CHECK ((status IN ('done', 'dropped')) = (closed_on IS NOT NULL));

-- Fidelity
ALTER TABLE assessment ADD CONSTRAINT assessment_window_order
  CHECK (opens_on <= target_on AND target_on <= due_on AND due_on <= grace_ends_on);
ALTER TABLE assessment ADD CONSTRAINT assessment_submitted_dated
  CHECK ((state IN ('submitted', 'final')) = (submitted_at IS NOT NULL) AND (submitted_at IS NULL) = (submitted_on IS NULL));
ALTER TABLE assessment ADD CONSTRAINT assessment_closed_has_reason
  CHECK (state NOT IN ('waived', 'cancelled') OR state_reason <> '');
ALTER TABLE assessment ADD CONSTRAINT assessment_not_self
  CHECK (rater_id IS NULL OR rater_id <> subject_id OR rater_type = 'self');
ALTER TABLE assessment_response ADD CONSTRAINT assessment_response_value_when_coded
  CHECK (code <> 'value' OR value IS NOT NULL OR text IS NOT NULL);
ALTER TABLE assessment_score ADD CONSTRAINT assessment_score_range
  CHECK (points >= 0 AND possible >= 0 AND points <= possible + 1e-9 AND (percent IS NULL OR percent BETWEEN 0 AND 100.0000001));

-- A published instrument version never changes.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is published and never changes; publish a new version', TG_TABLE_NAME
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_immutable';
END $$;
CREATE TRIGGER instrument_version_immutable BEFORE UPDATE OR DELETE ON instrument_version
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER measure_version_immutable BEFORE UPDATE OR DELETE ON measure_version
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Events: what is written stays as written; only the relay's mark is ever set.
CREATE INDEX domain_event_to_relay ON domain_event (sequence) WHERE relayed_at IS NULL;
CREATE INDEX mail_to_send ON mail (created_at) WHERE state IN ('queued', 'sending');
