import type { FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import { createReadableStreamFromReadable } from "@remix-run/node";

/** A file as a download, read piece by piece while it is sent; the file is closed at its end. */
export function attachment({ file, name }: { file: FileHandle; name: string }, type: string): Response {
  return download(file.createReadStream(), name, type);
}

/** Text, or bytes that are small, as a download, made piece by piece while it is sent. */
export function attachedText(
  { pieces, name }: { pieces: Iterable<string | Uint8Array> | AsyncIterable<string>; name: string },
  type: string,
): Response {
  return download(Readable.from(pieces), name, type);
}

function download(body: Readable, name: string, type: string): Response {
  return new Response(createReadableStreamFromReadable(body), {
    headers: { "Content-Type": type, "Content-Disposition": `attachment; filename="${name}"` },
  });
}
