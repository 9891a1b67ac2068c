import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type SuppressedTable, suppressTable } from "./suppress-table.ts";
import type { CellState } from "./table-network.ts";

const MARKS: Record<CellState, string> = { shown: ".", primary: "P", secondary: "s" };

/** One line per row with its total last; the last line holds the column totals and the grand total. */
const draw = ({ cells, rowTotals, columnTotals, total }: SuppressedTable) =>
  [...cells.map((row, place) => [...row, rowTotals[place]]), [...columnTotals, total]].map((row) =>
    row.map((state) => MARKS[state ?? "shown"]).join(""),
  );

type Sum = { parts: { place: number; sign: 1 | -1 }[]; constant: number };

/**
 * What a reader can work out, by trying: every whole-number table that agrees with all that is shown, hidden counts
 * being at least `least` and at most `most`. Returns the values found for each hidden place, totals included.
 */
function possibleValues(table: number[][], states: CellState[][], least: number, most: number) {
  const width = (table[0]?.length ?? 0) + 1;
  const full = withTotals(table);
  const hidden = states.flatMap((row, r) =>
    row.flatMap((state, c) => (state === "shown" ? [] : [r * width + c])),
  );
  const order = new Map(hidden.map((place, index) => [place, index]));
  const sumOver = (places: [number, number][], totalAt: [number, number]): Sum => {
    const parts: Sum["parts"] = [];
    let constant = 0;
    for (const [[r, c], sign] of [...places.map((at) => [at, 1] as const), [totalAt, -1] as const]) {
      const index = order.get(r * width + c);
      if (index === undefined) constant += sign * (full[r]?.[c] ?? 0);
      else parts.push({ place: index, sign });
    }
    return { parts, constant };
  };
  const height = full.length;
  const sums = [
    ...full.map((_, r) =>
      sumOver(
        range(width - 1).map((c) => [r, c]),
        [r, width - 1],
      ),
    ),
    ...range(width).map((c) =>
      sumOver(
        range(height - 1).map((r) => [r, c]),
        [height - 1, c],
      ),
    ),
  ].filter(({ parts }) => parts.length > 0);

  const values = hidden.map(() => new Set<number>());
  const current: number[] = [];
  const fits = () =>
    sums.every(({ parts, constant }) => {
      let low = constant;
      let high = constant;
      for (const { place, sign } of parts) {
        const known = current[place];
        low += known === undefined ? (sign === 1 ? least : -most) : sign * known;
        high += known === undefined ? (sign === 1 ? most : -least) : sign * known;
      }
      return low <= 0 && high >= 0;
    });
  const search = (): void => {
    if (current.length === hidden.length) {
      for (const [place, value] of current.entries()) values[place]?.add(value);
      return;
    }
    for (let value = least; value <= most; value += 1) {
      current.push(value);
      if (fits()) search();
      current.pop();
    }
  };
  search();
  return new Map(hidden.map((place, index) => [place, [...(values[index] ?? [])].sort((a, b) => a - b)]));
}

function withTotals(table: number[][]): number[][] {
  const rows = table.map((row) => [...row, row.reduce((sum, count) => sum + count, 0)]);
  const last = range(rows[0]?.length ?? 0).map((c) => rows.reduce((sum, row) => sum + (row[c] ?? 0), 0));
  return [...rows, last];
}

function range(length: number): number[] {
  return Array.from({ length }, (_, place) => place);
}

function statesOf({ cells, rowTotals, columnTotals, total }: SuppressedTable): CellState[][] {
  return [...cells.map((row, place) => [...row, rowTotals[place] ?? "shown"]), [...columnTotals, total]];
}

describe("by hand", () => {
  test("nothing small, nothing hidden", () => {
    expect(
      draw(
        suppressTable(
          [
            [20, 30],
            [40, 12],
          ],
          { minimum: 10 },
        ),
      ),
    ).toEqual(["...", "...", "..."]);
  });

  test("one small cell needs three more: alone in its row or column it is the total less the rest", () => {
    const table = [
      [3, 20, 30],
      [40, 15, 60],
      [50, 70, 80],
    ];
    expect(draw(suppressTable(table, { minimum: 10 }))).toEqual(["Ps..", "ss..", "....", "...."]);
  });

  test("two small cells with one hidden count in each line besides protect each other", () => {
    const table = [
      [5, 40, 30],
      [20, 7, 60],
      [50, 70, 80],
    ];
    const states = suppressTable(table, { minimum: 10 });
    expect(draw(states)).toEqual(["Ps..", "sP..", "....", "...."]);
  });

  test("two ones in a row give themselves away: only 1 + 1 makes 2", () => {
    const table = [
      [1, 1, 5],
      [1, 1, 6],
      [5, 6, 9],
    ];
    const states = statesOf(suppressTable(table, { minimum: 4 }));
    expect(states.flat().filter((state) => state === "secondary").length).toBeGreaterThan(0);
    const values = possibleValues(table, states, 1, 14);
    for (const place of [0, 1, 4, 5]) expect(values.get(place)?.length).toBeGreaterThan(2);
  });

  test("a table of one row hides two counts and the totals that repeat them", () => {
    expect(draw(suppressTable([[4, 30]], { minimum: 10 }))).toEqual(["Ps.", "Ps."]);
  });

  test("a single small count leaves no total", () => {
    expect(draw(suppressTable([[4]], { minimum: 10 }))).toEqual(["PP", "PP"]);
  });

  test("totals are hidden when cells are not enough", () => {
    // the rest of row and column is 0, which is shown; 40 and its totals say nothing while 43 is hidden
    const states = suppressTable(
      [
        [3, 0],
        [0, 40],
      ],
      { minimum: 10 },
    );
    expect(draw(states)).toEqual(["P.P", "...", "P.s"]);
  });

  test("small totals are small counts", () => {
    const states = suppressTable(
      [
        [2, 3],
        [40, 50],
      ],
      { minimum: 10 },
    );
    expect(states.rowTotals[0]).toBe("primary");
    expect(states.cells[0]).toEqual(["primary", "primary"]);
  });

  test("a count at the minimum is shown, a zero by the policy", () => {
    expect(
      draw(
        suppressTable(
          [
            [10, 0],
            [12, 30],
          ],
          { minimum: 10 },
        ),
      ),
    ).toEqual(["...", "...", "..."]);
    const hidden = suppressTable(
      [
        [10, 0],
        [12, 30],
      ],
      { minimum: 10, zeroShown: false },
    );
    expect(hidden.cells[0]?.[1]).toBe("primary");
    expect(hidden.cells.flat().filter((state) => state === "secondary")).toHaveLength(3);
  });

  test("where zeros are shown, none is hidden to protect another count", () => {
    const { cells } = suppressTable(
      [
        [3, 0, 20],
        [0, 25, 30],
        [40, 50, 60],
      ],
      { minimum: 5 },
    );
    expect(cells[0]?.[1]).toBe("shown");
    expect(cells[1]?.[0]).toBe("shown");
  });

  test("no data is shown as such and protects nothing", () => {
    const states = suppressTable(
      [
        [3, null, 20],
        [15, null, 30],
      ],
      { minimum: 5 },
    );
    expect(draw(states)).toEqual(["P.s.", "s.s.", "...."]);
    expect(draw(suppressTable([[null]], { minimum: 5, zeroShown: false }))).toEqual(["..", ".."]);
  });

  test("three large counts are hidden rather than five small ones", () => {
    const table = [
      [3, 12, 900],
      [12, 900, 12],
      [900, 12, 12],
    ];
    const { cells } = suppressTable(table, { minimum: 10 });
    expect(cells.flat().filter((state) => state === "secondary")).toHaveLength(3);
  });

  test("of as many, the smaller counts are hidden", () => {
    const table = [
      [3, 500, 12],
      [400, 600, 300],
      [20, 700, 15],
    ];
    expect(draw(suppressTable(table, { minimum: 10 }))).toEqual(["P.s.", "....", "s.s.", "...."]);
  });

  test("by default the range is as wide as small itself: what leaves one to four of four small counts hides no more", () => {
    const table = [
      [2, 3, 30, 40],
      [3, 2, 50, 60],
      [70, 80, 90, 95],
    ];
    expect(draw(suppressTable(table, { minimum: 5 }))).toEqual(["PP...", "PP...", ".....", "....."]);
    expect(draw(suppressTable(table, { minimum: 5, width: 4 }))).not.toEqual(
      draw(suppressTable(table, { minimum: 5 })),
    );
  });

  test("a wider range hides more", () => {
    const table = [
      [3, 12, 30],
      [12, 14, 60],
      [50, 70, 80],
    ];
    const hiddenOf = (width: number) =>
      statesOf(suppressTable(table, { minimum: 5, width }))
        .flat()
        .filter((state) => state !== "shown").length;
    expect(hiddenOf(30)).toBeGreaterThan(hiddenOf(3));
  });
});

const table = fc
  .record({ rows: fc.integer({ min: 1, max: 3 }), columns: fc.integer({ min: 1, max: 3 }) })
  .chain(({ rows, columns }) =>
    fc.array(fc.array(fc.nat({ max: 6 }), { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  );

describe("laws", { timeout: 120_000 }, () => {
  test.each([true, false])(
    "no small count can be worked out from what is shown (zeros shown: %s)",
    (zeroShown) => {
      const least = zeroShown ? 1 : 0;
      const minimum = 3;
      const wanted = minimum - 1 - least;
      fc.assert(
        fc.property(table, (counts) => {
          const states = statesOf(suppressTable(counts, { minimum, zeroShown }));
          const full = withTotals(counts);
          const hidden = full.flatMap((row, r) => row.filter((_, c) => states[r]?.[c] !== "shown"));
          const most = Math.max(0, ...hidden) + wanted;
          // More would take too long to try.
          fc.pre(hidden.length <= 9 && most <= 14);
          const values = possibleValues(counts, states, least, most);
          for (const [r, row] of states.entries()) {
            for (const [c, state] of row.entries()) {
              if (state !== "primary") continue;
              const possible = values.get(r * row.length + c) ?? [];
              expect((possible.at(-1) ?? 0) - (possible[0] ?? 0)).toBeGreaterThanOrEqual(wanted);
              expect(possible).toContain(full[r]?.[c]);
            }
          }
        }),
        { numRuns: 150 },
      );
    },
  );

  test("exactly the small counts are primary", () => {
    fc.assert(
      fc.property(table, fc.boolean(), (counts, zeroShown) => {
        const states = statesOf(suppressTable(counts, { minimum: 4, zeroShown }));
        for (const [r, row] of withTotals(counts).entries()) {
          for (const [c, count] of row.entries()) {
            const isSmall = count < 4 && (count > 0 || !zeroShown);
            expect(states[r]?.[c] === "primary").toBe(isSmall);
          }
        }
      }),
    );
  });

  test("the same table always gives the same answer, and a table turned over is protected as well", () => {
    fc.assert(
      fc.property(table, (counts) => {
        const policy = { minimum: 4 };
        expect(suppressTable(counts, policy)).toEqual(suppressTable(counts, policy));
        const turned = (counts[0] ?? []).map((_, column) => counts.map((row) => row[column] ?? 0));
        const primaries = (states: CellState[][]) =>
          states.flat().filter((state) => state === "primary").length;
        expect(primaries(statesOf(suppressTable(turned, policy)))).toBe(
          primaries(statesOf(suppressTable(counts, policy))),
        );
      }),
    );
  });

  test("40 sites by 12 groups: small counts hide few others and no total", () => {
    const counts = range(40).map((row) =>
      range(12).map((column) => ((row * 12 + column) % 29 === 0 ? 3 : 10 + ((row * 7 + column * 13) % 31))),
    );
    const { cells, rowTotals, columnTotals, total } = suppressTable(counts, { minimum: 10 });
    expect(cells.flat().filter((state) => state === "primary")).toHaveLength(17);
    expect(cells.flat().filter((state) => state === "secondary").length).toBeLessThan(30);
    expect(new Set([...rowTotals, ...columnTotals, total])).toEqual(new Set(["shown"]));
  });
});

describe("bad input", () => {
  test("is refused, all problems at once", () => {
    expect(() => suppressTable([[1.5, -1]], { minimum: 10 })).toThrow(
      "table.0.0: found 1.5, expected a whole number of 0 or more, or null\ntable.0.1: found -1, expected a whole number of 0 or more, or null",
    );
    expect(() => suppressTable([[1, 2], [3]], { minimum: 10 })).toThrow(
      "table[1]: found 1 columns, expected 2 as in table[0]",
    );
    expect(() => suppressTable([[1, 2], [3], [4, 5, 6]], { minimum: 10 })).toThrow(
      "table[1]: found 1 columns, expected 2 as in table[0]\ntable[2]: found 3 columns, expected 2 as in table[0]",
    );
    expect(() => suppressTable([], { minimum: 10 })).toThrow("table: expected at least 1 row");
    expect(() => suppressTable([[]], { minimum: 10 })).toThrow("table.0: expected at least 1 column");
    expect(() => suppressTable([[1]], { minimum: 1 })).toThrow(/policy\.minimum/);
    expect(() => suppressTable([[1]], { minimum: 5, zeros: false } as never)).toThrow(/policy/);
  });
});
