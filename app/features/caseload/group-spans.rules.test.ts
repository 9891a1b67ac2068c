import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import {
  type GroupPlan,
  type MemberSpan,
  planGroup,
  type Span,
  type StoredAssignment,
} from "./group-spans.rules.ts";

const TODAY = "2026-11-16";
const coaching: Span = { startsOn: "2026-10-01", endsOn: null };
const member = (startsOn: string, endsOn: string | null = null, personId = "kim"): MemberSpan => ({
  personId,
  unitId: "unit",
  startsOn,
  endsOn,
});
const row = (given: Partial<StoredAssignment> = {}): StoredAssignment => ({
  ...{
    id: "row",
    personId: "kim",
    startsOn: "2026-10-01",
    endsOn: null,
    isOfGroup: true,
    endedByGroup: false,
  },
  ...given,
});
const nothing: GroupPlan = { add: [], end: [], remove: [] };

test("everybody of the group is coached on the days on which both hold", () => {
  expect(
    planGroup(coaching, [member("2025-01-01"), member("2026-11-01", "2026-12-01", "lou")], [], TODAY).add,
  ).toEqual([
    { personId: "kim", unitId: "unit", startsOn: "2026-10-01", endsOn: null, endedByGroup: false },
    { personId: "lou", unitId: "unit", startsOn: "2026-11-01", endsOn: "2026-12-01", endedByGroup: true },
  ]);
  expect(planGroup(coaching, [member("2025-01-01")], [row()], TODAY)).toEqual(nothing);
});

test("a leaver's assignment ends on the day they left, and goes on when they come back", () => {
  const left = planGroup(coaching, [member("2025-01-01", "2026-11-10")], [row()], TODAY);
  expect(left).toEqual({ ...nothing, end: [{ id: "row", endsOn: "2026-11-10", endedByGroup: true }] });
  const ended = row({ endsOn: "2026-11-10", endedByGroup: true });
  const back = planGroup(
    coaching,
    [member("2025-01-01", "2026-11-10"), member("2026-11-20")],
    [ended],
    TODAY,
  );
  expect(back.add).toMatchObject([{ startsOn: "2026-11-20", endsOn: null }]);
  const corrected = planGroup(coaching, [member("2025-01-01")], [ended], TODAY);
  expect(corrected.end).toEqual([{ id: "row", endsOn: null, endedByGroup: false }]);
});

test("what somebody ended by hand stays ended, and who is coached anyway is not assigned twice", () => {
  const byHand = row({ endsOn: "2026-11-01" });
  expect(planGroup(coaching, [member("2025-01-01")], [byHand], TODAY)).toEqual(nothing);
  const faded = [byHand, row({ id: "next", startsOn: "2026-11-01" })];
  expect(planGroup(coaching, [member("2025-01-01")], faded, TODAY)).toEqual(nothing);
  const anyway = row({ isOfGroup: false, startsOn: "2026-10-15", endsOn: "2026-11-15" });
  expect(planGroup(coaching, [member("2025-01-01")], [anyway], TODAY).add).toMatchObject([
    { startsOn: "2026-10-01", endsOn: "2026-10-15" },
    { startsOn: "2026-11-15", endsOn: null },
  ]);
});

test("what has not begun is removed, what has begun ends", () => {
  const future = row({ id: "future", startsOn: "2026-12-01" });
  expect(planGroup({ startsOn: "2026-12-01", endsOn: null }, [], [future], TODAY).remove).toEqual(["future"]);
  expect(planGroup(coaching, [], [row()], TODAY).end).toEqual([
    { id: "row", endsOn: TODAY, endedByGroup: true },
  ]);
});

const days = fc.integer({ min: 0, max: 40 });
const dayOf = (offset: number) => addDays(parseCalendarDate("2026-10-25"), offset);
const span = fc.tuple(days, fc.option(fc.integer({ min: 1, max: 20 }))).map(([from, length]) => ({
  startsOn: dayOf(from),
  endsOn: length === null ? null : dayOf(from + length),
}));
const holds = (on: string) => (each: Span) =>
  each.startsOn <= on && (each.endsOn === null || on < each.endsOn);

function carriedOut(stored: readonly StoredAssignment[], plan: GroupPlan): StoredAssignment[] {
  const kept = stored
    .filter(({ id }) => !plan.remove.includes(id))
    .map((each) => ({ ...each, ...plan.end.find(({ id }) => id === each.id) }));
  const added = plan.add.map((each, index) => ({
    ...each,
    id: `added ${index} ${each.startsOn}`,
    isOfGroup: true,
  }));
  return [...kept, ...added];
}

test("carried out once, each day is as expected; planned again, nothing is left", () => {
  fc.assert(
    fc.property(span, fc.array(span, { maxLength: 3 }), fc.option(span), (assigned, places, other) => {
      const members = places.map((place) => ({ personId: "kim", unitId: null, ...place }));
      const anyway = other ? [row({ id: "other", isOfGroup: false, ...other })] : [];
      const after = carriedOut(anyway, planGroup(assigned, members, anyway, TODAY));
      expect(planGroup(assigned, members, after, TODAY)).toEqual(nothing);
      for (let offset = 0; offset < 70; offset += 1) {
        const on = dayOf(offset);
        const expected = (members.some(holds(on)) && holds(on)(assigned)) || anyway.some(holds(on));
        expect({ on, rows: after.filter(holds(on)).length }).toEqual({ on, rows: expected ? 1 : 0 });
      }
    }),
    { numRuns: 400 },
  );
});

test("whatever changes afterwards, no day is assigned twice and planning comes to rest", () => {
  fc.assert(
    fc.property(
      span,
      fc.array(fc.array(span, { maxLength: 3 }), { minLength: 1, maxLength: 4 }),
      (assigned, changes) => {
        let stored: StoredAssignment[] = [];
        for (const places of changes) {
          const members = places.map((place) => ({ personId: "kim", unitId: null, ...place }));
          stored = carriedOut(stored, planGroup(assigned, members, stored, TODAY)).map((each, index) => ({
            ...each,
            id: `${index}`,
          }));
          expect(planGroup(assigned, members, stored, TODAY)).toEqual(nothing);
          for (let offset = 0; offset < 70; offset += 1)
            expect(stored.filter(holds(dayOf(offset))).length).toBeLessThanOrEqual(1);
          const future = (each: StoredAssignment) => each.startsOn >= TODAY;
          for (const each of stored.filter(future))
            expect(members.some(holds(each.startsOn)) && holds(each.startsOn)(assigned)).toBe(true);
        }
      },
    ),
    { numRuns: 400 },
  );
});
