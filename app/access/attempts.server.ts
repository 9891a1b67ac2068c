import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { getConfig } from "#app/config.server.ts";
import { openPool } from "#app/db/pg-pool.server.ts";
import { Problem } from "#app/errors/problem.ts";

const WINDOW_SECONDS = 15 * 60;
const PER_ACCOUNT = 8;
const PER_ADDRESS = 60;
/** A code of an authenticator app is taken for half a minute before and after its own. */
const CODE_SECONDS = 120;
/** A calendar program asks a few times an hour; a calendar service asks for many people from one address. */
const READS_PER_FEED = 60;
const READS_PER_ADDRESS = 600;

type Limiter = "account" | "address" | "code" | "feed" | "feedAddress";
let limiters: Record<Limiter, RateLimiterPostgres> | undefined;

function open() {
  const storeClient = openPool({
    connectionString: getConfig().DATABASE_URL,
    max: 2,
    options: "-c role=throughline_auth",
  });
  const limiter = (keyPrefix: string, points: number, duration = WINDOW_SECONDS) =>
    new RateLimiterPostgres({
      storeClient,
      tableName: "rate_limit",
      tableCreated: true,
      keyPrefix,
      points,
      duration,
    });
  return {
    account: limiter("account", PER_ACCOUNT),
    address: limiter("address", PER_ADDRESS),
    code: limiter("code", 1, CODE_SECONDS),
    feed: limiter("feed", READS_PER_FEED),
    feedAddress: limiter("feed-address", READS_PER_ADDRESS),
  };
}

/**
 * Counts an attempt to prove who one is (password, second factor, reset), per account and per network address.
 * @throws Problem too-many-attempts until the window of 15 minutes has passed
 */
export async function countAttempt(request: Request, account: string): Promise<void> {
  limiters ??= open();
  try {
    await Promise.all([
      limiters.account.consume(account.trim().toLowerCase()),
      limiters.address.consume(addressOf(request)),
    ]);
  } catch (error) {
    if (error instanceof RateLimiterRes) throw new Problem("too-many-attempts");
    throw error;
  }
}

/** A successful sign-in clears the account's count, and does not count against those who share the address. */
export async function forgetAttempts(request: Request, account: string): Promise<void> {
  limiters ??= open();
  await Promise.all([
    limiters.account.delete(account.trim().toLowerCase()),
    limiters.address.reward(addressOf(request)),
  ]);
}

/** Whether a right code is used for the first time. Whoever watched it being typed has no use for it. */
export async function isFirstUse(account: string, code: string): Promise<boolean> {
  limiters ??= open();
  try {
    await limiters.code.consume(`${account} ${code}`);
    return true;
  } catch (error) {
    if (error instanceof RateLimiterRes) return false;
    throw error;
  }
}

/** Counts a reading of a calendar feed. Answers how many seconds to wait when there were too many, else null. */
export async function countFeedRead(request: Request, tokenHash: string): Promise<number | null> {
  limiters ??= open();
  try {
    await limiters.feedAddress.consume(addressOf(request));
    await limiters.feed.consume(tokenHash);
    return null;
  } catch (error) {
    if (error instanceof RateLimiterRes) return Math.ceil(error.msBeforeNext / 1_000);
    throw error;
  }
}

function addressOf(request: Request): string {
  return request.headers.get("x-client-ip") ?? "unknown";
}
