import type { PersonContext } from "#app/access/context.ts";
import { type Refusal, refuse, requireThat } from "#app/errors/problem.ts";
import type { ImportedInstrument } from "#fidelity/instruments/imported-instrument.ts";
import { canAuthorInstruments } from "./instrument.policy.ts";
import { LARGEST_DRAFT } from "./instrument-draft.schema.ts";
import { FileRefused, readInstrumentFile, receiveInstrumentFile } from "./instrument-files.server.ts";
import type { InstrumentDryRun } from "./instrument-import.types.ts";

const MOST_SHOWN = 1_000;
/** How the readers call what names itself nothing. */
const WITHOUT_TITLE = "Imported instrument";

export type Tried = { ok: true; dryRun: InstrumentDryRun } | Refusal;

const refuseFile = (message: string) =>
  refuse("instrument.file-refused", "The file was not read.", { file: [message] });

export const noFile = (): Tried => refuseFile("Choose a file.");

/** Says what would become of a file, row by row. Nothing is stored until a draft is begun with it. */
export async function tryInstrumentFile(
  ctx: PersonContext,
  { name, pieces }: { name: string; pieces: AsyncIterable<Uint8Array> },
): Promise<Tried> {
  requireThat(canAuthorInstruments(ctx.actor), { subject: "instrument" });
  try {
    const { kind, read } = readInstrumentFile(await receiveInstrumentFile(pieces));
    const definition = JSON.stringify(read.definition);
    if (definition.length > LARGEST_DRAFT)
      return refuseFile("The texts of this instrument are too long for a draft: shorten its guidance.");
    const title = read.definition.title === WITHOUT_TITLE ? "" : read.definition.title.slice(0, 200);
    return {
      ok: true,
      dryRun: { fileName: name.slice(0, 200), kind, title, definition, ...accountOf(read) },
    };
  } catch (error) {
    if (error instanceof FileRefused) return refuseFile(error.message);
    throw error;
  }
}

function accountOf({ definition, rows, columns, problems }: ImportedInstrument) {
  const count = (outcome: string) => rows.filter((row) => row.outcome === outcome).length;
  return {
    sections: definition.sections.length,
    items: definition.items.length,
    counts: { taken: count("taken"), mapped: count("mapped"), leftOut: count("left-out") },
    rows: rows.slice(0, MOST_SHOWN),
    columns: columns.filter(({ outcome }) => outcome === "left-out").slice(0, MOST_SHOWN),
    problems: problems.slice(0, MOST_SHOWN),
    problemCount: problems.length,
  };
}
