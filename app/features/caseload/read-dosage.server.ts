import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { canSetDosage } from "./caseload.policy.ts";
import type { DosagePage } from "./caseload.types.ts";
import { countByIntensity, countSites, listDosage } from "./dosage.queries.server.ts";

/** The planned dose of each intensity: what holds, what will, what did. */
export async function readDosage(ctx: PersonContext): Promise<DosagePage> {
  const { today } = ctx;
  const [rows, people, sites] = await inSql(ctx, (sql) =>
    Promise.all([listDosage(sql), countByIntensity(sql, today), countSites(sql)]),
  );
  return {
    today,
    rows: rows.map((row) => ({
      ...row,
      state:
        row.startsOn > today ? "planned" : row.endsOn !== null && row.endsOn <= today ? "ended" : "current",
    })),
    people: {
      high: 0,
      moderate: 0,
      low: 0,
      ...Object.fromEntries(people.map((each) => [each.intensity, each.people])),
    },
    permissions: { canSet: canSetDosage(ctx.actor, sites) },
  };
}
