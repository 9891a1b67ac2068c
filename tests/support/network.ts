import net, { type AddressInfo, type Socket } from "node:net";
import type { BrowserContext } from "playwright-core";

/** A network of its own between browsers and the product, which can be cut for whatever a browser runs. */
export interface Network {
  url: string;
  /** Cuts or mends it; browsers hear of it as they do of a lost signal. */
  setConnected(isConnected: boolean, ...contexts: BrowserContext[]): Promise<void>;
  /** From now on it takes every request and answers none, as a weak signal does. Answers the list that it writes their first lines to. */
  fallSilent(): string[];
  close(): Promise<void>;
}

export async function openNetwork(productUrl: string): Promise<Network> {
  const { hostname, port } = new URL(productUrl);
  const open = new Set<Socket>();
  let isUp = true;
  let unanswered: string[] | null = null;
  const server = net.createServer((near) => {
    if (!isUp) return near.destroy();
    if (unanswered) {
      const lines = unanswered;
      open.add(near);
      near.on("error", () => {}).on("close", () => open.delete(near));
      near.on("data", (data) => lines.push(data.toString("latin1").split("\r\n", 1)[0] as string));
      return;
    }
    const far = net.connect(Number(port), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        open.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    fallSilent: () => {
      unanswered = [];
      for (const socket of open) socket.destroy();
      return unanswered;
    },
    setConnected: async (isConnected, ...contexts) => {
      isUp = isConnected;
      unanswered = null;
      if (!isUp) for (const socket of open) socket.destroy();
      // why: this alone does not reach every service worker, and cutting alone raises no event
      for (const context of contexts) await context.setOffline(!isConnected);
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
