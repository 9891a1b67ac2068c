-- Why: a record of the past that was imported could neither be entered in time nor be acknowledged, so it says nothing about
-- late entry or acknowledgement. Both measures get a version that leaves imported sessions out of both numbers, in force
-- since the version before, which stays readable; what was released stays as it was. The figures of the new versions are
-- those of the old ones without what was imported, so no month is without a figure until the next refresh.
-- Locks: none beyond the rows; one pass over imported sessions. Forward: a further version.
WITH former AS (
  SELECT DISTINCT ON (measure.id) version.*, measure.code
  FROM measure JOIN measure_version version ON version.measure_id = measure.id
  WHERE measure.code IN ('late-entry', 'acknowledgement')
  ORDER BY measure.id, version.version DESC
), made AS (
  INSERT INTO measure_version (program_id, measure_id, version, numerator, denominator, exclusions, target, effective_from)
  SELECT program_id, measure_id, version + 1, numerator, denominator,
    exclusions || CASE code
      WHEN 'late-entry' THEN '; sessions imported from an earlier log'
      ELSE '; sessions imported from an earlier log, which nobody was asked to acknowledge' END,
    target, effective_from
  FROM former
  RETURNING id, measure_id
), imported AS (
  SELECT site_id, date_trunc('month', session_on)::date AS month_on, count(*) AS delivered,
    count(*) FILTER (WHERE entry_lag_days > 3) AS late,
    count(*) FILTER (WHERE acknowledgement IN ('acknowledged', 'acknowledged_with_comment')) AS acknowledged
  FROM coaching_session
  WHERE import_id IS NOT NULL AND status IN ('held', 'held_partial')
  GROUP BY 1, 2
)
INSERT INTO site_figure (program_id, site_id, measure_version_id, month_on, numerator, denominator, as_of, refreshed_at)
SELECT figure.program_id, figure.site_id, made.id, figure.month_on,
  figure.numerator - coalesce(CASE former.code WHEN 'late-entry' THEN imported.late ELSE imported.acknowledged END, 0),
  figure.denominator - coalesce(imported.delivered, 0), figure.as_of, figure.refreshed_at
FROM former
JOIN made ON made.measure_id = former.measure_id
JOIN site_figure figure ON figure.measure_version_id = former.id
LEFT JOIN imported ON imported.site_id = figure.site_id AND imported.month_on = figure.month_on;
