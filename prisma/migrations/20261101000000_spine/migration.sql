-- Why: the spine of the product: organisation, people, plan, sessions, fidelity, outcomes, events.
-- Locks: none that matter, every table is new. Forward: later migrations only add.

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "mail_state" AS ENUM ('queued', 'sending', 'sent', 'failed');

-- CreateEnum
CREATE TYPE "job_outcome" AS ENUM ('running', 'succeeded', 'failed');

-- CreateEnum
CREATE TYPE "assessment_subject" AS ENUM ('coach', 'practitioner', 'unit');

-- CreateEnum
CREATE TYPE "rater_type" AS ENUM ('self', 'supervisor', 'peer_coach', 'independent', 'participant');

-- CreateEnum
CREATE TYPE "assessment_state" AS ENUM ('planned', 'open', 'in_progress', 'submitted', 'final', 'waived', 'cancelled');

-- CreateEnum
CREATE TYPE "response_code" AS ENUM ('value', 'na', 'not_observed', 'dont_know');

-- CreateEnum
CREATE TYPE "fidelity_result" AS ENUM ('met', 'developing', 'not_met', 'not_scorable');

-- CreateEnum
CREATE TYPE "implementation_stage" AS ENUM ('exploration', 'installation', 'initial_implementation', 'full_implementation', 'discontinued');

-- CreateEnum
CREATE TYPE "measure_level" AS ENUM ('implementation', 'fidelity', 'practice', 'workforce', 'child_family');

-- CreateEnum
CREATE TYPE "measure_direction" AS ENUM ('up', 'down', 'range');

-- CreateEnum
CREATE TYPE "measure_unit" AS ENUM ('percent', 'rate', 'count', 'mean');

-- CreateEnum
CREATE TYPE "role" AS ENUM ('coach', 'coachee', 'supervisor', 'lead', 'evaluator', 'planner', 'admin');

-- CreateEnum
CREATE TYPE "coaching_intensity" AS ENUM ('high', 'moderate', 'low');

-- CreateEnum
CREATE TYPE "certification_kind" AS ENUM ('coach', 'rater');

-- CreateEnum
CREATE TYPE "plan_version_status" AS ENUM ('draft', 'approved', 'superseded');

-- CreateEnum
CREATE TYPE "step_status" AS ENUM ('not_started', 'in_progress', 'in_review', 'complete', 'reopened', 'not_adopted');

-- CreateEnum
CREATE TYPE "milestone_status" AS ENUM ('planned', 'in_progress', 'achieved', 'at_risk', 'deferred', 'not_adopted');

-- CreateEnum
CREATE TYPE "activity_status" AS ENUM ('not_started', 'in_progress', 'done', 'at_risk', 'deferred', 'not_adopted');

-- CreateEnum
CREATE TYPE "outcome_status" AS ENUM ('not_assessed', 'emerging', 'observed', 'not_observed');

-- CreateEnum
CREATE TYPE "session_format" AS ENUM ('individual', 'pair', 'group', 'unit');

-- CreateEnum
CREATE TYPE "session_status" AS ENUM ('scheduled', 'held', 'held_partial', 'cancelled_by_coach', 'cancelled_by_coachee', 'cancelled_agency', 'no_show_coachee', 'no_show_coach', 'rescheduled');

-- CreateEnum
CREATE TYPE "session_modality" AS ENUM ('in_person_office', 'in_person_field', 'live_virtual', 'phone', 'recorded_review', 'asynchronous');

-- CreateEnum
CREATE TYPE "observation_kind" AS ENUM ('none', 'live', 'recorded', 'document_review', 'role_play');

-- CreateEnum
CREATE TYPE "attendee_role" AS ENUM ('coachee', 'supervisor', 'observer');

-- CreateEnum
CREATE TYPE "attendance" AS ENUM ('full', 'partial', 'absent', 'excused');

-- CreateEnum
CREATE TYPE "coaching_strategy" AS ENUM ('modelling', 'prompting', 'problem_solving', 'reflective_questioning', 'performance_feedback_verbal', 'performance_feedback_graphed', 'role_play', 'video', 'goal_setting', 'resource_sharing', 'environmental_support', 'other');

-- CreateEnum
CREATE TYPE "strategy_phase" AS ENUM ('observation', 'debrief', 'follow_up');

-- CreateEnum
CREATE TYPE "goal_status" AS ENUM ('active', 'met', 'revised', 'dropped');

-- CreateEnum
CREATE TYPE "goal_progress" AS ENUM ('not_started', 'in_progress', 'met', 'revised', 'dropped');

-- CreateEnum
CREATE TYPE "action_step_status" AS ENUM ('open', 'partly_done', 'done', 'dropped');

-- CreateEnum
CREATE TYPE "barrier" AS ENUM ('skill_training', 'workload', 'schedule', 'turnover', 'role_clarity', 'policy', 'technology', 'engagement', 'other');

-- CreateEnum
CREATE TYPE "escalation" AS ENUM ('none', 'safety_concern', 'mandatory_report_made', 'policy_concern', 'coachee_request');

-- CreateEnum
CREATE TYPE "acknowledgement_state" AS ENUM ('pending', 'acknowledged', 'acknowledged_with_comment', 'disputed', 'lapsed');

-- CreateTable
CREATE TABLE "auth_user" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "two_factor_enabled" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "auth_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_session" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "expires_at" TIMESTAMP(3) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "auth_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_account" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMP(3),
    "refresh_token_expires_at" TIMESTAMP(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "auth_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMP(3) NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "auth_verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_two_factor" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "backup_codes" TEXT NOT NULL,
    "verified" BOOLEAN NOT NULL DEFAULT true,
    "failed_verification_count" INTEGER NOT NULL DEFAULT 0,
    "locked_until" TIMESTAMP(3),

    CONSTRAINT "auth_two_factor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "domain_event" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "sequence" BIGSERIAL NOT NULL,
    "program_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "site_id" UUID,
    "actor_id" UUID,
    "request_id" TEXT,
    "payload" JSONB NOT NULL DEFAULT '{}',
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "retain_until" DATE NOT NULL,
    "relayed_at" TIMESTAMPTZ(3),

    CONSTRAINT "domain_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "job_run" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "program_id" UUID,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "outcome" "job_outcome" NOT NULL,
    "result" JSONB NOT NULL DEFAULT '{}',
    "error" TEXT,

    CONSTRAINT "job_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbox_item" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "recipient_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "period_key" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "href" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "inbox_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mail" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID,
    "key" TEXT NOT NULL,
    "to_address" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "state" "mail_state" NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "claimed_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mail_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "instrument" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "subject" "assessment_subject" NOT NULL,

    CONSTRAINT "instrument_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "instrument_version" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "instrument_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "definition" JSONB NOT NULL,
    "content_hash" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "effective_from" DATE NOT NULL,

    CONSTRAINT "instrument_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "schedule_rule" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "instrument_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "rule" JSONB NOT NULL,
    "rater_type" "rater_type" NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,

    CONSTRAINT "schedule_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "assessment" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "unit_id" UUID,
    "schedule_rule_id" UUID NOT NULL,
    "occurrence_key" TEXT NOT NULL,
    "instrument_version_id" UUID NOT NULL,
    "subject_id" UUID NOT NULL,
    "rater_id" UUID,
    "rater_type" "rater_type" NOT NULL,
    "unassigned_reason" TEXT,
    "opens_on" DATE NOT NULL,
    "target_on" DATE NOT NULL,
    "due_on" DATE NOT NULL,
    "grace_ends_on" DATE NOT NULL,
    "schedule_reason" TEXT NOT NULL,
    "state" "assessment_state" NOT NULL DEFAULT 'planned',
    "state_reason" TEXT,
    "opened_at" TIMESTAMPTZ(3),
    "submitted_at" TIMESTAMPTZ(3),
    "submitted_on" DATE,
    "is_rater_certified" BOOLEAN,
    "observed_on" DATE,
    "strengths" TEXT NOT NULL DEFAULT '',
    "next_steps" TEXT NOT NULL DEFAULT '',
    "row_version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "assessment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "assessment_response" (
    "assessment_id" UUID NOT NULL,
    "item_id" TEXT NOT NULL,
    "program_id" UUID NOT NULL,
    "code" "response_code" NOT NULL,
    "value" DOUBLE PRECISION,
    "text" TEXT,
    "reason" TEXT,
    "comment" TEXT NOT NULL DEFAULT '',
    "row_version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "assessment_response_pkey" PRIMARY KEY ("assessment_id","item_id")
);

-- CreateTable
CREATE TABLE "assessment_score" (
    "assessment_id" UUID NOT NULL,
    "score_version" INTEGER NOT NULL,
    "program_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "points" DOUBLE PRECISION NOT NULL,
    "possible" DOUBLE PRECISION NOT NULL,
    "percent" DOUBLE PRECISION,
    "result" "fidelity_result" NOT NULL,
    "critical_failures" TEXT[],
    "sections" JSONB NOT NULL,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "assessment_score_pkey" PRIMARY KEY ("assessment_id","score_version")
);

-- CreateTable
CREATE TABLE "program" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "session_lock_days" INTEGER NOT NULL DEFAULT 10,
    "is_demo" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "program_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "region" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "region_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "site" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "region_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "wave" INTEGER NOT NULL,
    "planned_start_on" DATE NOT NULL,
    "started_on" DATE,

    CONSTRAINT "site_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "site_stage" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "stage" "implementation_stage" NOT NULL,
    "starts_on" DATE NOT NULL,
    "reason" TEXT NOT NULL,
    "decided_by_id" UUID,

    CONSTRAINT "site_stage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "unit" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "unit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "measure" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "level" "measure_level" NOT NULL,
    "direction" "measure_direction" NOT NULL,
    "unit" "measure_unit" NOT NULL,

    CONSTRAINT "measure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "measure_version" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "measure_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "numerator" TEXT NOT NULL,
    "denominator" TEXT NOT NULL,
    "exclusions" TEXT NOT NULL,
    "target" DOUBLE PRECISION,
    "effective_from" DATE NOT NULL,

    CONSTRAINT "measure_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "site_figure" (
    "program_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "measure_version_id" UUID NOT NULL,
    "month_on" DATE NOT NULL,
    "numerator" DOUBLE PRECISION NOT NULL,
    "denominator" DOUBLE PRECISION NOT NULL,
    "as_of" DATE NOT NULL,
    "refreshed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "site_figure_pkey" PRIMARY KEY ("site_id","measure_version_id","month_on")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "account_id" TEXT,
    "employee_id" TEXT,
    "given_name" TEXT NOT NULL,
    "family_name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "job_title" TEXT,
    "deactivated_on" DATE,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_assignment" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "role" "role" NOT NULL,
    "region_id" UUID,
    "site_id" UUID,
    "unit_id" UUID,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,

    CONSTRAINT "role_assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "site_assignment" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "unit_id" UUID,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,

    CONSTRAINT "site_assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "supervision" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "supervisor_id" UUID NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,

    CONSTRAINT "supervision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "coach_assignment" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "unit_id" UUID,
    "coach_id" UUID NOT NULL,
    "coachee_id" UUID NOT NULL,
    "intensity" "coaching_intensity" NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,
    "end_reason" TEXT,

    CONSTRAINT "coach_assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "leave" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "first_on" DATE NOT NULL,
    "last_on" DATE NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "leave_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "certification" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "kind" "certification_kind" NOT NULL,
    "instrument_id" UUID,
    "awarded_on" DATE NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_until" DATE NOT NULL,
    "is_provisional" BOOLEAN NOT NULL DEFAULT false,
    "revoked_on" DATE,

    CONSTRAINT "certification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_version" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "desired_change" TEXT NOT NULL,
    "status" "plan_version_status" NOT NULL DEFAULT 'draft',
    "approved_on" DATE,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "plan_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_phase" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "plan_version_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,

    CONSTRAINT "plan_phase_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_step" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "phase_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "status" "step_status" NOT NULL DEFAULT 'not_started',
    "owner_id" UUID,
    "starts_on" DATE,
    "due_on" DATE,
    "done_on" DATE,
    "note" TEXT NOT NULL DEFAULT '',
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "plan_step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_milestone" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "step_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "status" "milestone_status" NOT NULL DEFAULT 'planned',
    "owner_id" UUID,
    "starts_on" DATE,
    "due_on" DATE,
    "done_on" DATE,
    "approver_id" UUID,
    "note" TEXT NOT NULL DEFAULT '',
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "plan_milestone_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_activity" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "step_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '',
    "status" "activity_status" NOT NULL DEFAULT 'not_started',
    "owner_id" UUID,
    "starts_on" DATE,
    "due_on" DATE,
    "done_on" DATE,
    "note" TEXT NOT NULL DEFAULT '',
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "plan_activity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_outcome" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "step_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "status" "outcome_status" NOT NULL DEFAULT 'not_assessed',
    "owner_id" UUID,
    "starts_on" DATE,
    "due_on" DATE,
    "done_on" DATE,
    "note" TEXT NOT NULL DEFAULT '',
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "plan_outcome_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_evidence" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "step_id" UUID,
    "milestone_id" UUID,
    "activity_id" UUID,
    "outcome_id" UUID,
    "title" TEXT NOT NULL,
    "link" TEXT,
    "added_by_id" UUID,
    "added_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "plan_evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "practice_profile" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "principles" TEXT NOT NULL,
    "published_at" TIMESTAMP(3),

    CONSTRAINT "practice_profile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "core_component" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "practice_profile_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "definition" TEXT NOT NULL,

    CONSTRAINT "core_component_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "essential_function" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "core_component_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,

    CONSTRAINT "essential_function_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "core_activity" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "essential_function_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "levels" JSONB NOT NULL,

    CONSTRAINT "core_activity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dosage_schedule" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "intensity" "coaching_intensity" NOT NULL,
    "sessions_per_month" DOUBLE PRECISION NOT NULL,
    "minutes_per_session" INTEGER NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,

    CONSTRAINT "dosage_schedule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "goal" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "coach_id" UUID NOT NULL,
    "coachee_id" UUID NOT NULL,
    "essential_function_id" UUID,
    "title" TEXT NOT NULL,
    "target_level" TEXT NOT NULL DEFAULT '',
    "review_on" DATE,
    "status" "goal_status" NOT NULL DEFAULT 'active',
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "goal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "action_step" (
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "coach_id" UUID NOT NULL,
    "coachee_id" UUID NOT NULL,
    "session_id" UUID,
    "goal_id" UUID,
    "what" TEXT NOT NULL,
    "owner_id" UUID NOT NULL,
    "due_on" DATE,
    "status" "action_step_status" NOT NULL DEFAULT 'open',
    "closed_on" DATE,
    "drop_reason" TEXT,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "action_step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "coaching_session" (
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "unit_id" UUID,
    "lead_coach_id" UUID NOT NULL,
    "practice_profile_id" UUID NOT NULL,
    "format" "session_format" NOT NULL,
    "status" "session_status" NOT NULL,
    "session_on" DATE NOT NULL,
    "zone" TEXT NOT NULL,
    "scheduled_start_at" TIMESTAMPTZ(3),
    "scheduled_end_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "modality" "session_modality" NOT NULL,
    "observation_kind" "observation_kind" NOT NULL DEFAULT 'none',
    "observation_minutes" INTEGER NOT NULL DEFAULT 0,
    "meeting_minutes" INTEGER NOT NULL DEFAULT 0,
    "preparation_minutes" INTEGER NOT NULL DEFAULT 0,
    "travel_minutes" INTEGER NOT NULL DEFAULT 0,
    "documentation_minutes" INTEGER NOT NULL DEFAULT 0,
    "status_reason" TEXT,
    "rescheduled_to_id" UUID,
    "strength_noted" BOOLEAN NOT NULL DEFAULT false,
    "corrective_feedback" BOOLEAN NOT NULL DEFAULT false,
    "data_shared" BOOLEAN NOT NULL DEFAULT false,
    "barriers" "barrier"[],
    "escalation" "escalation" NOT NULL DEFAULT 'none',
    "next_session_on" DATE,
    "is_coach_certified" BOOLEAN NOT NULL,
    "acknowledgement" "acknowledgement_state" NOT NULL DEFAULT 'pending',
    "entered_by_id" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "entry_lag_days" INTEGER NOT NULL,
    "content_hash" TEXT NOT NULL,
    "row_version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "coaching_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session_attendee" (
    "session_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "unit_id" UUID,
    "lead_coach_id" UUID NOT NULL,
    "session_on" DATE NOT NULL,
    "role" "attendee_role" NOT NULL DEFAULT 'coachee',
    "attendance" "attendance" NOT NULL DEFAULT 'full',
    "minutes" INTEGER,

    CONSTRAINT "session_attendee_pkey" PRIMARY KEY ("session_id","person_id")
);

-- CreateTable
CREATE TABLE "session_focus" (
    "session_id" UUID NOT NULL,
    "essential_function_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,

    CONSTRAINT "session_focus_pkey" PRIMARY KEY ("session_id","essential_function_id")
);

-- CreateTable
CREATE TABLE "session_strategy" (
    "session_id" UUID NOT NULL,
    "strategy" "coaching_strategy" NOT NULL,
    "phase" "strategy_phase" NOT NULL,
    "program_id" UUID NOT NULL,

    CONSTRAINT "session_strategy_pkey" PRIMARY KEY ("session_id","strategy","phase")
);

-- CreateTable
CREATE TABLE "session_goal_progress" (
    "session_id" UUID NOT NULL,
    "goal_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "progress" "goal_progress" NOT NULL,
    "self_scale" INTEGER,

    CONSTRAINT "session_goal_progress_pkey" PRIMARY KEY ("session_id","goal_id")
);

-- CreateTable
CREATE TABLE "session_action_review" (
    "session_id" UUID NOT NULL,
    "action_step_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "status" "action_step_status" NOT NULL,

    CONSTRAINT "session_action_review_pkey" PRIMARY KEY ("session_id","action_step_id")
);

-- CreateTable
CREATE TABLE "session_summary" (
    "session_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "coach_id" UUID NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "session_summary_pkey" PRIMARY KEY ("session_id")
);

-- CreateTable
CREATE TABLE "session_private_note" (
    "session_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "ciphertext" BYTEA NOT NULL,

    CONSTRAINT "session_private_note_pkey" PRIMARY KEY ("session_id","author_id")
);

-- CreateTable
CREATE TABLE "session_acknowledgement" (
    "session_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "lead_coach_id" UUID NOT NULL,
    "state" "acknowledgement_state" NOT NULL,
    "comment" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL,
    "row_version" INTEGER NOT NULL,

    CONSTRAINT "session_acknowledgement_pkey" PRIMARY KEY ("session_id","person_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "auth_user_email_key" ON "auth_user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "auth_session_token_key" ON "auth_session"("token");

-- CreateIndex
CREATE INDEX "auth_session_user_id_idx" ON "auth_session"("user_id");

-- CreateIndex
CREATE INDEX "auth_account_user_id_idx" ON "auth_account"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "auth_account_provider_id_account_id_key" ON "auth_account"("provider_id", "account_id");

-- CreateIndex
CREATE INDEX "auth_verification_identifier_idx" ON "auth_verification"("identifier");

-- CreateIndex
CREATE INDEX "auth_two_factor_user_id_idx" ON "auth_two_factor"("user_id");

-- CreateIndex
CREATE INDEX "auth_two_factor_secret_idx" ON "auth_two_factor"("secret");

-- CreateIndex
CREATE INDEX "domain_event_program_id_occurred_at_idx" ON "domain_event"("program_id", "occurred_at" DESC);

-- CreateIndex
CREATE INDEX "domain_event_subject_id_idx" ON "domain_event"("subject_id");

-- CreateIndex
CREATE INDEX "domain_event_actor_id_idx" ON "domain_event"("actor_id");

-- CreateIndex
CREATE INDEX "domain_event_site_id_idx" ON "domain_event"("site_id");

-- CreateIndex
CREATE INDEX "job_run_name_started_at_idx" ON "job_run"("name", "started_at" DESC);

-- CreateIndex
CREATE INDEX "job_run_program_id_idx" ON "job_run"("program_id");

-- CreateIndex
CREATE INDEX "inbox_item_recipient_id_read_at_created_at_idx" ON "inbox_item"("recipient_id", "read_at", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "inbox_item_recipient_id_kind_subject_id_period_key_key" ON "inbox_item"("recipient_id", "kind", "subject_id", "period_key");

-- CreateIndex
CREATE UNIQUE INDEX "mail_key_key" ON "mail"("key");

-- CreateIndex
CREATE INDEX "mail_state_created_at_idx" ON "mail"("state", "created_at");

-- CreateIndex
CREATE INDEX "mail_program_id_idx" ON "mail"("program_id");

-- CreateIndex
CREATE UNIQUE INDEX "instrument_program_id_code_key" ON "instrument"("program_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "instrument_version_instrument_id_version_key" ON "instrument_version"("instrument_id", "version");

-- CreateIndex
CREATE INDEX "schedule_rule_instrument_id_idx" ON "schedule_rule"("instrument_id");

-- CreateIndex
CREATE UNIQUE INDEX "schedule_rule_program_id_code_version_key" ON "schedule_rule"("program_id", "code", "version");

-- CreateIndex
CREATE INDEX "assessment_rater_id_state_due_on_idx" ON "assessment"("rater_id", "state", "due_on");

-- CreateIndex
CREATE INDEX "assessment_subject_id_target_on_idx" ON "assessment"("subject_id", "target_on");

-- CreateIndex
CREATE INDEX "assessment_site_id_due_on_idx" ON "assessment"("site_id", "due_on");

-- CreateIndex
CREATE INDEX "assessment_unit_id_idx" ON "assessment"("unit_id");

-- CreateIndex
CREATE INDEX "assessment_schedule_rule_id_idx" ON "assessment"("schedule_rule_id");

-- CreateIndex
CREATE INDEX "assessment_instrument_version_id_idx" ON "assessment"("instrument_version_id");

-- CreateIndex
CREATE UNIQUE INDEX "assessment_program_id_occurrence_key_key" ON "assessment"("program_id", "occurrence_key");

-- CreateIndex
CREATE INDEX "assessment_score_site_id_idx" ON "assessment_score"("site_id");

-- CreateIndex
CREATE UNIQUE INDEX "program_slug_key" ON "program"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "region_program_id_code_key" ON "region"("program_id", "code");

-- CreateIndex
CREATE INDEX "site_region_id_idx" ON "site"("region_id");

-- CreateIndex
CREATE UNIQUE INDEX "site_program_id_code_key" ON "site"("program_id", "code");

-- CreateIndex
CREATE INDEX "site_stage_decided_by_id_idx" ON "site_stage"("decided_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "site_stage_site_id_starts_on_key" ON "site_stage"("site_id", "starts_on");

-- CreateIndex
CREATE UNIQUE INDEX "unit_site_id_name_key" ON "unit"("site_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "measure_program_id_code_key" ON "measure"("program_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "measure_version_measure_id_version_key" ON "measure_version"("measure_id", "version");

-- CreateIndex
CREATE INDEX "site_figure_program_id_month_on_idx" ON "site_figure"("program_id", "month_on");

-- CreateIndex
CREATE INDEX "site_figure_measure_version_id_idx" ON "site_figure"("measure_version_id");

-- CreateIndex
CREATE UNIQUE INDEX "person_program_id_account_id_key" ON "person"("program_id", "account_id");

-- CreateIndex
CREATE UNIQUE INDEX "person_program_id_email_key" ON "person"("program_id", "email");

-- CreateIndex
CREATE UNIQUE INDEX "person_program_id_employee_id_key" ON "person"("program_id", "employee_id");

-- CreateIndex
CREATE INDEX "role_assignment_person_id_idx" ON "role_assignment"("person_id");

-- CreateIndex
CREATE INDEX "role_assignment_region_id_idx" ON "role_assignment"("region_id");

-- CreateIndex
CREATE INDEX "role_assignment_site_id_idx" ON "role_assignment"("site_id");

-- CreateIndex
CREATE INDEX "role_assignment_unit_id_idx" ON "role_assignment"("unit_id");

-- CreateIndex
CREATE INDEX "site_assignment_person_id_idx" ON "site_assignment"("person_id");

-- CreateIndex
CREATE INDEX "site_assignment_site_id_idx" ON "site_assignment"("site_id");

-- CreateIndex
CREATE INDEX "site_assignment_unit_id_idx" ON "site_assignment"("unit_id");

-- CreateIndex
CREATE INDEX "supervision_person_id_idx" ON "supervision"("person_id");

-- CreateIndex
CREATE INDEX "supervision_supervisor_id_idx" ON "supervision"("supervisor_id");

-- CreateIndex
CREATE INDEX "coach_assignment_coach_id_starts_on_idx" ON "coach_assignment"("coach_id", "starts_on");

-- CreateIndex
CREATE INDEX "coach_assignment_coachee_id_starts_on_idx" ON "coach_assignment"("coachee_id", "starts_on");

-- CreateIndex
CREATE INDEX "coach_assignment_site_id_idx" ON "coach_assignment"("site_id");

-- CreateIndex
CREATE INDEX "coach_assignment_unit_id_idx" ON "coach_assignment"("unit_id");

-- CreateIndex
CREATE INDEX "leave_person_id_idx" ON "leave"("person_id");

-- CreateIndex
CREATE INDEX "certification_person_id_kind_valid_from_idx" ON "certification"("person_id", "kind", "valid_from");

-- CreateIndex
CREATE INDEX "certification_instrument_id_idx" ON "certification"("instrument_id");

-- CreateIndex
CREATE UNIQUE INDEX "plan_version_program_id_version_key" ON "plan_version"("program_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "plan_phase_plan_version_id_number_key" ON "plan_phase"("plan_version_id", "number");

-- CreateIndex
CREATE INDEX "plan_step_owner_id_idx" ON "plan_step"("owner_id");

-- CreateIndex
CREATE UNIQUE INDEX "plan_step_phase_id_number_key" ON "plan_step"("phase_id", "number");

-- CreateIndex
CREATE INDEX "plan_milestone_owner_id_idx" ON "plan_milestone"("owner_id");

-- CreateIndex
CREATE INDEX "plan_milestone_approver_id_idx" ON "plan_milestone"("approver_id");

-- CreateIndex
CREATE UNIQUE INDEX "plan_milestone_step_id_number_key" ON "plan_milestone"("step_id", "number");

-- CreateIndex
CREATE INDEX "plan_activity_owner_id_idx" ON "plan_activity"("owner_id");

-- CreateIndex
CREATE UNIQUE INDEX "plan_activity_step_id_number_key" ON "plan_activity"("step_id", "number");

-- CreateIndex
CREATE INDEX "plan_outcome_owner_id_idx" ON "plan_outcome"("owner_id");

-- CreateIndex
CREATE UNIQUE INDEX "plan_outcome_step_id_number_key" ON "plan_outcome"("step_id", "number");

-- CreateIndex
CREATE INDEX "plan_evidence_step_id_idx" ON "plan_evidence"("step_id");

-- CreateIndex
CREATE INDEX "plan_evidence_milestone_id_idx" ON "plan_evidence"("milestone_id");

-- CreateIndex
CREATE INDEX "plan_evidence_activity_id_idx" ON "plan_evidence"("activity_id");

-- CreateIndex
CREATE INDEX "plan_evidence_outcome_id_idx" ON "plan_evidence"("outcome_id");

-- CreateIndex
CREATE INDEX "plan_evidence_added_by_id_idx" ON "plan_evidence"("added_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "practice_profile_program_id_version_key" ON "practice_profile"("program_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "core_component_practice_profile_id_number_key" ON "core_component"("practice_profile_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "essential_function_core_component_id_number_key" ON "essential_function"("core_component_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "core_activity_essential_function_id_number_key" ON "core_activity"("essential_function_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "dosage_schedule_program_id_intensity_starts_on_key" ON "dosage_schedule"("program_id", "intensity", "starts_on");

-- CreateIndex
CREATE INDEX "goal_coachee_id_status_idx" ON "goal"("coachee_id", "status");

-- CreateIndex
CREATE INDEX "goal_coach_id_idx" ON "goal"("coach_id");

-- CreateIndex
CREATE INDEX "goal_site_id_idx" ON "goal"("site_id");

-- CreateIndex
CREATE INDEX "goal_essential_function_id_idx" ON "goal"("essential_function_id");

-- CreateIndex
CREATE INDEX "action_step_coachee_id_status_idx" ON "action_step"("coachee_id", "status");

-- CreateIndex
CREATE INDEX "action_step_coach_id_status_idx" ON "action_step"("coach_id", "status");

-- CreateIndex
CREATE INDEX "action_step_session_id_idx" ON "action_step"("session_id");

-- CreateIndex
CREATE INDEX "action_step_goal_id_idx" ON "action_step"("goal_id");

-- CreateIndex
CREATE INDEX "action_step_owner_id_idx" ON "action_step"("owner_id");

-- CreateIndex
CREATE INDEX "action_step_site_id_idx" ON "action_step"("site_id");

-- CreateIndex
CREATE INDEX "coaching_session_lead_coach_id_session_on_id_idx" ON "coaching_session"("lead_coach_id", "session_on" DESC, "id");

-- CreateIndex
CREATE INDEX "coaching_session_site_id_session_on_id_idx" ON "coaching_session"("site_id", "session_on" DESC, "id");

-- CreateIndex
CREATE INDEX "coaching_session_unit_id_idx" ON "coaching_session"("unit_id");

-- CreateIndex
CREATE INDEX "coaching_session_practice_profile_id_idx" ON "coaching_session"("practice_profile_id");

-- CreateIndex
CREATE INDEX "coaching_session_rescheduled_to_id_idx" ON "coaching_session"("rescheduled_to_id");

-- CreateIndex
CREATE INDEX "coaching_session_entered_by_id_idx" ON "coaching_session"("entered_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "coaching_session_id_site_id_lead_coach_id_session_on_key" ON "coaching_session"("id", "site_id", "lead_coach_id", "session_on");

-- CreateIndex
CREATE INDEX "session_attendee_session_id_site_id_lead_coach_id_session_o_idx" ON "session_attendee"("session_id", "site_id", "lead_coach_id", "session_on");

-- CreateIndex
CREATE INDEX "session_attendee_person_id_session_on_idx" ON "session_attendee"("person_id", "session_on" DESC);

-- CreateIndex
CREATE INDEX "session_focus_essential_function_id_idx" ON "session_focus"("essential_function_id");

-- CreateIndex
CREATE INDEX "session_goal_progress_goal_id_idx" ON "session_goal_progress"("goal_id");

-- CreateIndex
CREATE INDEX "session_action_review_action_step_id_idx" ON "session_action_review"("action_step_id");

-- CreateIndex
CREATE INDEX "session_summary_coach_id_idx" ON "session_summary"("coach_id");

-- CreateIndex
CREATE INDEX "session_private_note_author_id_idx" ON "session_private_note"("author_id");

-- CreateIndex
CREATE INDEX "session_acknowledgement_person_id_idx" ON "session_acknowledgement"("person_id");

-- AddForeignKey
ALTER TABLE "auth_session" ADD CONSTRAINT "auth_session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_account" ADD CONSTRAINT "auth_account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_two_factor" ADD CONSTRAINT "auth_two_factor_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "domain_event" ADD CONSTRAINT "domain_event_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job_run" ADD CONSTRAINT "job_run_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inbox_item" ADD CONSTRAINT "inbox_item_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inbox_item" ADD CONSTRAINT "inbox_item_recipient_id_fkey" FOREIGN KEY ("recipient_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mail" ADD CONSTRAINT "mail_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "instrument" ADD CONSTRAINT "instrument_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "instrument_version" ADD CONSTRAINT "instrument_version_instrument_id_fkey" FOREIGN KEY ("instrument_id") REFERENCES "instrument"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "schedule_rule" ADD CONSTRAINT "schedule_rule_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "schedule_rule" ADD CONSTRAINT "schedule_rule_instrument_id_fkey" FOREIGN KEY ("instrument_id") REFERENCES "instrument"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_unit_id_fkey" FOREIGN KEY ("unit_id") REFERENCES "unit"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_schedule_rule_id_fkey" FOREIGN KEY ("schedule_rule_id") REFERENCES "schedule_rule"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_instrument_version_id_fkey" FOREIGN KEY ("instrument_version_id") REFERENCES "instrument_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_rater_id_fkey" FOREIGN KEY ("rater_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assessment_response" ADD CONSTRAINT "assessment_response_assessment_id_fkey" FOREIGN KEY ("assessment_id") REFERENCES "assessment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assessment_score" ADD CONSTRAINT "assessment_score_assessment_id_fkey" FOREIGN KEY ("assessment_id") REFERENCES "assessment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assessment_score" ADD CONSTRAINT "assessment_score_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "region" ADD CONSTRAINT "region_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "site" ADD CONSTRAINT "site_region_id_fkey" FOREIGN KEY ("region_id") REFERENCES "region"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "site" ADD CONSTRAINT "site_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "site_stage" ADD CONSTRAINT "site_stage_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "site_stage" ADD CONSTRAINT "site_stage_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "site_stage" ADD CONSTRAINT "site_stage_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "unit" ADD CONSTRAINT "unit_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "unit" ADD CONSTRAINT "unit_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "measure" ADD CONSTRAINT "measure_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "measure_version" ADD CONSTRAINT "measure_version_measure_id_fkey" FOREIGN KEY ("measure_id") REFERENCES "measure"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "site_figure" ADD CONSTRAINT "site_figure_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "site_figure" ADD CONSTRAINT "site_figure_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "site_figure" ADD CONSTRAINT "site_figure_measure_version_id_fkey" FOREIGN KEY ("measure_version_id") REFERENCES "measure_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_region_id_fkey" FOREIGN KEY ("region_id") REFERENCES "region"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_unit_id_fkey" FOREIGN KEY ("unit_id") REFERENCES "unit"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "site_assignment" ADD CONSTRAINT "site_assignment_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "site_assignment" ADD CONSTRAINT "site_assignment_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "site_assignment" ADD CONSTRAINT "site_assignment_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "site_assignment" ADD CONSTRAINT "site_assignment_unit_id_fkey" FOREIGN KEY ("unit_id") REFERENCES "unit"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "supervision" ADD CONSTRAINT "supervision_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "supervision" ADD CONSTRAINT "supervision_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "supervision" ADD CONSTRAINT "supervision_supervisor_id_fkey" FOREIGN KEY ("supervisor_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coach_assignment" ADD CONSTRAINT "coach_assignment_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coach_assignment" ADD CONSTRAINT "coach_assignment_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coach_assignment" ADD CONSTRAINT "coach_assignment_unit_id_fkey" FOREIGN KEY ("unit_id") REFERENCES "unit"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coach_assignment" ADD CONSTRAINT "coach_assignment_coach_id_fkey" FOREIGN KEY ("coach_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coach_assignment" ADD CONSTRAINT "coach_assignment_coachee_id_fkey" FOREIGN KEY ("coachee_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "leave" ADD CONSTRAINT "leave_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "leave" ADD CONSTRAINT "leave_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certification" ADD CONSTRAINT "certification_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certification" ADD CONSTRAINT "certification_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certification" ADD CONSTRAINT "certification_instrument_id_fkey" FOREIGN KEY ("instrument_id") REFERENCES "instrument"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_version" ADD CONSTRAINT "plan_version_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_phase" ADD CONSTRAINT "plan_phase_plan_version_id_fkey" FOREIGN KEY ("plan_version_id") REFERENCES "plan_version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_step" ADD CONSTRAINT "plan_step_phase_id_fkey" FOREIGN KEY ("phase_id") REFERENCES "plan_phase"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_step" ADD CONSTRAINT "plan_step_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_milestone" ADD CONSTRAINT "plan_milestone_step_id_fkey" FOREIGN KEY ("step_id") REFERENCES "plan_step"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_milestone" ADD CONSTRAINT "plan_milestone_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_milestone" ADD CONSTRAINT "plan_milestone_approver_id_fkey" FOREIGN KEY ("approver_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_activity" ADD CONSTRAINT "plan_activity_step_id_fkey" FOREIGN KEY ("step_id") REFERENCES "plan_step"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_activity" ADD CONSTRAINT "plan_activity_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_outcome" ADD CONSTRAINT "plan_outcome_step_id_fkey" FOREIGN KEY ("step_id") REFERENCES "plan_step"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_outcome" ADD CONSTRAINT "plan_outcome_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_evidence" ADD CONSTRAINT "plan_evidence_step_id_fkey" FOREIGN KEY ("step_id") REFERENCES "plan_step"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_evidence" ADD CONSTRAINT "plan_evidence_milestone_id_fkey" FOREIGN KEY ("milestone_id") REFERENCES "plan_milestone"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_evidence" ADD CONSTRAINT "plan_evidence_activity_id_fkey" FOREIGN KEY ("activity_id") REFERENCES "plan_activity"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_evidence" ADD CONSTRAINT "plan_evidence_outcome_id_fkey" FOREIGN KEY ("outcome_id") REFERENCES "plan_outcome"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_evidence" ADD CONSTRAINT "plan_evidence_added_by_id_fkey" FOREIGN KEY ("added_by_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "practice_profile" ADD CONSTRAINT "practice_profile_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "core_component" ADD CONSTRAINT "core_component_practice_profile_id_fkey" FOREIGN KEY ("practice_profile_id") REFERENCES "practice_profile"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "essential_function" ADD CONSTRAINT "essential_function_core_component_id_fkey" FOREIGN KEY ("core_component_id") REFERENCES "core_component"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "core_activity" ADD CONSTRAINT "core_activity_essential_function_id_fkey" FOREIGN KEY ("essential_function_id") REFERENCES "essential_function"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dosage_schedule" ADD CONSTRAINT "dosage_schedule_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "goal" ADD CONSTRAINT "goal_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "goal" ADD CONSTRAINT "goal_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "goal" ADD CONSTRAINT "goal_coach_id_fkey" FOREIGN KEY ("coach_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "goal" ADD CONSTRAINT "goal_coachee_id_fkey" FOREIGN KEY ("coachee_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "goal" ADD CONSTRAINT "goal_essential_function_id_fkey" FOREIGN KEY ("essential_function_id") REFERENCES "essential_function"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_step" ADD CONSTRAINT "action_step_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_step" ADD CONSTRAINT "action_step_coach_id_fkey" FOREIGN KEY ("coach_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_step" ADD CONSTRAINT "action_step_coachee_id_fkey" FOREIGN KEY ("coachee_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_step" ADD CONSTRAINT "action_step_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_step" ADD CONSTRAINT "action_step_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "coaching_session"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_step" ADD CONSTRAINT "action_step_goal_id_fkey" FOREIGN KEY ("goal_id") REFERENCES "goal"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coaching_session" ADD CONSTRAINT "coaching_session_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coaching_session" ADD CONSTRAINT "coaching_session_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coaching_session" ADD CONSTRAINT "coaching_session_unit_id_fkey" FOREIGN KEY ("unit_id") REFERENCES "unit"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coaching_session" ADD CONSTRAINT "coaching_session_lead_coach_id_fkey" FOREIGN KEY ("lead_coach_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coaching_session" ADD CONSTRAINT "coaching_session_practice_profile_id_fkey" FOREIGN KEY ("practice_profile_id") REFERENCES "practice_profile"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coaching_session" ADD CONSTRAINT "coaching_session_entered_by_id_fkey" FOREIGN KEY ("entered_by_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coaching_session" ADD CONSTRAINT "coaching_session_rescheduled_to_id_fkey" FOREIGN KEY ("rescheduled_to_id") REFERENCES "coaching_session"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_attendee" ADD CONSTRAINT "session_attendee_session_id_site_id_lead_coach_id_session__fkey" FOREIGN KEY ("session_id", "site_id", "lead_coach_id", "session_on") REFERENCES "coaching_session"("id", "site_id", "lead_coach_id", "session_on") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_attendee" ADD CONSTRAINT "session_attendee_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_focus" ADD CONSTRAINT "session_focus_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "coaching_session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_focus" ADD CONSTRAINT "session_focus_essential_function_id_fkey" FOREIGN KEY ("essential_function_id") REFERENCES "essential_function"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_strategy" ADD CONSTRAINT "session_strategy_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "coaching_session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_goal_progress" ADD CONSTRAINT "session_goal_progress_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "coaching_session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_goal_progress" ADD CONSTRAINT "session_goal_progress_goal_id_fkey" FOREIGN KEY ("goal_id") REFERENCES "goal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_action_review" ADD CONSTRAINT "session_action_review_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "coaching_session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_action_review" ADD CONSTRAINT "session_action_review_action_step_id_fkey" FOREIGN KEY ("action_step_id") REFERENCES "action_step"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_summary" ADD CONSTRAINT "session_summary_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "coaching_session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_summary" ADD CONSTRAINT "session_summary_coach_id_fkey" FOREIGN KEY ("coach_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_private_note" ADD CONSTRAINT "session_private_note_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "coaching_session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_private_note" ADD CONSTRAINT "session_private_note_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_acknowledgement" ADD CONSTRAINT "session_acknowledgement_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "coaching_session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_acknowledgement" ADD CONSTRAINT "session_acknowledgement_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
