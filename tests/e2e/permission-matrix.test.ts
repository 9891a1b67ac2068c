import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { JOB_NAMES, JOBS } from "#jobs/registry.ts";
import type { HttpAnswer } from "#tests/support/http-client.ts";
import { type BuiltRoute, builtRoutes } from "#tests/support/routes.ts";
import { ACTORS, openWorld, type World } from "./permission-examples.ts";
import { permissionRows, type Row } from "./permission-rows.ts";

const FILE = path.resolve("docs/permission-matrix.md");

/** Reached before anybody is signed in. Everything else goes through `withActor`. */
const PUBLIC = [
  "root",
  "routes/_auth.forgot-password",
  "routes/_auth.reset-password",
  "routes/_auth.sign-in._index",
  "routes/_auth.sign-in.identity-provider",
  "routes/_auth.sign-in.second-step",
  "routes/api.auth.$",
  "routes/calendar.$feed",
  "routes/healthz",
  "routes/metrics",
  "routes/offline-files",
  "routes/readyz",
  "routes/sign-out",
];

let world: World;
let routes: BuiltRoute[];
beforeAll(async () => {
  routes = await builtRoutes();
  world = await openWorld(inject("product"));
});
afterAll(() => world.close());

/** What the answer means to whoever asked, in the words of the matrix. */
function wordOf({ method, pattern }: Row, { status, location }: HttpAnswer): string {
  if (location?.startsWith("/sign-in?next=")) return "sign in";
  // The sign-in page sends those who are signed in to their start page, whatever they post to it.
  if (pattern === "/sign-in" && location === "/") return "sent on";
  if (method === "POST" && (status === 302 || status === 200)) return "done";
  const words: Record<number, string> = {
    200: "opens",
    302: "sent on",
    400: "refused",
    403: "forbidden",
    404: "not found",
    409: "conflict",
  };
  return words[status] ?? String(status);
}

async function cellsOf(row: Row): Promise<string[]> {
  const ask = async (actor: (typeof ACTORS)[number]) => {
    const client = world.clients[actor];
    const answer = await (row.body ? client.post(row.path, row.body()) : client.get(row.path));
    return wordOf(row, answer);
  };
  const cells: string[] = [];
  // All of them at once would be more tries than one address has.
  for (const some of [ACTORS.slice(0, 5), ACTORS.slice(5)]) {
    await world.sql`DELETE FROM rate_limit`;
    cells.push(...(await Promise.all(some.map(ask))));
  }
  return cells;
}

function document(lines: { row: Row; cells: string[] }[]): string {
  const table = (head: readonly string[], body: string[][]) =>
    [head, head.map(() => "---"), ...body].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  const byAddress = lines.toSorted((a, b) => {
    const key = ({ row }: typeof a) => `${row.pattern} ${row.method} ${row.whose}`;
    return key(a) < key(b) ? -1 : 1;
  });
  return `# Permission matrix

Who is answered what, as the running product answers it. \`UPDATE_MATRIX=1 npm test -- --project e2e permission-matrix\`
writes this file; the same test without the variable compares. A changed permission is a change of this file.

**Columns.** *Anonymous* is nobody signed in. The *coach*, their *coachee* and their *supervisor* work at one site. The
*other coach* works at another site and has nothing to do with them. *Lead*, *evaluator*, *planner* and *admin* hold
their role for the whole program. A person with several roles may do what any of them may.

**Words.** *Opens*: the page or the data. *Done*: the change is carried out. *Sent on*: redirected to the page that is
meant. *Sign in*: sent to the sign-in page, and back afterwards. *Forbidden* (403): the role does not include it, or the
record may be seen but not changed. *Not found* (404): out of scope, which looks the same as not there. *Refused* (400):
what was sent is not right, whoever sends it. *Conflict* (409): somebody was faster. Each *forbidden* and *not found* of
somebody signed in leaves an audit row.

## Pages, forms and calls

Changes are sent with a complete form that is valid for whoever may send it. Data requests of a page (\`.data\`) are
answered like the page.

${table(
  ["Address", "Method", "Record", ...ACTORS],
  byAddress.map(({ row, cells }) => [`\`${row.pattern}\``, row.method, row.whose || "–", ...cells]),
)}

## Jobs

Each run is the system in one program: the database role of the worker sees that program alone, nothing without one, and
never a session's summary or private note. No job acts for a person, but the two that write exports and carry out imports: they
read and add what whoever asked may, each in a database role that has no right to summaries, notes, goals and action steps.

${table(
  ["Job", "What it does", "Acts as", "Sees"],
  JOB_NAMES.toSorted().map((name) => [
    `\`${name}\``,
    JOBS[name].title,
    ...(ACTS_FOR[name] ?? ["system", "one program"]),
  ]),
)}
| relay (inside the worker) | Hands events to the jobs that react to them | system | the events of every program |
`;
}

/** Jobs that act for a person, and what they see. */
const ACTS_FOR: Partial<Record<string, [string, string]>> = {
  "make-exports": ["who asked", "the facts they may see"],
  "run-imports": ["who asked", "what a log is judged by, at the sites they may import for"],
};

test("every loader and action is guarded, or public on purpose", () => {
  const open = routes.filter(
    (route) => (route.hasLoader && !route.loaderRoles) || (route.hasAction && !route.actionRoles),
  );
  expect(open.map(({ id }) => id).sort()).toEqual(PUBLIC);
});

test("every loader and action has a row", () => {
  const rows = permissionRows(world);
  const has = (pattern: string, method: string) =>
    rows.some((row) => row.pattern === pattern && row.method === method);
  const missing = routes
    .filter((route) => !route.isLayout)
    .flatMap(({ pattern, hasLoader, hasAction }) => [
      ...(hasLoader && !has(pattern, "GET") ? [`GET ${pattern}`] : []),
      ...(hasAction && !has(pattern, "POST") ? [`POST ${pattern}`] : []),
    ]);
  expect(missing).toEqual([]);
});

test("a page's data request is answered like the page", async () => {
  const faults: string[] = [];
  const pages = routes.filter((route) => route.hasPage && !route.isLayout).map(({ pattern }) => pattern);
  for (const row of permissionRows(world)) {
    if (row.method !== "GET" || !pages.includes(row.pattern)) continue;
    const [pathname, search] = row.path.split("?");
    const dataPath = `${pathname}.data${search ? `?${search}` : ""}`;
    await Promise.all(
      ACTORS.map(async (actor) => {
        const [page, data] = await Promise.all([
          world.clients[actor].get(row.path),
          world.clients[actor].get(dataPath),
        ]);
        // A redirect of a data request is data itself.
        const expected = page.status === 302 ? 202 : page.status;
        if (data.status !== expected)
          faults.push(`${actor} ${row.path}: page ${page.status}, data ${data.status}`);
      }),
    );
  }
  expect(faults).toEqual([]);
});

/** How often each signed-in person was refused, by the audit. */
async function refusals(): Promise<Record<string, number>> {
  const rows = await world.sql<{ id: string; n: number }[]>`
    SELECT actor_id AS id, count(*)::int AS n FROM domain_event WHERE type = 'access.refused' GROUP BY 1`;
  const counts = new Map(rows.map(({ id, n }) => [id, n]));
  return Object.fromEntries(
    Object.entries(world.personIds).map(([actor, id]) => [actor, counts.get(id) ?? 0]),
  );
}

function isGuarded({ pattern, method }: Row): boolean {
  return routes.some(
    (route) =>
      route.pattern === pattern &&
      !route.isLayout &&
      (method === "GET" ? route.loaderRoles : route.actionRoles),
  );
}

test("the matrix is as committed, and every refusal in it is in the audit", {
  timeout: 300_000,
}, async () => {
  const before = await refusals();
  const lines: { row: Row; cells: string[] }[] = [];
  // Reading first: no change of a record is seen by a read.
  for (const row of permissionRows(world).toSorted((a, b) =>
    a.method < b.method ? -1 : a.method > b.method ? 1 : 0,
  ))
    lines.push({ row, cells: await cellsOf(row) });
  const printed = document(lines);
  if (process.env.UPDATE_MATRIX) writeFileSync(FILE, printed);
  expect(printed).toBe(existsSync(FILE) ? readFileSync(FILE, "utf8") : "");
  const after = await refusals();
  for (const [index, actor] of ACTORS.entries())
    if (actor !== "anonymous")
      expect({ actor, recorded: (after[actor] ?? 0) - (before[actor] ?? 0) }).toEqual({
        actor,
        recorded: lines.filter(
          ({ row, cells }) => isGuarded(row) && ["forbidden", "not found"].includes(cells[index] ?? ""),
        ).length,
      });
});
