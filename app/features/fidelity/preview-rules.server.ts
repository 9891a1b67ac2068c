import { createHash } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import { neededBy, readGround } from "./plan-subjects.server.ts";
import { afterPlan, PreviewTally } from "./preview.rules.ts";
import {
  type Instruments,
  listSubjectIdsForSystem,
  readScheduleFactsForSystem,
} from "./schedule.queries.server.ts";
import { groupsOf, planSubject, type RaterFacts, type RuleInForce } from "./schedule.rules.ts";
import type { SchedulePreview } from "./schedule-rule.types.ts";

const BATCH = 1000;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/**
 * What a change of the rules would do: the assessments of the next twelve months are planned with the rules as they
 * are and as they would be, by the same function that the nightly job uses, and what differs is counted.
 *
 * @param given.code the rule that is changed
 * @param given.about what is changed, so that the mark names this change and no other of the same size
 */
export async function previewOf(
  sql: Sql,
  ctx: PersonContext,
  given: {
    change: (rules: RuleInForce[], instruments: Instruments) => RuleInForce[];
    sites: { id: string; name: string }[];
    code: string;
    version: number;
    about: object;
  },
): Promise<SchedulePreview> {
  const ground = await readGround(sql, ctx);
  const changed = given.change(ground.rules, ground.instruments);
  const changedGroups = groupsOf(changed);
  const needed = neededBy(changed);
  const copy = (raters: RaterFacts): RaterFacts => ({ ...raters, load: new Map(raters.load) });
  const [before, after] = [
    { ...ground.options, raters: copy(ground.options.raters) },
    { ...ground.options, raters: copy(ground.options.raters) },
  ];
  const tally = new PreviewTally();
  for (let last: string | undefined = FIRST_ID; last !== undefined; ) {
    const subjectIds: string[] = await listSubjectIdsForSystem(sql, {
      ...{ after: last, limit: BATCH, kinds: needed.kinds },
    });
    for (const { facts, stored } of await readScheduleFactsForSystem(sql, subjectIds, ground.since, needed)) {
      const standing = afterPlan(stored, planSubject(ground.groups, facts, stored, before));
      const plan = planSubject(changedGroups, facts, standing, after);
      tally.count(plan);
      tally.countCovered(afterPlan(standing, plan), { code: given.code, from: ctx.today });
    }
    last = subjectIds.length === BATCH ? subjectIds.at(-1) : undefined;
  }
  const hash = createHash("sha256").update(JSON.stringify(given.about)).digest("base64url").slice(0, 16);
  return tally.preview(given.sites, `${given.version}:${hash}`);
}
