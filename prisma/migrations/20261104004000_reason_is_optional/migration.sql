-- Why: no free text is required in a log; why a session did not take place may be said, and need not be.
-- Locks: ACCESS EXCLUSIVE on coaching_session for an instant; nothing is read or rewritten.
-- Forward: add the constraint again, NOT VALID.

ALTER TABLE coaching_session DROP CONSTRAINT coaching_session_not_held_has_reason;
