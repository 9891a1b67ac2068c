import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { dropCopy, readFormFacts, seededDatabase, writableCopy } from "./databases.ts";
import { line, show } from "./figures.ts";
import { measurePage, measureScripts } from "./measure-pages.ts";
import { measureSchedule } from "./measure-schedule.ts";
import { measureSubmit } from "./measure-submit.ts";
import { residentMegabytes, startProcess, startServer, stopAll } from "./servers.ts";

const isQuick = process.argv.includes("--quick");
const SIZES = isQuick ? { small: 10_000, large: 50_000 } : { small: 10_000, large: 1_000_000 };
const SUBMIT = isQuick ? { rounds: 3, seconds: 2 } : { rounds: 7, seconds: 4 };
const PAGES = isQuick ? { rounds: 3, requests: 20 } : { rounds: 7, requests: 40 };
const ASSIGNMENTS = isQuick ? 5_000 : 100_000;
const REST_MS = 10_000;
const say = (text: string) => console.log(text);

const ownerUrl = process.env.DATABASE_OWNER_URL;
if (!ownerUrl) throw new Error("Run the benchmark with npm run bench");
const secrets = JSON.parse(readFileSync(path.join(process.env.DATA_DIR ?? ".data", "secrets.json"), "utf8"));

/** The environment of one process of the product on a database. */
function envFor(login: "web" | "worker", databaseUrl: string): NodeJS.ProcessEnv {
  const { DATABASE_OWNER_URL, ...rest } = process.env;
  const url = new URL(databaseUrl);
  url.username = `throughline_${login}`;
  url.password = login === "web" ? secrets.webPassword : secrets.workerPassword;
  return {
    ...rest,
    NODE_ENV: "production",
    LOG_LEVEL: "info",
    THROUGHLINE_DEMO: "1",
    DATABASE_URL: url.href,
  };
}

function buildBareRemix(): void {
  const cli = path.resolve("node_modules/@remix-run/dev/dist/cli.js");
  execFileSync(process.execPath, [cli, "vite:build"], {
    cwd: path.resolve("tests/bench/bare-remix"),
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/** The fair comparison: a bare action that stores the same rows. The others store one. */
const SAME_ROWS = "bare Remix, same rows";

async function reportSchedule(owner: string): Promise<void> {
  const found = await measureSchedule(owner, ASSIGNMENTS, (url) => envFor("worker", url));
  const { rows, firstSeconds, secondSeconds, bareSeconds, cpu, megabytes, isUnchanged } = found;
  say(`\nSchedule of ${ASSIGNMENTS.toLocaleString("en-US")} coach-site assignments, twelve months, one run`);
  say(
    line(
      "  Assessments added",
      `${rows.toLocaleString("en-US")} in ${firstSeconds.toFixed(1)} s`,
      "under 60 s",
    ),
  );
  say(
    line(
      "  of a plain INSERT … SELECT of the same rows",
      `${(firstSeconds / bareSeconds).toFixed(2)} (${bareSeconds.toFixed(1)} s)`,
    ),
  );
  say(
    line(
      "  Second run",
      `${isUnchanged ? "nothing written" : "ROWS WRITTEN"} in ${secondSeconds.toFixed(1)} s`,
      "nothing written",
    ),
  );
  const used = ({ job, database }: { job: number; database: number }) =>
    `job ${job.toFixed(1)} s, database ${database.toFixed(1)} s`;
  say(line("  Processor time, first run", used(cpu.first), `plain insert ${cpu.bare.toFixed(1)} s`));
  say(line("  Processor time, second run", used(cpu.second)));
  say(
    line(
      "  Memory, first and last quarter",
      `${megabytes.early.toFixed(0)} MB, ${megabytes.late.toFixed(0)} MB`,
      "flat",
    ),
  );
}

async function main(owner: string): Promise<void> {
  if (process.argv.includes("--schedule")) return reportSchedule(owner);
  buildBareRemix();
  const small = await seededDatabase(owner, SIZES.small, say);
  const large = await seededDatabase(owner, SIZES.large, say);
  const copy = await writableCopy(owner, small);
  const facts = await readFormFacts(copy);
  const isSubmitOnly = process.argv.includes("--submit");
  const product = ["build/node/server.js"];
  const web = await startServer("product", product, envFor("web", copy.ownerUrl));
  const worker = startProcess(["build/node/worker.js"], envFor("worker", copy.ownerUrl));
  say(
    `\n${os.cpus().length} cores, Node ${process.version}, load ${os.loadavg()[0]?.toFixed(1)} at the start\n`,
  );

  await pause(REST_MS);
  say(line("Web process at rest", `${residentMegabytes(web.process).toFixed(0)} MB`, "under 250 MB"));
  say(line("Worker at rest", `${residentMegabytes(worker).toFixed(0)} MB`, "under 200 MB"));
  worker.kill("SIGTERM");

  const form = `/sessions/new?person=${facts.people[0]}`;
  const scripts = await measureScripts(web, form, "coach");
  say(
    line(
      "Scripts of the session form, compressed",
      `${scripts.kilobytes.toFixed(1)} KB in ${scripts.files} files`,
      "under 150 KB",
    ),
  );
  say(line("Charts on the session form", scripts.charts.join(", ") || "none", "none"));

  const bareEnv: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: "production", DATABASE_URL: copy.ownerUrl };
  const bareRemix = await startServer(
    "bare Remix",
    ["--import", "tsx", "tests/bench/bare-remix/server.ts"],
    bareEnv,
    "/",
  );
  const bareHttp = await startServer(
    "bare node:http",
    ["--import", "tsx", "tests/bench/bare-http.ts"],
    bareEnv,
  );
  const submit = await measureSubmit(
    [
      { server: web, path: form, account: "coach" },
      { server: { ...bareRemix, name: SAME_ROWS }, path: "/same-rows" },
      { server: bareRemix, path: "/?index" },
      { server: bareHttp, path: "/" },
    ],
    facts,
    SUBMIT,
  );
  say(`\nSession submit, 8 clients, ${SUBMIT.rounds} rounds of ${SUBMIT.seconds} s: median (least to most)`);
  for (const [name, rate] of submit.perSecond)
    say(line(`  ${name}`, `${show(rate, 0, "/s")}`, `p50 ${show(submit.p50.get(name) ?? rate, 1, " ms")}`));
  for (const [name, target] of [[SAME_ROWS, "at least 0.5"], [bareRemix.name], [bareHttp.name]] as const)
    say(line(`  of ${name}`, show(submit.ratios.get(name) ?? { min: 0, median: 0, max: 0 }, 2), target));
  say(line("Web process after the load", `${residentMegabytes(web.process).toFixed(0)} MB`));
  await stopAll();
  await dropCopy(owner, copy);
  if (isSubmitOnly) return;

  const servers = {
    small: await startServer("small", product, envFor("web", small.ownerUrl)),
    large: await startServer("large", product, envFor("web", large.ownerUrl)),
  };
  const sizes = [SIZES.small, SIZES.large].map((size) => size.toLocaleString("en-US"));
  say(`\nPages at p50, ${sizes.join(" and ")} sessions, ${PAGES.rounds} rounds of ${PAGES.requests}`);
  for (const page of [
    { name: "My people", path: "/people", account: "coach" },
    { name: "Session list", path: "/sessions", account: "coach" },
    { name: "Rollout", path: "/rollout", account: "lead" },
  ]) {
    const { small: few, large: many, ratio } = await measurePage(page, servers, PAGES);
    say(
      line(
        `  ${page.name}`,
        `${few.median.toFixed(1)} ms, ${many.median.toFixed(1)} ms`,
        `ratio ${show(ratio, 2)}, at most 1.2`,
      ),
    );
  }
  await reportSchedule(owner);
}

main(ownerUrl)
  .catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  })
  .finally(async () => {
    await stopAll();
    process.exit();
  });
