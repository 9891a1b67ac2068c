import pg from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { getConfig } from "#app/config.server.ts";
import { Problem } from "#app/errors/problem.ts";

const WINDOW_SECONDS = 15 * 60;
const PER_ACCOUNT = 8;
const PER_ADDRESS = 60;

let limiters: { account: RateLimiterPostgres; address: RateLimiterPostgres } | undefined;

function open() {
  const storeClient = new pg.Pool({
    connectionString: getConfig().DATABASE_URL,
    max: 2,
    options: "-c role=throughline_auth",
  });
  const limiter = (keyPrefix: string, points: number) =>
    new RateLimiterPostgres({
      storeClient,
      tableName: "rate_limit",
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix,
      points,
      duration: WINDOW_SECONDS,
    });
  return { account: limiter("account", PER_ACCOUNT), address: limiter("address", PER_ADDRESS) };
}

/**
 * Counts an attempt to prove who one is (password, second factor, reset), per account and per network address.
 * @throws Problem too-many-attempts until the window of 15 minutes has passed
 */
export async function countAttempt(request: Request, account: string): Promise<void> {
  limiters ??= open();
  const address = request.headers.get("x-client-ip") ?? "unknown";
  try {
    await Promise.all([
      limiters.account.consume(account.trim().toLowerCase()),
      limiters.address.consume(address),
    ]);
  } catch (error) {
    if (error instanceof RateLimiterRes) throw new Problem("too-many-attempts");
    throw error;
  }
}

/** A successful sign-in clears the account's count. */
export async function forgetAttempts(account: string): Promise<void> {
  limiters ??= open();
  await limiters.account.delete(account.trim().toLowerCase());
}
