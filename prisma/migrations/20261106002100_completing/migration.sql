-- Why: between a submission and a final result a lead looks at exceptions: accepts them, or gives them back with a
-- reason. A final result is amended with a reason, and the coach answers it. What was submitted first is kept.
-- Locks: a short ACCESS EXCLUSIVE on assessment for its columns (no rewrite), constraint and policies.
-- Forward: ALTER TABLE, ALTER POLICY, CREATE OR REPLACE FUNCTION.

CREATE TYPE "acceptance_verdict" AS ENUM ('accepted', 'returned', 'amendment_allowed', 'amended');
CREATE TYPE "kept_for" AS ENUM ('returned', 'amended');
CREATE TYPE "feedback_verdict" AS ENUM ('read', 'disagrees');

ALTER TABLE "assessment" ADD COLUMN "submission" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "exceptions" JSONB,
  ADD COLUMN "final_at" TIMESTAMPTZ(3), ADD COLUMN "amended_at" TIMESTAMPTZ(3);
-- A returned review keeps the day of its first submission: it was in time or it was not.
ALTER TABLE "assessment" DROP CONSTRAINT "assessment_submitted_dated";
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_submitted_dated"
  CHECK (("state" IN ('submitted', 'returned', 'final')) = ("submitted_at" IS NOT NULL) AND ("submitted_at" IS NULL) = ("submitted_on" IS NULL));
CREATE INDEX "assessment_to_accept" ON "assessment"("site_id") WHERE "state" IN ('submitted', 'returned');

CREATE TABLE "acceptance_rule" (
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "starts_on" DATE NOT NULL,
    "is_on" BOOLEAN NOT NULL,
    "needs_met" BOOLEAN NOT NULL,
    "needs_window" BOOLEAN NOT NULL,
    "needs_certified" BOOLEAN NOT NULL,
    "most_left_out" INTEGER,
    "tell_after_days" INTEGER NOT NULL,
    "amend_days" INTEGER NOT NULL,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "acceptance_rule_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "acceptance_rule_limits" CHECK (("most_left_out" BETWEEN 0 AND 100) AND ("tell_after_days" BETWEEN 1 AND 60) AND ("amend_days" BETWEEN 0 AND 365))
);
CREATE UNIQUE INDEX "acceptance_rule_program_id_version_key" ON "acceptance_rule"("program_id", "version");
CREATE INDEX "acceptance_rule_created_by_id_idx" ON "acceptance_rule"("created_by_id");
ALTER TABLE "acceptance_rule" ADD CONSTRAINT "acceptance_rule_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "acceptance_rule" ADD CONSTRAINT "acceptance_rule_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE TABLE "assessment_submission" (
    "assessment_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "program_id" UUID NOT NULL,
    "kept_for" "kept_for" NOT NULL,
    "score_version" INTEGER,
    "observed_on" DATE,
    "strengths" TEXT NOT NULL,
    "next_steps" TEXT NOT NULL,
    "evidence" TEXT NOT NULL,
    "answers" JSONB NOT NULL,
    "reason" TEXT,
    "draft_id" UUID,
    "kept_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "assessment_submission_pkey" PRIMARY KEY ("assessment_id", "number"),
    CONSTRAINT "assessment_submission_amended_with_reason" CHECK (("kept_for" = 'amended') = ("reason" IS NOT NULL) AND ("kept_for" = 'amended') = ("draft_id" IS NOT NULL))
);
CREATE UNIQUE INDEX "assessment_submission_draft_id_key" ON "assessment_submission"("draft_id");
CREATE INDEX "assessment_submission_program_id_idx" ON "assessment_submission"("program_id");
ALTER TABLE "assessment_submission" ADD CONSTRAINT "assessment_submission_assessment_id_fkey" FOREIGN KEY ("assessment_id") REFERENCES "assessment"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "assessment_submission" ADD CONSTRAINT "assessment_submission_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "assessment_decision" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "assessment_id" UUID NOT NULL,
    "submission" INTEGER NOT NULL,
    "verdict" "acceptance_verdict" NOT NULL,
    "reason" TEXT NOT NULL,
    "item_ids" TEXT[],
    "until_on" DATE,
    "decided_by_id" UUID NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "assessment_decision_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "assessment_decision_says_why" CHECK (length("reason") <= 1000 AND ("verdict" = 'accepted' OR length(btrim("reason")) > 0)),
    CONSTRAINT "assessment_decision_until" CHECK (("verdict" = 'amendment_allowed') = ("until_on" IS NOT NULL))
);
CREATE INDEX "assessment_decision_program_id_idx" ON "assessment_decision"("program_id");
CREATE INDEX "assessment_decision_site_id_idx" ON "assessment_decision"("site_id");
CREATE INDEX "assessment_decision_assessment_id_idx" ON "assessment_decision"("assessment_id");
CREATE INDEX "assessment_decision_decided_by_id_idx" ON "assessment_decision"("decided_by_id");
-- A submission is decided once.
CREATE UNIQUE INDEX "assessment_decision_once" ON "assessment_decision"("assessment_id", "submission") WHERE "verdict" IN ('accepted', 'returned');
ALTER TABLE "assessment_decision" ADD CONSTRAINT "assessment_decision_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "assessment_decision" ADD CONSTRAINT "assessment_decision_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "assessment_decision" ADD CONSTRAINT "assessment_decision_assessment_id_fkey" FOREIGN KEY ("assessment_id") REFERENCES "assessment"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "assessment_decision" ADD CONSTRAINT "assessment_decision_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "feedback_reply" (
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "assessment_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "score_version" INTEGER NOT NULL,
    "verdict" "feedback_verdict" NOT NULL,
    "text" TEXT NOT NULL,
    "said_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "feedback_reply_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "feedback_reply_given" CHECK (length("text") <= 2000 AND ("verdict" <> 'disagrees' OR length(btrim("text")) > 0))
);
CREATE INDEX "feedback_reply_program_id_idx" ON "feedback_reply"("program_id");
CREATE INDEX "feedback_reply_site_id_idx" ON "feedback_reply"("site_id");
CREATE INDEX "feedback_reply_assessment_id_said_at_idx" ON "feedback_reply"("assessment_id", "said_at");
CREATE INDEX "feedback_reply_person_id_idx" ON "feedback_reply"("person_id");
ALTER TABLE "feedback_reply" ADD CONSTRAINT "feedback_reply_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "feedback_reply" ADD CONSTRAINT "feedback_reply_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "feedback_reply" ADD CONSTRAINT "feedback_reply_assessment_id_fkey" FOREIGN KEY ("assessment_id") REFERENCES "assessment"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "feedback_reply" ADD CONSTRAINT "feedback_reply_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TRIGGER acceptance_rule_immutable BEFORE UPDATE OR DELETE ON acceptance_rule FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER assessment_submission_immutable BEFORE UPDATE ON assessment_submission FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER assessment_decision_immutable BEFORE UPDATE ON assessment_decision FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER feedback_reply_immutable BEFORE UPDATE ON feedback_reply FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What waits for a lead is held back like one of two blind ratings: from the coach, from oversight and from figures.
CREATE FUNCTION app.hold_submitted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.is_held := true;
  RETURN NEW;
END $$;
CREATE TRIGGER assessment_submitted_held BEFORE UPDATE OF state ON assessment FOR EACH ROW
  WHEN (NEW.state = 'submitted' AND OLD.state IN ('open', 'in_progress', 'returned')) EXECUTE FUNCTION app.hold_submitted();

-- Keeps what an assessment says, before something else is written over it.
CREATE FUNCTION app.keep_submission(p_id uuid, p_for kept_for, p_reason text, p_draft_id uuid, p_now timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  INSERT INTO assessment_submission (assessment_id, number, program_id, kept_for, score_version, observed_on, strengths, next_steps,
    evidence, answers, reason, draft_id, kept_at)
  SELECT one.id, 1 + (SELECT coalesce(max(number), 0) FROM assessment_submission WHERE assessment_id = one.id), one.program_id, p_for,
    (SELECT max(score_version) FROM assessment_score WHERE assessment_id = one.id), one.observed_on, one.strengths, one.next_steps,
    one.evidence,
    (SELECT coalesce(jsonb_agg(to_jsonb(given) - ARRAY['assessment_id', 'program_id', 'updated_at'] ORDER BY given.item_id), '[]')
      FROM assessment_response given WHERE given.assessment_id = one.id),
    p_reason, p_draft_id, p_now
  FROM assessment one WHERE one.id = p_id
$$;

-- Whether the acting person leads at a site and is neither of two people.
CREATE FUNCTION app.leads_for_others(p_site_id uuid, p_rater_id uuid, p_subject_id uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT coalesce(app.has_role('lead') AND p_site_id = ANY (app.site_ids()) AND app.person_id() IS DISTINCT FROM p_rater_id
    AND app.person_id() <> p_subject_id, false)
$$;

-- A lead accepts a submission or gives it back. Once for each submission: whoever comes second changes nothing.
CREATE FUNCTION app.decide_submission(p_assessment_id uuid, p_submission integer, p_verdict acceptance_verdict, p_reason text,
  p_item_ids text[], p_now timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
DECLARE
  one assessment;
  made uuid;
BEGIN
  SELECT * INTO one FROM assessment WHERE id = p_assessment_id AND program_id = app.program_id() FOR UPDATE;
  IF NOT FOUND OR one.state <> 'submitted' OR one.submission <> p_submission OR p_verdict NOT IN ('accepted', 'returned')
    OR NOT app.leads_for_others(one.site_id, one.rater_id, one.subject_id) THEN RETURN NULL; END IF;
  INSERT INTO assessment_decision (program_id, site_id, assessment_id, submission, verdict, reason, item_ids, decided_by_id, decided_at)
  VALUES (one.program_id, one.site_id, one.id, one.submission, p_verdict, p_reason, p_item_ids, app.person_id(), p_now)
  RETURNING id INTO made;
  IF p_verdict = 'returned' THEN
    PERFORM app.keep_submission(one.id, 'returned', NULL, NULL, p_now);
    UPDATE assessment SET state = 'returned' WHERE id = one.id;
  ELSE
    UPDATE assessment SET state = 'final', final_at = p_now, is_held = false WHERE id = one.id;
    -- What was given back was never a result.
    UPDATE assessment_score SET is_held = true WHERE assessment_id = one.id AND score_version IN
      (SELECT score_version FROM assessment_submission WHERE assessment_id = one.id AND kept_for = 'returned');
  END IF;
  RETURN made;
END $$;

-- Scores of what waits for a lead, or was given back, for the leads who may decide.
CREATE FUNCTION app.waiting_scores() RETURNS SETOF assessment_score
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT score.* FROM assessment_score score JOIN assessment one ON one.id = score.assessment_id
  WHERE one.program_id = app.program_id() AND one.state IN ('submitted', 'returned')
    AND app.leads_for_others(one.site_id, one.rater_id, one.subject_id)
$$;

-- A lead lets a rater amend a result after the days for it are over.
CREATE FUNCTION app.allow_amendment(p_assessment_id uuid, p_reason text, p_until date, p_now timestamptz) RETURNS uuid
LANGUAGE sql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  INSERT INTO assessment_decision (program_id, site_id, assessment_id, submission, verdict, reason, item_ids, until_on, decided_by_id, decided_at)
  SELECT program_id, site_id, id, submission, 'amendment_allowed', p_reason, '{}', p_until, app.person_id(), p_now
  FROM assessment
  WHERE id = p_assessment_id AND program_id = app.program_id() AND state = 'final' AND part = 'first' AND NOT is_held
    AND app.leads_for_others(site_id, rater_id, subject_id)
  RETURNING id
$$;

-- Ratings of a pair stay as both raters made them; what they see differently afterwards has its own record.
CREATE FUNCTION app.is_of_a_pair(p_assessment_id uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT EXISTS (SELECT FROM double_rating WHERE program_id = app.program_id() AND p_assessment_id IN (first_id, second_id, consensus_id)
    AND closed_at IS NULL)
$$;

-- The record in which a rater writes an amendment, with everything as it stands. Asked for twice, it is the same.
CREATE FUNCTION app.begin_amendment(p_assessment_id uuid, p_reason text, p_now timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
DECLARE
  one assessment;
  made uuid;
  today date;
BEGIN
  SELECT * INTO one FROM assessment WHERE id = p_assessment_id AND program_id = app.program_id() FOR UPDATE;
  IF NOT FOUND OR one.state <> 'final' OR one.part <> 'first' OR one.is_held OR one.rater_id IS DISTINCT FROM app.person_id()
    OR app.is_of_a_pair(one.id) THEN RETURN NULL; END IF;
  SELECT id INTO made FROM assessment WHERE first_id = one.id AND part = 'amendment';
  IF made IS NOT NULL THEN RETURN made; END IF;
  SELECT (p_now AT TIME ZONE zone)::date INTO today FROM site WHERE id = one.site_id;
  INSERT INTO assessment (program_id, site_id, unit_id, schedule_rule_id, occurrence_key, instrument_version_id, subject_id, rater_id,
    rater_type, opens_on, target_on, due_on, grace_ends_on, schedule_reason, state, state_reason, opened_at, observed_on, strengths,
    next_steps, evidence, created_at, part, first_id, is_held)
  VALUES (one.program_id, one.site_id, one.unit_id, one.schedule_rule_id, 'amendment/' || gen_random_uuid(), one.instrument_version_id,
    one.subject_id, one.rater_id, one.rater_type, today, today + 14, today + 14, today + 14,
    'An amendment of a final result', 'in_progress', p_reason, p_now, one.observed_on, one.strengths, one.next_steps, one.evidence,
    p_now, 'amendment', one.id, true)
  RETURNING id INTO made;
  INSERT INTO assessment_response
  SELECT (jsonb_populate_record(NULL::assessment_response,
    to_jsonb(given) || jsonb_build_object('assessment_id', made, 'row_version', 1, 'updated_at', p_now))).*
  FROM assessment_response given WHERE given.assessment_id = one.id;
  RETURN made;
END $$;

-- Writes an amendment over the result it amends, which is kept as it was. Returns the assessment, once.
CREATE FUNCTION app.apply_amendment(p_draft_id uuid, p_is_rater_certified boolean, p_is_rater_lapsed boolean, p_now timestamptz)
RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
DECLARE
  draft assessment;
  one assessment;
BEGIN
  SELECT * INTO draft FROM assessment WHERE id = p_draft_id AND program_id = app.program_id() AND part = 'amendment'
    AND rater_id = app.person_id() FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT * INTO one FROM assessment WHERE id = draft.first_id FOR UPDATE;
  IF one.state <> 'final' OR one.is_held OR app.is_of_a_pair(one.id) THEN RETURN NULL; END IF;
  PERFORM app.keep_submission(one.id, 'amended', draft.state_reason, draft.id, p_now);
  INSERT INTO assessment_decision (program_id, site_id, assessment_id, submission, verdict, reason, item_ids, decided_by_id, decided_at)
  VALUES (one.program_id, one.site_id, one.id, one.submission, 'amended', draft.state_reason, '{}', app.person_id(), p_now);
  DELETE FROM assessment_response WHERE assessment_id = one.id;
  UPDATE assessment_response SET assessment_id = one.id, row_version = row_version + 1 WHERE assessment_id = draft.id;
  DELETE FROM assessment WHERE id = draft.id;
  UPDATE assessment SET observed_on = draft.observed_on, strengths = draft.strengths, next_steps = draft.next_steps,
    evidence = draft.evidence, row_version = row_version + 1, submission = submission + 1, amended_at = p_now,
    is_rater_certified = p_is_rater_certified, is_rater_lapsed = p_is_rater_lapsed
  WHERE id = one.id;
  RETURN one.id;
END $$;

-- An amendment that is not made after all.
CREATE FUNCTION app.drop_amendment(p_draft_id uuid) RETURNS uuid
LANGUAGE sql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  DELETE FROM assessment WHERE id = p_draft_id AND program_id = app.program_id() AND part = 'amendment' AND rater_id = app.person_id()
  RETURNING first_id
$$;

REVOKE ALL ON FUNCTION app.hold_submitted(), app.keep_submission(uuid, kept_for, text, uuid, timestamptz),
  app.leads_for_others(uuid, uuid, uuid),
  app.decide_submission(uuid, integer, acceptance_verdict, text, text[], timestamptz), app.waiting_scores(),
  app.allow_amendment(uuid, text, date, timestamptz), app.is_of_a_pair(uuid), app.begin_amendment(uuid, text, timestamptz),
  app.apply_amendment(uuid, boolean, boolean, timestamptz), app.drop_amendment(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.hold_submitted(), app.decide_submission(uuid, integer, acceptance_verdict, text, text[], timestamptz),
  app.waiting_scores(), app.allow_amendment(uuid, text, date, timestamptz), app.is_of_a_pair(uuid),
  app.begin_amendment(uuid, text, timestamptz), app.apply_amendment(uuid, boolean, boolean, timestamptz), app.drop_amendment(uuid)
  TO throughline_web;
GRANT EXECUTE ON FUNCTION app.hold_submitted() TO throughline_worker;

GRANT SELECT, INSERT ON acceptance_rule, feedback_reply TO throughline_web;
GRANT SELECT ON assessment_submission, assessment_decision TO throughline_web;
GRANT SELECT ON acceptance_rule, feedback_reply, assessment_submission, assessment_decision TO throughline_worker;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['acceptance_rule', 'assessment_submission', 'assessment_decision', 'feedback_reply'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY job ON %I FOR SELECT TO throughline_worker USING (program_id = (SELECT app.program_id()))', t);
  END LOOP;
END $$;
CREATE POLICY raters_and_desk_read ON acceptance_rule FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead', 'evaluator', 'supervisor')));
CREATE POLICY lead_adds ON acceptance_rule FOR INSERT TO throughline_web
  WITH CHECK (program_id = (SELECT app.program_id()) AND created_by_id = (SELECT app.person_id())
    AND (SELECT app.has_role('lead')) AND (SELECT app.oversees_program()));
-- What was given back is nothing that the coach ever read as a result.
CREATE POLICY rater_and_subject_read ON assessment_submission FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND EXISTS (SELECT FROM assessment a WHERE a.id = assessment_id
      AND (a.rater_id = (SELECT app.person_id())
        OR (a.subject_id = (SELECT app.person_id()) AND a.state = 'final' AND NOT a.is_held AND kept_for = 'amended'))));
CREATE POLICY rater_and_lead_read ON assessment_decision FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (((SELECT app.has_role('lead')) AND site_id = ANY ((SELECT app.site_ids())::uuid[]))
      OR EXISTS (SELECT FROM assessment a WHERE a.id = assessment_id AND a.rater_id = (SELECT app.person_id()))));
CREATE POLICY coach_rater_and_lead_read ON feedback_reply FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (person_id = (SELECT app.person_id())
      OR ((SELECT app.has_role('lead')) AND site_id = ANY ((SELECT app.site_ids())::uuid[]))
      OR EXISTS (SELECT FROM assessment a WHERE a.id = assessment_id AND a.rater_id = (SELECT app.person_id()))));
CREATE POLICY coach_answers ON feedback_reply FOR INSERT TO throughline_web
  WITH CHECK (program_id = (SELECT app.program_id()) AND person_id = (SELECT app.person_id())
    AND EXISTS (SELECT FROM assessment a WHERE a.id = assessment_id AND a.site_id = feedback_reply.site_id
      AND a.subject_id = (SELECT app.person_id()) AND a.state = 'final' AND NOT a.is_held AND a.part = 'first'));

ALTER POLICY rater_writes ON assessment_response
  USING (program_id = (SELECT app.program_id())
    AND EXISTS (SELECT FROM assessment a WHERE a.id = assessment_id AND a.rater_id = (SELECT app.person_id())
      AND a.state IN ('open', 'in_progress', 'returned')))
  WITH CHECK (program_id = (SELECT app.program_id())
    AND EXISTS (SELECT FROM assessment a WHERE a.id = assessment_id AND a.rater_id = (SELECT app.person_id())
      AND a.state IN ('open', 'in_progress', 'returned')));
-- The score itself may be held back while its assessment is out: that of a submission that was given back.
ALTER POLICY score_reads ON assessment_score
  USING (program_id = (SELECT app.program_id())
    AND ((site_id = ANY ((SELECT app.site_ids())::uuid[]) AND NOT is_held)
      OR EXISTS (SELECT FROM assessment a WHERE a.id = assessment_id
        AND (a.rater_id = (SELECT app.person_id())
          OR (NOT a.is_held AND NOT assessment_score.is_held
            AND ((a.subject_id = (SELECT app.person_id()) AND a.state IN ('submitted', 'final') AND a.part <> 'second')
              OR a.unit_id = ANY ((SELECT app.unit_ids())::uuid[])))))
      OR assessment_id = ANY ((SELECT app.partner_rating_ids())::uuid[])));
