import net from "node:net";

/**
 * Options of `postgres`: sockets that send a small message at once. The client leaves Nagle's algorithm on: a message
 * that follows another waits until the server acknowledges the first, forty milliseconds at each end of a COPY.
 */
export const AT_ONCE = {
  socket: ({ host, port, path }: { host: string[]; port: number[]; path: string | false }) =>
    path ? net.connect(path) : net.connect({ host: host[0], port: Number(port[0]), noDelay: true }),
};
