import type { Shape } from "./arguments.ts";
import { TableRows } from "./copy-rows.ts";
import { DISTRICTS, OFFICES, PACIFIC } from "./oregon.ts";
import { itemAt, randomFor } from "./random.ts";
import { dayText } from "./working-days.ts";

export interface SeedUnit {
  id: string;
  siteId: string;
  name: string;
}

export interface SeedSite {
  id: string;
  name: string;
  zone: string;
  isLive: boolean;
  /** Day number of the first coaching; of the planned one while the site prepares. */
  startsOn: number;
  /** Coaching done compared with an ordinary site. */
  pace: number;
  /** Day from which next to nothing happens, if the site has stalled. */
  stalledFrom: number | null;
  /** Share of the program's people. */
  size: number;
  units: SeedUnit[];
}

export interface Organisation {
  programId: string;
  sites: SeedSite[];
  tables: TableRows[];
}

const WAVE_SITES = 8;
const WAVE_DAYS = 56;
const STALLED_DAYS = 70;
const UNIT_NAMES = [
  "Protective Services",
  "Permanency",
  "Screening",
  "Family Support",
  "Adoption",
  "Certification",
];
/** Portland runs ahead, Salem has stalled, Ontario is small and far from everything. */
const FIRST_WAVE = [
  { pace: 1.18, size: 1.25, isStalled: false },
  { pace: 1, size: 1.1, isStalled: false },
  { pace: 0.95, size: 1, isStalled: true },
  { pace: 0.82, size: 0.65, isStalled: false },
];

/** The program, its districts, and its sites with units and stages. */
export function buildOrganisation(shape: Shape): Organisation {
  const random = randomFor(shape.seed, "organisation");
  const programId = random.uuid();
  const program = new TableRows("program", [
    "id",
    "slug",
    "name",
    "zone",
    "session_lock_days",
    "is_demo",
    "created_at",
  ]);
  program.add(
    programId,
    "odhs-cw",
    "ODHS Child Welfare Coaching",
    PACIFIC,
    10,
    true,
    new Date((shape.from - 300) * 86_400_000),
  );

  const region = new TableRows("region", ["id", "program_id", "code", "name"]);
  const regions = new Map(DISTRICTS.map(({ code }) => [code, random.uuid()]));
  for (const { code, counties } of DISTRICTS)
    region.add(regions.get(code) ?? null, programId, code, `District ${Number(code.slice(1))}: ${counties}`);

  const site = new TableRows("site", [
    "id",
    "program_id",
    "region_id",
    "code",
    "name",
    "zone",
    "wave",
    "planned_start_on",
    "started_on",
  ]);
  const stage = new TableRows("site_stage", ["id", "program_id", "site_id", "stage", "starts_on", "reason"]);
  const unit = new TableRows("unit", ["id", "program_id", "site_id", "name"]);
  const unitsPerSite = Math.max(
    2,
    Math.min(UNIT_NAMES.length * 2, Math.round(shape.coachees / shape.sites / 30)),
  );

  const sites = OFFICES.slice(0, shape.sites + shape.preparing).map((office, index): SeedSite => {
    const isLive = index < shape.sites;
    const wave = isLive ? Math.floor(index / WAVE_SITES) + 1 : Math.floor((shape.sites - 1) / WAVE_SITES) + 2;
    const lastStart = shape.from + Math.floor((shape.today - shape.from) * 0.4);
    const planned = isLive
      ? Math.min(shape.from + (wave - 1) * WAVE_DAYS, lastStart)
      : shape.today + 45 + 14 * (index - shape.sites);
    const startsOn = isLive ? planned + random.int(0, 12) : planned;
    const traits = FIRST_WAVE[index] ?? {
      pace: 0.75 + 0.45 * random.next(),
      size: 0.7 + 0.6 * random.next(),
      isStalled: random.chance(0.05),
    };
    const id = random.uuid();
    site.add(
      id,
      programId,
      regions.get(office.district) ?? null,
      String(index + 1).padStart(3, "0"),
      office.name,
      office.zone,
      wave,
      dayText(planned),
      isLive ? dayText(startsOn) : null,
    );
    for (const [name, from, reason] of stagesOf(isLive, startsOn, shape))
      stage.add(random.uuid(), programId, id, name, dayText(from), reason);
    const units = Array.from({ length: isLive ? unitsPerSite : 2 }, (_, at) => {
      const round = Math.floor(at / UNIT_NAMES.length);
      const name = `${itemAt(UNIT_NAMES, at % UNIT_NAMES.length)}${round > 0 ? ` ${round + 1}` : ""}`;
      return { id: random.uuid(), siteId: id, name };
    });
    for (const { id: unitId, name } of units) unit.add(unitId, programId, id, name);
    const stalledFrom = traits.isStalled ? shape.today - STALLED_DAYS : null;
    return {
      id,
      name: office.name,
      zone: office.zone,
      isLive,
      startsOn,
      pace: traits.pace,
      stalledFrom,
      size: traits.size,
      units,
    };
  });
  return { programId, sites, tables: [program, region, site, stage, unit] };
}

function stagesOf(isLive: boolean, startsOn: number, shape: Shape): [string, number, string][] {
  const before: [string, number, string][] = [
    ["exploration", startsOn - 240, "Readiness assessment agreed with the district manager"],
    [
      "installation",
      startsOn - (isLive ? 90 : 110),
      "Site selected in the implementation plan; coaches being recruited",
    ],
  ];
  if (!isLive) return before;
  before.push(["initial_implementation", startsOn, "First coaches certified and coaching agreements signed"]);
  if (shape.today - startsOn > 600)
    before.push(["full_implementation", startsOn + 540, "Coaching in use by most units for four quarters"]);
  return before;
}
