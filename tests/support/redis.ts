import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { freePort } from "#scripts/pg.mjs";
import { findRedisServer } from "#scripts/redis.mjs";

export interface TestRedis {
  url: string;
  stop: () => Promise<void>;
}

/** The Redis of REDIS_URL, else one started from the path, else null: then the caller says so loudly. */
export async function startRedis(): Promise<TestRedis | null> {
  if (process.env.REDIS_URL) return { url: process.env.REDIS_URL, stop: async () => {} };
  const program = findRedisServer();
  if (!program) {
    if (process.env.CI) throw new Error("Redis is required in CI: install redis-server or set REDIS_URL");
    return null;
  }
  const dir = mkdtempSync(path.join(os.tmpdir(), "throughline-redis-"));
  const port = await freePort();
  const child = spawn(
    program,
    [
      "--port",
      String(port),
      "--bind",
      "127.0.0.1",
      "--save",
      "",
      "--dir",
      dir,
      "--maxmemory-policy",
      "noeviction",
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const killAtExit = () => child.kill("SIGKILL");
  process.once("exit", killAtExit);
  await new Promise<void>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`redis-server stopped with exit code ${code}`)));
    child.stdout.on("data", (chunk) => String(chunk).includes("Ready to accept connections") && resolve());
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        process.off("exit", killAtExit);
        child.once("exit", () => {
          rmSync(dir, { recursive: true, force: true });
          resolve();
        });
        child.kill("SIGTERM");
      }),
  };
}
