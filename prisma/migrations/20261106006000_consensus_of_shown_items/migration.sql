-- Why: what two raters agreed on began with answers that a condition hides from both of them, and in the evening its
-- window began on the next day, since days were those of the database and not of the site.
-- Locks: none. Forward: CREATE OR REPLACE.
DROP FUNCTION app.begin_consensus(uuid, timestamptz);
CREATE FUNCTION app.begin_consensus(p_double_rating_id uuid, p_now timestamptz, p_item_ids text[] DEFAULT NULL) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
DECLARE
  pair double_rating;
  made uuid;
  today date;
BEGIN
  SELECT * INTO pair FROM double_rating WHERE id = p_double_rating_id AND program_id = app.program_id()
    AND completed_at IS NOT NULL AND app.person_id() IN (first_rater_id, second_rater_id) FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  IF pair.consensus_id IS NOT NULL THEN RETURN pair.consensus_id; END IF;
  SELECT (p_now AT TIME ZONE zone)::date INTO today FROM site WHERE id = pair.site_id;
  INSERT INTO assessment (program_id, site_id, unit_id, schedule_rule_id, occurrence_key, instrument_version_id, subject_id,
    rater_id, rater_type, opens_on, target_on, due_on, grace_ends_on, schedule_reason, state, opened_at, observed_on,
    strengths, next_steps, created_at, part, first_id, is_held)
  SELECT program_id, site_id, unit_id, schedule_rule_id, 'consensus/' || id, instrument_version_id, subject_id,
    app.person_id(), 'independent', today, today + 14, today + 14, today + 21, 'What both raters agreed on', 'in_progress', p_now,
    observed_on, strengths, next_steps, p_now, 'consensus', id, true
  FROM assessment WHERE id = pair.first_id
  RETURNING id INTO made;
  INSERT INTO assessment_response
  SELECT (jsonb_populate_record(NULL::assessment_response,
    to_jsonb(one) || jsonb_build_object('assessment_id', made, 'row_version', 1, 'updated_at', p_now))).*
  FROM assessment_response one JOIN assessment_response other ON other.assessment_id = pair.second_id AND other.item_id = one.item_id
  WHERE one.assessment_id = pair.first_id AND app.answer_of(one) = app.answer_of(other)
    AND (p_item_ids IS NULL OR one.item_id = ANY (p_item_ids));
  UPDATE double_rating SET consensus_id = made WHERE id = pair.id;
  RETURN made;
END $$;
REVOKE ALL ON FUNCTION app.begin_consensus(uuid, timestamptz, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.begin_consensus(uuid, timestamptz, text[]) TO throughline_web;
