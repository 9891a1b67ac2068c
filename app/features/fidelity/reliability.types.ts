import type { Day } from "#app/time/days.ts";
import type { Agreement } from "#fidelity/raters/compare-ratings.ts";
import type { RaterDrift } from "#fidelity/raters/rater-drift.ts";
import type { RaterState } from "#fidelity/raters/rater-standing.ts";
import type { RecordRule } from "#fidelity/raters/score-of-record.ts";
import type { ItemReliability, ReliabilityReport } from "#fidelity/reliability/reliability-report.ts";
import type { DrawPeriod } from "./double-rating.types.ts";

export interface DeskItem extends ItemReliability {
  number: number;
  label: string;
}

export interface DeskFilters {
  versionId: string;
  months: number;
  type: string;
}

export interface ReliabilityDesk {
  versions: { id: string; label: string }[];
  /** Kinds of rater whose first ratings there are; each stands alone. */
  types: string[];
  filters: DeskFilters | null;
  from: Day;
  until: Day;
  report: (Omit<ReliabilityReport, "items"> & { items: DeskItem[] }) | null;
  /** Ratings among them whose rater's calibration had run out. */
  lapsed: number;
}

export interface ItemPairsPage {
  filters: DeskFilters;
  from: Day;
  until: Day;
  version: string;
  item: DeskItem;
  pairs: {
    pairId: string;
    siteName: string;
    submittedOn: Day;
    raters: [string, string];
    answers: [string, string];
  }[];
}

export interface DoubleRatingSettings {
  instruments: { id: string; title: string }[];
  rules: {
    id: string;
    instrument: string;
    version: number;
    share: number;
    period: DrawPeriod;
    recordRule: RecordRule;
    startsOn: Day;
    seed: string;
    state: "in-force" | "coming" | "past";
  }[];
  draws: {
    key: string;
    instrument: string;
    periodOn: Day;
    population: number;
    drawn: number;
    seed: string;
  }[];
  earliest: Day[];
  permissions: { canSet: boolean };
}

export interface RaterListItem {
  personId: string;
  name: string;
  instrumentId: string;
  instrument: string;
  state: RaterState;
  validUntil: Day | null;
  needsAction: boolean;
  compared: number;
  newestShare: number | null;
}

export interface RaterPage {
  personId: string;
  name: string;
  instruments: {
    instrumentId: string;
    title: string;
    state: RaterState;
    validUntil: Day | null;
    drift: RaterDrift;
    points: ({ on: Day; against: "master" | "partner" } & Agreement)[];
    /** Words of the newest definition, by item. */
    items: Record<string, { number: number; label: string }>;
    /** Run chart of the windows: its median, and whether the rules see a signal. */
    run: { median: number | null; signal: boolean };
  }[];
  permissions: { canAgree: boolean };
}
