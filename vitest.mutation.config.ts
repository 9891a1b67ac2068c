import { defineConfig } from "vitest/config";

/** The tests of the pure package alone, or of one of its folders: see scripts/mutation.mjs. */
export default defineConfig({
  test: {
    include: [`fidelity/${process.env.MUTATED_FOLDER ?? "**"}/*.test.ts`],
    setupFiles: ["./vitest.mutation.setup.ts"],
    pool: "threads",
    testTimeout: 120_000,
  },
});
