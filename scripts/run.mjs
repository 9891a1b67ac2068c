// Runs a command of the product (seed, jobs, note-keys, bench) on the database of the data folder, or the one at DATABASE_URL.
import { spawn } from "node:child_process";
import { buildIfNeeded } from "./build.mjs";
import {
  holderOf,
  lockDataDir,
  openDatabase,
  prepareDataDir,
  processEnv,
  Refusal,
  ROOT,
  readSettings,
  runMain,
} from "./environment.mjs";

const COMMANDS = {
  seed: ["build/node/seed.js"],
  jobs: ["build/node/jobs.js"],
  "note-keys": ["build/node/note-keys.js"],
  bench: ["--import", "tsx", "tests/bench/run.ts"],
};

runMain(async () => {
  const [name, ...args] = process.argv.slice(2);
  const command = COMMANDS[name];
  if (!command) throw new Refusal(`Unknown command ${name}: expected ${Object.keys(COMMANDS).join(", ")}`);
  const settings = readSettings();
  prepareDataDir(settings.dataDir);
  // While the product runs on this folder, its database is used as it is.
  if (!holderOf(settings.dataDir)) lockDataDir(settings.dataDir);

  const building = buildIfNeeded(console.error);
  building.catch(() => {});
  const database = await openDatabase(settings);
  try {
    await building;
    const child = spawn(process.execPath, [...command, ...args], {
      cwd: ROOT,
      env: processEnv("owner", settings, database),
      stdio: "inherit",
    });
    // The child of a terminal hears Ctrl-C itself; this process stays to stop the database.
    process.on("SIGINT", () => {});
    process.on("SIGTERM", () => child.kill("SIGTERM"));
    return await new Promise((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
  } finally {
    await database.stop();
  }
});
