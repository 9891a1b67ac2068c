import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { freePort } from "#scripts/pg.mjs";

const READY = /^ready (http:\S+)$/m;

/** A launched `npm start`: its output so far, and how it ended. */
export interface Launch {
  child: ChildProcess;
  output: () => string;
  /** Its address, once it says that it is ready. @throws with the output when it ends before */
  ready: Promise<string>;
  exited: Promise<number | null>;
}

export const temporaryDataDir = () => mkdtempSync(path.join(os.tmpdir(), "throughline-e2e-"));
export const removeDataDir = (dataDir: string) => rmSync(dataDir, { recursive: true, force: true });

/** Runs a script of the product in this environment. */
export function launch(script: string, env: Record<string, string>, args: string[] = []): Launch {
  const { DATABASE_URL, ...rest } = process.env;
  const child = spawn(process.execPath, [path.resolve("scripts", script), ...args], {
    env: { ...rest, NODE_ENV: "production", ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let output = "";
  // 'close' would wait for grandchildren that outlive a killed launcher.
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const ready = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        output += chunk;
        const found = READY.exec(output)?.[1];
        if (found) resolve(found);
      });
    child.once("exit", (code) => reject(new Error(`${script} ended with exit code ${code}:\n${output}`)));
  });
  ready.catch(() => {});
  return { child, output: () => output, ready, exited };
}

/** The address of the embedded database of a data folder, as its owner. */
export function ownerUrlOf(dataDir: string): string {
  const { ownerPassword } = JSON.parse(readFileSync(path.join(dataDir, "secrets.json"), "utf8"));
  const port = readFileSync(path.join(dataDir, "postgres.port"), "utf8");
  return `postgres://postgres:${ownerPassword}@127.0.0.1:${port}/throughline`;
}

/** Starts the product with a demo program of `sessions` sessions. */
export async function startProduct(options: {
  dataDir: string;
  sessions: number;
  env?: Record<string, string>;
}) {
  const port = await freePort();
  const started = launch("start.mjs", {
    PORT: String(port),
    DATA_DIR: options.dataDir,
    THROUGHLINE_SEED_SESSIONS: String(options.sessions),
    ...options.env,
  });
  return { ...started, port, url: await started.ready };
}
