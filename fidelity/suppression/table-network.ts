export type CellState = "shown" | "primary" | "secondary";

export type Cell = {
  value: number;
  state: CellState;
  /** Nodes of the network it connects. */
  tail: number;
  head: number;
  /** 0 a cell, 1 a row or column total, 2 the grand total. */
  rank: 0 | 1 | 2;
};

/** One step of a route: a cell that grows or shrinks. */
type Arc = { cell: Cell; grows: boolean };

/** What changed cells hold; the others hold their value. */
type Held = Map<Cell, number>;

type Search = {
  held: Held;
  without: Cell;
  /** By how much every cell of the route can change at least. */
  least: number;
  /** Cost of using a cell; null when it may not be used. */
  price(cell: Cell): number | null;
};

/**
 * A table with its totals as a network. A node is a row or a column, totals included; a cell runs from its row to its
 * column, a row or column total the other way, so that the sum of every row and column is a balance of what runs in and
 * out. What the shown numbers leave open about a hidden cell is then how much can run round through the other hidden ones.
 *
 * Source: the transportation structure of two-way tables, Cox 1980, JASA 75:377-385.
 */
export class TableNetwork {
  readonly cells: Cell[] = [];
  private readonly places = new Map<string, Cell>();
  private readonly touching: Cell[][];
  private largest = 0;

  /** @param least the smallest value a hidden cell can have; smaller ones are never hidden */
  constructor(
    rows: readonly (readonly (number | null)[])[],
    private readonly least: number,
  ) {
    const height = rows.length;
    const width = rows[0]?.length ?? 0;
    /** Null when there is no data to add up: such a total says nothing. */
    const sumOf = (values: (number | null)[]) => {
      const present = values.filter((value) => value !== null);
      return present.length === 0 ? null : present.reduce((total, value) => total + value, 0);
    };
    this.touching = Array.from({ length: height + width + 2 }, () => []);
    for (const [row, values] of rows.entries()) {
      for (const [column, value] of values.entries()) this.add(row, column, value, height, width);
      this.add(row, width, sumOf([...values]), height, width);
    }
    for (let column = 0; column < width; column += 1) {
      this.add(height, column, sumOf(rows.map((row) => row[column] ?? null)), height, width);
    }
    this.add(height, width, sumOf(rows.flat()), height, width);
  }

  /** The row after the last and the column after the last are the totals. */
  cellAt(row: number, column: number): Cell | undefined {
    return this.places.get(`${row},${column}`);
  }

  /** Hides as few and as small further cells as it finds until the range left open for the cell is wide enough. */
  protect(cell: Cell, wanted: number): void {
    for (;;) {
      const up = this.change(cell.head, cell.tail, cell, wanted);
      const down = this.change(cell.tail, cell.head, cell, Math.min(wanted, cell.value - this.least));
      const missing = wanted - up.amount - down.amount;
      if (missing <= 0) return;
      const route =
        this.routeWith(cell, up.held, missing, 0) ??
        this.routeWith(cell, up.held, 1, 0) ??
        this.routeWith(cell, up.held, missing, 2);
      if (route === null) throw new Error("no way round a hidden cell, not even over the totals");
      for (const arc of route) if (arc.cell.state === "shown") arc.cell.state = "secondary";
    }
  }

  private add(row: number, column: number, value: number | null, height: number, width: number): void {
    if (value === null) return;
    const rank = row === height && column === width ? 2 : row === height || column === width ? 1 : 0;
    const ends = [row, height + 1 + column] as const;
    const [tail, head] = rank === 1 ? [ends[1], ends[0]] : ends;
    const cell: Cell = { value, state: "shown", tail, head, rank };
    this.cells.push(cell);
    this.largest = Math.max(this.largest, value);
    this.places.set(`${row},${column}`, cell);
    this.touching[tail]?.push(cell);
    this.touching[head]?.push(cell);
  }

  /** How much can run from one node to another through hidden cells, up to a limit. */
  private change(from: number, to: number, without: Cell, limit: number) {
    const held: Held = new Map();
    let amount = 0;
    while (amount < limit) {
      const price = (cell: Cell) => (cell.state === "shown" ? null : 0);
      const route = this.route(from, to, { held, without, least: 1, price });
      if (route === null) break;
      const room = route.map(({ cell, grows }) => (grows ? Number.POSITIVE_INFINITY : this.room(held, cell)));
      const step = Math.min(limit - amount, ...room);
      for (const { cell, grows } of route)
        held.set(cell, (held.get(cell) ?? cell.value) + (grows ? step : -step));
      amount += step;
    }
    return { amount, held };
  }

  private routeWith(without: Cell, held: Held, least: number, highestRank: number) {
    const scale = 1 + this.largest;
    const price = (cell: Cell) => {
      if (cell.state !== "shown") return 0;
      if (cell.rank > highestRank || cell.value < this.least) return null;
      return 1 + cell.value / scale + cell.rank * this.cells.length;
    };
    return this.route(without.head, without.tail, { held, without, least, price });
  }

  private room(held: Held, cell: Cell): number {
    return (held.get(cell) ?? cell.value) - this.least;
  }

  /** The cheapest route between two nodes, by Dijkstra's algorithm; null when there is none. */
  private route(from: number, to: number, { held, without, least, price }: Search): Arc[] | null {
    const cost = this.touching.map((_, node) => (node === from ? 0 : Number.POSITIVE_INFINITY));
    const cameBy = new Map<number, Arc>();
    const open = new Set(cost.keys());
    while (open.size > 0) {
      const node = [...open].reduce((best, other) => ((cost[other] ?? 0) < (cost[best] ?? 0) ? other : best));
      const soFar = cost[node] ?? Number.POSITIVE_INFINITY;
      if (node === to) break;
      open.delete(node);
      for (const cell of this.touching[node] ?? []) {
        const step = cell === without ? null : price(cell);
        const grows = cell.tail === node;
        if (step === null || (!grows && this.room(held, cell) < least)) continue;
        const next = grows ? cell.head : cell.tail;
        if (open.has(next) && soFar + step < (cost[next] ?? 0)) {
          cost[next] = soFar + step;
          cameBy.set(next, { cell, grows });
        }
      }
    }
    const route: Arc[] = [];
    for (let node = to; node !== from; ) {
      const arc = cameBy.get(node);
      if (arc === undefined) return null;
      route.push(arc);
      node = arc.grows ? arc.cell.tail : arc.cell.head;
    }
    return route;
  }
}
