import { defineConfig } from "prisma/config";

export default defineConfig({
  schema: "prisma",
  migrations: { path: "prisma/migrations" },
  datasource: {
    url:
      process.env.DATABASE_OWNER_URL ?? process.env.DATABASE_URL ?? "postgres://127.0.0.1:5432/throughline",
  },
});
