// Development: the embedded database, the server with Vite inside, and a worker that restarts on change.
import { createRequire } from "node:module";
import { generateClient } from "./build.mjs";
import {
  lockDataDir,
  openDatabase,
  prepareDataDir,
  processEnv,
  readSettings,
  runMain,
} from "./environment.mjs";
import { supervise } from "./supervise.mjs";

const tsx = createRequire(import.meta.url).resolve("tsx/cli");
const processes = [];

runMain(async () => {
  const settings = readSettings();
  prepareDataDir(settings.dataDir);
  lockDataDir(settings.dataDir);
  const [database] = await Promise.all([openDatabase(settings), generateClient()]);
  const stopped = new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => resolve());
    const options = { say: console.log, mayRestart: () => true, onGivenUp: resolve };
    const env = (login) => ({ ...processEnv(login, settings, database), NODE_ENV: "development" });
    processes.push(
      supervise({ name: "web", args: ["--import", "tsx", "app/server.ts"], env: env("web"), ...options }),
      supervise({
        name: "worker",
        args: [tsx, "watch", "--clear-screen=false", "jobs/worker.ts"],
        env: env("worker"),
        ...options,
      }),
    );
  });
  const reason = await stopped;
  await Promise.all(processes.map(({ stop }) => stop()));
  await database.stop();
  if (!reason) return 0;
  console.error(reason);
  return 1;
});
