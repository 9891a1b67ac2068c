import { AsyncLocalStorage } from "node:async_hooks";
import pino from "pino";

/** Ids that every line of one request or job carries. */
export const logScope = new AsyncLocalStorage<{ requestId?: string; job?: string }>();

/** JSON lines of ids, codes and durations: never names, notes, ratings or form bodies. */
export const log = pino(
  {
    level: process.env.LOG_LEVEL ?? "info",
    base: undefined,
    mixin: () => logScope.getStore() ?? {},
    redact: {
      paths: [
        "*.password",
        "*.token",
        "*.cookie",
        "*.authorization",
        "*.secret",
        "*.body",
        "*.note",
        "*.summary",
      ],
      censor: "(redacted)",
    },
  },
  // Written beside the work, not in front of it; what waits is flushed when the process ends.
  pino.destination({ dest: 1, sync: false }),
);
