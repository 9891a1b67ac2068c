-- Why: a session that did not take place says why by a code, which can be counted and shown where words may not be. Words
-- stay possible beside it, and belong to the parties as before. Records from before have no code, and neither has a record
-- of the past whose file gave none.
-- Locks: ACCESS EXCLUSIVE on coaching_session for an instant (no column is rewritten); SHARE UPDATE EXCLUSIVE while the
-- checks are validated, which reads the table once and holds up neither reading nor writing.
-- Forward: add a column that replaces this one; the values of an enum are never taken away.

-- CreateEnum
CREATE TYPE "not_held_reason" AS ENUM ('coachee_away', 'coach_away', 'case_emergency', 'court', 'workload', 'training_or_meeting', 'staffing', 'mix_up', 'technical', 'travel_or_weather', 'office_closed', 'not_known', 'other');

-- AlterTable
ALTER TABLE "coaching_session" ADD COLUMN     "not_held_reason" "not_held_reason";

ALTER TABLE coaching_session
  ADD CONSTRAINT coaching_session_reason_of_not_held CHECK (
    not_held_reason IS NULL OR status NOT IN ('scheduled', 'held', 'held_partial')) NOT VALID,
  ADD CONSTRAINT coaching_session_other_has_words CHECK (
    not_held_reason IS DISTINCT FROM 'other' OR coalesce(status_reason, '') <> '') NOT VALID;
ALTER TABLE coaching_session VALIDATE CONSTRAINT coaching_session_reason_of_not_held;
ALTER TABLE coaching_session VALIDATE CONSTRAINT coaching_session_other_has_words;

-- A check would refuse every later change of an older record, whatever it is about.
CREATE FUNCTION refuse_not_held_without_reason() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a session that did not take place needs a reason'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'coaching_session_not_held_has_reason', TABLE = 'coaching_session';
END $$;
CREATE TRIGGER coaching_session_added_with_reason BEFORE INSERT ON coaching_session FOR EACH ROW
  WHEN (NEW.not_held_reason IS NULL AND NEW.import_id IS NULL AND NEW.status NOT IN ('scheduled', 'held', 'held_partial'))
  EXECUTE FUNCTION refuse_not_held_without_reason();
CREATE TRIGGER coaching_session_settled_with_reason BEFORE UPDATE OF status, not_held_reason ON coaching_session FOR EACH ROW
  WHEN (NEW.not_held_reason IS NULL AND NEW.import_id IS NULL AND NEW.status NOT IN ('scheduled', 'held', 'held_partial')
    AND (NEW.status <> OLD.status OR OLD.not_held_reason IS NOT NULL))
  EXECUTE FUNCTION refuse_not_held_without_reason();

GRANT SELECT (not_held_reason) ON coaching_session TO throughline_export;
