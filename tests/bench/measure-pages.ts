import { gunzipSync } from "node:zlib";
import { Client } from "./client.ts";
import { quantile, type Spread, spreadOf } from "./figures.ts";
import type { Server } from "./servers.ts";

export interface PageResult {
  page: string;
  small: Spread;
  large: Spread;
  ratio: Spread;
}

const WARM_UP = 15;

/** Reads a page from both servers in turn; each round gives a p50 for each and their ratio. */
export async function measurePage(
  page: { name: string; path: string; account: string },
  { small, large }: { small: Server; large: Server },
  { rounds, requests }: { rounds: number; requests: number },
): Promise<PageResult> {
  const [one, other] = await Promise.all(
    [small, large].map(async ({ origin }) => {
      const client = new Client(origin);
      await client.signIn(page.account);
      return client;
    }),
  );
  if (!one || !other) throw new Error("Two servers are compared");
  for (let count = 0; count < WARM_UP; count += 1) {
    await read(one, page.path);
    await read(other, page.path);
  }
  const p50s: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const times: [number[], number[]] = [[], []];
    for (let count = 0; count < requests; count += 1) {
      times[0].push(await read(one, page.path));
      times[1].push(await read(other, page.path));
    }
    p50s[0].push(quantile(times[0], 0.5));
    p50s[1].push(quantile(times[1], 0.5));
  }
  one.close();
  other.close();
  return {
    page: page.name,
    small: spreadOf(p50s[0]),
    large: spreadOf(p50s[1]),
    ratio: spreadOf(p50s[1].map((ms, round) => ms / (p50s[0][round] ?? Number.NaN))),
  };
}

async function read(client: Client, path: string): Promise<number> {
  const startedAt = performance.now();
  const { status } = await client.get(path);
  if (status !== 200) throw new Error(`${path} was answered ${status}`);
  return performance.now() - startedAt;
}

/** The scripts a page loads, as transferred, and those among them that draw charts. */
export async function measureScripts(
  { origin }: Pick<Server, "origin">,
  path: string,
  account: string,
): Promise<{ files: number; kilobytes: number; charts: string[] }> {
  const client = new Client(origin);
  await client.signIn(account);
  const page = await client.get(path);
  if (page.status !== 200) throw new Error(`${path} was answered ${page.status}`);
  const html = (page.headers["content-encoding"] === "gzip" ? gunzipSync(page.body) : page.body).toString();
  const files = [...new Set(html.match(/\/assets\/[\w.~$-]+\.js/g) ?? [])].filter(
    (file) => !isOnlyNamed(html, file),
  );
  let bytes = 0;
  const charts: string[] = [];
  for (const file of files) {
    const { headers, body } = await client.get(file);
    bytes += body.length;
    const text = (headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString();
    if (text.includes("recharts")) charts.push(file);
  }
  client.close();
  return { files: files.length, kilobytes: bytes / 1024, charts };
}

/** Whether a script is merely listed as data (the routes that could come next) and neither preloaded nor imported. */
function isOnlyNamed(html: string, file: string): boolean {
  const escaped = file.replace(/[.$]/g, "\\$&");
  return !new RegExp(`(href|src)="${escaped}"|import[^;]{0,40}"${escaped}"`).test(html);
}
