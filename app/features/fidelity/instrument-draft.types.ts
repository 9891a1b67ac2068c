import type { Day } from "#app/time/days.ts";
import type { InstrumentListItem } from "./assessment.types.ts";
import type { CrosswalkLine } from "./crosswalk.rules.ts";
import type { Finding } from "./draft-findings.rules.ts";
import type { DraftDefinition } from "./instrument-draft.schema.ts";
import type { DiffLine } from "./version-diff.rules.ts";

/** An essential function of the practice profile, to be chosen for an item. */
export interface FunctionOption {
  code: string;
  title: string;
  componentTitle: string;
}

export interface DraftListItem {
  id: string;
  title: string;
  /** The version it will be; 1 for a new instrument. */
  version: number;
  itemCount: number;
  changedBy: string;
  changedAt: string;
  /** The last day on which it can be brought back; null for what is not deleted. */
  restorableUntil: Day | null;
}

export interface InstrumentLists {
  versions: InstrumentListItem[];
  /** Empty for whoever may not write instruments. */
  drafts: DraftListItem[];
  deleted: DraftListItem[];
  zone: string;
  permissions: { canAuthor: boolean };
}

/** What a new instrument can begin with. */
export interface NewInstrument {
  /** Of the draft that the form begins. */
  draftId: string;
  profile: { title: string; version: number; functions: number; activities: number } | null;
}

/** A draft as its page opens it. */
export interface DraftPage {
  id: string;
  accountId: string;
  definition: DraftDefinition;
  rowVersion: number;
  changedBy: string;
  changedAt: string;
  /** The version it will be. */
  version: number;
  /** Of the instrument whose next version it is; its code stays. */
  instrumentCode: string | null;
  functions: FunctionOption[];
  zone: string;
}

/** What another has stored since, beside what was sent. */
export interface StoredDraft {
  definition: DraftDefinition;
  rowVersion: number;
  changedBy: string;
  changedAt: string;
}

/** A published item, for saying what continues it. */
export interface ItemName {
  id: string;
  number: number;
  label: string;
}

/** What publishing a draft would do. */
export interface PublishPage {
  id: string;
  title: string;
  version: number;
  hash: string | null;
  sections: number;
  items: number;
  findings: Finding[];
  today: Day;
  before: {
    versionId: string;
    version: number;
    effectiveFrom: Day;
    diff: DiffLine[];
    /** Items of the version before that need a word: gone, or reworded. */
    items: ItemName[];
    newItems: ItemName[];
    suggested: CrosswalkLine[];
    unfinished: { planned: number; started: number };
  } | null;
}
