// Finds a Redis server program for the tests.
import { existsSync } from "node:fs";
import path from "node:path";

/** @returns {string | undefined} the `redis-server` on the path */
export function findRedisServer(env = process.env) {
  return (env.PATH ?? "")
    .split(path.delimiter)
    .map((folder) => path.join(folder, process.platform === "win32" ? "redis-server.exe" : "redis-server"))
    .find((file) => existsSync(file));
}
