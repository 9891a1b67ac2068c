import type { Day } from "#app/time/days.ts";
import type { RuleInForce, SeriesPlan, StoredAssessment } from "./schedule.rules.ts";
import type { PreviewCounts, SchedulePreview } from "./schedule-rule.types.ts";

/** The rules as they would be with one more version. */
export function withVersion(rules: readonly RuleInForce[], added: RuleInForce): RuleInForce[] {
  const others = rules.filter(({ code }) => code !== added.code);
  const known = rules.find(({ code }) => code === added.code);
  const versions = [...(known?.versions ?? []), ...added.versions].sort((a, b) =>
    a.startsOn < b.startsOn ? -1 : a.startsOn > b.startsOn ? 1 : a.version - b.version,
  );
  return [...others, { ...added, versions }];
}

/** The rules with another end of one of them, in the versions that have the end it has now. */
export function withEnd(rules: readonly RuleInForce[], code: string, given: Ends): RuleInForce[] {
  return rules.map((rule) =>
    rule.code === code
      ? {
          ...rule,
          versions: rule.versions.map((one) =>
            one.endsOn === given.from ? { ...one, endsOn: given.to } : one,
          ),
        }
      : rule,
  );
}
interface Ends {
  from: Day | null;
  to: Day | null;
}

/** The stored assessments of a subject as they would stand after a plan. */
export function afterPlan(stored: readonly StoredAssessment[], plan: SeriesPlan): StoredAssessment[] {
  const changes = new Map(plan.change.map(({ stored: { id }, desired }) => [id, desired]));
  const cancelled = new Map(plan.cancel.map(({ stored: { id }, reason }) => [id, reason]));
  return [
    ...stored.map((one) => {
      const reason = cancelled.get(one.id);
      if (reason !== undefined) return { ...one, state: "cancelled", stateReason: reason };
      const desired = changes.get(one.id);
      return desired ? { ...one, ...desired, stateReason: null } : one;
    }),
    ...plan.add.map((desired) => ({
      ...desired,
      id: desired.occurrenceKey,
      stateReason: null,
      workedOn: null,
      plannedOn: null,
      plannedLostOn: null,
    })),
  ];
}

const DAYS = ["opensOn", "targetOn", "dueOn", "graceEndsOn"] as const;

/** What a plan adds, moves to other days, gives to other raters and cancels, by site and month of the target. */
export class PreviewTally {
  #cells = new Map<string, PreviewCounts>();
  #covered = 0;

  count({ add, change, cancel }: SeriesPlan): void {
    for (const { siteId, targetOn } of add) this.#cell(siteId, targetOn).added += 1;
    for (const { stored, desired } of change) {
      const cell = this.#cell(desired.siteId, desired.targetOn);
      if (stored.state === "cancelled") {
        cell.added += 1;
        continue;
      }
      if (DAYS.some((field) => stored[field] !== desired[field])) cell.moved += 1;
      if (stored.raterType !== desired.raterType || stored.raterId !== desired.raterId) cell.reassigned += 1;
    }
    for (const { stored } of cancel) this.#cell(stored.siteId, stored.targetOn).cancelled += 1;
  }

  /** Counts the occurrences of one rule from a day on that reviews of other rules count for; what was waived counts for none. */
  countCovered(standing: readonly StoredAssessment[], { code, from }: { code: string; from: Day }): void {
    for (const { state, targetOn, countsFor } of standing)
      if (state !== "cancelled" && state !== "waived" && targetOn >= from)
        this.#covered += countsFor.filter((key) => key.startsWith(`${code}/`)).length;
  }

  preview(sites: readonly { id: string; name: string }[], mark: string): SchedulePreview {
    const counted = [...this.#cells].filter(([, cell]) => hasAny(cell)).map(([key]) => key);
    const months = [...new Set(counted.map((key) => `${key.split(" ")[1]}-01`))].sort();
    const rows = sites
      .map(({ id, name }) => {
        const cells = months.map((month) => this.#cells.get(`${id} ${month.slice(0, 7)}`) ?? nothing());
        return { id, name, months: cells, totals: sum(cells) };
      })
      .filter(({ totals }) => hasAny(totals));
    const totals = sum(rows.map((row) => row.totals));
    return {
      totals,
      covered: this.#covered,
      months,
      sites: rows,
      mark: [mark, totals.added, totals.moved, totals.reassigned, totals.cancelled].join(":"),
    };
  }

  #cell(siteId: string, targetOn: Day): PreviewCounts {
    const key = `${siteId} ${targetOn.slice(0, 7)}`;
    const cell = this.#cells.get(key) ?? nothing();
    this.#cells.set(key, cell);
    return cell;
  }
}

const hasAny = (counts: PreviewCounts) => Object.values(counts).some((count) => count > 0);
const nothing = (): PreviewCounts => ({ added: 0, moved: 0, reassigned: 0, cancelled: 0 });

function sum(counts: readonly PreviewCounts[]): PreviewCounts {
  return counts.reduce(
    (total, one) => ({
      added: total.added + one.added,
      moved: total.moved + one.moved,
      reassigned: total.reassigned + one.reassigned,
      cancelled: total.cancelled + one.cancelled,
    }),
    nothing(),
  );
}
