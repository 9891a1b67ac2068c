import { expect, test } from "vitest";
import { PreviewTally } from "./preview.rules.ts";
import type { Desired, SeriesPlan, StoredAssessment } from "./schedule.rules.ts";

const SITES = [
  { id: "bend", name: "Bend" },
  { id: "salem", name: "Salem" },
];
const stored = (fields: Partial<StoredAssessment>): StoredAssessment => ({
  id: "1",
  occurrenceKey: "1",
  scheduleRuleId: "rule",
  raterType: "supervisor",
  state: "planned",
  stateReason: null,
  siteId: "bend",
  unitId: null,
  instrumentVersionId: "version",
  raterId: "rater",
  unassignedReason: null,
  opensOn: "2027-01-04",
  targetOn: "2027-01-18",
  dueOn: "2027-01-25",
  graceEndsOn: "2027-02-01",
  scheduleReason: "",
  countsFor: [],
  workedOn: null,
  plannedOn: null,
  plannedLostOn: null,
  ...fields,
});
const desired = (fields: Partial<Desired>): Desired => ({
  ...stored({}),
  subjectId: "coach",
  state: "planned",
  ...fields,
});
const planOf = (fields: Partial<SeriesPlan>): SeriesPlan => ({ add: [], change: [], cancel: [], ...fields });

test("occurrences of the rule that other reviews count for are counted, from today on, unless those are cancelled or waived", () => {
  const tally = new PreviewTally();
  const count = (fields: Partial<StoredAssessment>) =>
    tally.countCovered([stored({ countsFor: ["yearly/coach/1", "other/coach/1"], ...fields })], {
      ...{ code: "yearly", from: "2027-01-18" },
    });
  count({});
  count({ targetOn: "2027-01-17" });
  count({ state: "cancelled" });
  count({ state: "waived" });
  count({ countsFor: ["yearly/coach/2", "yearly-too/coach/1"] });
  expect(tally.preview(SITES, "mark").covered).toBe(2);
});

test("a review that stays as it is, and only counts for one rule more, has no month in the preview", () => {
  const tally = new PreviewTally();
  tally.count(planOf({ change: [{ stored: stored({}), desired: desired({ countsFor: ["2"] }) }] }));
  tally.count(planOf({ add: [desired({ siteId: "salem", targetOn: "2027-02-01" })] }));
  const { months, sites, totals } = tally.preview(SITES, "mark");
  expect(months).toEqual(["2027-02-01"]);
  expect(sites.map(({ name }) => name)).toEqual(["Salem"]);
  expect(totals).toEqual({ added: 1, moved: 0, reassigned: 0, cancelled: 0 });
});
