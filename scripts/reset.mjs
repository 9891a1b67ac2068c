// Empties the data folder: database, mail, logs and secrets.
import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { holderOf, Refusal, readSettings, runMain } from "./environment.mjs";
import { stopPostgres } from "./pg.mjs";

const PARTS = ["postgres", "postgres.port", "secrets.json", "seeding", "mail", "log"];

async function confirmed() {
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await prompt.question("Type reset to go on: ")).trim() === "reset";
  } finally {
    prompt.close();
  }
}

runMain(async () => {
  const { dataDir } = readSettings();
  const holder = holderOf(dataDir);
  if (holder) throw new Refusal(`Throughline runs on ${dataDir} (process ${holder}): stop it first`);
  const found = PARTS.filter((part) => existsSync(path.join(dataDir, part)));
  if (!found.length) {
    console.log(`Nothing to remove in ${dataDir}`);
    return;
  }
  console.log(`This removes the database, mail, logs and secrets in ${dataDir}.`);
  if (!process.argv.includes("--yes") && !(await confirmed())) throw new Refusal("Nothing was removed");
  await stopPostgres(path.join(dataDir, "postgres"));
  for (const part of found) rmSync(path.join(dataDir, part), { recursive: true, force: true });
  console.log("Removed. The next start begins anew.");
});
