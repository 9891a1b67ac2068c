-- Why: of two parties who sign at the same moment each has stored a signature, which holds the version against being
-- deleted, before the version is locked. Asked for with the lock of a deletion, each waited for the other, and one was
-- refused. No key of a version changes here: the weaker lock lets both in, one after the other.
-- Locks: none. Forward: CREATE OR REPLACE the function.
CREATE OR REPLACE FUNCTION app.complete_agreement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
DECLARE
  put agreement_version;
BEGIN
  SELECT * INTO put FROM agreement_version WHERE id = NEW.version_id FOR NO KEY UPDATE;
  IF put.proposed_at IS NULL OR put.withdrawn_at IS NOT NULL THEN
    RAISE EXCEPTION 'version % of agreement % is not open for signature', put.version, put.agreement_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_signature_open';
  END IF;
  IF put.signed_at IS NULL AND (SELECT count(*) FROM agreement_signature WHERE version_id = put.id)
      = num_nonnulls(put.coach_id, put.coachee_id, put.supervisor_id, put.lead_id) THEN
    UPDATE agreement_version SET signed_at = NEW.signed_at WHERE id = put.id;
    UPDATE coaching_agreement
    SET in_force_version = put.version, in_force_profile = put.profile, starts_on = put.starts_on, ends_on = put.ends_on,
        signed_at = NEW.signed_at, ended_by_id = NULL
    WHERE id = put.agreement_id;
  END IF;
  RETURN NULL;
END $$;
