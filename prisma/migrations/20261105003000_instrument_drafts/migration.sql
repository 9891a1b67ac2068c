-- Why: instruments are written in the program, not only imported. A draft may be unfinished, carries a row version so that
-- two writers never overwrite each other, and closes when it is published. A later version says how its items continue
-- those of the version before, or that the series breaks and why; and whether reviews that are planned already take it.
-- Locks: ACCESS EXCLUSIVE on instrument_version for an instant for the columns, which are empty or have a constant
-- default; the table has some dozens of rows. The other table is new. Forward: ALTER TABLE, ALTER POLICY, CREATE OR
-- REPLACE the function.
CREATE TABLE "instrument_draft" (
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "instrument_id" UUID,
    "definition" JSONB NOT NULL,
    "row_version" INTEGER NOT NULL DEFAULT 1,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by_id" UUID NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),
    "published_version_id" UUID,

    CONSTRAINT "instrument_draft_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "instrument_draft_definition" CHECK (jsonb_typeof("definition") = 'object'),
    CONSTRAINT "instrument_draft_ends_once" CHECK ("deleted_at" IS NULL OR "published_version_id" IS NULL)
);
CREATE INDEX "instrument_draft_program_id_changed_at_idx" ON "instrument_draft"("program_id", "changed_at");
CREATE INDEX "instrument_draft_instrument_id_idx" ON "instrument_draft"("instrument_id");
CREATE INDEX "instrument_draft_created_by_id_idx" ON "instrument_draft"("created_by_id");
CREATE INDEX "instrument_draft_changed_by_id_idx" ON "instrument_draft"("changed_by_id");
CREATE UNIQUE INDEX "instrument_draft_published_version_id_key" ON "instrument_draft"("published_version_id");
-- The next version of an instrument is written once, by whoever writes it.
CREATE UNIQUE INDEX "instrument_draft_open" ON "instrument_draft"("instrument_id")
  WHERE "deleted_at" IS NULL AND "published_version_id" IS NULL;
ALTER TABLE "instrument_draft" ADD CONSTRAINT "instrument_draft_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "instrument_draft" ADD CONSTRAINT "instrument_draft_instrument_id_fkey" FOREIGN KEY ("instrument_id") REFERENCES "instrument"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "instrument_draft" ADD CONSTRAINT "instrument_draft_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "instrument_draft" ADD CONSTRAINT "instrument_draft_changed_by_id_fkey" FOREIGN KEY ("changed_by_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "instrument_draft" ADD CONSTRAINT "instrument_draft_published_version_id_fkey" FOREIGN KEY ("published_version_id") REFERENCES "instrument_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "instrument_version"
  ADD COLUMN "follows_id" UUID,
  ADD COLUMN "crosswalk" JSONB,
  ADD COLUMN "break_reason" TEXT,
  ADD COLUMN "takes_planned" BOOLEAN NOT NULL DEFAULT true,
  ADD CONSTRAINT "instrument_version_continues_or_breaks" CHECK (
    "follows_id" IS NULL AND "crosswalk" IS NULL AND "break_reason" IS NULL
    OR "follows_id" IS NOT NULL AND ("crosswalk" IS NULL) <> ("break_reason" IS NULL)),
  ADD CONSTRAINT "instrument_version_break_with_reason" CHECK (length(btrim("break_reason")) BETWEEN 10 AND 1000),
  ADD CONSTRAINT "instrument_version_crosswalk" CHECK (jsonb_typeof("crosswalk") = 'array');
CREATE UNIQUE INDEX "instrument_version_follows_id_key" ON "instrument_version"("follows_id");
ALTER TABLE "instrument_version" ADD CONSTRAINT "instrument_version_follows_id_fkey" FOREIGN KEY ("follows_id") REFERENCES "instrument_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- How many reviews of an instrument are not finished: a count for whoever publishes its next version, who sees none of them.
CREATE FUNCTION app.unfinished_reviews(p_instrument_id uuid) RETURNS TABLE (state text, reviews integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT assessment.state::text, count(*)::integer
  FROM assessment
  JOIN instrument_version version ON version.id = assessment.instrument_version_id
  WHERE version.instrument_id = p_instrument_id AND version.program_id = app.program_id() AND app.has_role('admin')
    AND assessment.state IN ('planned', 'open', 'in_progress')
  GROUP BY assessment.state
$$;
REVOKE ALL ON FUNCTION app.unfinished_reviews(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.unfinished_reviews(uuid) TO throughline_web;

GRANT SELECT, INSERT, UPDATE ON instrument_draft TO throughline_web;
GRANT SELECT ON instrument_draft TO throughline_worker;
ALTER TABLE instrument_draft ENABLE ROW LEVEL SECURITY;
CREATE POLICY administrator_writes ON instrument_draft TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('admin')))
  WITH CHECK (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('admin')));
CREATE POLICY job ON instrument_draft FOR SELECT TO throughline_worker USING (program_id = (SELECT app.program_id()));
