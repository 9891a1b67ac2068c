// Changes the code of fidelity/ in small ways and sees whether a test notices: `npm run mutation`, or `npm run mutation --
// intervals raters` for some folders, each with its own tests alone.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { Refusal, ROOT, runMain } from "./environment.mjs";

const STRYKER = path.join(ROOT, "node_modules/@stryker-mutator/core/bin/stryker.js");

function mutate(args, env) {
  const child = spawn(process.execPath, [STRYKER, "run", ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: "inherit",
  });
  return new Promise((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
}

runMain(async () => {
  const folders = process.argv.slice(2);
  const missing = folders.find((folder) => !existsSync(path.join(ROOT, "fidelity", folder)));
  if (missing) throw new Refusal(`There is no fidelity/${missing}`);
  if (folders.length === 0) return mutate([], {});
  let worst = 0;
  for (const folder of folders) {
    const files = `fidelity/${folder}/*.ts,!fidelity/${folder}/*.test.ts`;
    // What runs when a file is loaded, such as a schema, is left out: each of those asks for every test.
    const args = ["--mutate", files, "--ignoreStatic", "--force"];
    worst = Math.max(worst, await mutate(args, { MUTATED_FOLDER: folder }));
  }
  return worst;
});
