import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CycleSessionInput, coachingCycles } from "./coaching-cycles.ts";

const session = (id: string, on: string, parts = ""): CycleSessionInput => ({
  id,
  on,
  setGoals: parts.includes("g"),
  observed: parts.includes("o"),
  gaveFeedback: parts.includes("f"),
});
const places = (sessions: CycleSessionInput[]) =>
  coachingCycles(sessions).sessions.map(
    ({ id, cycle, sessionInCycle }) => `${id} ${cycle}.${sessionInCycle}`,
  );

describe("a cycle", () => {
  test("goes from goals over observation to feedback, and the next session starts another", () => {
    const sessions = [
      session("a", "2026-03-02", "g"),
      session("b", "2026-03-16", "o"),
      session("c", "2026-03-30", "f"),
      session("d", "2026-04-13", "gof"),
      session("e", "2026-04-27"),
    ];
    expect(places(sessions)).toEqual(["a 1.1", "b 1.2", "c 1.3", "d 2.1", "e 3.1"]);
    expect(coachingCycles(sessions).cycles).toEqual([
      { number: 1, startedOn: "2026-03-02", endedOn: "2026-03-30", sessions: 3, isInOrder: true },
      { number: 2, startedOn: "2026-04-13", endedOn: "2026-04-13", sessions: 1, isInOrder: true },
      { number: 3, startedOn: "2026-04-27", endedOn: null, sessions: 1, isInOrder: null },
    ]);
  });

  test("does not end by feedback without an observation, or by an observation alone", () => {
    expect(places([session("a", "2026-03-02", "gf"), session("b", "2026-03-16", "f")])).toEqual([
      "a 1.1",
      "b 1.2",
    ]);
    expect(places([session("a", "2026-03-02", "o"), session("b", "2026-03-16", "o")])).toEqual([
      "a 1.1",
      "b 1.2",
    ]);
  });

  test("is renumbered by a session entered late", () => {
    const [a, c] = [session("a", "2026-03-02", "o"), session("c", "2026-03-30", "of")];
    expect(places([a, c])).toEqual(["a 1.1", "c 1.2"]);
    expect(places([a, c, session("b", "2026-03-16", "f")])).toEqual(["a 1.1", "b 1.2", "c 2.1"]);
  });

  test("is in order when goals came no later than the observation, also in the talk that ended the one before", () => {
    const order = (...parts: string[]) =>
      coachingCycles(
        parts.map((each, index) => session(String(index), `2026-03-0${index + 1}`, each)),
      ).cycles.map(({ isInOrder }) => isInOrder);
    expect(order("o", "gf")).toEqual([false]);
    expect(order("o", "gf", "of")).toEqual([false, true]);
    expect(order("go", "f", "of")).toEqual([true, false]);
  });

  test("within a day the start decides, then the id", () => {
    const at = (id: string, startedAt: string | null) => ({ ...session(id, "2026-03-02"), startedAt });
    expect(places([at("a", "2026-03-02T20:00:00Z"), at("b", "2026-03-02T09:00:00-08:00")])).toEqual([
      "b 1.1",
      "a 1.2",
    ]);
    expect(places([at("b", null), at("a", null)])).toEqual(["a 1.1", "b 1.2"]);
  });

  test("refuses what is no history", () => {
    expect(() => coachingCycles([session("a", "2026-02-30")])).toThrow(TypeError);
    expect(() => coachingCycles([session("a", "2026-03-02"), session("a", "2026-03-03")])).toThrow(
      RangeError,
    );
  });
});

const history = fc
  .array(
    fc.record({
      day: fc.integer({ min: 1, max: 28 }),
      setGoals: fc.boolean(),
      observed: fc.boolean(),
      gaveFeedback: fc.boolean(),
    }),
    { maxLength: 25 },
  )
  .map((all) =>
    all.map(({ day, ...parts }, index) => ({
      id: `s${String(index).padStart(2, "0")}`,
      on: `2026-03-${String(day).padStart(2, "0")}`,
      ...parts,
    })),
  );
const sorted = (sessions: CycleSessionInput[]) =>
  [...sessions].sort((a, b) => (a.on + a.id < b.on + b.id ? -1 : 1));

describe("of any history", () => {
  test("the order of the records changes nothing", () => {
    fc.assert(
      fc.property(history, fc.integer(), (sessions, seed) => {
        const shuffled = [...sessions].sort(
          (a, b) => ((a.id.charCodeAt(2) * seed) % 7) - ((b.id.charCodeAt(2) * seed) % 7),
        );
        expect(coachingCycles(shuffled)).toEqual(coachingCycles(sessions));
      }),
    );
  });

  test("numbers go up by one, every cycle but the last has ended, and its end is the first answered observation", () => {
    fc.assert(
      fc.property(history, (sessions) => {
        const result = coachingCycles(sessions);
        const inOrder = sorted(sessions);
        expect(result.sessions.map(({ id }) => id)).toEqual(inOrder.map(({ id }) => id));
        // Slow and obviously right: of every session, how many cycles ended before it.
        inOrder.forEach((_, index) => {
          const place = result.sessions[index];
          let [ended, observed, since] = [0, false, 0];
          for (const before of inOrder.slice(0, index)) {
            since += 1;
            observed ||= before.observed;
            if (observed && before.gaveFeedback) [ended, observed, since] = [ended + 1, false, 0];
          }
          expect(place).toMatchObject({ cycle: ended + 1, sessionInCycle: since + 1 });
        });
        expect(result.cycles.slice(0, -1).every(({ endedOn }) => endedOn !== null)).toBe(true);
        expect(result.cycles.reduce((sum, cycle) => sum + cycle.sessions, 0)).toBe(sessions.length);
      }),
    );
  });

  test("a session entered later leaves what lies before it as it was", () => {
    fc.assert(
      fc.property(history, history, (sessions, [late]) => {
        if (!late) return;
        const entered = { ...late, id: "z" };
        const earlier = (all: ReturnType<typeof coachingCycles>) =>
          all.sessions.slice(
            0,
            sorted([...sessions, entered]).findIndex(({ id }) => id === "z"),
          );
        expect(earlier(coachingCycles([...sessions, entered]))).toEqual(earlier(coachingCycles(sessions)));
      }),
    );
  });
});
