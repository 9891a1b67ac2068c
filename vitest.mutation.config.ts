import { defineConfig } from "vitest/config";

/** The tests of the pure package alone, as the script that changes its code and sees whether a test notices needs them. */
export default defineConfig({
  test: { include: ["fidelity/**/*.test.ts"], pool: "threads", testTimeout: 120_000 },
});
