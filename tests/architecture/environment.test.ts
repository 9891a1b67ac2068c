import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (file: string) => readFileSync(file, "utf8");
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? "");
const documented = new Set(all(read(".env.example"), /^([A-Z_]+)=/gm));

test("every variable the processes read is documented", () => {
  const names = all(read("app/config.server.ts"), /^\s+([A-Z_]{3,}): /gm);
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !documented.has(name))).toEqual([]);
});

test("every variable of docker-compose.yml is documented", () => {
  const used = all(read("docker-compose.yml"), /\$\{([A-Z_]+)/g);
  expect(used.filter((name) => !documented.has(name))).toEqual([]);
});

test("no secret has a default", () => {
  const SECRETS = [
    "SESSION_SECRET",
    "NOTE_KEY",
    "POSTGRES_PASSWORD",
    "WEB_DATABASE_PASSWORD",
    "WORKER_DATABASE_PASSWORD",
  ];
  const compose = read("docker-compose.yml");
  for (const name of SECRETS) {
    expect(read(".env.example"), name).toMatch(new RegExp(`^${name}=$`, "m"));
    expect(compose, name).toContain(`\${${name}:?`);
    expect(compose, name).not.toContain(`\${${name}:-`);
  }
});
