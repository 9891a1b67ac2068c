import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { genericOAuth, twoFactor } from "better-auth/plugins";
import { getConfig } from "#app/config.server.ts";
import { openPool } from "#app/db/pg-pool.server.ts";
import { PrismaClient } from "#prisma/generated/client.ts";

/** Seconds for which the signed cookie speaks for the account; whether the sign-in still lives is read every time. */
const COOKIE_CACHE_SECONDS = 60;
export const OIDC_PROVIDER = "oidc";

function createAuth() {
  const config = getConfig();
  // Accounts belong to a role of their own: the rest of the web process cannot read them.
  const pool = openPool({
    connectionString: config.DATABASE_URL,
    max: 4,
    options: "-c role=throughline_auth",
  });
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  const secure = config.publicUrl.startsWith("https://");
  return Object.assign(
    betterAuth({
      appName: "Throughline",
      baseURL: config.publicUrl,
      secret: config.SESSION_SECRET,
      database: prismaAdapter(prisma, { provider: "postgresql", transaction: true }),
      telemetry: { enabled: false },
      logger: { level: "error" },
      trustedOrigins: [config.publicUrl],
      user: { modelName: "authUser" },
      session: {
        modelName: "authSession",
        expiresIn: config.SESSION_IDLE_MINUTES * 60,
        updateAge: COOKIE_CACHE_SECONDS,
        cookieCache: { enabled: true, maxAge: COOKIE_CACHE_SECONDS },
      },
      account: {
        modelName: "authAccount",
        accountLinking: { enabled: true, trustedProviders: [OIDC_PROVIDER] },
      },
      // Whoever reads the table cannot use the links.
      verification: { modelName: "authVerification", storeIdentifier: "hashed" },
      emailAndPassword: {
        enabled: true,
        disableSignUp: true,
        minPasswordLength: 12,
        resetPasswordTokenExpiresIn: 60 * 60,
        revokeSessionsOnPasswordReset: true,
        // Other links that were asked for, and second steps that were begun with the old password.
        onPasswordReset: async ({ user }) => {
          await prisma.authVerification.deleteMany({ where: { value: user.id } });
        },
        sendResetPassword: async ({ user, token }) => {
          const link = `${config.publicUrl}/reset-password?token=${encodeURIComponent(token)}`;
          await prisma.mail.createMany({
            data: {
              key: `password-reset-${randomUUID()}`,
              toAddress: user.email,
              subject: "Your Throughline password",
              body: `Choose the password of ${user.email} here within one hour:
${link}

You asked for it, or your program's administrator did. If neither is true, do nothing: everything stays as it is.`,
            },
          });
        },
      },
      plugins: [
        twoFactor({ issuer: "Throughline", twoFactorTable: "authTwoFactor" }),
        ...(config.OIDC_ISSUER && config.OIDC_CLIENT_ID
          ? [
              genericOAuth({
                config: [
                  {
                    providerId: OIDC_PROVIDER,
                    discoveryUrl: `${config.OIDC_ISSUER.replace(/\/$/, "")}/.well-known/openid-configuration`,
                    requireIdTokenVerification: true,
                    clientId: config.OIDC_CLIENT_ID,
                    clientSecret: config.OIDC_CLIENT_SECRET,
                    scopes: ["openid", "email", "profile"],
                    pkce: true,
                    disableSignUp: true,
                    disableImplicitSignUp: true,
                  },
                ],
              }),
            ]
          : []),
      ],
      advanced: {
        useSecureCookies: secure,
        cookiePrefix: "throughline",
        defaultCookieAttributes: { sameSite: "lax", httpOnly: true, secure, path: "/" },
        ipAddress: { ipAddressHeaders: ["x-client-ip"] },
      },
    }),
    { close: () => prisma.$disconnect() },
  );
}

let auth: ReturnType<typeof createAuth> | undefined;

/** Sign-in, sessions, second factor, password reset and the identity provider. */
export function getAuth() {
  auth ??= createAuth();
  return auth;
}
