import type { Day } from "#app/time/days.ts";
import type { Figure } from "./figure.types.ts";
import type { CoacheeDose } from "./site-dose.types.ts";
import type { Ratio } from "./site-month.rules.ts";

/** How coaching went in a month, worked out from the records as they are today. */
export interface DoseCourse {
  /** People who had at least the minimum, of those with a plan. */
  minimum: Ratio;
  /** Sessions that people had, by their weeks with a coach and without leave or closures. */
  frequency: Ratio;
  /** Sessions with the assigned coach, of those while one was assigned. */
  continuity: Ratio;
  /** Of sessions whose day has passed, without those that were moved and without closures announced beforehand. */
  cancelled: Ratio;
  noShow: Ratio;
}

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
  course: DoseCourse;
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
