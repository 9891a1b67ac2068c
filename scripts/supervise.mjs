// Runs a process of the product and keeps it running.
import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./environment.mjs";

const QUICK_DEATH_MS = 30_000;
const QUICK_DEATHS = 5;
const STOP_MS = 30_000;
const LOG_BYTES = 20_000_000;
const PRELOAD = new URL("./stop-with-parent.mjs", import.meta.url).href;

function openLog(file) {
  mkdirSync(path.dirname(file), { recursive: true });
  if (existsSync(file) && statSync(file).size > LOG_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, "a");
}

/**
 * Starts `node …args` and starts it again, ever later, when it dies; it stops when this process does.
 * @param {{ name: string, args: string[], env: NodeJS.ProcessEnv, log?: string, say: (line: string) => void,
 *   mayRestart: () => boolean, onGivenUp: (line: string) => void }} options `log`: a file for its output instead of ours
 * @returns {{ stop: () => Promise<void> }}
 */
export function supervise({ name, args, env, log, say, mayRestart, onGivenUp }) {
  let child;
  let isStopping = false;
  let deaths = 0;
  let pause;

  const start = () => {
    const output = log ? openLog(log) : "inherit";
    const startedAt = Date.now();
    child = spawn(process.execPath, ["--import", PRELOAD, ...args], {
      cwd: ROOT,
      env,
      // A group of its own: Ctrl-C reaches this process alone, which stops the others in order.
      detached: process.platform !== "win32",
      windowsHide: true,
      stdio: ["ignore", output, "inherit", "ipc"],
    });
    if (log) closeSync(output);
    child.once("exit", (code, signal) => {
      child = undefined;
      if (isStopping) return;
      const reason = `${name} stopped (${signal ?? `exit code ${code}`})`;
      const hint = log ? `; its output is in ${log}` : "";
      if (!mayRestart()) return onGivenUp(`${reason}${hint}`);
      deaths = Date.now() - startedAt < QUICK_DEATH_MS ? deaths + 1 : 1;
      if (deaths >= QUICK_DEATHS) return onGivenUp(`${reason}, ${deaths} times in short order${hint}`);
      say(`${reason}, starting it again`);
      pause = setTimeout(start, 250 * 2 ** (deaths - 1));
    });
  };
  start();

  return {
    stop: () =>
      new Promise((resolve) => {
        isStopping = true;
        clearTimeout(pause);
        if (!child) return resolve();
        const limit = setTimeout(() => child?.kill("SIGKILL"), STOP_MS);
        child.once("exit", () => {
          clearTimeout(limit);
          resolve();
        });
        if (child.connected) child.disconnect();
      }),
  };
}
