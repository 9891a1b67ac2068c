import { execFileSync } from "node:child_process";

/** Kills the web process that a launcher runs, as a machine that dies would. */
export function killWebProcess(launcher: number | undefined): void {
  const lines = execFileSync("ps", ["-e", "-o", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
  const found = lines
    .map((line) => line.trim().split(/\s+/))
    .find(([, parent, ...args]) => Number(parent) === launcher && args.join(" ").endsWith("server.js"));
  if (!found) throw new Error("The web process does not run");
  process.kill(Number(found[0]), "SIGKILL");
}
