// Every test: unit, integration on a real PostgreSQL, then the built product in a real browser.
import { spawn } from "node:child_process";
import { generateClient } from "./build.mjs";
import { ROOT, runMain } from "./environment.mjs";
import { findRedisServer } from "./redis.mjs";

const VITEST = "node_modules/vitest/vitest.mjs";
// Apart, so that a product that does not build or start hides no other result.
const ROUNDS = [
  ["--project", "unit", "--project", "integration"],
  ["--project", "e2e"],
];

/** @returns {Promise<number>} the exit code */
function runVitest(args) {
  const child = spawn(process.execPath, [VITEST, "run", ...args], { cwd: ROOT, stdio: "inherit" });
  const stop = () => child.kill("SIGTERM");
  process.on("SIGTERM", stop);
  return new Promise((resolve) =>
    child.once("exit", (code) => {
      process.off("SIGTERM", stop);
      resolve(code ?? 1);
    }),
  );
}

runMain(async () => {
  // A terminal sends Ctrl-C to vitest too; this process ends after it.
  let isInterrupted = false;
  process.on("SIGINT", () => {
    isInterrupted = true;
  });
  await generateClient();
  const args = process.argv.slice(2);
  const rounds = args.includes("--project") ? [args] : ROUNDS.map((round) => [...round, ...args]);
  let code = 0;
  for (const round of rounds) if (!isInterrupted) code = Math.max(code, await runVitest(round));
  if (process.env.REDIS_URL || findRedisServer()) return code;
  console.error(
    "\n*** The Redis half of the tests DID NOT RUN: no REDIS_URL and no redis-server on the path. ***\n",
  );
  return process.env.CI ? 1 : code;
});
