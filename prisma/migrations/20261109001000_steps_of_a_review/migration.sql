-- Why: what decides whether a result counts was held by the code alone: whoever rates could settle a review past the
-- program's limits, call it off or begin it again, count a submission that was none, and write a further score over the
-- score of record. Rules that hold for a whole program were open to a lead of one of its sites.
-- Locks: a short ACCESS EXCLUSIVE on assessment, assessment_score and schedule_rule, for triggers and policies.
-- Forward: CREATE OR REPLACE FUNCTION, ALTER POLICY.

CREATE FUNCTION app.keep_to_the_steps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  is_submitted boolean := NEW.state <> OLD.state AND NEW.state IN ('submitted', 'final');
BEGIN
  IF (NEW.state <> OLD.state AND NOT CASE NEW.state
      WHEN 'in_progress' THEN OLD.state = 'open'
      WHEN 'submitted' THEN OLD.state IN ('open', 'in_progress', 'returned')
      -- Whoever gave it back looks at it again.
      WHEN 'final' THEN OLD.state IN ('open', 'in_progress')
      WHEN 'waived' THEN OLD.state IN ('planned', 'open', 'in_progress') AND app.has_role('lead')
        AND NEW.site_id = ANY (app.site_ids()) AND NEW.subject_id <> app.person_id()
      ELSE false END)
    OR NEW.submission <> OLD.submission + is_submitted::integer
    OR (NOT is_submitted AND (NEW.submitted_at, NEW.is_rater_certified, NEW.is_rater_lapsed, NEW.exceptions, NEW.final_at)
      IS DISTINCT FROM (OLD.submitted_at, OLD.is_rater_certified, OLD.is_rater_lapsed, OLD.exceptions, OLD.final_at))
    OR (OLD.submitted_at IS NOT NULL AND NEW.submitted_at IS DISTINCT FROM OLD.submitted_at)
    OR (NEW.amended_at, NEW.counts_for, NEW.schedule_reason) IS DISTINCT FROM (OLD.amended_at, OLD.counts_for, OLD.schedule_reason) THEN
    RAISE EXCEPTION 'assessment % is settled by its own steps alone', OLD.id USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER assessment_steps_kept BEFORE UPDATE ON assessment FOR EACH ROW
  WHEN (current_user = 'throughline_web') EXECUTE FUNCTION app.keep_to_the_steps();

-- Looked at when the transaction ends, since the score comes after the state. The share of items without a value needs the
-- conditions of the form, which no more than the score itself can be worked out here.
CREATE FUNCTION app.keep_to_the_limits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
DECLARE
  limits acceptance_rule;
  seen_on date := coalesce(NEW.observed_on, NEW.submitted_on);
BEGIN
  SELECT one.* INTO limits FROM acceptance_rule one JOIN program ON program.id = one.program_id
  WHERE one.program_id = NEW.program_id AND starts_on <= (NEW.final_at AT TIME ZONE program.zone)::date
  ORDER BY version DESC LIMIT 1;
  IF NEW.final_at IS NULL
    OR (limits.is_on AND ((limits.needs_window AND seen_on NOT BETWEEN NEW.opens_on AND NEW.grace_ends_on)
      OR (limits.needs_certified AND (NEW.is_rater_certified IS NOT TRUE OR NEW.is_rater_lapsed IS TRUE))
      OR (limits.needs_met AND NOT EXISTS (SELECT FROM assessment_score WHERE assessment_id = NEW.id AND basis = 'own'
        AND result = 'met' AND critical_failures = '{}')))) THEN
    RAISE EXCEPTION 'assessment % is outside of the limits: it waits for a lead', NEW.id USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER assessment_within_limits AFTER UPDATE ON assessment DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (current_user = 'throughline_web' AND NEW.state = 'final' AND OLD.state <> 'final' AND NEW.part = 'first' AND NOT NEW.is_held
    AND NEW.rater_type <> 'self')
  EXECUTE FUNCTION app.keep_to_the_limits();

-- One score of the rater's for each submission, one for each amendment; the score of record is a job's.
CREATE FUNCTION app.score_a_submission() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
DECLARE
  one assessment;
  amended integer;
  scored integer;
BEGIN
  SELECT * INTO one FROM assessment WHERE id = NEW.assessment_id;
  SELECT count(*) INTO amended FROM assessment_submission WHERE assessment_id = one.id AND kept_for = 'amended';
  SELECT count(*) INTO scored FROM assessment_score WHERE assessment_id = one.id AND basis = NEW.basis;
  IF NEW.site_id <> one.site_id OR one.state NOT IN ('submitted', 'final') OR (NOT CASE NEW.basis
      WHEN 'own' THEN scored < one.submission - amended
      WHEN 'amended' THEN scored < amended
      ELSE false END) THEN
    RAISE EXCEPTION 'assessment % has no submission that is without its score', one.id USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER assessment_score_of_submission BEFORE INSERT ON assessment_score FOR EACH ROW
  WHEN (current_user = 'throughline_web') EXECUTE FUNCTION app.score_a_submission();

REVOKE ALL ON FUNCTION app.keep_to_the_steps(), app.keep_to_the_limits(), app.score_a_submission() FROM PUBLIC;

ALTER POLICY lead_adds ON schedule_rule
  WITH CHECK (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead')) AND (SELECT app.oversees_program()));
ALTER POLICY lead_ends ON schedule_rule
  USING (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead')) AND (SELECT app.oversees_program()))
  WITH CHECK (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead')) AND (SELECT app.oversees_program()));
