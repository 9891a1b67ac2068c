// Prisma's schema engine as WebAssembly: writes new migrations and reports drift without a native binary.
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import { listMigrations } from "./migrations.mjs";

const MIGRATIONS = "prisma/migrations";
const CHAR_OID = 18;
const BPCHAR_OID = 1042;
// Owned by SQL migrations alone; the engine would offer to drop them.
const filters = { externalTables: [], externalEnums: [] };

/** The adapter rejects the catalogue's "char" type and splits scripts on semicolons; both are put right here. */
class MigrationAdapter extends PrismaPg {
  opened = [];
  async connect() {
    const adapter = patched(await super.connect());
    this.opened.push(adapter);
    return adapter;
  }
  async connectToShadowDb() {
    const main = await this.connect();
    const database = `shadow_${randomUUID().replaceAll("-", "")}`;
    await main.executeScript(`CREATE DATABASE ${database}`);
    const shadow = await new MigrationAdapter({ ...this.config, database }, this.options).connect();
    const dispose = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await dispose();
      await main.executeScript(`DROP DATABASE ${database} WITH (FORCE)`);
    };
    return shadow;
  }
  closeAll() {
    return Promise.allSettled(this.opened.splice(0).map((adapter) => adapter.dispose()));
  }
}

function patched(adapter) {
  const performIO = adapter.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    let characters = [];
    adapter.performIO = async (io) => {
      const result = await performIO(io);
      characters = (result?.fields ?? []).flatMap((field, index) => {
        if (field.dataTypeID !== CHAR_OID) return [];
        field.dataTypeID = BPCHAR_OID;
        return [index];
      });
      return result;
    };
    const rows = await queryRaw(query);
    for (const index of characters) rows.columnTypes[index] = ColumnTypeEnum.Character;
    return rows;
  };
  adapter.executeScript = async (script) => {
    await adapter.underlyingDriver().query(script);
  };
  return adapter;
}

function schemaFiles() {
  const models = readdirSync("prisma/models").map((file) => `prisma/models/${file}`);
  return ["prisma/schema.prisma", ...models].map((file) => ({
    path: file,
    content: readFileSync(file, "utf8"),
  }));
}

function migrationsList() {
  return {
    baseDir: MIGRATIONS,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: listMigrations().map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok", value: sql } },
    })),
  };
}

let booted = false;
function boot() {
  if (booted) return;
  globalThis.PRISMA_WASM_PANIC_REGISTRY ??= {
    message: "",
    set_message(message) {
      this.message = message;
    },
  };
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm");
  const wasm = readFileSync(entry.replace("schema_engine.js", "schema_engine_bg.wasm"));
  const instance = new WebAssembly.Instance(new WebAssembly.Module(wasm), {
    "./schema_engine_bg.js": bindings,
  });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start?.();
  booted = true;
}

async function withEngine(url, use) {
  boot();
  const { hostname, port, username, password, pathname } = new URL(url);
  // Not a connection string: it would override the name of the shadow database.
  const factory = new MigrationAdapter({
    host: hostname,
    port: Number(port || 5432),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: pathname.slice(1),
  });
  const engine = await bindings.SchemaEngine.new(
    { datamodels: schemaFiles().map((file) => [file.path, file.content]) },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  try {
    return await use(engine);
  } finally {
    await factory.closeAll();
  }
}

const target = () => ({ tag: "schemaDatamodel", files: schemaFiles() });

/** SQL that takes the migrations of the folder to the schema files. `url`: a database whose owner may create others. */
export function sqlForSchemaChanges(url) {
  const list = migrationsList();
  const from = list.migrationDirectories.length ? { tag: "migrations", ...list } : { tag: "empty" };
  return withEngine(url, async (engine) => {
    const { stdout } = await engine.diff({
      from,
      to: target(),
      script: true,
      shadowDatabaseUrl: null,
      exitCode: true,
      filters,
    });
    return stdout ?? "";
  });
}

/** SQL that takes the database at `url` to the schema files; empty when they agree. */
export function sqlForDrift(url) {
  const from = { tag: "schemaDatasource", files: schemaFiles(), configDir: process.cwd() };
  return withEngine(url, async (engine) => {
    const { stdout, exitCode } = await engine.diff({
      from,
      to: target(),
      script: true,
      shadowDatabaseUrl: null,
      exitCode: true,
      filters,
    });
    return exitCode === 0 ? "" : (stdout ?? "");
  });
}

/** What Prisma itself would still apply to the database at `url`. */
export function pendingForPrisma(url) {
  return withEngine(url, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: migrationsList(),
      filters,
    });
    return appliedMigrationNames;
  });
}
