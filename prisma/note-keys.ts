import { z } from "zod";
import { openDatabase } from "#app/db/client.server.ts";
import {
  destroyNoteKey,
  migrateNotes,
  rotateNoteKeys,
} from "#app/features/sessions/keep-note-keys.server.ts";
import { createNoteSeal } from "#app/features/sessions/private-note.server.ts";

const USAGE = `Usage:
  npm run note-keys -- migrate                       seal notes of the first kind with their authors' own keys
  npm run note-keys -- rotate                        wrap every key with NOTE_KEY; NOTE_KEY_PREVIOUS is the one before
  npm run note-keys -- destroy <person> <reason>     make every private note of a person unreadable, for good`;

const environment = z.object({
  DATABASE_OWNER_URL: z.string(),
  NOTE_KEY: z.string(),
  NOTE_KEY_PREVIOUS: z.string().min(1).optional().catch(undefined),
});

/** For the operator, who has the secrets of the web process and the tables of the owner. */
async function main([command, ...rest]: string[]): Promise<void> {
  const { DATABASE_OWNER_URL, NOTE_KEY, NOTE_KEY_PREVIOUS } = environment.parse(process.env);
  const seal = createNoteSeal(NOTE_KEY, NOTE_KEY_PREVIOUS);
  const owner = openDatabase(DATABASE_OWNER_URL, { connections: 1 });
  try {
    if (command === "migrate") say(await migrateNotes(owner, seal));
    else if (command === "rotate") say(await rotateNoteKeys(owner, seal));
    else if (command === "destroy") {
      const authorId = z.guid(`destroy expects the id of a person.\n${USAGE}`).parse(rest[0]);
      const reason = z
        .string()
        .trim()
        .min(10, `destroy expects a reason.\n${USAGE}`)
        .parse(rest.slice(1).join(" "));
      say(await destroyNoteKey(owner, seal, { authorId, reason, now: new Date() }));
    } else throw new Error(USAGE);
  } finally {
    await owner.close();
  }
}

function say(result: Record<string, number | boolean>): void {
  console.log(
    Object.entries(result)
      .map(([name, value]) => `${name} ${value}`)
      .join(", "),
  );
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: Error) => {
    console.error(
      error instanceof z.ZodError ? error.issues.map(({ message }) => message).join("\n") : error.message,
    );
    process.exit(1);
  },
);
