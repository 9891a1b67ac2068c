-- Why: reviews that come to a period after its lot was drawn were in no population. Each further round keeps what came
-- since and what was drawn, so that a lot can still be drawn again by hand.
-- Locks: a short ACCESS EXCLUSIVE on double_rating_draw (a few rows a month). Forward: ALTER TABLE.
ALTER TABLE "double_rating_draw" ADD COLUMN "round" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "double_rating_draw" DROP CONSTRAINT "double_rating_draw_pkey",
  ADD CONSTRAINT "double_rating_draw_pkey" PRIMARY KEY ("rule_id", "period_on", "round");
