import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import postgres from "postgres";
import { afterAll, describe, expect, inject, test, vi } from "vitest";
import { freePort } from "#scripts/pg.mjs";
import { launch, ownerUrlOf, removeDataDir, startProduct, temporaryDataDir } from "#tests/support/product.ts";

const SESSIONS = 40;
const WAIT = { timeout: 30_000 };

/** The processes that were started for a data folder; none where the system does not tell. */
function processesOf(dataDir: string): string[] {
  if (!existsSync("/proc/self/environ")) return [];
  return readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid) || pid === String(process.pid)) return false;
    try {
      const belongs = readFileSync(`/proc/${pid}/environ`, "utf8").includes(`DATA_DIR=${dataDir}\0`);
      return belongs || readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(dataDir);
    } catch {
      return false;
    }
  });
}

async function refusal(script: string, env: Record<string, string>, args?: string[]): Promise<string> {
  const refused = launch(script, env, args);
  expect(await refused.exited).not.toBe(0);
  return refused.output().trim();
}

async function withOwner<T>(dataDir: string, use: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(ownerUrlOf(dataDir), { max: 1, onnotice: () => {} });
  try {
    return await use(sql);
  } finally {
    await sql.end();
  }
}

const postmasterOf = (dataDir: string) =>
  readFileSync(path.join(dataDir, "postgres/postmaster.pid"), "utf8").split("\n")[0];

describe("one clear line, and an exit code that is not 0", () => {
  const { dataDir: running } = inject("product");
  const fresh = temporaryDataDir();
  afterAll(() => removeDataDir(fresh));

  test("a taken port", async () => {
    const holder = net.createServer().listen(0);
    const { port } = holder.address() as net.AddressInfo;
    expect(await refusal("start.mjs", { DATA_DIR: fresh, PORT: String(port) })).toBe(
      `Port ${port} is taken by another program: stop it, or set PORT to a free one`,
    );
    holder.close();
  });

  test("a port that is none", async () => {
    expect(await refusal("start.mjs", { DATA_DIR: fresh, PORT: "http" })).toBe(
      "PORT must be a whole number from 1 to 65535: found http",
    );
  });

  test("a data folder that cannot be written", async () => {
    const file = path.join(fresh, "file");
    writeFileSync(file, "");
    expect(await refusal("start.mjs", { DATA_DIR: path.join(file, "data") })).toBe(
      `The data folder ${file}/data cannot be written (ENOTDIR): set DATA_DIR`,
    );
  });

  test("a data folder in use", async () => {
    const env = { DATA_DIR: running, PORT: String(await freePort()) };
    expect(await refusal("start.mjs", env)).toMatch(/^Throughline already runs on .+ \(process \d+\)$/);
    expect(await refusal("reset.mjs", env, ["--yes"])).toMatch(/^Throughline runs on .+: stop it first$/);
  });

  test("a database that cannot be reached", async () => {
    const env = { DATA_DIR: fresh, PORT: String(await freePort()) };
    const url = `postgres://nobody@127.0.0.1:${await freePort()}/none`;
    expect(await refusal("start.mjs", { ...env, DATABASE_URL: url })).toMatch(
      /^Migrating the database\nThe database at DATABASE_URL is not usable: .+$/,
    );
  });
});

describe("the life of a data folder", () => {
  const dataDir = temporaryDataDir();
  const start = () => startProduct({ dataDir, sessions: SESSIONS });
  afterAll(() => removeDataDir(dataDir));

  test("a first start writes the demo, names its accounts once, and Ctrl-C leaves no process", async () => {
    const product = await start();
    const answer = await fetch(`${product.url}/readyz`);
    expect(await answer.json()).toEqual({ database: "ok", queue: "ok", migrations: "ok" });
    await expect.poll(product.output).toContain("admin@demo.test");
    expect(product.output().match(/^ready /gm)).toHaveLength(1);
    await withOwner(dataDir, (sql) => sql`UPDATE program SET name = 'Kept'`);

    product.child.kill("SIGINT");
    expect(await product.exited).toBe(0);
    expect(processesOf(dataDir)).toEqual([]);
  });

  test("a second start keeps the data; after SIGKILL the next start adopts what was left", async () => {
    const killed = await start();
    const programs = () => withOwner(dataDir, (sql) => sql`SELECT name FROM program`);
    expect(await programs()).toEqual([{ name: "Kept" }]);
    const postmaster = postmasterOf(dataDir);
    killed.child.kill("SIGKILL");
    await killed.exited;

    const next = await start();
    expect(postmasterOf(dataDir)).toBe(postmaster);
    expect(await programs()).toEqual([{ name: "Kept" }]);
    next.child.kill("SIGTERM");
    expect(await next.exited).toBe(0);
    expect(processesOf(dataDir)).toEqual([]);
  });

  test.runIf(existsSync("/proc/self/cmdline"))(
    "a process that dies is started again, and one that keeps dying stops the product",
    async () => {
      const product = await start();
      const webOf = () =>
        processesOf(dataDir).find((pid) =>
          readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("server.js"),
        );
      const killed = new Set<string>();
      for (let death = 1; death <= 5; death += 1) {
        const pid = await vi.waitUntil(() => [webOf()].find((found) => found && !killed.has(found)), WAIT);
        killed.add(String(pid));
        process.kill(Number(pid), "SIGKILL");
        const said =
          death < 5 ? "web stopped (SIGKILL), starting it again" : "web stopped (SIGKILL), 5 times";
        await vi.waitUntil(() => product.output().split(said).length > (death < 5 ? death : 1), WAIT);
      }
      expect(await product.exited).toBe(1);
      expect(processesOf(dataDir)).toEqual([]);
    },
  );

  test("a demo that was interrupted while it was written is written anew; a newer database is refused", async () => {
    writeFileSync(path.join(dataDir, "seeding"), "");
    const newer = await start();
    expect(await withOwner(dataDir, (sql) => sql`SELECT FROM program WHERE name = 'Kept'`)).toHaveLength(0);
    await withOwner(
      dataDir,
      (sql) => sql`
        INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
        VALUES ('newer', 'newer', now(), '29990101000000_newer', 1)`,
    );
    newer.child.kill("SIGTERM");
    expect(await newer.exited).toBe(0);
    const env = { DATA_DIR: dataDir, PORT: String(await freePort()) };
    expect(await refusal("start.mjs", env)).toMatch(
      /^Starting the database\nThe database is of a newer version: it has 29990101000000_newer, .+$/,
    );
    expect(processesOf(dataDir)).toEqual([]);
  });

  test("reset asks for the word, or takes --yes", async () => {
    const asking = launch("reset.mjs", { DATA_DIR: dataDir });
    asking.child.stdin?.end("yes\n");
    expect(await asking.exited).toBe(1);
    expect(asking.output()).toContain("Nothing was removed");
    expect(existsSync(path.join(dataDir, "postgres/PG_VERSION"))).toBe(true);

    const typed = launch("reset.mjs", { DATA_DIR: dataDir });
    typed.child.stdin?.end("reset\n");
    expect(await typed.exited).toBe(0);
    expect(readdirSync(dataDir)).toEqual([]);

    const again = launch("reset.mjs", { DATA_DIR: dataDir }, ["--yes"]);
    expect(await again.exited).toBe(0);
    expect(again.output()).toContain("Nothing to remove");
  });
});
