// Builds the product into build/, once per state of its sources.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip as gzipText } from "node:zlib";
import { isMain, Refusal, ROOT, runMain } from "./environment.mjs";

const SOURCES = ["app", "fidelity", "jobs", "prisma", "scripts", "public"];
const CONFIGS = [
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "vite.config.ts",
  "vite.node.config.ts",
];
const PROGRAMS = "build/node";
// Remix empties build/ when it begins, so what is built meanwhile waits elsewhere.
const BESIDE = ".cache/node";
const COMPRESSIBLE = /\.(?:js|css|svg|webmanifest)$/;
const STAMP = path.join(ROOT, "build/stamp");
const CLIENT_STAMP = path.join(ROOT, "prisma/generated/stamp");

function filesBelow(folder) {
  if (!existsSync(path.join(ROOT, folder))) return [];
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return file === path.join("prisma", "generated") ? [] : filesBelow(file);
    return entry.name.includes(".test.") ? [] : [file];
  });
}

function hashOf(files) {
  const hash = createHash("sha256").update(process.version);
  for (const file of files.sort())
    hash
      .update(`\0${file}\0`)
      .update(existsSync(path.join(ROOT, file)) ? readFileSync(path.join(ROOT, file)) : "");
  return hash.digest("hex");
}

const sourceHash = () => hashOf([...SOURCES.flatMap(filesBelow), ...CONFIGS]);
const clientHash = () =>
  hashOf([...filesBelow("prisma").filter((file) => file.endsWith(".prisma")), "package-lock.json"]);
const matches = (stamp, hash) => existsSync(stamp) && readFileSync(stamp, "utf8") === hash;

/** Runs the program of an installed package; its output is shown when it fails. */
function runProgram(file, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(ROOT, "node_modules", file), ...args], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => output.push(chunk));
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code === 0) return resolve();
      process.stderr.write(Buffer.concat(output));
      reject(new Refusal(`The build failed: ${path.basename(path.dirname(file))} ${args.join(" ")}`));
    });
  });
}

/** Writes prisma/generated if the schema changed. */
export async function generateClient() {
  const hash = clientHash();
  if (matches(CLIENT_STAMP, hash)) return;
  // Generating needs no schema engine, but its absence would start a download: any program stands in for it.
  await runProgram("prisma/build/index.js", ["generate"], { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath });
  writeFileSync(CLIENT_STAMP, hash);
}

/** Writes each text file of the browser's a second and third time, compressed as far as it goes: the web process only hands them out. */
async function compressFiles(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => COMPRESSIBLE.test(file));
  await Promise.all(
    files.map(async (file) => {
      const whole = path.join(folder, file);
      const content = readFileSync(whole);
      const [brotli, gzip] = await Promise.all([
        promisify(brotliCompress)(content),
        promisify(gzipText)(content, { level: 9 }),
      ]);
      writeFileSync(`${whole}.br`, brotli);
      writeFileSync(`${whole}.gz`, gzip);
    }),
  );
}

/** @returns {boolean} whether build/ was made from the present sources */
export const isBuilt = () => matches(STAMP, sourceHash());

/** @param {(folder: string) => void} onPrograms is told where the seed and the others are, while Remix is still at work */
export async function build(onPrograms = () => {}) {
  const hash = sourceHash();
  const env = { NODE_ENV: "production" };
  await generateClient();
  await Promise.all([
    runProgram("@remix-run/dev/dist/cli.js", ["vite:build"], env),
    runProgram("vite/bin/vite.js", ["build", "-c", "vite.node.config.ts", "--outDir", BESIDE], env).then(() =>
      onPrograms(BESIDE),
    ),
  ]);
  await compressFiles(path.join(ROOT, "build/client"));
  // A copy: a seed may still run where the programs were built.
  cpSync(path.join(ROOT, BESIDE), path.join(ROOT, PROGRAMS), { recursive: true });
  writeFileSync(STAMP, hash);
}

/**
 * Builds unless build/ is up to date.
 * @param {(line: string) => void} say
 * @param {(folder: string) => void} onPrograms see `build`
 */
export async function buildIfNeeded(say = () => {}, onPrograms = () => {}) {
  await generateClient();
  if (isBuilt()) return onPrograms(PROGRAMS);
  say("Building");
  await build(onPrograms);
}

if (isMain(import.meta.url)) runMain(() => build());
