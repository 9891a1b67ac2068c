import type { PersonContext } from "#app/access/context.ts";
import { type Refusal, refuse, requireThat } from "#app/errors/problem.ts";
import type { ImportedInstrument } from "#fidelity/instruments/imported-instrument.ts";
import { canAuthorInstruments } from "./instrument.policy.ts";
import { FileRefused, readInstrumentFile, receiveInstrumentFile } from "./instrument-files.server.ts";
import type { InstrumentDryRun, InstrumentHeading } from "./instrument-import.types.ts";

const MOST_SHOWN = 1_000;
const LARGEST_DEFINITION = 200_000;
/** Asked for by the form below the dry run. */
const ASKED = ["code", "title", "subject", "raterTypes", "dimensions", "scoring.thresholds"];

export type Tried = { ok: true; dryRun: InstrumentDryRun } | Refusal;

const refuseFile = (message: string) =>
  refuse("instrument.file-refused", "The file was not read.", { file: [message] });

export const noFile = (): Tried => refuseFile("Choose a file.");

/** Says what would become of a file, row by row. Nothing is stored: the page carries the definition on. */
export async function tryInstrumentFile(
  ctx: PersonContext,
  { name, pieces }: { name: string; pieces: AsyncIterable<Uint8Array> },
): Promise<Tried> {
  requireThat(canAuthorInstruments(ctx.actor), { subject: "instrument" });
  try {
    const { kind, read } = readInstrumentFile(await receiveInstrumentFile(pieces));
    const heading = headingOf(read);
    if (heading.definition.length > LARGEST_DEFINITION)
      return refuseFile(
        "The texts of this instrument are too long to be published from here: shorten its guidance.",
      );
    return { ok: true, dryRun: { fileName: name.slice(0, 200), kind, heading, ...accountOf(read) } };
  } catch (error) {
    if (error instanceof FileRefused) return refuseFile(error.message);
    throw error;
  }
}

function accountOf({ definition, rows, columns, problems, unfinished }: ImportedInstrument) {
  const count = (outcome: string) => rows.filter((row) => row.outcome === outcome).length;
  return {
    sections: definition.sections.length,
    items: definition.items.length,
    counts: { taken: count("taken"), mapped: count("mapped"), leftOut: count("left-out") },
    rows: rows.slice(0, MOST_SHOWN),
    columns: columns.filter(({ outcome }) => outcome === "left-out").slice(0, MOST_SHOWN),
    problems: problems.slice(0, MOST_SHOWN),
    problemCount: problems.length,
    unfinished: unfinished.filter(({ path }) => !ASKED.includes(path)).slice(0, MOST_SHOWN),
  };
}

function headingOf({ definition }: ImportedInstrument): InstrumentHeading {
  const from = (band: string) =>
    definition.scoring.thresholds.filter((one) => one.band === band).sort((a, b) => a.from - b.from)[0]?.from;
  return {
    code: definition.code
      .toLowerCase()
      .replace(/[^a-z0-9_-]+/g, "-")
      .replace(/^[^a-z0-9]+/, "")
      .slice(0, 64),
    title: definition.title.slice(0, 200),
    subject: definition.subject ?? "",
    raterTypes: definition.raterTypes,
    dimensions: definition.dimensions,
    purpose: definition.purpose.slice(0, 2000),
    met: String(from("met") ?? ""),
    developing: String(from("developing") ?? ""),
    definition: JSON.stringify(definition),
  };
}
