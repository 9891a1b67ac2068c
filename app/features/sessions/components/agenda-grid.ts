import type { KeyboardEvent } from "react";

const STEPS: Record<string, [columns: number, rows: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * Arrow keys lead from cell to cell of the calendar's table, Page Up and Page Down to the period before and after. A cell's link
 * has `data-cell="column,row"`.
 */
export function moveByKey(event: KeyboardEvent<HTMLElement>, turn: (step: -1 | 1) => void): void {
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.key === "PageUp" || event.key === "PageDown") {
    event.preventDefault();
    turn(event.key === "PageUp" ? -1 : 1);
    return;
  }
  const step = STEPS[event.key];
  const cell = (event.target as HTMLElement).closest<HTMLElement>("[data-cell]")?.dataset.cell;
  if (!step || !cell) return;
  const [column = 0, row = 0] = cell.split(",").map(Number);
  const next = event.currentTarget.querySelector<HTMLElement>(
    `[data-cell="${column + step[0]},${row + step[1]}"]`,
  );
  if (!next) return;
  event.preventDefault();
  next.focus();
}
