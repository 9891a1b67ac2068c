// What the scripts share: the data folder, its lock and secrets, the database, the environment of a process.
import { randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import postgres from "postgres";
import { deploy, setLogins } from "./migrate.mjs";
import { isAlive, startPostgres } from "./pg.mjs";

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const DATABASE = "throughline";

/** A refusal that one line explains; anything else is a fault and shows its stack. */
export class Refusal extends Error {}

/** Runs a script's main function: a refusal ends it with its line, any failure with exit code 1. */
export function runMain(main) {
  main().then(
    (code) => process.exit(code ?? 0),
    (error) => {
      console.error(error instanceof Refusal ? error.message : error);
      process.exit(1);
    },
  );
}

/** Whether this module is the one Node was started with. */
export const isMain = (url) => Boolean(process.argv[1]) && url === pathToFileURL(process.argv[1]).href;

/** @returns {{ dataDir: string, port: number, external: string | undefined }} */
export function readSettings(env = process.env) {
  const port = Number(env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Refusal(`PORT must be a whole number from 1 to 65535: found ${env.PORT}`);
  return { dataDir: path.resolve(env.DATA_DIR || ".data"), port, external: env.DATABASE_URL || undefined };
}

/** Makes the data folder if it is missing. @throws {Refusal} when it cannot be written */
export function prepareDataDir(dataDir) {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Refusal(`The data folder ${dataDir} cannot be written (${error.code}): set DATA_DIR`);
  }
}

const lockFile = (dataDir) => path.join(dataDir, "running.pid");

/** The process that runs on this data folder, or null. */
export function holderOf(dataDir) {
  if (!existsSync(lockFile(dataDir))) return null;
  const pid = Number(readFileSync(lockFile(dataDir), "utf8"));
  if (!pid || !isAlive(pid)) return null;
  const command = `/proc/${pid}/cmdline`;
  if (existsSync(command) && !readFileSync(command, "utf8").includes("node")) return null;
  return pid;
}

/**
 * Claims the data folder for this process; released at its end.
 * @returns {{ wasLeft: boolean }} whether an earlier holder ended without releasing it
 * @throws {Refusal} when another process holds it
 */
export function lockDataDir(dataDir) {
  const file = lockFile(dataDir);
  const wasLeft = existsSync(file) && !holderOf(dataDir);
  if (wasLeft) rmSync(file, { force: true });
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    throw new Refusal(`Throughline already runs on ${dataDir} (process ${holderOf(dataDir) ?? "unknown"})`);
  }
  process.once("exit", () => rmSync(file, { force: true }));
  return { wasLeft };
}

/** The secrets of this data folder, made on first use. */
function readSecrets(dataDir) {
  const file = path.join(dataDir, "secrets.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  if (existsSync(path.join(dataDir, "postgres/PG_VERSION")))
    throw new Refusal(
      `${dataDir} holds a database but not its secrets.json: restore that file, or npm run reset`,
    );
  const secret = () => randomBytes(24).toString("hex");
  const secrets = {
    ownerPassword: secret(),
    webPassword: secret(),
    workerPassword: secret(),
    sessionSecret: secret(),
    noteKey: randomBytes(32).toString("base64"),
    metricsToken: secret(),
  };
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}

function withLogin(url, user, password) {
  const result = new URL(url);
  result.username = user;
  result.password = password;
  return result.href;
}

/**
 * A migrated database with logins for both processes: the embedded one of the data folder, or the one at `external`.
 * @param {{ dataDir: string, external?: string }} settings
 */
export async function openDatabase({ dataDir, external }) {
  const secrets = readSecrets(dataDir);
  const server = external ? null : await startEmbedded(dataDir, secrets);
  const ownerUrl = external ?? server.url(DATABASE);
  const stop = async () => {
    if (server && !server.adopted) await server.stop();
  };
  try {
    const applied = await deploy(ownerUrl);
    await setLogins(ownerUrl, { web: secrets.webPassword, worker: secrets.workerPassword });
    return {
      ownerUrl,
      webUrl: withLogin(ownerUrl, "throughline_web", secrets.webPassword),
      workerUrl: withLogin(ownerUrl, "throughline_worker", secrets.workerPassword),
      secrets,
      server,
      applied,
      /** Stops the embedded server if this process started it. */
      stop,
    };
  } catch (error) {
    await stop();
    throw new Refusal(
      external && error.code
        ? `The database at DATABASE_URL is not usable: ${error.message || error.code}`
        : error.message,
    );
  }
}

async function startEmbedded(dataDir, { ownerPassword: password }) {
  const memory = path.join(dataDir, "postgres.port");
  const port = existsSync(memory) ? Number(readFileSync(memory, "utf8")) : undefined;
  const server = await startPostgres({ dir: path.join(dataDir, "postgres"), password, port }).catch(
    (error) => {
      throw new Refusal(error.message);
    },
  );
  writeFileSync(memory, String(server.port));
  // Only who holds the folder may throw away a demo: another process may be writing it at this moment.
  const isUnfinished = existsSync(seedMark(dataDir)) && holderOf(dataDir) === process.pid;
  await withOwner(server.url(), async (sql) => {
    const [found] = await sql`SELECT FROM pg_database WHERE datname = ${DATABASE}`;
    if (found && isUnfinished) await sql`DROP DATABASE ${sql(DATABASE)} WITH (FORCE)`;
    if (!found || isUnfinished) await sql`CREATE DATABASE ${sql(DATABASE)}`;
  });
  if (isUnfinished) unmarkSeed(dataDir);
  return server;
}

// A demo that was interrupted while it was written is thrown away by the next start.
const seedMark = (dataDir) => path.join(dataDir, "seeding");
export const markSeed = (dataDir) => writeFileSync(seedMark(dataDir), "");
export const unmarkSeed = (dataDir) => rmSync(seedMark(dataDir), { force: true });

/** Runs `use` with one connection to the database as its owner. */
export async function withOwner(url, use) {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await use(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/**
 * The environment of one process of the product.
 * @param {"web" | "worker" | "owner"} login which login it gets; the owner also keeps that of the worker
 */
export function processEnv(login, settings, database, env = process.env) {
  const { DATABASE_URL, DATABASE_OWNER_URL, ...rest } = env;
  const { secrets, ownerUrl, webUrl, workerUrl } = database;
  return {
    SESSION_SECRET: secrets.sessionSecret,
    NOTE_KEY: secrets.noteKey,
    METRICS_TOKEN: secrets.metricsToken,
    PUBLIC_URL: `http://localhost:${settings.port}`,
    NODE_ENV: "production",
    ...rest,
    PORT: String(settings.port),
    DATA_DIR: settings.dataDir,
    DATABASE_URL: login === "web" ? webUrl : workerUrl,
    ...(login === "owner" && { DATABASE_OWNER_URL: ownerUrl }),
    // The embedded database may hold the demo accounts.
    ...(!settings.external && { THROUGHLINE_DEMO: "1" }),
  };
}
