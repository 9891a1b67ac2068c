import { describe, expect, test } from "vitest";
import { figureOf, pool, standingOf } from "./figure.rules.ts";

const target80 = { direction: "up", target: 80 } as const;

describe("a figure", () => {
  test("pools numerators and denominators instead of averaging rates", () => {
    // 9 of 10 and 10 of 100: the mean of the rates would be 50 %
    const pooled = pool([
      { numerator: 9, denominator: 10 },
      { numerator: 10, denominator: 100 },
    ]);
    expect(figureOf("reach", pooled, null).value).toBeCloseTo((100 * 19) / 110, 10);
  });

  test("of a share has Wilson's interval", () => {
    // 81 of 263: Newcombe 1998, method 3
    const { interval } = figureOf("reach", { numerator: 81, denominator: 263 }, null);
    expect(interval?.lower).toBeCloseTo(25.53, 2);
    expect(interval?.upper).toBeCloseTo(36.62, 2);
  });

  test("of a dose may pass its plan, and has a Poisson score interval", () => {
    // x = 10: (10 + 1.9207 ± 1.96 √(10.9604)) / 8 = 5.432 and 18.41 over 8
    const figure = figureOf("sessions-delivered", { numerator: 10, denominator: 8 }, null);
    expect(figure.value).toBe(125);
    expect(figure.interval?.lower).toBeCloseTo(67.9, 1);
    expect(figure.interval?.upper).toBeCloseTo(230.1, 1);
  });

  test("without a denominator has no value, which is not zero", () => {
    expect(figureOf("reach", { numerator: 0, denominator: 0 }, null)).toMatchObject({
      value: null,
      interval: null,
    });
    expect(figureOf("reach", { numerator: 0, denominator: 4 }, null).value).toBe(0);
  });
});

describe("a standing", () => {
  const standing = (numerator: number, denominator: number) =>
    standingOf(figureOf("reach", { numerator, denominator }, null), target80);

  test("is behind only when the whole interval misses the target", () => {
    expect(standing(40, 100)).toBe("behind");
    expect(standing(3, 4)).toBe("maybe-behind");
    expect(standing(4, 5)).toBe("on-track");
    expect(standing(0, 0)).toBe("no-data");
  });

  test("follows the direction of good", () => {
    const late = figureOf("late-entry", { numerator: 40, denominator: 100 }, null);
    expect(standingOf(late, { direction: "down", target: 10 })).toBe("behind");
    expect(standingOf(late, { direction: "down", target: 50 })).toBe("on-track");
  });

  test("without an interval is never certain", () => {
    const minutes = figureOf("minutes-delivered", { numerator: 100, denominator: 1000 }, null);
    expect(standingOf(minutes, target80)).toBe("maybe-behind");
  });
});
