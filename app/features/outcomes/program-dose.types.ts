import type { Day } from "#app/time/days.ts";
import type { Figure } from "./figure.types.ts";
import type { CoacheeDose } from "./site-dose.types.ts";

/** The dose measures of a site, or of all of them together. */
export interface DoseFigures {
  /** With a coach today, each counted once, and those of them whose next session is overdue or due within a week. */
  people: number;
  overdue: number;
  dueSoon: number;
  sessions: Figure;
  minutes: Figure;
  reach: Figure;
  late: Figure;
}

export interface SiteDoseRow extends DoseFigures {
  siteId: string;
  name: string;
  /** Whether the viewer may open the people of the site. */
  canSeePeople: boolean;
}

export type DuePerson = Pick<CoacheeDose, "id" | "name" | "coaches" | "lastOn" | "nextPlannedOn" | "due"> & {
  siteId: string;
  site: string;
};

export interface ProgramDose {
  today: Day;
  month: Day;
  currentMonth: Day;
  sites: SiteDoseRow[];
  total: DoseFigures;
  hiddenSites: number;
  /** Overdue and due soon today; null when no site's people are shown to the viewer. */
  people: {
    /** Sites to choose from. */
    sites: { id: string; name: string }[];
    siteId: string | null;
    rows: DuePerson[];
    shown: number;
    page: number;
    hasNext: boolean;
  } | null;
}
