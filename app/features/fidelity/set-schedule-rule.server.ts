import { randomUUID } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { Problem, type Refusal, refuse, requireThat } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { formatDay } from "#app/time/format-day.ts";
import { parseInput } from "#fidelity/parse-input.ts";
import { scheduleRule } from "#fidelity/schedule/schedule-rule.schema.ts";
import { withVersion } from "./preview.rules.ts";
import { previewOf } from "./preview-rules.server.ts";
import { type Instruments, listSiteZonesForSystem } from "./schedule.queries.server.ts";
import type { RuleInForce, SubjectKind } from "./schedule.rules.ts";
import { canChangeSchedules } from "./schedule-rule.policy.ts";
import { checkSubject, endOfNext, isScheduled } from "./schedule-rule.rules.ts";
import { type RuleForm, ruleOfFields } from "./schedule-rule.schema.ts";
import type { SchedulePreview } from "./schedule-rule.types.ts";
import {
  findMaybeInstrument,
  insertRuleVersion,
  listRaterTypesOf,
  listRuleVersions,
  listSites,
  lockRules,
  type StoredRule,
} from "./schedule-rules.queries.server.ts";

/** Which rule a form is about: the next version of one that exists, or the first of a new one. */
export type RuleTarget = { code: string } | "new";

export type RuleAnswer =
  | { ok: true; saved: true; code: string }
  | { ok: true; preview: SchedulePreview }
  | Refusal;

/**
 * A new version of a schedule rule from a day on. It is shown first: the assessments of the next twelve months are
 * planned with the rules as they are and with the new version, by the same function that the nightly job uses, and
 * what differs is counted. It is saved only when what would happen is what was shown. Saved twice, it is one version.
 */
export async function setScheduleRule(
  ctx: PersonContext,
  target: RuleTarget,
  form: RuleForm,
): Promise<RuleAnswer> {
  return inSql(ctx, async (sql): Promise<RuleAnswer> => {
    const [, sites] = await Promise.all([lockRules(sql, ctx.actor.programId), listSites(sql)]);
    requireThat(canChangeSchedules(ctx.actor, sites.length), { subject: "schedule-rule" });
    const about = await rowOf(sql, ctx, target, form);
    if ("ok" in about) return about;
    if (about.isStored) return { ok: true, saved: true, code: about.row.code };
    const { id: _, ...shown } = about.row;
    const preview = await previewOf(sql, ctx, {
      ...{ sites, about: shown, code: shown.code, version: shown.version },
      change: (rules, instruments) => withVersion(rules, inForce(about.row, instruments)),
    });
    if (form.intent === "preview" || form.mark !== preview.mark) return { ok: true, preview };
    const { id, code, version, startsOn, endsOn } = about.row;
    await insertRuleVersion(sql, ctx, about.row);
    await recordEvent(sql, ctx, {
      type: "schedule-rule.changed",
      subjectType: "schedule-rule",
      subjectId: id,
      payload: { code, version, startsOn, endsOn, ...preview.totals },
    });
    return { ok: true, saved: true, code };
  });
}

type Row = Parameters<typeof insertRuleVersion>[2] & { subject: SubjectKind };

async function rowOf(
  sql: Sql,
  ctx: PersonContext,
  target: RuleTarget,
  form: RuleForm,
): Promise<Refusal | { row: Row; isStored: boolean }> {
  const all = await listRuleVersions(sql);
  const own = target === "new" ? [] : all.filter(({ code }) => code === target.code);
  const newest = own.at(-1);
  if (target !== "new" && !newest)
    throw new Problem("not-found", { subject: "schedule-rule", id: target.code });
  const code = newest?.code ?? codeOf(form.title);
  const instrumentId = newest?.instrumentId ?? form.instrumentId ?? "";
  const wrong = (fieldErrors: Record<string, string[]>) =>
    refuse("schedule.rule", "Some fields need another look.", fieldErrors);
  const instrument = await findMaybeInstrument(sql, instrumentId);
  if (!instrument) return wrong({ instrumentId: ["Choose a published instrument of this program"] });
  const { subject } = instrument;
  if (!isScheduled(subject))
    return wrong({
      instrumentId: [
        "Reviews of a unit are not scheduled. Choose an instrument that rates coaches or practitioners",
      ],
    });
  const notAsked = checkSubject(subject, form);
  if (notAsked) return wrong(notAsked);
  const parsed = (given: unknown) => parseInput(scheduleRule, { ...(given as object), id: code }, "rule");
  const rule = ruleOfFields(
    form,
    code,
    subject,
    own.map((one) => parsed(one.rule)),
  );
  const saysSame = (one: StoredRule) =>
    one.startsOn === form.startsOn &&
    one.raterType === form.raterType &&
    JSON.stringify(parsed(one.rule)) === JSON.stringify(parsed(rule));
  const first = newest ? undefined : all.find((one) => one.code === code);
  const isSavedAgain =
    form.intent === "save" && first?.title === form.title && first.instrumentId === instrumentId;
  if (first && !(isSavedAgain && saysSame(first)))
    return wrong({ title: ["A rule of this name exists. Choose another name, or change that rule"] });
  if (!(await listRaterTypesOf(sql, instrumentId)).includes(form.raterType))
    return wrong({
      raterType: [
        "This instrument is not made for this kind of rater. Choose another, or publish a version that is",
      ],
    });
  if (newest && (newest.raterType === "self") !== (form.raterType === "self"))
    return wrong({
      raterType: [
        "Self-ratings are never one series with ratings by others. Make another rule, and end this one if it is not needed any more",
      ],
    });
  if (form.kind === "sweep" && form.siteId !== undefined && !(await hasSite(sql, form.siteId)))
    return wrong({ siteId: ["Choose a site of this program"] });
  const isSame = first !== undefined || (newest !== undefined && saysSame(newest));
  if (!isSame && form.startsOn < ctx.today)
    return wrong({
      startsOn: [
        `Choose today, ${formatDay(ctx.today)}, or a later day: what was planned before stays as it was`,
      ],
    });
  const version = (newest?.version ?? 0) + 1;
  return {
    isStored: isSame,
    row: {
      ...{ id: randomUUID(), instrumentId, subject, code, version, title: form.title, rule },
      ...{ raterType: form.raterType, startsOn: form.startsOn },
      endsOn: endOfNext(newest?.endsOn ?? null, form.startsOn),
    },
  };
}

function inForce(row: Row, instruments: Instruments): RuleInForce {
  const { id, code, version, instrumentId, subject, title, raterType, startsOn, endsOn } = row;
  return {
    ...{ code, instrumentId, subject },
    ...(instruments.get(instrumentId) ?? { instrumentVersions: [], raters: null }),
    versions: [
      {
        ...{ scheduleRuleId: id, version, title, raterType, startsOn, endsOn },
        rule: parseInput(scheduleRule, row.rule, "rule"),
      },
    ],
  };
}

async function hasSite(sql: Sql, siteId: string): Promise<boolean> {
  return (await listSiteZonesForSystem(sql)).some(({ id }) => id === siteId);
}

/** Addresses beside those of rules. */
const RESERVED = ["new", "conflicts", "reviews", "board", "shift", "complaints"];

function codeOf(title: string): string {
  const words = title
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 50);
  return words === "" || RESERVED.includes(words) ? `rule-${words}`.replace(/-$/, "") : words;
}
