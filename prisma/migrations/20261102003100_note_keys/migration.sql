-- Why: private notes are sealed with a random key of their author, which NOTE_KEY wraps. A new NOTE_KEY wraps the keys
-- anew and leaves the notes alone, and a destroyed key makes its notes unreadable for good. Notes without a key are of
-- the first kind, sealed with a key derived from NOTE_KEY; they stay readable until `npm run note-keys -- migrate`.
-- Locks: ACCESS EXCLUSIVE on session_private_note for an instant, SHARE while its index is built. Forward: drop key_id
-- and note_key only after no note needs them.

CREATE TABLE "note_key" (
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "wrapped_key" BYTEA,
    "wrapped_with" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "destroyed_at" TIMESTAMPTZ(3),
    CONSTRAINT "note_key_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "session_private_note" ADD COLUMN "key_id" UUID;
CREATE INDEX "note_key_author_id_idx" ON "note_key"("author_id");
CREATE INDEX "session_private_note_key_id_idx" ON "session_private_note"("key_id");
ALTER TABLE "note_key" ADD CONSTRAINT "note_key_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "session_private_note" ADD CONSTRAINT "session_private_note_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "note_key"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE note_key ADD CONSTRAINT note_key_destroyed_is_gone CHECK ((destroyed_at IS NULL) = (wrapped_key IS NOT NULL));
CREATE UNIQUE INDEX note_key_one_in_use ON note_key (author_id) WHERE destroyed_at IS NULL;

-- The author's own queries read a key and make the first one. Wrapping anew and destroying are the operator's, as owner.
GRANT SELECT, INSERT ON note_key TO throughline_web;
ALTER TABLE note_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY author_reads ON note_key FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND author_id = (SELECT app.person_id()));
CREATE POLICY author_makes ON note_key FOR INSERT TO throughline_web
  WITH CHECK (program_id = (SELECT app.program_id()) AND author_id = (SELECT app.person_id()));
