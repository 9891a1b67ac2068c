import { expect, test } from "vitest";
import type { ImportField } from "./import-columns.ts";
import { dayOf, NO_REASON, peopleIndex, rowReader, timeOf } from "./import-row.rules.ts";

function draftOf(cells: Partial<Record<ImportField, string>>, values = {}) {
  const fields = Object.keys(cells) as ImportField[];
  const read = rowReader(
    { fields: Object.fromEntries(fields.entries()), dayOrder: "us", values },
    fields.map((name) => ({ name, samples: [] })),
  );
  return read(2, Object.values(cells));
}
const WHOLE = { sessionOn: "11/16/2025", coach: "c@d.test", people: "a@b.test; 004512|x" } as const;

test("days are read in the order chosen, ISO always, and only those that exist", () => {
  expect(dayOf("2025-2-3", "us")).toBe("2025-02-03");
  expect(dayOf("2025-11-16T00:00:00Z", "iso")).toBe("2025-11-16");
  expect(dayOf("3/11/2025", "us")).toBe("2025-03-11");
  expect(dayOf("3.11.2025", "european")).toBe("2025-11-03");
  for (const given of ["2025-02-30", "13/11/2025", "3/11/25", "Nov 3, 2025", "45977"])
    expect(dayOf(given, "us")).toBeNull();
  expect(dayOf("3/11/2025", "iso")).toBeNull();
});

test("times are read with and without halves of the day", () => {
  expect(["9:05", "09.05", "9:05 AM", "12:00 am", "12:30 p.m.", "2:30 PM", "14:30:00"].map(timeOf)).toEqual([
    ...["09:05", "09:05", "09:05", "00:00", "12:30", "14:30", "14:30"],
  ]);
  for (const given of ["24:00", "13:00 PM", "9", "0:30 am", "noon"]) expect(timeOf(given), given).toBeNull();
});

test("codes are read by code or label in any case, or by what was chosen for the word", () => {
  const draft = draftOf(
    {
      ...WHOLE,
      status: "COACHEE DID NOT COME",
      barriers: "Workload; policy, Weather",
      strategies: "debrief:modelling; Role-play; Observation:Prompting",
    },
    { barriers: { weather: "" } },
  );
  expect(draft.problems).toEqual([]);
  expect(draft.values).toMatchObject({
    ...{ sessionOn: "2025-11-16", status: "no_show_coachee", statusReason: "No reason in the imported file" },
    ...{
      barriers: ["workload", "policy"],
      strategies: ["debrief:modelling", "debrief:role_play", "observation:prompting"],
    },
  });
  expect(draft.people).toEqual(["a@b.test", "004512", "x"]);
});

test("what cannot be read is said with its column and what stands there, and kept as a word to choose for", () => {
  const draft = draftOf({
    ...WHOLE,
    status: "Happened",
    startTime: "noon",
    travelMinutes: "-5",
    dataShared: "maybe",
    attendance: "full; half",
  });
  expect(draft.problems.map(({ column, found }) => [column, found])).toEqual([
    ...[
      ["startTime", "noon"],
      ["status", "Happened"],
      ["travelMinutes", "-5"],
      ["dataShared", "maybe"],
      ["attendance", "half"],
    ],
  ]);
  expect(draft.unknown).toEqual([{ field: "status", word: "Happened" }]);
});

test("a reason is read of what did not take place alone, and words are missed only where none is given", () => {
  const said = (cells: Parameters<typeof draftOf>[0], values = {}) => {
    const { values: read, problems, unknown } = draftOf({ ...WHOLE, ...cells }, values);
    return [read.notHeldReason, read.statusReason, problems.length, unknown.length];
  };
  const off = { status: "cancelled_by_coach" };
  expect(said({ ...off, notHeldReason: "Coach away or ill" })).toEqual(["coach_away", undefined, 0, 0]);
  expect(said({ ...off, notHeldReason: "Sick" })).toEqual([undefined, NO_REASON, 1, 1]);
  const chosen = { notHeldReason: { sick: "coach_away" } };
  expect(said({ ...off, notHeldReason: "Sick" }, chosen)).toEqual(["coach_away", undefined, 0, 0]);
  expect(said({ ...off, notHeldReason: "other" })).toEqual(["other", NO_REASON, 0, 0]);
  expect(said({ status: "held", notHeldReason: "n/a" })).toEqual([undefined, undefined, 0, 0]);
});

test("an apostrophe that guards a cell is taken off; a formula is no reason", () => {
  expect(draftOf({ ...WHOLE, sourceId: "'-12" }).sourceId).toBe("-12");
  expect(draftOf({ ...WHOLE, status: "cancelled_agency", statusReason: "=1+1" }).problems).toHaveLength(1);
});

test("a row with more cells than the header is said to be so", () => {
  const read = rowReader({ fields: { 0: "sessionOn" }, dayOrder: "iso", values: {} }, [
    { name: "date", samples: [] },
  ]);
  expect(read(7, ["2025-11-16", "left over"]).problems[0]).toMatchObject({ row: 7, found: "2 cells" });
});

test("people are found by key, e-mail and employee number, never by what two may share", () => {
  const find = peopleIndex([
    { id: "11111111-1111-4111-8111-111111111111", email: "Ana@Agency.test", employeeId: "004512" },
  ]);
  for (const key of ["ana@agency.TEST", "004512", "11111111-1111-4111-8111-111111111111"])
    expect(find(key), key).not.toBeNull();
  for (const key of ["Ana", "4512", ""]) expect(find(key), key).toBeNull();
});
