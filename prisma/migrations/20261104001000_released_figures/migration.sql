-- Why: a figure that people were shown must stay findable as it was. A release keeps the figures of a month, site by
-- site, as they stood at an instant; a restatement is a further release with a reason. Whoever adds a release cannot say
-- what is in it: the database copies the figures as computed, and nobody changes or removes them.
-- Locks: none on existing tables; the tables are new. Forward: ALTER TABLE, ALTER POLICY, CREATE OR REPLACE the functions.
CREATE TABLE "figure_release" (
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "month_on" DATE NOT NULL,
    "number" INTEGER NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "released_by_id" UUID,
    "released_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "figure_release_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "figure_release_month" CHECK ("month_on" = date_trunc('month', "month_on")::date),
    CONSTRAINT "figure_release_restated_with_reason" CHECK ("number" = 1 AND "released_by_id" IS NULL AND "reason" = ''
      OR "number" > 1 AND "released_by_id" IS NOT NULL AND length(btrim("reason")) BETWEEN 10 AND 500)
);
CREATE UNIQUE INDEX "figure_release_program_id_month_on_number_key" ON "figure_release"("program_id", "month_on", "number");
CREATE INDEX "figure_release_released_by_id_idx" ON "figure_release"("released_by_id");
ALTER TABLE "figure_release" ADD CONSTRAINT "figure_release_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "figure_release" ADD CONSTRAINT "figure_release_released_by_id_fkey" FOREIGN KEY ("released_by_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "released_figure" (
    "release_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "measure_version_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "numerator" DOUBLE PRECISION NOT NULL,
    "denominator" DOUBLE PRECISION NOT NULL,
    "as_of" DATE NOT NULL,
    "refreshed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "released_figure_pkey" PRIMARY KEY ("release_id", "site_id", "measure_version_id")
);
CREATE INDEX "released_figure_program_id_idx" ON "released_figure"("program_id");
CREATE INDEX "released_figure_site_id_idx" ON "released_figure"("site_id");
CREATE INDEX "released_figure_measure_version_id_idx" ON "released_figure"("measure_version_id");
ALTER TABLE "released_figure" ADD CONSTRAINT "released_figure_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "figure_release"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "released_figure" ADD CONSTRAINT "released_figure_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "released_figure" ADD CONSTRAINT "released_figure_measure_version_id_fkey" FOREIGN KEY ("measure_version_id") REFERENCES "measure_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "released_figure" ADD CONSTRAINT "released_figure_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What a release holds: the figures of its month under the definition in force on the month's last day.
CREATE FUNCTION app.keep_figures() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
BEGIN
  INSERT INTO released_figure (release_id, site_id, measure_version_id, program_id, numerator, denominator, as_of, refreshed_at)
  SELECT NEW.id, figure.site_id, figure.measure_version_id, NEW.program_id, figure.numerator, figure.denominator,
         figure.as_of, figure.refreshed_at
  FROM site_figure figure
  JOIN (SELECT id, lead(effective_from) OVER (PARTITION BY measure_id ORDER BY version) AS superseded_on
        FROM measure_version WHERE program_id = NEW.program_id) AS version ON version.id = figure.measure_version_id
  WHERE figure.program_id = NEW.program_id AND figure.month_on = NEW.month_on
    AND (version.superseded_on IS NULL OR version.superseded_on > (NEW.month_on + INTERVAL '1 month - 1 day')::date);
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.keep_figures() FROM PUBLIC;
CREATE TRIGGER figure_release_keeps AFTER INSERT ON figure_release FOR EACH ROW EXECUTE FUNCTION app.keep_figures();
CREATE TRIGGER figure_release_immutable BEFORE UPDATE OR DELETE ON figure_release FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER released_figure_immutable BEFORE UPDATE OR DELETE ON released_figure FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Whether the sites one oversees are all there are.
CREATE FUNCTION app.oversees_program() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT NOT EXISTS (SELECT FROM site WHERE program_id = app.program_id() AND id <> ALL (app.site_ids()))
$$;
-- Imports of sessions of a month that were taken back after an instant, by site: the log of events itself is for
-- administrators.
CREATE FUNCTION app.imports_taken_back(p_month_on date, p_since timestamptz) RETURNS TABLE (site_id uuid, imports bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT event.site_id, count(DISTINCT event.subject_id)
  FROM domain_event event
  WHERE event.program_id = app.program_id() AND event.type = 'sessions.import-undone' AND event.occurred_at > p_since
    AND event.site_id = ANY (app.site_ids()) AND event.payload -> 'months' ? p_month_on::text
  GROUP BY event.site_id
$$;
REVOKE ALL ON FUNCTION app.oversees_program(), app.imports_taken_back(date, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.oversees_program(), app.imports_taken_back(date, timestamptz) TO throughline_web;

GRANT SELECT, INSERT ON figure_release TO throughline_web, throughline_worker;
GRANT SELECT ON released_figure TO throughline_web, throughline_worker;
ALTER TABLE figure_release ENABLE ROW LEVEL SECURITY;
ALTER TABLE released_figure ENABLE ROW LEVEL SECURITY;
CREATE POLICY oversight_reads ON figure_release FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead', 'evaluator', 'supervisor')));
CREATE POLICY overseer_restates ON figure_release FOR INSERT TO throughline_web
  WITH CHECK (program_id = (SELECT app.program_id()) AND released_by_id = (SELECT app.person_id()) AND number > 1
    AND (SELECT app.has_role('lead', 'evaluator')) AND (SELECT app.oversees_program()));
CREATE POLICY job ON figure_release TO throughline_worker
  USING (program_id = (SELECT app.program_id())) WITH CHECK (program_id = (SELECT app.program_id()));
CREATE POLICY oversight_reads ON released_figure FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND site_id = ANY ((SELECT app.site_ids())::uuid[]));
CREATE POLICY job ON released_figure FOR SELECT TO throughline_worker USING (program_id = (SELECT app.program_id()));
