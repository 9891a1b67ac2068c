-- Why: what a record said before it was changed, and why, stays readable for those who may read the record itself.
-- What coachee and coach answered each other is kept. An acknowledgement is of the content as it stood, lapses after
-- days that the program sets, and belongs to one version of the content.
-- Locks: ACCESS EXCLUSIVE on coaching_session for an instant, then row locks on records that were edited before; SHARE
-- while the index of unanswered records is built. Forward: new columns have defaults; CREATE OR REPLACE the functions.

CREATE TYPE "value_sight" AS ENUM ('facts', 'attendee', 'conversation');

ALTER TABLE "program" ADD COLUMN "acknowledgement_days" INTEGER NOT NULL DEFAULT 14;
ALTER TABLE program ADD CONSTRAINT program_acknowledgement_days_range CHECK (acknowledgement_days BETWEEN 5 AND 120);

ALTER TABLE "coaching_session" ADD COLUMN "content_version" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN "content_changed_at" TIMESTAMPTZ(3);
UPDATE coaching_session SET content_version = row_version, content_changed_at = updated_at WHERE row_version > 1;
CREATE INDEX coaching_session_unanswered ON coaching_session (program_id, (coalesce(content_changed_at, recorded_at)))
  WHERE acknowledgement = 'pending' AND status IN ('held', 'held_partial');

CREATE TABLE "session_acknowledgement_past" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "session_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "lead_coach_id" UUID NOT NULL,
    "state" "acknowledgement_state" NOT NULL,
    "comment" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "row_version" INTEGER NOT NULL,
    CONSTRAINT "session_acknowledgement_past_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "session_reply" (
    "id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "lead_coach_id" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "session_reply_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "session_amendment" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "session_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "unit_id" UUID,
    "lead_coach_id" UUID NOT NULL,
    "row_version" INTEGER NOT NULL,
    "was_locked" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL,
    "session_on_before" DATE NOT NULL,
    "session_on_after" DATE NOT NULL,
    "dose_before" INTEGER NOT NULL,
    "dose_after" INTEGER NOT NULL,
    CONSTRAINT "session_amendment_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "session_amendment_value" (
    "amendment_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "session_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "unit_id" UUID,
    "lead_coach_id" UUID NOT NULL,
    "sight" "value_sight" NOT NULL,
    "field" TEXT NOT NULL,
    "subject_id" UUID,
    "before" JSONB,
    "after" JSONB,
    CONSTRAINT "session_amendment_value_pkey" PRIMARY KEY ("amendment_id","position")
);
CREATE INDEX "session_acknowledgement_past_session_id_idx" ON "session_acknowledgement_past"("session_id");
CREATE INDEX "session_acknowledgement_past_person_id_idx" ON "session_acknowledgement_past"("person_id");
CREATE INDEX "session_reply_session_id_idx" ON "session_reply"("session_id");
CREATE INDEX "session_reply_person_id_idx" ON "session_reply"("person_id");
CREATE UNIQUE INDEX "session_amendment_session_id_row_version_key" ON "session_amendment"("session_id", "row_version");
CREATE INDEX "session_amendment_site_id_at_idx" ON "session_amendment"("site_id", "at");
ALTER TABLE "session_acknowledgement_past" ADD CONSTRAINT "session_acknowledgement_past_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "coaching_session"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "session_acknowledgement_past" ADD CONSTRAINT "session_acknowledgement_past_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "session_reply" ADD CONSTRAINT "session_reply_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "coaching_session"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "session_reply" ADD CONSTRAINT "session_reply_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "session_amendment" ADD CONSTRAINT "session_amendment_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "coaching_session"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "session_amendment_value" ADD CONSTRAINT "session_amendment_value_amendment_id_fkey" FOREIGN KEY ("amendment_id") REFERENCES "session_amendment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE session_amendment ADD CONSTRAINT session_amendment_locked_has_reason CHECK (NOT was_locked OR length(trim(reason)) >= 10);
ALTER TABLE session_amendment_value ADD CONSTRAINT session_amendment_value_attendee_named CHECK (sight <> 'attendee' OR subject_id IS NOT NULL);
ALTER TABLE session_amendment_value ADD CONSTRAINT session_amendment_value_never_the_note CHECK (field <> 'privateNote');
ALTER TABLE session_reply ADD CONSTRAINT session_reply_body_given CHECK (length(trim(body)) > 0);

-- Rows are added and read; nobody changes or removes them.
GRANT SELECT, INSERT ON session_reply, session_amendment, session_amendment_value TO throughline_web;
GRANT SELECT ON session_acknowledgement_past TO throughline_web;
GRANT SELECT ON session_acknowledgement_past, session_reply, session_amendment TO throughline_worker;
-- Of the program an administrator sets these two.
REVOKE INSERT, UPDATE, DELETE ON program FROM throughline_web;
GRANT UPDATE (session_lock_days, acknowledgement_days) ON program TO throughline_web;
CREATE POLICY administrator_sets ON program FOR UPDATE TO throughline_web
  USING (id = (SELECT app.program_id()) AND (SELECT app.has_role('admin')))
  WITH CHECK (id = (SELECT app.program_id()) AND (SELECT app.has_role('admin')));

ALTER TABLE session_acknowledgement_past ENABLE ROW LEVEL SECURITY;
ALTER TABLE session_reply ENABLE ROW LEVEL SECURITY;
ALTER TABLE session_amendment ENABLE ROW LEVEL SECURITY;
ALTER TABLE session_amendment_value ENABLE ROW LEVEL SECURITY;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['session_acknowledgement_past', 'session_reply', 'session_amendment'] LOOP
    EXECUTE format('CREATE POLICY job ON %I TO throughline_worker
      USING (program_id = (SELECT app.program_id())) WITH CHECK (program_id = (SELECT app.program_id()))', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['session_acknowledgement_past', 'session_reply'] LOOP
    EXECUTE format('CREATE POLICY parties_read ON %I FOR SELECT TO throughline_web
      USING (program_id = (SELECT app.program_id())
        AND (person_id = (SELECT app.person_id()) OR lead_coach_id = (SELECT app.person_id())))', t);
  END LOOP;
END $$;
CREATE POLICY coach_inserts ON session_reply FOR INSERT TO throughline_web
  WITH CHECK (program_id = (SELECT app.program_id()) AND lead_coach_id = (SELECT app.person_id())
    AND EXISTS (SELECT FROM session_attendee a
      WHERE a.session_id = session_reply.session_id AND a.person_id = session_reply.person_id
        AND a.lead_coach_id = (SELECT app.person_id())));

CREATE POLICY amendment_reads ON session_amendment FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (lead_coach_id = (SELECT app.person_id())
      OR site_id = ANY ((SELECT app.site_ids())::uuid[]) OR unit_id = ANY ((SELECT app.unit_ids())::uuid[])
      OR session_id = ANY ((SELECT app.attended_session_ids())::uuid[])));
CREATE POLICY coach_inserts ON session_amendment FOR INSERT TO throughline_web
  WITH CHECK (program_id = (SELECT app.program_id()) AND lead_coach_id = (SELECT app.person_id())
    AND EXISTS (SELECT FROM coaching_session s WHERE s.id = session_id AND s.lead_coach_id = (SELECT app.person_id())));
CREATE POLICY value_reads ON session_amendment_value FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (lead_coach_id = (SELECT app.person_id())
      OR (sight IN ('facts', 'attendee')
        AND (site_id = ANY ((SELECT app.site_ids())::uuid[]) OR unit_id = ANY ((SELECT app.unit_ids())::uuid[])))
      OR (sight = 'facts' AND session_id = ANY ((SELECT app.attended_session_ids())::uuid[]))
      OR (sight = 'attendee' AND subject_id = (SELECT app.person_id()))
      OR (sight = 'conversation' AND session_id = ANY ((SELECT app.coached_session_ids())::uuid[]))));
CREATE POLICY coach_inserts ON session_amendment_value FOR INSERT TO throughline_web
  WITH CHECK (program_id = (SELECT app.program_id()) AND lead_coach_id = (SELECT app.person_id())
    AND EXISTS (SELECT FROM session_amendment made WHERE made.id = amendment_id
      AND made.session_id = session_amendment_value.session_id AND made.lead_coach_id = (SELECT app.person_id())));

-- An answer that is replaced is kept by the database itself.
CREATE FUNCTION app.keep_acknowledgement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
BEGIN
  INSERT INTO session_acknowledgement_past (session_id, person_id, program_id, lead_coach_id, state, comment, at, row_version)
  VALUES (OLD.session_id, OLD.person_id, OLD.program_id, OLD.lead_coach_id, OLD.state, OLD.comment, OLD.at, OLD.row_version);
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.keep_acknowledgement() FROM PUBLIC;
CREATE TRIGGER session_acknowledgement_kept AFTER UPDATE ON session_acknowledgement FOR EACH ROW
  WHEN ((OLD.state, OLD.comment, OLD.row_version) IS DISTINCT FROM (NEW.state, NEW.comment, NEW.row_version))
  EXECUTE FUNCTION app.keep_acknowledgement();
REVOKE DELETE ON session_acknowledgement FROM throughline_web;

-- The state of a record follows from the answers to its present content: the most serious of them, and pending (or
-- lapsed, once it has lapsed) until everybody who was present has answered. The row is locked first, so that of two
-- coachees who answer together the second sees the first, and an answer to content that has moved on changes nothing.
CREATE FUNCTION app.mark_acknowledged(p_session_id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
BEGIN
  PERFORM FROM coaching_session WHERE id = p_session_id AND program_id = app.program_id() FOR UPDATE;
  UPDATE coaching_session session SET acknowledgement = CASE
    WHEN EXISTS (
      SELECT FROM session_acknowledgement given
      WHERE given.session_id = session.id AND given.row_version >= session.content_version AND given.state = 'disputed')
      THEN 'disputed'
    WHEN EXISTS (
      SELECT FROM session_attendee other
      WHERE other.session_id = session.id AND other.role = 'coachee' AND other.attendance IN ('full', 'partial')
        AND NOT EXISTS (
          SELECT FROM session_acknowledgement given
          WHERE given.session_id = session.id AND given.person_id = other.person_id
            AND given.row_version >= session.content_version))
      THEN CASE WHEN session.acknowledgement = 'lapsed' THEN 'lapsed' ELSE 'pending' END
    WHEN EXISTS (
      SELECT FROM session_acknowledgement given
      WHERE given.session_id = session.id AND given.row_version >= session.content_version
        AND given.state = 'acknowledged_with_comment')
      THEN 'acknowledged_with_comment'
    ELSE 'acknowledged'
  END::acknowledgement_state
  WHERE session.id = p_session_id AND session.program_id = app.program_id()
    AND EXISTS (SELECT FROM session_attendee own
                WHERE own.session_id = p_session_id AND own.person_id = app.person_id() AND own.role = 'coachee')
    AND EXISTS (SELECT FROM session_acknowledgement given
                WHERE given.session_id = p_session_id AND given.person_id = app.person_id()
                  AND given.row_version >= session.content_version);
  RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION app.mark_acknowledged(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.mark_acknowledged(uuid) TO throughline_web;
DROP FUNCTION app.mark_acknowledged(uuid, acknowledgement_state);
