import type { PersonContext } from "#app/access/context.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import type { InstrumentDefinition } from "#fidelity/instruments/instrument.schema.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { numberOfValue } from "#fidelity/instruments/shown-items.ts";
import { answerTo } from "#fidelity/raters/compare-ratings.ts";
import { type ItemReliability, reliabilityReport } from "#fidelity/reliability/reliability-report.ts";
import { addMonths, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { checklistOf } from "./answers.rules.ts";
import {
  findVersionDefinition,
  listIndependentRatings,
  listNames,
  listRatedVersions,
  listSiteNames,
  type VersionRow,
} from "./reliability.queries.server.ts";
import { pairsOf, type RatedTwice, typesOf } from "./reliability.rules.ts";
import type { ReliabilitySearch } from "./reliability.schema.ts";
import type { DeskFilters, DeskItem, ItemPairsPage, ReliabilityDesk } from "./reliability.types.ts";
import { formatPoints } from "./review-words.ts";

interface Looked {
  versions: VersionRow[];
  chosen: VersionRow | null;
  from: string;
  until: string;
  pairs: RatedTwice[];
  types: string[];
  filters: DeskFilters | null;
  definition: InstrumentDefinition | null;
}

/** What independent ratings say of an instrument: every statistic with its n, interval and form, or why there is none. */
export function readReliability(ctx: PersonContext, search: ReliabilitySearch): Promise<ReliabilityDesk> {
  return inSql(ctx, async (sql) => {
    const { versions, from, until, pairs, types, filters, definition } = await look(sql, ctx, search);
    const report = definition ? reliabilityReport(definition, pairs) : null;
    const labels = definition ? itemLabels(definition) : new Map();
    return {
      versions: versions.map(({ id, title, version }) => ({ id, label: `${title}, version ${version}` })),
      ...{ types, filters, from, until },
      report: report && { ...report, items: report.items.map((item) => withLabel(item, labels)) },
      lapsed: pairs.reduce((sum, pair) => sum + pair.lapsed, 0),
    };
  });
}

/** The pairs behind the figures of one item. Nobody is named but the raters. */
export function readItemPairs(
  ctx: PersonContext,
  { itemId, ...search }: ReliabilitySearch & { itemId: string },
): Promise<ItemPairsPage> {
  return inSql(ctx, async (sql) => {
    const { chosen, from, until, pairs, filters, definition } = await look(sql, ctx, search);
    const item = definition?.items.find(({ id }) => id === itemId);
    const figures =
      definition && reliabilityReport(definition, pairs).items.find((one) => one.itemId === itemId);
    if (!definition || !item || !figures || !filters || !chosen)
      throw new Problem("not-found", { subject: "item", id: itemId });
    const [names, sites] = await Promise.all([
      listNames(
        sql,
        pairs.flatMap(({ raters }) => raters),
      ),
      listSiteNames(sql),
    ]);
    const options = checklistOf(definition)
      .flatMap((section) => section.items)
      .find(({ id }) => id === itemId)?.options;
    const shown = (responses: RatedTwice["answers"][number]) => {
      const given = responses.find((one) => one.itemId === itemId);
      if (given?.code === "value" && typeof given.value === "object") {
        const number = numberOfValue(given.value);
        return number === null ? "Nothing to divide by" : formatPoints(number);
      }
      const answer = answerTo(item, responses);
      const stored = String(answer ?? "").replaceAll("-", "_");
      const option = options?.find(({ value }) => value === stored);
      return option
        ? [option.mark, option.label].filter(Boolean).join(" ")
        : answer === null
          ? ""
          : String(answer);
    };
    return {
      ...{ filters, from, until, version: `${chosen.title}, version ${chosen.version}` },
      item: withLabel(figures, itemLabels(definition)),
      pairs: pairs.slice(0, 500).map(({ pairId, siteId, submittedOn, raters, answers }) => ({
        pairId,
        siteName: sites.get(siteId) ?? "",
        submittedOn,
        raters: [names.get(raters[0]) ?? "A rater", names.get(raters[1]) ?? "A rater"],
        answers: [shown(answers[0]), shown(answers[1])],
      })),
    };
  });
}

async function look(
  sql: Sql,
  ctx: PersonContext,
  { version, months, type }: ReliabilitySearch,
): Promise<Looked> {
  const versions = await listRatedVersions(sql);
  const chosen = versions.find(({ id }) => id === version) ?? versions[0] ?? null;
  const span = { from: addMonths(parseCalendarDate(ctx.today), -months), until: ctx.today };
  const nothing = { versions, chosen, ...span, pairs: [], types: [], filters: null, definition: null };
  if (!chosen) return nothing;
  const [ratings, stored] = await Promise.all([
    listIndependentRatings(sql, { versionId: chosen.id, ...span }),
    findVersionDefinition(sql, chosen.id),
  ]);
  if (!stored) return nothing;
  const all = pairsOf(ratings);
  const types = typesOf(all);
  const kind = types.find((one) => one === type) ?? types[0] ?? "supervisor";
  return {
    ...nothing,
    definition: readDefinition(stored),
    pairs: all.filter(({ raterType }) => raterType === kind),
    types,
    filters: { versionId: chosen.id, months, type: kind },
  };
}

function itemLabels(definition: InstrumentDefinition): Map<string, { number: number; label: string }> {
  return new Map(definition.items.map(({ id, label }, index) => [id, { number: index + 1, label }]));
}

function withLabel(
  item: ItemReliability,
  labels: ReadonlyMap<string, { number: number; label: string }>,
): DeskItem {
  const { number, label } = labels.get(item.itemId) ?? { number: 0, label: item.itemId };
  return { ...item, number, label };
}
