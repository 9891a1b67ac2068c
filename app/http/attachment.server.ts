import type { FileHandle } from "node:fs/promises";
import { createReadableStreamFromReadable } from "@remix-run/node";

/** A file as a download, read piece by piece while it is sent; the file is closed at its end. */
export function attachment({ file, name }: { file: FileHandle; name: string }, type: string): Response {
  return new Response(createReadableStreamFromReadable(file.createReadStream()), {
    headers: { "Content-Type": type, "Content-Disposition": `attachment; filename="${name}"` },
  });
}
