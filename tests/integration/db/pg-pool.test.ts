import net from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { openPool } from "#app/db/pg-pool.server.ts";
import { testDatabase } from "#tests/support/database.ts";

/** ReadyForQuery, and an error after which the server closes: PostgreSQL's documentation, "Message Formats". */
const READY = Buffer.from("Z\0\0\0\x05I", "latin1");
const FIELDS = "SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0";
const TERMINATED = Buffer.concat([
  Buffer.from("E\0\0\0", "latin1"),
  Buffer.of(FIELDS.length + 4),
  Buffer.from(FIELDS),
]);

const sockets = new Set<net.Socket>();
/** In front of the database: ends each connection in the very moment it lets the client in, while `isEnding`. */
let isEnding = true;
const relay = net.createServer((client) => {
  const { hostname, port } = new URL(testDatabase().ownerUrl);
  const server = net.connect(Number(port), hostname);
  for (const socket of [client, server]) {
    sockets.add(socket);
    socket.on("error", () => {});
  }
  client.pipe(server);
  server.on("data", (data) => {
    if (isEnding && data.subarray(-READY.length).equals(READY)) client.end(Buffer.concat([data, TERMINATED]));
    else client.write(data);
  });
});
let url = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
  const behind = new URL(testDatabase().ownerUrl);
  behind.host = `127.0.0.1:${(relay.address() as net.AddressInfo).port}`;
  url = behind.href;
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  relay.close();
});

test("a connection that is ended as it is opened fails its own query; the next one gets a new connection", async () => {
  const pool = openPool({ connectionString: url, max: 1 });
  isEnding = true;
  await expect(pool.query("SELECT 1")).rejects.toThrow();
  const client = await pool.connect();
  await expect(client.query("SELECT 1").finally(() => client.release())).rejects.toThrow();
  isEnding = false;
  expect((await pool.query("SELECT 1 AS n")).rows).toEqual([{ n: 1 }]);
  await pool.end();
});

test("so does a transaction of Prisma", async () => {
  const { prisma, close } = openDatabase(url, { connections: 1 });
  isEnding = true;
  await expect(prisma.$transaction((db) => db.$queryRaw`SELECT 1 AS n`)).rejects.toThrow();
  isEnding = false;
  expect(await prisma.$transaction((db) => db.$queryRaw`SELECT 1 AS n`)).toEqual([{ n: 1 }]);
  await close();
});
