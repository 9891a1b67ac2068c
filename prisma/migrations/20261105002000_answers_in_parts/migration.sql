-- Why: a ratio, a share of opportunities and several indicators are more than one number. `detail` keeps both counts,
-- or the answer to every indicator, also while they are only begun; `refused` is an answer of its own.
-- Locks: ACCESS EXCLUSIVE on assessment_response for the column and a scan for its checks.
-- Forward: add another check; no column is taken away while a release reads it.

ALTER TYPE response_code ADD VALUE IF NOT EXISTS 'refused';

ALTER TABLE assessment_response ADD COLUMN detail jsonb;
ALTER TABLE assessment_response DROP CONSTRAINT assessment_response_value_when_coded;
ALTER TABLE assessment_response ADD CONSTRAINT assessment_response_value_when_coded
  CHECK (code <> 'value' OR value IS NOT NULL OR text IS NOT NULL OR detail IS NOT NULL);
ALTER TABLE assessment_response ADD CONSTRAINT assessment_response_detail_alone
  CHECK (detail IS NULL OR (coalesce(code, 'value') = 'value' AND value IS NULL AND text IS NULL
    AND jsonb_typeof(detail) = 'object'));
-- What counts as a value is whole; what is begun may lack anything.
ALTER TABLE assessment_response ADD CONSTRAINT assessment_response_detail_whole
  CHECK (detail IS NULL OR code IS NULL OR CASE
    WHEN detail ? 'numerator' THEN jsonb_typeof(detail -> 'numerator') = 'number'
      AND jsonb_typeof(detail -> 'denominator') IS NOT DISTINCT FROM 'number'
    WHEN detail ? 'done' THEN jsonb_typeof(detail -> 'done') = 'number'
      AND jsonb_typeof(detail -> 'opportunities') IS NOT DISTINCT FROM 'number'
      AND (detail -> 'done') <= (detail -> 'opportunities')
    ELSE jsonb_typeof(detail -> 'indicators') IS NOT DISTINCT FROM 'object' END);
