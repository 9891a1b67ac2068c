-- Why: the scheduler writes hundreds of thousands of reviews in one run. Nearly all of them have no unit, no move and no
-- first rating, so these three indexes keep only those that have. A table that one run fills looks empty to the planner,
-- which then reads all of it for every batch, until the run has it counted (MAINTAIN: ANALYZE).
-- Locks: no writes to assessment while its three small indexes are built: a second for a million rows.
-- Forward: CREATE INDEX over all rows again; REVOKE MAINTAIN.
DROP INDEX "assessment_unit_id_idx";
CREATE INDEX "assessment_of_unit" ON "assessment"("unit_id") WHERE "unit_id" IS NOT NULL;
DROP INDEX "assessment_planned_move_id_idx";
CREATE INDEX "assessment_of_move" ON "assessment"("planned_move_id") WHERE "planned_move_id" IS NOT NULL;
DROP INDEX "assessment_first_id_part_key";
CREATE UNIQUE INDEX "assessment_of_first" ON "assessment"("first_id", "part") WHERE "first_id" IS NOT NULL;

GRANT MAINTAIN ON "assessment" TO throughline_worker;
