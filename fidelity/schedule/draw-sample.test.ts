import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawSample } from "./draw-sample.ts";

const people = (count: number, stratum = "a") =>
  Array.from({ length: count }, (_, index) => ({ id: `${stratum}-${index}`, stratum }));
const idsOf = (strata: ReturnType<typeof drawSample>) => strata.flatMap(({ drawn }) => drawn);

const populations = fc.uniqueArray(fc.record({ id: fc.uuid(), stratum: fc.constantFrom("a", "b", "c") }), {
  selector: ({ id }) => id,
  maxLength: 60,
});
const options = fc.record({
  seed: fc.uuid(),
  share: fc.double({ min: 0.01, max: 1, noNaN: true }),
  atLeast: fc.nat(3),
});

test("takes a fifth of every stratum, rounded up, and at least one", () => {
  const strata = drawSample([...people(21), ...people(3, "b")], { seed: "s", share: 0.2, atLeast: 1 });
  expect(strata.map(({ stratum, population, drawn }) => [stratum, population, drawn.length])).toEqual([
    ["a", 21, 5],
    ["b", 3, 1],
  ]);
});

test("a tenth of thirty is three, though 0.1 is not exact in binary", () => {
  expect(idsOf(drawSample(people(30), { seed: "s", share: 0.1 }))).toHaveLength(3);
});

test("a stored seed draws the same people in every release", () => {
  expect(drawSample(people(8), { seed: "2027-Q1", share: 0.5 })).toEqual([
    { stratum: "a", population: 8, drawn: ["a-6", "a-0", "a-7", "a-3"] },
  ]);
});

test("a draw that is made again keeps its units in front, and fills up with others", () => {
  const again = drawSample(people(8), { seed: "2027-Q1", share: 0.5, kept: ["a-0", "a-1"] });
  expect(again[0]?.drawn).toHaveLength(4);
  expect(new Set(again[0]?.drawn).size).toBe(4);
  expect(again[0]?.drawn.slice(0, 2).sort()).toEqual(["a-0", "a-1"]);
});

test("every unit is drawn about as often as any other", () => {
  const population = people(20);
  const counts = new Map(population.map(({ id }) => [id, 0]));
  for (let seed = 0; seed < 2000; seed += 1)
    for (const id of idsOf(drawSample(population, { seed: `seed ${seed}`, share: 0.25 })))
      counts.set(id, (counts.get(id) ?? 0) + 1);
  // Chi-square with 19 degrees of freedom: 43.8 is exceeded once in a thousand; sampling without replacement lowers it.
  const chiSquare = [...counts.values()].reduce((sum, seen) => sum + (seen - 500) ** 2 / 500, 0);
  expect(chiSquare).toBeLessThan(43.8);
});

describe("over generated populations", () => {
  test("the order of the list changes nothing", () => {
    fc.assert(
      fc.property(populations, options, fc.nat(), (population, given, turn) => {
        const at = population.length === 0 ? 0 : turn % population.length;
        const turned = [...population.slice(at), ...population.slice(0, at)];
        expect(drawSample(turned, given)).toEqual(drawSample(population, given));
      }),
    );
  });

  test("every stratum gets its share, and nobody is drawn twice", () => {
    fc.assert(
      fc.property(populations, options, (population, given) => {
        for (const { stratum, population: n, drawn } of drawSample(population, given)) {
          expect(new Set(drawn).size).toBe(drawn.length);
          expect(drawn.length).toBeGreaterThanOrEqual(Math.min(n, given.atLeast));
          expect(drawn.length).toBeGreaterThanOrEqual(n * given.share - 1e-6);
          expect(drawn.length).toBeLessThanOrEqual(Math.max(given.atLeast, n * given.share + 1));
          for (const id of drawn) expect(population).toContainEqual({ id, stratum });
        }
      }),
    );
  });

  test("a population that grew keeps what was drawn", () => {
    fc.assert(
      fc.property(populations, options, fc.nat(60), (population, given, known) => {
        const first = idsOf(drawSample(population.slice(0, known), given));
        const second = drawSample(population, { ...given, kept: first });
        expect(idsOf(second)).toEqual(expect.arrayContaining(first));
        expect(
          drawSample(population, { ...given, kept: idsOf(second) }).map(({ drawn }) => drawn.length),
        ).toEqual(second.map(({ drawn }) => drawn.length));
      }),
    );
  });
});

test("bad input is named", () => {
  expect(() => drawSample([{ id: "", stratum: "a" }], { seed: "s", share: 1 })).toThrow(/population\.0\.id/);
  expect(() => drawSample([], { seed: "", share: 2 })).toThrow(/options\.seed[\s\S]*options\.share/);
  expect(() => drawSample([...people(2), ...people(1)], { seed: "s", share: 0.5 })).toThrow(
    /found 1 ids twice/,
  );
});
