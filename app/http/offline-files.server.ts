import { readdir } from "node:fs/promises";
import path from "node:path";

const ASSETS = path.resolve("build/client/assets");
/** Charts need figures, and figures need a connection. */
const ONLINE_ONLY = /^trend-chart-/;

let files: Promise<string[]> | undefined;

/** The addresses of the scripts and styles of this release that pages without a connection may need. */
export function offlineFiles(): Promise<string[]> {
  files ??= readdir(ASSETS).then((names) =>
    names
      .filter((name) => /\.(js|css)$/.test(name) && !ONLINE_ONLY.test(name))
      .sort()
      .map((name) => `/assets/${name}`),
  );
  return files;
}
