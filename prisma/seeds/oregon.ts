/** The sixteen child-welfare districts of Oregon with their counties. */
export const DISTRICTS: readonly { code: string; counties: string }[] = [
  { code: "D01", counties: "Clatsop, Columbia, Tillamook" },
  { code: "D02", counties: "Multnomah" },
  { code: "D03", counties: "Marion, Polk, Yamhill" },
  { code: "D04", counties: "Benton, Lincoln, Linn" },
  { code: "D05", counties: "Lane" },
  { code: "D06", counties: "Douglas" },
  { code: "D07", counties: "Coos, Curry" },
  { code: "D08", counties: "Jackson, Josephine" },
  { code: "D09", counties: "Gilliam, Hood River, Sherman, Wasco, Wheeler" },
  { code: "D10", counties: "Crook, Deschutes, Jefferson" },
  { code: "D11", counties: "Klamath, Lake" },
  { code: "D12", counties: "Morrow, Umatilla" },
  { code: "D13", counties: "Baker, Union, Wallowa" },
  { code: "D14", counties: "Grant, Harney, Malheur" },
  { code: "D15", counties: "Clackamas" },
  { code: "D16", counties: "Washington" },
];

export const PACIFIC = "America/Los_Angeles";
const MOUNTAIN = "America/Boise";

export interface Office {
  name: string;
  district: string;
  zone: string;
}

const office = (name: string, district: number, zone = PACIFIC): Office => ({
  name,
  district: `D${String(district).padStart(2, "0")}`,
  zone,
});

/** Offices in the order in which they join: the first wave, the second, then the rest of the state. */
export const OFFICES: readonly Office[] = [
  office("Portland Midtown", 2),
  office("Eugene", 5),
  office("Salem", 3),
  office("Ontario", 14, MOUNTAIN),
  office("Medford", 8),
  office("Bend", 10),
  office("Klamath Falls", 11),
  office("Pendleton", 12),
  office("Beaverton", 16),
  office("Oregon City", 15),
  office("Albany", 4),
  office("Roseburg", 6),
  office("Coos Bay", 7),
  office("The Dalles", 9),
  office("La Grande", 13),
  office("Astoria", 1),
  office("Gresham", 2),
  office("Springfield", 5),
  office("McMinnville", 3),
  office("Grants Pass", 8),
  office("Hillsboro", 16),
  office("Corvallis", 4),
  office("Redmond", 10),
  office("Hermiston", 12),
  office("St. Helens", 1),
  office("Newport", 4),
  office("Baker City", 13),
  office("Vale", 14, MOUNTAIN),
  office("Woodburn", 3),
  office("Portland East", 2),
  office("North Clackamas", 15),
  office("Tigard", 16),
  office("Cottage Grove", 5),
  office("Tillamook", 1),
  office("Dallas", 3),
  office("Gold Beach", 7),
  office("Hood River", 9),
  office("Madras", 10),
  office("Lakeview", 11),
  office("Burns", 14),
  office("John Day", 14),
  office("Enterprise", 13),
  office("Florence", 5),
  office("Reedsport", 6),
  office("Brookings", 7),
  office("Ashland", 8),
  office("Prineville", 10),
  office("Boardman", 12),
  office("Canby", 15),
];

export const MOST_SITES = OFFICES.length;
