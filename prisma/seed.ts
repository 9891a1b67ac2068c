import { Worker } from "node:worker_threads";
import { readShape } from "./seeds/arguments.ts";
import { summaryLines } from "./seeds/summary.ts";
import { writeProgram } from "./seeds/write-program.ts";

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing: run the seed with npm run seed`);
  return value;
}

/** Room for what lives no longer than one load, so that the collector need not carry it along. */
const YOUNG = { maxYoungGenerationSizeMb: 96 };

async function main(): Promise<void> {
  const shape = readShape(process.argv.slice(2));
  const summary = await writeProgram(shape, {
    ownerUrl: required("DATABASE_OWNER_URL"),
    noteKey: required("NOTE_KEY"),
    startThread: (workerData) =>
      new Worker(new URL("./seed-sessions.js", import.meta.url), { workerData, resourceLimits: YOUNG }),
  });
  for (const line of summaryLines(shape, summary)) console.log(line);
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(process.env.LOG_LEVEL === "debug" ? error : error.message);
    process.exit(1);
  },
);
