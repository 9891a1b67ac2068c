import { afterEach, beforeEach, vi } from "vitest";

// Noise is failure: a test that expects a complaint replaces these spies by its own.
beforeEach(() => {
  for (const method of ["error", "warn"] as const)
    vi.spyOn(console, method).mockImplementation((...args) => {
      throw new Error(`console.${method} in a test: ${args.map(String).join(" ")}`);
    });
});
afterEach(() => {
  vi.restoreAllMocks();
});
