// Every test: unit, integration on a real PostgreSQL, and the built product in a real browser.
import { spawn } from "node:child_process";
import { generateClient } from "./build.mjs";
import { ROOT, runMain } from "./environment.mjs";
import { findRedisServer } from "./redis.mjs";

runMain(async () => {
  await generateClient();
  const child = spawn(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...process.argv.slice(2)], {
    cwd: ROOT,
    stdio: "inherit",
  });
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  const code = await new Promise((resolve) => child.once("exit", (status) => resolve(status ?? 1)));
  if (process.env.REDIS_URL || findRedisServer()) return code;
  console.error(
    "\n*** The Redis half of the tests DID NOT RUN: no REDIS_URL and no redis-server on the path. ***\n",
  );
  return process.env.CI ? 1 : code;
});
