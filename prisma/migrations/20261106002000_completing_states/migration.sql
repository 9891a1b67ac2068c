-- Why: a submission may be given back to its rater, and a final result amended with a reason.
-- Locks: none that anybody waits for. Values of an enum are usable only in a later transaction, so they stand alone.
-- Forward: the values stay; nothing uses them once the next migration is undone.
ALTER TYPE "assessment_state" ADD VALUE 'returned' BEFORE 'final';
ALTER TYPE "assessment_part" ADD VALUE 'amendment';
ALTER TYPE "score_basis" ADD VALUE 'amended';
