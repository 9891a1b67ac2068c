import type { TestProject } from "vitest/node";
import { buildIfNeeded } from "#scripts/build.mjs";
import { ownerUrlOf, removeDataDir, startProduct, temporaryDataDir } from "./product.ts";

const SESSIONS = Number(process.env.THROUGHLINE_SEED_SESSIONS ?? 2_000);

declare module "vitest" {
  interface ProvidedContext {
    /** The running product with its demo program. */
    product: { url: string; dataDir: string; ownerUrl: string };
  }
}

/** Builds the product if needed and starts it as a user would, in a data folder of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildIfNeeded((line: string) => console.log(line));
  const dataDir = temporaryDataDir();
  const product = await startProduct({ dataDir, sessions: SESSIONS });
  const killAtExit = () => product.child.kill("SIGTERM");
  process.once("exit", killAtExit);
  project.provide("product", { url: product.url, dataDir, ownerUrl: ownerUrlOf(dataDir) });
  return async () => {
    process.off("exit", killAtExit);
    product.child.kill("SIGTERM");
    await product.exited;
    removeDataDir(dataDir);
  };
}
