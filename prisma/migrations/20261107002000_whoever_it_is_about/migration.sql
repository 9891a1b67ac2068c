-- Why: whoever leads a site may also be the one whom a record is about, or a rater of a calibration set: complaints about
-- oneself are not one's own to read, reviews of oneself not one's own to waive, and what the master answered is nothing
-- for a rater whose first answers are not in. Administrators read the log of events, which is not to tell them of
-- complaints and improvement plans. What only the product's own steps change about a review or a plan is held by the
-- database as well.
-- Locks: a short ACCESS EXCLUSIVE on the tables named, for policies and triggers. Forward: ALTER POLICY, CREATE OR REPLACE.

ALTER POLICY lead_of_site ON schedule_event
  USING (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead')) AND site_id = ANY ((SELECT app.site_ids())::uuid[])
    AND subject_id <> (SELECT app.person_id()))
  WITH CHECK (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead')) AND site_id = ANY ((SELECT app.site_ids())::uuid[])
    AND subject_id <> (SELECT app.person_id()));

ALTER POLICY lead_waives ON assessment
  USING (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead'))
    AND site_id = ANY ((SELECT app.site_ids())::uuid[]) AND subject_id <> (SELECT app.person_id())
    AND state IN ('planned', 'open', 'in_progress'))
  WITH CHECK (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead'))
    AND site_id = ANY ((SELECT app.site_ids())::uuid[]) AND subject_id <> (SELECT app.person_id()) AND state = 'waived');

ALTER POLICY administrator_reads ON domain_event
  USING (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('admin'))
    AND subject_type <> ALL (ARRAY['schedule-event', 'improvement-plan']));

-- Sets whose master's answers the acting person may know: everybody's for those who do not rate, otherwise those of a set
-- that they have rated, as a rater or as its master.
CREATE FUNCTION app.known_set_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(
    SELECT id FROM calibration_set WHERE program_id = app.program_id() AND NOT app.has_role('supervisor')
    UNION SELECT set_id FROM calibration_attempt WHERE person_id = app.person_id() AND submitted_at IS NOT NULL)
$$;
REVOKE ALL ON FUNCTION app.known_set_ids() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.known_set_ids() TO throughline_web;
ALTER POLICY own_or_overseen ON calibration_rating
  USING (program_id = (SELECT app.program_id())
    AND (person_id = (SELECT app.person_id())
      OR ((SELECT app.has_role('lead', 'evaluator')) AND set_id = ANY ((SELECT app.known_set_ids())::uuid[])
        AND (is_master OR person_id = ANY ((SELECT app.site_person_ids())::uuid[])))
      OR (is_master AND set_id = ANY ((SELECT app.rated_set_ids())::uuid[]))));

-- The days of the rule, the instrument and who rates are the scheduler's; the day of the first submission stays.
CREATE TRIGGER assessment_rule_kept BEFORE UPDATE ON assessment FOR EACH ROW
  WHEN (current_user = 'throughline_web'
    AND ((NEW.opens_on, NEW.target_on, NEW.due_on, NEW.grace_ends_on, NEW.rater_id, NEW.rater_type, NEW.unit_id,
        NEW.instrument_version_id, NEW.schedule_rule_id, NEW.occurrence_key)
      IS DISTINCT FROM (OLD.opens_on, OLD.target_on, OLD.due_on, OLD.grace_ends_on, OLD.rater_id, OLD.rater_type, OLD.unit_id,
        OLD.instrument_version_id, OLD.schedule_rule_id, OLD.occurrence_key)
      OR (OLD.submitted_on IS NOT NULL AND NEW.submitted_on IS DISTINCT FROM OLD.submitted_on)))
  EXECUTE FUNCTION refuse_settled();

-- Each agrees for themselves, the subject alone shows a plan, what was agreed is not rewritten, and what has ended stays.
CREATE FUNCTION app.keep_plan() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  me uuid := app.person_id();
  is_mine boolean := me = OLD.subject_id;
BEGIN
  IF OLD.closed_at IS NOT NULL
    OR (NEW.shared_at IS DISTINCT FROM OLD.shared_at AND (OLD.shared_at IS NOT NULL OR NOT is_mine))
    OR (NEW.subject_agreed_at IS NOT NULL AND NEW.subject_agreed_at IS DISTINCT FROM OLD.subject_agreed_at AND NOT is_mine)
    OR (NEW.owner_agreed_at IS NOT NULL AND NEW.owner_agreed_at IS DISTINCT FROM OLD.owner_agreed_at
      AND (me IS DISTINCT FROM OLD.owner_id OR me IS DISTINCT FROM NEW.owner_id))
    OR (OLD.state <> 'proposed' AND (NEW.drivers, NEW.system_causes, NEW.goals, NEW.owner_id, NEW.starts_on, NEW.row_version,
        NEW.subject_agreed_at, NEW.owner_agreed_at)
      IS DISTINCT FROM (OLD.drivers, OLD.system_causes, OLD.goals, OLD.owner_id, OLD.starts_on, OLD.row_version,
        OLD.subject_agreed_at, OLD.owner_agreed_at))
    OR (NEW.state <> OLD.state AND NOT CASE NEW.state
      WHEN 'agreed' THEN OLD.state = 'proposed'
      WHEN 'extended' THEN OLD.state IN ('agreed', 'active') AND NOT is_mine
      WHEN 'closed_not_met' THEN OLD.state IN ('agreed', 'active', 'extended') AND NOT is_mine
      WHEN 'withdrawn' THEN OLD.state = 'proposed' AND NOT is_mine
      ELSE false END) THEN
    RAISE EXCEPTION 'improvement plan % is changed by its own steps alone', OLD.id USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER improvement_plan_own_steps BEFORE UPDATE ON improvement_plan FOR EACH ROW
  WHEN (current_user = 'throughline_web') EXECUTE FUNCTION app.keep_plan();
