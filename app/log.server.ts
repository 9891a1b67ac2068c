import { AsyncLocalStorage } from "node:async_hooks";
import pino from "pino";

/** Ids that every line of one request or job carries. */
export const logScope = new AsyncLocalStorage<{ requestId?: string; job?: string }>();

/** An error without the row that PostgreSQL quotes in it ("Failing row contains …"), nor the values of the statement. */
export function withoutValues(error: unknown) {
  if (!(error instanceof Error)) return { type: typeof error };
  const {
    code,
    constraint_name: constraint,
    table_name: table,
  } = error as unknown as Record<string, unknown>;
  const { type, message, stack } = pino.stdSerializers.err(error);
  return { type, message, stack, code, constraint, table };
}

/** The path of a request without the secret that opens a calendar. */
export function loggedPath(path: string): string {
  return path.replace(/^\/+calendar\/.+/i, "/calendar/(secret)");
}

/** JSON lines of ids, codes and durations: never names, notes, ratings or form bodies. */
export const log = pino(
  {
    level: process.env.LOG_LEVEL ?? "info",
    base: undefined,
    serializers: { err: withoutValues },
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
  // Written beside the work, not in front of it, and many lines at a time: each writing costs as much as a statement's.
  // What waits is flushed when the process ends.
  pino.destination({ dest: 1, sync: false, minLength: 4_096, periodicFlush: 250 }),
);
