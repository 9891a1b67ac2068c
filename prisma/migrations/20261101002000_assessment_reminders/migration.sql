-- Why: each step of the reminder ladder goes to each person once, however often the job runs; and a remark on an
-- item is kept although the item has no answer yet (code NULL is a blank, which is not "not applicable").
-- Locks: ACCESS EXCLUSIVE on assessment_response for an instant (catalogue only), one new table.
-- Forward: add columns; the key may grow a channel.

-- AlterTable
ALTER TABLE "assessment_response" ALTER COLUMN "code" DROP NOT NULL;

-- CreateTable
CREATE TABLE "assessment_reminder" (
    "assessment_id" UUID NOT NULL,
    "recipient_id" UUID NOT NULL,
    "step" TEXT NOT NULL,
    "due_on" DATE NOT NULL,
    "program_id" UUID NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "assessment_reminder_pkey" PRIMARY KEY ("assessment_id","recipient_id","step","due_on")
);

-- CreateIndex
CREATE INDEX "assessment_reminder_recipient_id_idx" ON "assessment_reminder"("recipient_id");

-- AddForeignKey
ALTER TABLE "assessment_reminder" ADD CONSTRAINT "assessment_reminder_assessment_id_fkey" FOREIGN KEY ("assessment_id") REFERENCES "assessment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assessment_reminder" ADD CONSTRAINT "assessment_reminder_recipient_id_fkey" FOREIGN KEY ("recipient_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assessment_reminder" ADD CONSTRAINT "assessment_reminder_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Jobs write it; the recipient may see what was sent.
GRANT SELECT, INSERT, UPDATE, DELETE ON assessment_reminder TO throughline_worker;
GRANT SELECT ON assessment_reminder TO throughline_web;
ALTER TABLE assessment_reminder ENABLE ROW LEVEL SECURITY;
CREATE POLICY job ON assessment_reminder TO throughline_worker
  USING (program_id = (SELECT app.program_id())) WITH CHECK (program_id = (SELECT app.program_id()));
CREATE POLICY recipient ON assessment_reminder FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND recipient_id = (SELECT app.person_id()));
