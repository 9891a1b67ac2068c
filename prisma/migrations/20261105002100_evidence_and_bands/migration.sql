-- Why: a review names what was looked at, as a link to a recording or a reference to a document; and a score keeps what
-- its instrument calls the band that was reached.
-- Locks: a short ACCESS EXCLUSIVE per table; the default is not written to old rows. Forward: add another check.

ALTER TABLE assessment ADD COLUMN evidence text NOT NULL DEFAULT '';
ALTER TABLE assessment ADD CONSTRAINT assessment_evidence_bounded CHECK (length(evidence) <= 500);
-- While it is typed it may be anything; what is settled is a secure link or plain words.
ALTER TABLE assessment ADD CONSTRAINT assessment_evidence_safe
  CHECK (state NOT IN ('submitted', 'final') OR evidence !~* '^\s*([a-z][a-z0-9+.-]*://|www\.|(javascript|data|file):)'
    OR evidence ~* '^\s*https://[^\s/@]+\.[^\s]+\s*$');

ALTER TABLE assessment_score ADD COLUMN band text;
