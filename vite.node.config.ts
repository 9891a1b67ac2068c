import { defineConfig } from "vite";

/** The processes that are not Remix: the web server around it, the worker, and the command line. */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    target: "node20",
    outDir: "build/node",
    minify: false,
    rollupOptions: {
      input: {
        server: "./app/server.ts",
        worker: "./jobs/worker.ts",
        jobs: "./jobs/cli.ts",
        seed: "./prisma/seed.ts",
        "seed-sessions": "./prisma/seeds/session-thread.ts",
        "note-keys": "./prisma/note-keys.ts",
      },
      output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
    },
  },
});
