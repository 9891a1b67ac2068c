import type { NextFunction, Request, Response } from "express";

/** Largest form or JSON body that is read, in bytes. */
const MAX_BODY = 512 * 1024;
/** Largest form that brings a file, which is read piece by piece: that file and its form around it. */
const MAX_FILE_BODY = 51 * 1024 * 1024;
/** The addresses whose form brings a file. */
const FILE_FORMS = ["/imports", "/imports.data", "/instruments/import", "/instruments/import.data"];
const METHODS = ["GET", "HEAD", "POST"];

/**
 * Lets only such requests through as our own pages make: a form, or JSON for the addresses below `/api/`, of a length
 * that is known before anything is read. What follows may rely on a body that can be parsed.
 */
export function refuseBody(request: Request, response: Response, next: NextFunction): void {
  const refusal = refusalOf(request);
  if (refusal) {
    const [status, message] = refusal;
    if (status === 405) response.set("Allow", METHODS.join(", "));
    // What was sent stays unread, so the connection cannot be used again.
    response.status(status).set("Connection", "close").type("text/plain").send(message);
  } else next();
}

function refusalOf({ method, path, headers, hostname }: Request): [status: number, message: string] | null {
  // The request's whole address is built from it.
  if (!URL.canParse(`http://${headers.host ?? hostname}`)) return [400, "The Host header names no host."];
  if (!METHODS.includes(method)) return [405, "This method is not offered."];
  if (headers["transfer-encoding"] !== undefined) return [411, "The request does not say how long it is."];
  const bringsFile = method === "POST" && FILE_FORMS.includes(path);
  const most = bringsFile ? MAX_FILE_BODY : MAX_BODY;
  if (Number(headers["content-length"] ?? 0) > most)
    return [413, `The request is larger than ${most / 1024} KB.`];
  if (method !== "POST") return null;
  const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  const expected = bringsFile
    ? "multipart/form-data"
    : path.startsWith("/api/")
      ? "application/json"
      : "application/x-www-form-urlencoded";
  return type === expected ? null : [415, `Expected ${expected}.`];
}
