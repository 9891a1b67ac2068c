import { z } from "zod";

const port = z.coerce.number().int().min(1).max(65535);
const databaseAddress = z
  .string()
  .regex(/^postgres(ql)?:\/\/.+/, "expected postgres://user:password@host:port/database");

const noteKey = z
  .base64()
  .refine((text) => Buffer.from(text, "base64").length === 32, "expected 32 bytes in base64");

const variables = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  PORT: port.default(3000),
  DATA_DIR: z.string().min(1).default(".data"),
  DATABASE_URL: databaseAddress,
  DATABASE_REPLICA_URL: databaseAddress.optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/.+/, "expected redis://host:port")
    .optional(),
  SESSION_SECRET: z.string().min(32, "expected at least 32 characters"),
  NOTE_KEY: noteKey,
  NOTE_KEY_PREVIOUS: noteKey.optional(),
  PUBLIC_URL: z.url().optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/.+/, "expected smtp://user:password@host:port")
    .optional(),
  MAIL_FROM: z.string().default("Throughline <no-reply@localhost>"),
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  SESSION_IDLE_MINUTES: z.coerce.number().min(1).max(720).default(15),
  SESSION_ABSOLUTE_HOURS: z.coerce.number().min(1).max(24).default(12),
  METRICS_TOKEN: z.string().min(16, "expected at least 16 characters").optional(),
  LOG_LEVEL: z.enum(["silent", "error", "warn", "info", "debug"]).default("info"),
  TRUST_PROXY: z.coerce.number().int().min(0).max(5).default(0),
  THROUGHLINE_DEMO: z.literal("1").optional(),
});

const environment = variables.refine(
  (env) => !env.OIDC_ISSUER || (env.OIDC_CLIENT_ID && env.OIDC_CLIENT_SECRET),
  {
    path: ["OIDC_ISSUER"],
    message: "expected OIDC_CLIENT_ID and OIDC_CLIENT_SECRET beside it",
  },
);

export type Config = z.infer<typeof environment> & { publicUrl: string };

/**
 * Reads the environment. Empty values count as absent.
 * @throws Error with one readable line per variable that is missing or malformed
 */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const name = issue.path.join(".");
      return `${name} ${given[name] === undefined ? "is missing" : "is not valid"}: ${issue.message}`;
    });
    throw new Error(lines.join("\n"));
  }
  return {
    ...parsed.data,
    publicUrl: (parsed.data.PUBLIC_URL ?? `http://localhost:${parsed.data.PORT}`).replace(/\/$/, ""),
  };
}

let config: Config | undefined;

/** The configuration of this process, read once. */
export function getConfig(): Config {
  config ??= readConfig();
  return config;
}

const mailVariables = variables.pick({
  PORT: true,
  DATA_DIR: true,
  SMTP_URL: true,
  MAIL_FROM: true,
  PUBLIC_URL: true,
});

/** What sending mail needs: readable without the secrets of the web process. */
export function readMailConfig(env: Record<string, string | undefined> = process.env) {
  const given = mailVariables.parse(
    Object.fromEntries(Object.entries(env).filter(([, value]) => value !== "")),
  );
  return { ...given, publicUrl: publicUrlOf(given) };
}

/** The folder that web and worker share: readable without the secrets of the web process. */
export function readDataDir(env: Record<string, string | undefined> = process.env): string {
  return variables.pick({ DATA_DIR: true }).parse({ DATA_DIR: env.DATA_DIR || undefined }).DATA_DIR;
}

function publicUrlOf({ PUBLIC_URL, PORT }: { PUBLIC_URL?: string | undefined; PORT: number }): string {
  return (PUBLIC_URL ?? `http://localhost:${PORT}`).replace(/\/$/, "");
}
