import { execFileSync } from "node:child_process";

/** The id of the web process, or the worker, that a launcher runs. */
export function processOf(launcher: number | undefined, program: "server.js" | "worker.js"): number {
  const lines = execFileSync("ps", ["-e", "-o", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
  const found = lines
    .map((line) => line.trim().split(/\s+/))
    .find(([, parent, ...args]) => Number(parent) === launcher && args.join(" ").endsWith(program));
  if (!found) throw new Error(`${program} does not run`);
  return Number(found[0]);
}

/** Kills the web process that a launcher runs, as a machine that dies would. */
export function killWebProcess(launcher: number | undefined): void {
  process.kill(processOf(launcher, "server.js"), "SIGKILL");
}
