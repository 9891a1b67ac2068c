-- Why: a share of ratings is made twice, by two people who do not see each other's, so that their agreement can be known.
-- The share, the lot and which score counts are fixed before anybody rates. Until both ratings are in, nobody but its
-- rater reads a rating (is_held), and neither rater finds the other's row (blind_to_id). Policies stay comparisons.
-- Locks: a short ACCESS EXCLUSIVE on assessment and assessment_score (columns with constant defaults, policies).
-- Forward: ALTER TABLE, ALTER POLICY, CREATE OR REPLACE the functions.
CREATE TYPE "assessment_part" AS ENUM ('first', 'second', 'consensus');
CREATE TYPE "score_basis" AS ENUM ('own', 'mean', 'consensus');
CREATE TYPE "record_rule" AS ENUM ('first', 'mean', 'consensus');
CREATE TYPE "draw_period" AS ENUM ('month', 'quarter');

ALTER TABLE "assessment" ADD COLUMN "part" "assessment_part" NOT NULL DEFAULT 'first',
  ADD COLUMN "first_id" UUID,
  ADD COLUMN "is_held" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "blind_to_id" UUID;
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_part_of_first" CHECK (("part" = 'first') = ("first_id" IS NULL));
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_first_id_fkey" FOREIGN KEY ("first_id") REFERENCES "assessment"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE UNIQUE INDEX "assessment_first_id_part_key" ON "assessment"("first_id", "part");
ALTER TABLE "assessment_score" ADD COLUMN "basis" "score_basis" NOT NULL DEFAULT 'own',
  ADD COLUMN "is_held" BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE "double_rating_rule" (
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "instrument_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "share" DOUBLE PRECISION NOT NULL,
    "period" "draw_period" NOT NULL,
    "record_rule" "record_rule" NOT NULL,
    "seed" TEXT NOT NULL,
    "starts_on" DATE NOT NULL,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "double_rating_rule_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "double_rating_rule_share" CHECK ("share" BETWEEN 0 AND 1),
    CONSTRAINT "double_rating_rule_starts_with_month" CHECK ("starts_on" = date_trunc('month', "starts_on")::date)
);
CREATE INDEX "double_rating_rule_program_id_idx" ON "double_rating_rule"("program_id");
CREATE INDEX "double_rating_rule_created_by_id_idx" ON "double_rating_rule"("created_by_id");
CREATE UNIQUE INDEX "double_rating_rule_instrument_id_version_key" ON "double_rating_rule"("instrument_id", "version");
ALTER TABLE "double_rating_rule" ADD CONSTRAINT "double_rating_rule_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "double_rating_rule" ADD CONSTRAINT "double_rating_rule_instrument_id_fkey" FOREIGN KEY ("instrument_id") REFERENCES "instrument"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "double_rating_rule" ADD CONSTRAINT "double_rating_rule_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE TABLE "double_rating_draw" (
    "rule_id" UUID NOT NULL,
    "period_on" DATE NOT NULL,
    "program_id" UUID NOT NULL,
    "seed" TEXT NOT NULL,
    "population" JSONB NOT NULL,
    "drawn" TEXT[],
    "drawn_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "double_rating_draw_pkey" PRIMARY KEY ("rule_id", "period_on")
);
CREATE INDEX "double_rating_draw_program_id_idx" ON "double_rating_draw"("program_id");
ALTER TABLE "double_rating_draw" ADD CONSTRAINT "double_rating_draw_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "double_rating_rule"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "double_rating_draw" ADD CONSTRAINT "double_rating_draw_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "double_rating" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "rule_id" UUID NOT NULL,
    "first_id" UUID NOT NULL,
    "second_id" UUID NOT NULL,
    "consensus_id" UUID,
    "record_rule" "record_rule" NOT NULL,
    "first_rater_id" UUID,
    "second_rater_id" UUID,
    "completed_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "closed_reason" TEXT,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "double_rating_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "double_rating_raters_known" CHECK (("completed_at" IS NULL) = ("first_rater_id" IS NULL) AND ("completed_at" IS NULL) = ("second_rater_id" IS NULL)
      AND "first_rater_id" <> "second_rater_id"),
    CONSTRAINT "double_rating_closed_with_reason" CHECK (("closed_at" IS NULL) = ("closed_reason" IS NULL)),
    CONSTRAINT "double_rating_settled_after" CHECK ("settled_at" IS NULL OR "completed_at" IS NOT NULL OR "closed_at" IS NOT NULL),
    CONSTRAINT "double_rating_consensus_after" CHECK ("consensus_id" IS NULL OR "completed_at" IS NOT NULL)
);
CREATE INDEX "double_rating_program_id_idx" ON "double_rating"("program_id");
CREATE INDEX "double_rating_site_id_idx" ON "double_rating"("site_id");
CREATE INDEX "double_rating_rule_id_idx" ON "double_rating"("rule_id");
CREATE UNIQUE INDEX "double_rating_first_id_key" ON "double_rating"("first_id");
CREATE UNIQUE INDEX "double_rating_second_id_key" ON "double_rating"("second_id");
CREATE UNIQUE INDEX "double_rating_consensus_id_key" ON "double_rating"("consensus_id");
CREATE INDEX "double_rating_first_rater_id_idx" ON "double_rating"("first_rater_id");
CREATE INDEX "double_rating_second_rater_id_idx" ON "double_rating"("second_rater_id");
CREATE INDEX "double_rating_to_settle" ON "double_rating"("program_id") WHERE "settled_at" IS NULL;
ALTER TABLE "double_rating" ADD CONSTRAINT "double_rating_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "double_rating" ADD CONSTRAINT "double_rating_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "double_rating" ADD CONSTRAINT "double_rating_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "double_rating_rule"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "double_rating" ADD CONSTRAINT "double_rating_first_id_fkey" FOREIGN KEY ("first_id") REFERENCES "assessment"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "double_rating" ADD CONSTRAINT "double_rating_second_id_fkey" FOREIGN KEY ("second_id") REFERENCES "assessment"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "double_rating" ADD CONSTRAINT "double_rating_consensus_id_fkey" FOREIGN KEY ("consensus_id") REFERENCES "assessment"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "double_rating" ADD CONSTRAINT "double_rating_first_rater_id_fkey" FOREIGN KEY ("first_rater_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "double_rating" ADD CONSTRAINT "double_rating_second_rater_id_fkey" FOREIGN KEY ("second_rater_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "double_rating_note" (
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "double_rating_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "item_id" TEXT,
    "text" TEXT NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "double_rating_note_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "double_rating_note_given" CHECK (length(btrim("text")) BETWEEN 1 AND 2000)
);
CREATE INDEX "double_rating_note_program_id_idx" ON "double_rating_note"("program_id");
CREATE INDEX "double_rating_note_double_rating_id_idx" ON "double_rating_note"("double_rating_id");
CREATE INDEX "double_rating_note_author_id_idx" ON "double_rating_note"("author_id");
ALTER TABLE "double_rating_note" ADD CONSTRAINT "double_rating_note_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "double_rating_note" ADD CONSTRAINT "double_rating_note_double_rating_id_fkey" FOREIGN KEY ("double_rating_id") REFERENCES "double_rating"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "double_rating_note" ADD CONSTRAINT "double_rating_note_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Share, lot and rule of a version never change; a change is the next version, from a later month on.
CREATE TRIGGER double_rating_rule_immutable BEFORE UPDATE OR DELETE ON double_rating_rule FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER double_rating_draw_immutable BEFORE UPDATE OR DELETE ON double_rating_draw FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Which part a rating is, and who may see it, is nothing its rater decides.
CREATE TRIGGER assessment_part_kept BEFORE UPDATE ON assessment FOR EACH ROW
  WHEN (current_user = 'throughline_web' AND (NEW.part, NEW.first_id, NEW.is_held, NEW.blind_to_id)
    IS DISTINCT FROM (OLD.part, OLD.first_id, OLD.is_held, OLD.blind_to_id))
  EXECUTE FUNCTION refuse_settled();

-- A score is held back as long as its assessment is.
CREATE FUNCTION app.hold_score() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
BEGIN
  NEW.is_held := (SELECT is_held FROM assessment WHERE id = NEW.assessment_id);
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION app.hold_score() FROM PUBLIC;
CREATE TRIGGER assessment_score_held BEFORE INSERT ON assessment_score FOR EACH ROW EXECUTE FUNCTION app.hold_score();
CREATE FUNCTION app.hold_scores() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
BEGIN
  UPDATE assessment_score SET is_held = NEW.is_held WHERE assessment_id = NEW.id;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.hold_scores() FROM PUBLIC;
CREATE TRIGGER assessment_holds_scores AFTER UPDATE OF is_held ON assessment FOR EACH ROW
  WHEN (OLD.is_held <> NEW.is_held) EXECUTE FUNCTION app.hold_scores();

-- Each rater of a pair is blind to the other's row, also when a rating is given to somebody else meanwhile.
CREATE FUNCTION app.keep_blind() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
BEGIN
  UPDATE assessment other SET blind_to_id = NEW.rater_id
  FROM double_rating pair
  WHERE pair.completed_at IS NULL AND pair.closed_at IS NULL AND NEW.id IN (pair.first_id, pair.second_id)
    AND other.id IN (pair.first_id, pair.second_id) AND other.id <> NEW.id;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.keep_blind() FROM PUBLIC;
CREATE TRIGGER assessment_keeps_blind AFTER UPDATE OF rater_id ON assessment FOR EACH ROW
  WHEN (OLD.rater_id IS DISTINCT FROM NEW.rater_id) EXECUTE FUNCTION app.keep_blind();

-- Ends the blindness of a pair once both ratings are in; the second one to come does it. Returns the pair, once.
CREATE FUNCTION app.complete_double_rating(p_assessment_id uuid, p_now timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
DECLARE
  pair double_rating;
  one assessment;
  other assessment;
BEGIN
  SELECT * INTO pair FROM double_rating
  WHERE program_id = app.program_id() AND p_assessment_id IN (first_id, second_id) FOR UPDATE;
  IF NOT FOUND OR pair.completed_at IS NOT NULL OR pair.closed_at IS NOT NULL THEN RETURN NULL; END IF;
  SELECT * INTO one FROM assessment WHERE id = pair.first_id;
  SELECT * INTO other FROM assessment WHERE id = pair.second_id;
  IF one.state NOT IN ('submitted', 'final') OR other.state NOT IN ('submitted', 'final')
    OR app.person_id() IS NULL OR app.person_id() NOT IN (one.rater_id, other.rater_id) THEN RETURN NULL; END IF;
  UPDATE double_rating SET completed_at = p_now, first_rater_id = one.rater_id, second_rater_id = other.rater_id WHERE id = pair.id;
  UPDATE assessment SET blind_to_id = NULL WHERE id IN (one.id, other.id);
  RETURN pair.id;
END $$;

-- An answer without its remarks, for comparing.
CREATE FUNCTION app.answer_of(p_response assessment_response) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT to_jsonb(p_response) - ARRAY['assessment_id', 'item_id', 'program_id', 'reason', 'comment', 'row_version', 'updated_at']
$$;

-- The record of what both raters agreed on: begun by one of them, with everything that both had answered alike. Both
-- originals stay. Asked for twice, it is the same record.
CREATE FUNCTION app.begin_consensus(p_double_rating_id uuid, p_now timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
DECLARE
  pair double_rating;
  made uuid;
BEGIN
  SELECT * INTO pair FROM double_rating WHERE id = p_double_rating_id AND program_id = app.program_id()
    AND completed_at IS NOT NULL AND app.person_id() IN (first_rater_id, second_rater_id) FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  IF pair.consensus_id IS NOT NULL THEN RETURN pair.consensus_id; END IF;
  INSERT INTO assessment (program_id, site_id, unit_id, schedule_rule_id, occurrence_key, instrument_version_id, subject_id,
    rater_id, rater_type, opens_on, target_on, due_on, grace_ends_on, schedule_reason, state, opened_at, observed_on,
    strengths, next_steps, created_at, part, first_id, is_held)
  SELECT program_id, site_id, unit_id, schedule_rule_id, 'consensus/' || id, instrument_version_id, subject_id,
    app.person_id(), 'independent', p_now::date, p_now::date + 14, p_now::date + 14, p_now::date + 21, 'What both raters agreed on', 'in_progress', p_now,
    observed_on, strengths, next_steps, p_now, 'consensus', id, true
  FROM assessment WHERE id = pair.first_id
  RETURNING id INTO made;
  INSERT INTO assessment_response
  SELECT (jsonb_populate_record(NULL::assessment_response,
    to_jsonb(one) || jsonb_build_object('assessment_id', made, 'row_version', 1, 'updated_at', p_now))).*
  FROM assessment_response one JOIN assessment_response other ON other.assessment_id = pair.second_id AND other.item_id = one.item_id
  WHERE one.assessment_id = pair.first_id AND app.answer_of(one) = app.answer_of(other);
  UPDATE double_rating SET consensus_id = made WHERE id = pair.id;
  RETURN made;
END $$;

-- Ratings of completed pairs in which one is a rater: both of them, and what was agreed.
CREATE FUNCTION app.partner_rating_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(
    SELECT rating.id FROM double_rating pair, unnest(ARRAY[pair.first_id, pair.second_id, pair.consensus_id]) AS rating (id)
    WHERE app.person_id() IN (pair.first_rater_id, pair.second_rater_id) AND rating.id IS NOT NULL)
$$;

CREATE FUNCTION app.own_double_rating_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(SELECT id FROM double_rating WHERE app.person_id() IN (first_rater_id, second_rater_id))
$$;

-- The independent ratings of completed pairs at sites one answers for: values without words, and nobody is named but the
-- raters. Item ratings themselves stay between rater and coach.
CREATE FUNCTION app.reliability_ratings(p_version_id uuid, p_from date, p_until date)
RETURNS TABLE (pair_id uuid, site_id uuid, part assessment_part, rater_id uuid, rater_type rater_type, is_rater_lapsed boolean,
  submitted_on date, percent double precision, answers jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT pair.id, pair.site_id, rated.part, rated.rater_id, rated.rater_type, rated.is_rater_lapsed, one.submitted_on,
    CASE WHEN score.result <> 'not_scorable' THEN score.percent END,
    (SELECT coalesce(jsonb_agg(app.answer_of(given) || jsonb_build_object('itemId', given.item_id)), '[]')
      FROM assessment_response given WHERE given.assessment_id = rated.id AND given.code IS NOT NULL AND given.text IS NULL)
  FROM double_rating pair
  JOIN assessment one ON one.id = pair.first_id AND one.instrument_version_id = p_version_id
    AND one.submitted_on BETWEEN p_from AND p_until
  JOIN assessment rated ON rated.id IN (pair.first_id, pair.second_id)
  LEFT JOIN assessment_score score ON score.assessment_id = rated.id AND score.score_version = 1
  WHERE pair.program_id = app.program_id() AND pair.completed_at IS NOT NULL
    AND app.has_role('lead', 'evaluator') AND pair.site_id = ANY (app.site_ids())
  ORDER BY one.submitted_on DESC, pair.id, rated.part
  LIMIT 4000
$$;

REVOKE ALL ON FUNCTION app.complete_double_rating(uuid, timestamptz), app.begin_consensus(uuid, timestamptz),
  app.partner_rating_ids(), app.own_double_rating_ids(), app.reliability_ratings(uuid, date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.complete_double_rating(uuid, timestamptz), app.begin_consensus(uuid, timestamptz),
  app.partner_rating_ids(), app.own_double_rating_ids(), app.reliability_ratings(uuid, date, date) TO throughline_web;

GRANT SELECT, INSERT ON double_rating_rule, double_rating_note TO throughline_web;
GRANT SELECT ON double_rating_draw, double_rating TO throughline_web;
GRANT SELECT ON double_rating_rule, double_rating_note TO throughline_worker;
GRANT SELECT, INSERT, UPDATE ON double_rating_draw, double_rating TO throughline_worker;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['double_rating_rule', 'double_rating_draw', 'double_rating', 'double_rating_note'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY job ON %I TO throughline_worker
      USING (program_id = (SELECT app.program_id())) WITH CHECK (program_id = (SELECT app.program_id()))', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['double_rating_rule', 'double_rating_draw'] LOOP
    EXECUTE format('CREATE POLICY desk_reads ON %I FOR SELECT TO throughline_web
      USING (program_id = (SELECT app.program_id()) AND (SELECT app.has_role(''lead'', ''evaluator'')))', t);
  END LOOP;
END $$;
CREATE POLICY desk_adds ON double_rating_rule FOR INSERT TO throughline_web
  WITH CHECK (program_id = (SELECT app.program_id()) AND created_by_id = (SELECT app.person_id())
    AND (SELECT app.has_role('lead', 'evaluator')) AND (SELECT app.oversees_program()));
CREATE POLICY raters_or_desk ON double_rating FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (first_rater_id = (SELECT app.person_id()) OR second_rater_id = (SELECT app.person_id())
      OR ((SELECT app.has_role('lead', 'evaluator')) AND site_id = ANY ((SELECT app.site_ids())::uuid[]))));
CREATE POLICY raters_read ON double_rating_note FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND double_rating_id = ANY ((SELECT app.own_double_rating_ids())::uuid[]));
CREATE POLICY raters_add ON double_rating_note FOR INSERT TO throughline_web
  WITH CHECK (program_id = (SELECT app.program_id()) AND author_id = (SELECT app.person_id())
    AND double_rating_id = ANY ((SELECT app.own_double_rating_ids())::uuid[]));

ALTER POLICY assessment_reads ON assessment
  USING (program_id = (SELECT app.program_id())
    AND (rater_id = (SELECT app.person_id())
      OR (blind_to_id IS DISTINCT FROM (SELECT app.person_id())
        AND ((subject_id = (SELECT app.person_id()) AND (part = 'first' OR (part = 'consensus' AND NOT is_held)))
          OR site_id = ANY ((SELECT app.site_ids())::uuid[]) OR unit_id = ANY ((SELECT app.unit_ids())::uuid[])))
      OR id = ANY ((SELECT app.partner_rating_ids())::uuid[])));
ALTER POLICY rater_and_subject_read ON assessment_response
  USING (program_id = (SELECT app.program_id())
    AND (EXISTS (SELECT FROM assessment a WHERE a.id = assessment_id
        AND (a.rater_id = (SELECT app.person_id())
          OR (a.subject_id = (SELECT app.person_id()) AND a.state IN ('submitted', 'final') AND NOT a.is_held AND a.part <> 'second')))
      OR assessment_id = ANY ((SELECT app.partner_rating_ids())::uuid[])));
ALTER POLICY score_reads ON assessment_score
  USING (program_id = (SELECT app.program_id())
    AND ((site_id = ANY ((SELECT app.site_ids())::uuid[]) AND NOT is_held)
      OR EXISTS (SELECT FROM assessment a WHERE a.id = assessment_id
        AND (a.rater_id = (SELECT app.person_id())
          OR (NOT a.is_held AND ((a.subject_id = (SELECT app.person_id()) AND a.state IN ('submitted', 'final') AND a.part <> 'second')
            OR a.unit_id = ANY ((SELECT app.unit_ids())::uuid[])))))
      OR assessment_id = ANY ((SELECT app.partner_rating_ids())::uuid[])));

-- Who rated a second time is nothing for the coach; the two raters of a complete pair know each other.
CREATE OR REPLACE FUNCTION app.known_person_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(
    SELECT coachee_id FROM coach_assignment WHERE coach_id = app.person_id()
    UNION SELECT coach_id FROM coach_assignment WHERE coachee_id = app.person_id()
    UNION SELECT person_id FROM supervision WHERE supervisor_id = app.person_id()
    UNION SELECT supervisor_id FROM supervision WHERE person_id = app.person_id()
    UNION SELECT rater_id FROM assessment WHERE subject_id = app.person_id() AND rater_id IS NOT NULL AND part = 'first'
    UNION SELECT subject_id FROM assessment WHERE rater_id = app.person_id()
    UNION SELECT unnest(ARRAY[first_rater_id, second_rater_id]) FROM double_rating
      WHERE app.person_id() IN (first_rater_id, second_rater_id)
    UNION SELECT person_id FROM site_assignment WHERE site_id = ANY (app.site_ids()) OR unit_id = ANY (app.unit_ids())
    UNION SELECT person_id FROM session_coach WHERE lead_coach_id = app.person_id()
    UNION SELECT lead_coach_id FROM session_coach WHERE person_id = app.person_id()
    UNION SELECT attendee.person_id FROM session_coach own JOIN session_attendee attendee ON attendee.session_id = own.session_id
      WHERE own.person_id = app.person_id()
    UNION SELECT person_id FROM session_attendee WHERE lead_coach_id = app.person_id() AND role <> 'coachee'
    UNION SELECT other.person_id FROM session_attendee own JOIN session_coach other ON other.session_id = own.session_id
      WHERE own.person_id = app.person_id()
    UNION SELECT other.person_id FROM session_attendee own JOIN session_attendee other ON other.session_id = own.session_id
      WHERE own.person_id = app.person_id() AND other.role <> 'coachee')
$$;
