import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { readDataDir } from "#app/config.server.ts";

export type ExportPart = "csv" | "manifest";

/** Where exports lie. Web and worker see the same folder. */
const folder = () => path.join(readDataDir(), "exports");
const PARTS: Record<ExportPart, string> = { csv: ".csv", manifest: ".manifest.json" };
const fileOf = (id: string, part: ExportPart) => path.join(folder(), `${id}${PARTS[part]}`);
const UNFINISHED = ".part";
const DAY_MS = 86_400_000;

export interface NewFile {
  write(text: string): Promise<void>;
  /** Closes it and puts it in its place, whole or not at all. */
  finish(): Promise<{ sha256: string; bytes: number }>;
  /** Takes it away unless it was finished. */
  discard(): Promise<void>;
}

/** A file of an export that becomes visible when it is finished. Every run writes into a file of its own. */
export async function createExportFile(id: string, part: ExportPart): Promise<NewFile> {
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  const unfinished = path.join(folder(), `${id}-${randomUUID()}${UNFINISHED}`);
  const file: FileHandle = await open(unfinished, "wx", 0o600);
  const hash = createHash("sha256");
  let bytes = 0;
  return {
    write: async (text) => {
      const chunk = Buffer.from(text);
      hash.update(chunk);
      bytes += chunk.length;
      await file.appendFile(chunk);
    },
    finish: async () => {
      await file.sync();
      await file.close();
      await rename(unfinished, fileOf(id, part));
      return { sha256: hash.digest("hex"), bytes };
    },
    discard: async () => {
      await file.close().catch(() => {});
      await rm(unfinished, { force: true });
    },
  };
}

/** An export's file for reading, or null when it is not there. Close it. */
export async function openExportFile(id: string, part: ExportPart): Promise<FileHandle | null> {
  return open(fileOf(id, part)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
}

/** Takes the files of an export away; harmless when there are none. */
export async function deleteExportFiles(id: string): Promise<void> {
  for (const part of Object.keys(PARTS) as ExportPart[]) await rm(fileOf(id, part), { force: true });
}

/**
 * Takes away what nobody asks for any more: what writers that died have left for a day, and any file that is older than
 * `oldest`, whether a row still knows it or not. Answers how many.
 */
export async function deleteLeftovers({ now, oldest }: { now: Date; oldest: Date }): Promise<number> {
  const names = await readdir(folder()).catch(() => []);
  let deleted = 0;
  for (const name of names) {
    const file = path.join(folder(), name);
    const limit = name.endsWith(UNFINISHED) ? new Date(now.getTime() - DAY_MS) : oldest;
    const { mtime } = await stat(file).catch(() => ({ mtime: now }));
    if (mtime >= limit) continue;
    await rm(file, { force: true });
    deleted += 1;
  }
  return deleted;
}
