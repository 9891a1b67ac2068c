import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";

const CONFIG = ".dependency-cruiser.cjs";
const FOLDERS = ["app", "jobs", "fidelity", "prisma", "scripts", "tests"];
const { forbidden } = createRequire(import.meta.url)(path.resolve(CONFIG)) as {
  forbidden: { name: string }[];
};

/** A file for each rule that breaks it: path, then what it imports. */
const VIOLATIONS: Record<string, [file: string, imports: string]> = {
  "no-cycle": ["app/time/a.ts", "#app/time/b.ts"],
  resolvable: ["app/time/c.ts", "#app/time/missing.ts"],
  "app-not-jobs": ["app/features/admin/a.ts", "#jobs/queue.ts"],
  "jobs-without-pages": ["jobs/page.ts", "#app/routes/home.tsx"],
  "routes-are-thin": ["app/routes/a.tsx", "#fidelity/score.ts"],
  "fidelity-is-pure": ["fidelity/impure.ts", "node:fs"],
  "components-are-shared": ["app/components/a.tsx", "#app/features/admin/list.server.ts"],
  "charts-alone-draw": ["app/components/b.tsx", "recharts"],
  "who-says-prisma": ["app/features/admin/b.server.ts", "#prisma/client.ts"],
  "scripts-know-the-schema-engine": ["app/db/a.ts", "@prisma/schema-engine-wasm"],
  "client-factory-is-alone": ["prisma/client.ts", "#app/time/b.ts"],
  "seed-uses-use-cases": ["prisma/seed.ts", "#jobs/queue.ts"],
  "features-stand-below-routes": ["app/features/admin/c.ts", "bullmq"],
  "platform-knows-no-feature": ["app/events/a.ts", "#app/features/admin/a.types.ts"],
  "errors-and-time-know-nobody": ["app/errors/a.ts", "#fidelity/score.ts"],
  "http-without-database": ["app/http/a.ts", "#app/db/client.ts"],
  "outcomes-only-downhill": ["app/features/outcomes/d.ts", "#app/features/calendar/a.types.ts"],
  "caseload-only-downhill": ["app/features/caseload/b.ts", "#app/features/outcomes/a.types.ts"],
  "fidelity-only-downhill": ["app/features/fidelity/b.ts", "#app/features/outcomes/a.types.ts"],
  "sessions-only-downhill": ["app/features/sessions/a.ts", "#app/features/fidelity/a.types.ts"],
  "agreements-only-downhill": ["app/features/agreements/a.ts", "#app/features/sessions/a.types.ts"],
  "training-only-downhill": ["app/features/training/a.ts", "#app/features/sessions/a.types.ts"],
  "coach-selection-only-downhill": ["app/features/coach-selection/a.ts", "#app/features/training/a.types.ts"],
  "planning-only-downhill": ["app/features/planning/a.ts", "#app/features/coach-selection/a.types.ts"],
  "admin-only-downhill": ["app/features/admin/d.ts", "#app/features/planning/a.types.ts"],
  "features-share-reads": ["app/features/outcomes/b.ts", "#app/features/admin/list.server.ts"],
  "no-development-packages": ["scripts/a.mjs", "vitest"],
};
/** What the violations import, and imports that every rule allows. */
const ALLOWED: Record<string, string> = {
  "app/time/b.ts": 'import "#app/time/a.ts";',
  "app/db/client.ts": 'import "#prisma/client.ts";',
  "app/components/charts/line.tsx": 'import "recharts";',
  "app/features/admin/list.server.ts": 'import "#app/features/admin/users.queries.server.ts";',
  "app/features/admin/users.queries.server.ts": 'import "#prisma/generated/client.ts";',
  "app/features/fidelity/a.server.ts":
    'import "#fidelity/score.ts"; import "#app/features/sessions/a.types.ts";',
  "app/routes/home.tsx": 'import "#app/features/admin/list.server.ts";',
  "fidelity/score.ts": 'import "zod";',
  "jobs/queue.ts": 'import "bullmq"; import "#app/features/fidelity/a.server.ts";',
  "prisma/generated/client.ts": "",
};
const PACKAGES = ["zod", "recharts", "bullmq", "vitest", "@prisma/schema-engine-wasm"];

type Violation = { from: string; to: string; rule: { name: string } };

function violationsIn(folder: string): Violation[] {
  const program = path.resolve("node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const output = execFileSync(
    process.execPath,
    [program, ...FOLDERS, "--config", CONFIG, "--output-type", "json"],
    { cwd: folder, encoding: "utf8", maxBuffer: 100_000_000 },
  );
  return JSON.parse(output).summary.violations;
}

test("the house keeps its own rules", { timeout: 60_000 }, () => {
  const lines = violationsIn(".").map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  expect(lines).toEqual([]);
});

test("every rule can be broken, and nothing else is found", { timeout: 60_000 }, () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "throughline-imports-"));
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  try {
    for (const name of FOLDERS) mkdirSync(path.join(folder, name));
    for (const name of ["package.json", "tsconfig.json", CONFIG]) cpSync(name, path.join(folder, name));
    for (const name of PACKAGES) {
      write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: "index.js" }));
      write(`node_modules/${name}/index.js`, "");
    }
    for (const [file, text] of Object.entries(ALLOWED)) write(file, text);
    for (const type of [
      "calendar",
      "outcomes",
      "caseload",
      "fidelity",
      "sessions",
      "agreements",
      "training",
      "coach-selection",
      "planning",
      "admin",
    ])
      write(`app/features/${type}/a.types.ts`, "");
    for (const [file, imported] of Object.values(VIOLATIONS)) write(file, `import "${imported}";`);

    const found = violationsIn(folder);
    const broken = new Set(found.map(({ rule }) => rule.name));
    expect([...broken].sort()).toEqual(forbidden.map(({ name }) => name).sort());
    const expected = new Set([...Object.values(VIOLATIONS).map(([file]) => file), "app/time/b.ts"]);
    expect(found.filter(({ from }) => !expected.has(from))).toEqual([]);
    for (const [name, [file]] of Object.entries(VIOLATIONS))
      expect(
        found.some(({ rule, from }) => rule.name === name && from === file),
        name,
      ).toBe(true);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
