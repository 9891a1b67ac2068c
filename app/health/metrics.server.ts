import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { webDatabase } from "#app/access/web-database.server.ts";

let registry: Registry | undefined;

/** Prometheus text of this process. */
export function readMetrics(): Promise<string> {
  if (!registry) {
    registry = new Registry();
    collectDefaultMetrics({ register: registry });
    new Gauge({
      name: "throughline_database_up",
      help: "1 when the database answers",
      registers: [registry],
      async collect() {
        this.set(
          await webDatabase()
            .connections.use((sql) => sql`SELECT 1`)
            .then(
              () => 1,
              () => 0,
            ),
        );
      },
    });
  }
  return registry.metrics();
}
