import { defineConfig } from "vitest/config";

const NEEDS_DATABASE = "tests/architecture/**/*.db.test.ts";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["{app,fidelity,jobs,scripts}/**/*.test.{ts,tsx}", "tests/architecture/**/*.test.ts"],
          exclude: [NEEDS_DATABASE],
          setupFiles: ["tests/support/quiet.setup.ts"],
          pool: "threads",
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "integration",
          include: ["tests/{integration,routes,jobs,migrations}/**/*.test.ts", NEEDS_DATABASE],
          globalSetup: ["tests/support/database.global.ts"],
          setupFiles: ["tests/support/database.setup.ts", "tests/support/quiet.setup.ts"],
          pool: "forks",
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts", "tests/scripts/**/*.test.ts"],
          globalSetup: ["tests/support/product.global.ts"],
          pool: "forks",
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 30_000 } },
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
