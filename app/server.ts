import { randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import path from "node:path";
import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import compression from "compression";
import express, { type NextFunction, type Request, type Response } from "express";
import helmet from "helmet";
import sirv from "sirv";
import { type Config, readConfig } from "#app/config.server.ts";
import { checkBeforeStart } from "#app/health/start-checks.server.ts";
import { firstSegmentOf, partsOfBuild } from "#app/http/parts-of-build.ts";
import { refuseBody } from "#app/http/refuse-body.ts";
import { log, loggedPath, logScope } from "#app/log.server.ts";

declare module "@remix-run/node" {
  interface AppLoadContext {
    /** Of the Content-Security-Policy of this response. */
    nonce: string;
    /** Adds a Set-Cookie header to this response, whatever answers it. */
    appendCookie(cookie: string): void;
  }
}

const ROOT = process.cwd();
const SHUTDOWN_MS = 10_000;
const HOUR_S = 3_600;
const YEAR_S = 365 * 24 * HOUR_S;
/** Files of the build stand there compressed beside themselves. */
const COMPRESSED = { brotli: true, gzip: true };

/** Only forms and scripts of our own pages may change anything. */
function refuseForeignOrigin(config: Config) {
  const own = new URL(config.publicUrl).origin;
  return (request: Request, response: Response, next: NextFunction) => {
    if (request.method === "GET" || request.method === "HEAD" || request.method === "OPTIONS") return next();
    const origin = request.get("origin");
    const host = request.get("host");
    const isOwn = origin
      ? origin === own || origin === `${request.protocol}://${host}`
      : request.get("sec-fetch-site") === "same-origin";
    if (isOwn) return next();
    log.warn({ method: request.method, path: loggedPath(request.path) }, "foreign origin refused");
    response.status(403).type("text/plain").send("The request came from another site and was refused.");
  };
}

function securityHeaders(config: Config) {
  const isDevelopment = config.NODE_ENV !== "production";
  const isSecure = config.publicUrl.startsWith("https://");
  const steady = helmet({
    referrerPolicy: { policy: "strict-origin-when-cross-origin" },
    hsts: isSecure,
    contentSecurityPolicy: false,
  });
  const policyFor = (nonce: string) =>
    [
      "default-src 'self'",
      `script-src 'nonce-${nonce}' 'strict-dynamic'`,
      `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
      "style-src-attr 'unsafe-inline'",
      "img-src 'self' data:",
      `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
      "worker-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      ...(isSecure ? ["upgrade-insecure-requests"] : []),
    ].join("; ");
  return (request: Request, response: Response, next: NextFunction) => {
    const nonce = randomBytes(16).toString("base64");
    response.locals.nonce = nonce;
    response.setHeader("Content-Security-Policy", policyFor(nonce));
    // Pages and their data are about people; what a browser may keep is served before this. A calendar program keeps
    // what it read and asks whether it still holds, and where the pages of a release are stays true: these say so themselves.
    if (!/^\/(calendar\/|__manifest$)/i.test(request.path)) response.setHeader("Cache-Control", "no-store");
    steady(request, response, next);
  };
}

function requestLog(request: Request, response: Response, next: NextFunction): void {
  const requestId = randomUUID();
  request.headers["x-request-id"] = requestId;
  request.headers["x-client-ip"] = request.ip;
  // What a proxy says counts only behind one; the port in it would be read all the same.
  if (!request.app.get("trust proxy")) delete request.headers["x-forwarded-host"];
  response.setHeader("x-request-id", requestId);
  const startedAt = performance.now();
  response.on("finish", () => {
    if (request.path === "/healthz" || request.path === "/readyz") return;
    log.info(
      {
        requestId,
        method: request.method,
        path: loggedPath(request.path),
        status: response.statusCode,
        ms: Math.round(performance.now() - startedAt),
      },
      "request",
    );
  });
  logScope.run({ requestId }, next);
}

async function start(): Promise<void> {
  const config = readConfig();
  await checkBeforeStart(config);
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", config.TRUST_PROXY);
  const vite =
    config.NODE_ENV === "production"
      ? null
      : await import("vite").then(({ createServer: create }) => create({ server: { middlewareMode: true } }));

  if (vite) app.use(vite.middlewares);
  else {
    const client = path.join(ROOT, "build/client");
    app.use("/assets", sirv(path.join(client, "assets"), { immutable: true, maxAge: YEAR_S, ...COMPRESSED }));
    // A page of an older release asks for files that are gone: that is no attempt at a page out of reach.
    app.use("/assets", (_request, response) => {
      response.status(404).type("text/plain").send("This file belongs to another release.");
    });
    app.use(sirv(client, { maxAge: HOUR_S, ...COMPRESSED }));
  }
  app.use(compression());
  app.use(requestLog, securityHeaders(config), refuseForeignOrigin(config), refuseBody);

  const handlerFor = (build: ServerBuild | (() => Promise<ServerBuild>)) =>
    createRequestHandler({
      build,
      getLoadContext: (_request, response) => ({
        nonce: response.locals.nonce as string,
        appendCookie: (cookie) => response.append("Set-Cookie", cookie),
      }),
    });
  if (vite)
    app.all(
      "*",
      handlerFor(() => vite.ssrLoadModule("virtual:remix/server-build") as unknown as Promise<ServerBuild>),
    );
  else {
    const build = (await import(/* @vite-ignore */ path.join(ROOT, "build/server/index.js"))) as ServerBuild;
    const parts = new Map([...partsOfBuild(build)].map(([segment, part]) => [segment, handlerFor(part)]));
    const whole = handlerFor(build);
    app.all("*", (request, response, next) =>
      (parts.get(firstSegmentOf(request.path)) ?? whole)(request, response, next),
    );
  }

  const server = createServer(app);
  server.keepAliveTimeout = 65_000;
  server.on("error", (error: NodeJS.ErrnoException) => {
    console.error(
      error.code === "EADDRINUSE" ? `Port ${config.PORT} is taken: set PORT to a free one` : error.message,
    );
    process.exit(1);
  });
  server.listen(config.PORT, () => log.info({ port: config.PORT }, "web ready"));

  const stop = () => {
    setTimeout(() => process.exit(0), SHUTDOWN_MS).unref();
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

start().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
