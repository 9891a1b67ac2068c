import { standingOf } from "./figure.rules.ts";
import type { Figure, MeasureSummary, Standing } from "./figure.types.ts";
import type { MeasureCode } from "./measure-catalog.ts";

type Definition = Pick<MeasureSummary, "direction" | "target">;

/** What is known of a site in the chosen period. */
export interface SiteEvidence {
  siteId: string;
  name: string;
  figures: Partial<Record<MeasureCode, Figure>>;
  /** Delivered sessions in per cent of plan by closed month, from old to new; null without a plan. */
  deliveryByMonth: readonly (number | null)[];
  /** Whether nothing at all was delivered in the last closed month although something was planned. */
  isSilent: boolean;
}

export interface Concern {
  code: MeasureCode;
  standing: Extract<Standing, "behind" | "maybe-behind">;
  reason: string;
}

export interface SiteAttention {
  siteId: string;
  standing: Standing;
  /** Most pressing first. */
  concerns: Concern[];
  /** Several sites share a rank when the numbers cannot tell them apart: "2–4". */
  rank: string;
  isTied: boolean;
}

const WATCHED: readonly MeasureCode[] = [
  "sessions-delivered",
  "reach",
  "fidelity-completeness",
  "fidelity-met",
  "coach-certification",
];
const ORDER: readonly Standing[] = ["behind", "maybe-behind", "on-track", "no-data"];
/** Percentage points in delivery between one closed month and the third before it that are told as a fall. */
const FALL = 15;

/**
 * Sites worst first. A site that is behind for certain on any question comes before one that may be, and that before
 * one on track. Inside such a class, sites are ranked by delivered sessions only as far as their intervals lie apart:
 * those that overlap, directly or through others, share a rank.
 */
export function rankSites(
  sites: readonly SiteEvidence[],
  definitions: Partial<Record<MeasureCode, Definition>>,
): SiteAttention[] {
  const judged = sites.map((site) => {
    const concerns = concernsOf(site, definitions);
    return { site, concerns, standing: overall(site, concerns, definitions) };
  });
  let first = 1;
  return ORDER.flatMap((standing) =>
    tieGroups(
      judged.filter((one) => one.standing === standing),
      definitions["sessions-delivered"]?.target ?? null,
    ).flatMap((group) => {
      const last = first + group.length - 1;
      const rank = group.length > 1 ? `${first}–${last}` : `${first}`;
      first = last + 1;
      return group.map(({ site, concerns }) => ({
        siteId: site.siteId,
        standing,
        concerns,
        rank,
        isTied: group.length > 1,
      }));
    }),
  );
}

function concernsOf(
  { figures, deliveryByMonth, isSilent }: SiteEvidence,
  definitions: Partial<Record<MeasureCode, Definition>>,
): Concern[] {
  const concerns = WATCHED.flatMap((code): Concern[] => {
    const figure = figures[code];
    const definition = definitions[code];
    if (!figure || !definition) return [];
    const standing = standingOf(figure, definition);
    if (standing !== "behind" && standing !== "maybe-behind") return [];
    let reason = REASONS[code]?.(figure) ?? "";
    if (code === "sessions-delivered") {
      if (isSilent) reason += "; none in the last full month";
      else reason += fallOf(deliveryByMonth);
    }
    return [{ code, standing, reason: `${reason}.` }];
  });
  return concerns.sort((a, b) => ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing));
}

function overall(
  { figures }: SiteEvidence,
  concerns: readonly Concern[],
  definitions: Partial<Record<MeasureCode, Definition>>,
): Standing {
  const worst = concerns[0]?.standing;
  if (worst) return worst;
  const isKnown = WATCHED.some((code) => definitions[code] && (figures[code]?.value ?? null) !== null);
  return isKnown ? "on-track" : "no-data";
}

function fallOf(byMonth: readonly (number | null)[]): string {
  const now = byMonth.at(-1) ?? null;
  const before = byMonth.at(-3) ?? null;
  if (now === null || before === null || before - now < FALL) return "";
  return `; down from ${Math.round(before)}\u00a0% to ${Math.round(now)}\u00a0% within three months`;
}

const count = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const plural = (n: number, one: string, many: string) => `${count.format(n)} ${n === 1 ? one : many}`;

const REASONS: Partial<Record<MeasureCode, (figure: Figure) => string>> = {
  "sessions-delivered": ({ numerator, denominator, value }) =>
    `${plural(numerator, "session", "sessions")} delivered of ${count.format(denominator)} planned (${Math.round(value ?? 0)}\u00a0%)`,
  reach: ({ numerator, denominator }) =>
    `${count.format(denominator - numerator)} of ${plural(denominator, "time", "times")} a coachee had no session in a month`,
  "fidelity-completeness": ({ numerator, denominator }) =>
    `${plural(denominator - numerator, "assessment", "assessments")} of ${count.format(denominator)} not done by the due day`,
  "fidelity-met": ({ numerator, denominator }) =>
    `${plural(denominator - numerator, "result", "results")} of ${count.format(denominator)} below fidelity`,
  "coach-certification": ({ numerator, denominator }) =>
    `${plural(denominator - numerator, "coach", "coaches")} of ${count.format(denominator)} not certified`,
};

interface Judged {
  site: SiteEvidence;
  concerns: Concern[];
}

/**
 * Sites by delivered sessions, lowest first, cut wherever an interval lies wholly above all before it.
 * Sites at their target or above it are not told apart: more than the plan is not better than the plan.
 */
function tieGroups<T extends Judged>(sites: readonly T[], target: number | null): T[][] {
  const delivery = ({ site }: T) => site.figures["sessions-delivered"];
  const sorted = [...sites].sort(
    (a, b) =>
      (delivery(a)?.value ?? 0) - (delivery(b)?.value ?? 0) || a.site.name.localeCompare(b.site.name, "en"),
  );
  const groups: T[][] = [];
  let reach = Number.NEGATIVE_INFINITY;
  for (const one of sorted) {
    const { lower, upper } = delivery(one)?.interval ?? { lower: 0, upper: Number.POSITIVE_INFINITY };
    const group = groups.at(-1);
    if (group && Math.min(lower, target ?? lower) <= reach) group.push(one);
    else groups.push([one]);
    reach = Math.max(reach, upper);
  }
  return groups.map((group) =>
    group.sort(
      (a, b) => b.concerns.length - a.concerns.length || a.site.name.localeCompare(b.site.name, "en"),
    ),
  );
}
