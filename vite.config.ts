import optimizeLocales from "@react-aria/optimize-locales-plugin";
import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig, type Plugin } from "vite";

declare module "@remix-run/node" {
  interface Future {
    v3_singleFetch: true;
  }
}

export default defineConfig({
  plugins: [
    tailwindcss(),
    { ...optimizeLocales.vite({ locales: ["en-US"] }), enforce: "pre" } as Plugin,
    remix({
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        v3_lazyRouteDiscovery: true,
        v3_singleFetch: true,
        v3_routeConfig: true,
      },
    }),
  ],
  build: {
    target: "es2022",
    sourcemap: false,
    // One file for the icons: each alone is mostly the cost of a file.
    rollupOptions: {
      output: { manualChunks: (id) => (id.includes("/lucide-react/") ? "icons" : undefined) },
    },
  },
});
