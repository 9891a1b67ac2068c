import type { PersonContext } from "#app/access/context.ts";
import { hasRole, sitesWithRole } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import type { Day } from "#app/time/days.ts";
import { parseInput } from "#fidelity/parse-input.ts";
import { type ScheduleRule, scheduleRule } from "#fidelity/schedule/schedule-rule.schema.ts";
import { countWaiting } from "./acceptance.queries.server.ts";
import { type RuleVersion, segmentsOf } from "./schedule.rules.ts";
import { canChangeSchedules } from "./schedule-rule.policy.ts";
import { fieldsOfRule } from "./schedule-rule.schema.ts";
import type {
  NewScheduleRulePage,
  RuleVersionItem,
  ScheduleRulePage,
  ScheduleRulesPage,
} from "./schedule-rule.types.ts";
import {
  countAhead,
  listRuleVersions,
  listScheduledInstruments,
  listSites,
  type StoredRule,
} from "./schedule-rules.queries.server.ts";
import { detailsInWords, ruleInWords } from "./schedule-words.ts";

const parsed = ({ rule, code }: StoredRule): ScheduleRule =>
  parseInput(scheduleRule, { ...(rule as object), id: code }, `rule ${code}`);
const versionOf = (stored: StoredRule): RuleVersion => ({
  ...{ scheduleRuleId: stored.id, version: stored.version, title: stored.title, rule: parsed(stored) },
  ...{ raterType: stored.raterType, startsOn: stored.startsOn, endsOn: stored.endsOn },
});
const stateOn = (from: Day, to: Day | null, today: Day): RuleVersionItem["state"] =>
  to !== null && to < from
    ? "never"
    : from > today
      ? "to-come"
      : to !== null && to < today
        ? "past"
        : "in-force";

/** Every schedule rule as it is in force, with what it has planned within the viewer's sight. */
export async function listScheduleRules(ctx: PersonContext): Promise<ScheduleRulesPage> {
  const { actor, today } = ctx;
  const own = { personId: actor.personId, siteIds: sitesWithRole(actor, "lead") };
  const [stored, ahead, sites, waiting] = await inSql(ctx, (sql) =>
    Promise.all([listRuleVersions(sql), countAhead(sql), listSites(sql), countWaiting(sql, own)]),
  );
  const codes = [...new Set(stored.map(({ code }) => code))];
  return {
    rules: codes.map((code) => {
      const own = stored.filter((one) => one.code === code);
      const segments = segmentsOf({ versions: own.map(versionOf).sort(byDay) }).filter(
        ({ from, to }) => to === null || from <= to,
      );
      const current = segments.findLast(({ from }) => from <= today) ?? segments[0];
      const next = segments.find(({ from }) => from > today && from !== current?.from);
      const newest = own.at(-1) as StoredRule;
      const shown = current?.version ?? versionOf(newest);
      const state = current ? stateOn(current.from, current.to, today) : "past";
      const isOver = state === "past" || state === "never";
      const counts = ahead.find((one) => one.code === code);
      return {
        code,
        title: shown.title,
        instrumentTitle: newest.instrumentTitle,
        raterType: shown.raterType,
        words: ruleInWords(shown.rule),
        version: shown.version,
        since: shown.startsOn,
        state: isOver ? "ended" : state,
        endsOn: shown.endsOn,
        next: next ? { on: next.from, words: ruleInWords(next.version.rule) } : null,
        planned: counts?.planned ?? 0,
        unassigned: counts?.unassigned ?? 0,
      };
    }),
    waiting,
    permissions: {
      canChange: canChangeSchedules(actor, sites.length),
      canRead: hasRole(actor, "lead", "evaluator"),
      canAccept: hasRole(actor, "lead"),
      canRecord: hasRole(actor, "lead"),
    },
  };
}

const byDay = (a: RuleVersion, b: RuleVersion) =>
  a.startsOn < b.startsOn ? -1 : a.startsOn > b.startsOn ? 1 : a.version - b.version;

/** One rule with its versions, and what the form of its next version starts from. */
export async function readScheduleRule(ctx: PersonContext, code: string): Promise<ScheduleRulePage> {
  const { today } = ctx;
  const [stored, sites] = await inSql(ctx, (sql) =>
    Promise.all([listRuleVersions(sql, code), listSites(sql)]),
  );
  const newest = stored.at(-1);
  if (!newest) throw new Problem("not-found", { subject: "schedule-rule", id: code });
  const segments = segmentsOf({ versions: stored.map(versionOf).sort(byDay) });
  const rule = parsed(newest);
  return {
    code,
    title: newest.title,
    instrumentTitle: newest.instrumentTitle,
    today,
    versions: segments
      .map(({ version, from, to }) => ({
        version: version.version,
        title: version.title,
        words: ruleInWords(version.rule),
        details: detailsInWords(version.rule),
        raterType: version.raterType,
        from,
        to,
        state: stateOn(from, to, today),
      }))
      .reverse(),
    endsOn: newest.endsOn,
    values: { ...fieldsOfRule(rule), title: newest.title, raterType: newest.raterType, startsOn: today },
    kind: rule.kind,
    sites,
    permissions: { canChange: canChangeSchedules(ctx.actor, sites.length) },
  };
}

/** What the form of a new rule needs. */
export async function readNewScheduleRule(
  ctx: PersonContext,
  { kind }: { kind?: string | undefined },
): Promise<NewScheduleRulePage> {
  const [instruments, sites] = await inSql(ctx, (sql) =>
    Promise.all([listScheduledInstruments(sql), listSites(sql)]),
  );
  if (!canChangeSchedules(ctx.actor, sites.length))
    throw new Problem("not-allowed", { subject: "schedule-rule" });
  return { today: ctx.today, instruments, sites, kind: kind ?? null };
}
