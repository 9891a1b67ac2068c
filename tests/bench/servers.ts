import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "#scripts/pg.mjs";

const READY_MS = 30_000;

export interface Server {
  name: string;
  origin: string;
  process: ChildProcess;
}

const running: ChildProcess[] = [];

/** Starts a Node program on a free port and waits until it answers. */
export async function startServer(
  name: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  readyPath = "/healthz",
): Promise<Server> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const child = startProcess(args, { ...env, PORT: String(port), PUBLIC_URL: origin });
  for (const deadline = Date.now() + READY_MS; ; await pause(50)) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${name} did not start`);
    const answer = await fetch(`${origin}${readyPath}`).catch(() => null);
    if (answer) return { name, origin, process: child };
  }
}

export function startProcess(args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "ignore", "inherit"] });
  running.push(child);
  return child;
}

/** Resident memory of a process in megabytes. */
export function residentMegabytes({ pid }: ChildProcess): number {
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1024;
}

/** Seconds of processor time a process has used so far; 0 where the system keeps no /proc, or the process has ended. */
export function cpuSeconds(pid: number | undefined): number {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return 0;
  }
  // Behind the name in brackets, which may hold spaces: fields 14 and 15 of proc(5), in hundredths of a second.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Ends every process that was started here. */
export async function stopAll(): Promise<void> {
  await Promise.all(
    running.splice(0).map(
      (child) =>
        new Promise<void>((resolve) => {
          if (child.exitCode !== null || child.signalCode !== null) return resolve();
          child.once("exit", () => resolve());
          child.kill("SIGTERM");
        }),
    ),
  );
}
