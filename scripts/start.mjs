// The whole product with one command: database, web, worker.
import { spawn } from "node:child_process";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { buildIfNeeded } from "./build.mjs";
import {
  lockDataDir,
  markSeed,
  openDatabase,
  prepareDataDir,
  processEnv,
  Refusal,
  ROOT,
  readSettings,
  runMain,
  unmarkSeed,
  withOwner,
} from "./environment.mjs";
import { isPortTaken } from "./pg.mjs";
import { supervise } from "./supervise.mjs";

const DEMO_PASSWORD = "throughline-demo";
const DEMO_ROLES = ["coach", "coachee", "supervisor", "lead", "evaluator", "planner", "admin"];
const READY_MS = 60_000;

const say = (line) => console.log(line);

/** What has to be stopped, last started first. @type {(() => unknown)[]} */
const stops = [];
let isStopping = false;
const asked = new Promise((resolve) => {
  const stop = () => {
    if (!isStopping) say("Stopping");
    isStopping = true;
    resolve();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
});

/** Web and worker of a killed predecessor stop by themselves; they get a moment for it. */
async function claimPort(port, wasLeft) {
  const deadline = Date.now() + (wasLeft ? 20_000 : 0);
  while (await isPortTaken(port)) {
    if (Date.now() >= deadline)
      throw new Refusal(`Port ${port} is taken by another program: stop it, or set PORT to a free one`);
    await pause(100);
  }
}

async function seedDemo(settings, database, folder) {
  say("Writing the demo program");
  markSeed(settings.dataDir);
  const sessions = process.env.THROUGHLINE_SEED_SESSIONS;
  const args = [`${folder}/seed.js`, "--demo", ...(sessions ? ["--sessions", sessions] : [])];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: processEnv("owner", settings, database),
    stdio: ["ignore", "ignore", "inherit"],
  });
  void asked.then(() => child.kill());
  const code = await new Promise((resolve) => child.once("exit", resolve));
  if (isStopping) return;
  if (code !== 0) throw new Refusal("The demo program could not be written");
  unmarkSeed(settings.dataDir);
}

async function start() {
  const settings = readSettings();
  prepareDataDir(settings.dataDir);
  const { wasLeft } = lockDataDir(settings.dataDir);
  await claimPort(settings.port, wasLeft);

  say(settings.external ? "Migrating the database" : "Starting the database");
  let programsAreIn;
  /** @type {Promise<string>} */
  const programsBuilt = new Promise((resolve) => {
    programsAreIn = resolve;
  });
  const building = buildIfNeeded(say, programsAreIn);
  building.catch(() => {});
  const database = await openDatabase(settings);
  stops.push(async () => {
    // Also one that was adopted: it belongs to this data folder, and so to this process.
    await database.server?.stop();
  });
  const programs = () => withOwner(database.ownerUrl, (sql) => sql`SELECT is_demo FROM program`);
  const folder = await Promise.race([programsBuilt, building, asked]);
  if (isStopping) return;
  // The demo is written while Remix is still at work: on two cores that saves a good part of the seed's time.
  if (!settings.external && (await programs()).length === 0) await seedDemo(settings, database, folder);
  await Promise.race([building, asked]);
  if (isStopping) return;

  say("Starting web and worker");
  let isReady = false;
  let giveUp = () => {};
  const givenUp = new Promise((_, reject) => {
    giveUp = (line) => reject(new Refusal(line));
  });
  givenUp.catch(() => {});
  const processes = ["worker", "web"].map((name) =>
    supervise({
      name,
      args: [path.join(ROOT, `build/node/${name === "web" ? "server" : name}.js`)],
      env: processEnv(name, settings, database),
      log: path.join(settings.dataDir, `log/${name}.log`),
      say,
      mayRestart: () => isReady,
      onGivenUp: giveUp,
    }),
  );
  stops.push(() => Promise.all(processes.map(({ stop }) => stop())));
  await Promise.race([isServing(settings.port), givenUp]);
  isReady = true;
  if (isStopping) return;

  say(`ready http://localhost:${settings.port}`);
  if ((await programs()).some((program) => program.is_demo)) {
    say(`Demo accounts, password ${DEMO_PASSWORD}:`);
    for (const role of DEMO_ROLES) say(`  ${role}@demo.test`);
  }
  await Promise.race([givenUp, asked]);
}

async function isServing(port) {
  for (const deadline = Date.now() + READY_MS; Date.now() < deadline && !isStopping; await pause(50)) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    if (answer?.ok) return;
  }
  if (!isStopping) throw new Refusal(`Throughline was not ready after ${READY_MS / 1000} seconds`);
}

runMain(async () => {
  try {
    await start();
  } catch (error) {
    if (!isStopping) throw error;
  } finally {
    isStopping = true;
    for (const stop of stops.splice(0).reverse()) await stop();
  }
});
