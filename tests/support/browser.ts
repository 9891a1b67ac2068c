import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { until } from "./conditions.ts";

const ARGUMENTS = [
  "--no-sandbox",
  "--headless",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];
const PASSWORD = "throughline-demo";

export type DemoAccount = "coach" | "coachee" | "supervisor" | "lead" | "evaluator" | "planner" | "admin";

export type Email = `${string}@${string}`;

/** The folder of the browser that comes from npm, with its own libraries and fonts; unpacked on first use. */
function unpackedChromium(): string {
  const require = createRequire(import.meta.url);
  const entry = require.resolve("@sparticuz/chromium");
  const { version } = require(path.join(entry.slice(0, entry.lastIndexOf("build")), "package.json"));
  const folder = path.resolve(`.cache/chromium-${version}`);
  if (existsSync(folder)) return folder;
  const fresh = `${folder}-${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  const script = 'import("@sparticuz/chromium").then(({ default: chromium }) => chromium.executablePath())';
  execFileSync(process.execPath, ["-e", script], {
    // The package unpacks into the temporary folder, and its libraries only where it takes itself to be on Lambda.
    env: { ...process.env, TMPDIR: fresh, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x" },
  });
  writeFileSync(
    path.join(fresh, "fonts.conf"),
    `<fontconfig><dir>${folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>`,
  );
  try {
    renameSync(fresh, folder);
  } catch (error) {
    // Another process was first.
    if (!existsSync(folder)) throw error;
    rmSync(fresh, { recursive: true, force: true });
  }
  return folder;
}

/** A real Chromium: the one at CHROMIUM_PATH, else the one from npm, else an installed Chrome. Close it. */
export function launchBrowser(): Promise<Browser> {
  const options = { args: ARGUMENTS, headless: true };
  const own = process.env.CHROMIUM_PATH;
  if (own) return chromium.launch({ ...options, executablePath: own });
  if (process.platform !== "linux" || process.arch !== "x64")
    return chromium.launch({ ...options, channel: "chrome" });
  const folder = unpackedChromium();
  return chromium.launch({
    ...options,
    executablePath: path.join(folder, "chromium"),
    env: {
      ...process.env,
      LD_LIBRARY_PATH: path.join(folder, "al2023/lib"),
      FONTCONFIG_FILE: path.join(folder, "fonts.conf"),
    },
  });
}

/** Signs a demo account in through the sign-in page. The page's context needs the product's address as `baseURL`. */
export async function signIn(page: Page, account: DemoAccount | Email): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel(/e-?mail/i).fill(account.includes("@") ? account : `${account}@demo.test`);
  await page.getByLabel(/^password/i).fill(PASSWORD);
  await page.getByRole("button", { name: /^sign in$/i }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

/** One visit with a connection, to My people of a coach or My reviews of a rater: enough for this browser to work without one. */
export async function visitForOffline(page: Page, address = "/people"): Promise<void> {
  await page.goto(address);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller)
      await new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve));
  });
  await until("this browser keeps the pack", async () => (await keysOnDevice(page, "packs")).length > 0);
}

type Store = "drafts" | "outbox" | "packs" | "receipts";

/** The keys of what this browser keeps in a store; the values are sealed. A page that is just going is asked again. */
export function keysOnDevice(page: Page, store: Store): Promise<string[]> {
  return readKeys(page, store).catch((error: Error) => {
    if (!error.message.includes("context was destroyed")) throw error;
    return page.waitForLoadState().then(() => readKeys(page, store));
  });
}

function readKeys(page: Page, store: Store): Promise<string[]> {
  return page.evaluate(
    (name) =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open("throughline");
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const reading = opening.result.transaction(name).objectStore(name).getAllKeys();
          reading.onsuccess = () => {
            opening.result.close();
            resolve((reading.result as [string, string][]).map(([, key]) => key));
          };
          reading.onerror = () => reject(reading.error);
        };
      }),
    store,
  );
}

/** Changes a log in the outbox of this browser as nothing in the product would: a device may hold anything. */
export async function changeInOutbox(
  page: Page,
  sessionId: string,
  field: [name: string, value: string | null],
): Promise<void> {
  await page.evaluate(
    // No try to send may come between reading and writing.
    ([id, [name, value]]) =>
      navigator.locks.request("throughline-outbox", async () => {
        const request = <T>(asked: IDBRequest<T>) =>
          new Promise<T>((resolve, reject) => {
            asked.onsuccess = () => resolve(asked.result);
            asked.onerror = () => reject(asked.error);
          });
        const database = await request(indexedDB.open("throughline"));
        const accountId = localStorage.getItem("throughline-account") ?? "";
        const { key } = await request(database.transaction("keys").objectStore("keys").get(accountId));
        const row = await request(database.transaction("outbox").objectStore("outbox").get([accountId, id]));
        const additionalData = new TextEncoder().encode(JSON.stringify([accountId, id]));
        const algorithm = { name: "AES-GCM", iv: row.sealed.iv, additionalData };
        const plain = await crypto.subtle.decrypt(algorithm, key, row.sealed.data);
        const item = JSON.parse(new TextDecoder().decode(plain));
        item.entries = item.entries.filter(([each]: [string]) => each !== name);
        if (value !== null) item.entries.push([name, value]);
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const bytes = new TextEncoder().encode(JSON.stringify(item));
        const data = await crypto.subtle.encrypt({ ...algorithm, iv }, key, bytes);
        const writing = database.transaction("outbox", "readwrite");
        await request(writing.objectStore("outbox").put({ ...row, sealed: { iv, data } }));
        database.close();
      }),
    [sessionId, field] as const,
  );
}
