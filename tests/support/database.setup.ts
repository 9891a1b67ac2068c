import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { cloneDatabase, dropDatabase, setOwnDatabase } from "./database.ts";

// Every test file has a database, a data folder and an environment of its own.
const database = await cloneDatabase();
const dataDir = mkdtempSync(path.join(os.tmpdir(), "throughline-data-"));
setOwnDatabase(database);
Object.assign(process.env, {
  NODE_ENV: "test",
  DATA_DIR: dataDir,
  DATABASE_URL: database.webUrl,
  DATABASE_OWNER_URL: database.ownerUrl,
  WORKER_DATABASE_URL: database.workerUrl,
  SESSION_SECRET: "a-secret-that-only-tests-ever-use-1234",
  NOTE_KEY: Buffer.alloc(32, 7).toString("base64"),
  PUBLIC_URL: "http://localhost:3000",
  LOG_LEVEL: "silent",
});

afterAll(async () => {
  await dropDatabase(database);
  rmSync(dataDir, { recursive: true, force: true });
});
