import { useRef, useState } from "react";
import type { KeyboardEvent } from "react";

type Position = readonly [row: number, column: number];

/** One cell of a grid is in the tab order; arrow keys, Home, End and Page keys move it. */
export function useArrowKeys(rows: number, columns: number) {
  const table = useRef<HTMLTableElement>(null);
  const [[row, column], setCurrent] = useState<Position>([0, 0]);
  function onKeyDown(event: KeyboardEvent) {
    const last: Position = [rows - 1, columns - 1];
    const [r, c] = moved([row, column], last, event);
    if (r === row && c === column) return;
    event.preventDefault();
    table.current?.querySelector<HTMLElement>(`[data-at="${r} ${c}"]`)?.focus();
  }
  /** What makes an element the cell at this place. */
  function at(r: number, c: number) {
    return {
      tabIndex: r === row && c === column ? 0 : -1,
      "data-at": `${r} ${c}`,
      onFocus: () => setCurrent([r, c]),
    };
  }
  return { table, onKeyDown, at };
}

function moved([row, column]: Position, [lastRow, lastColumn]: Position, { key, ctrlKey }: KeyboardEvent): Position {
  switch (key) {
    case "ArrowUp":
      return [Math.max(0, row - 1), column];
    case "ArrowDown":
      return [Math.min(lastRow, row + 1), column];
    case "ArrowLeft":
      return [row, Math.max(0, column - 1)];
    case "ArrowRight":
      return [row, Math.min(lastColumn, column + 1)];
    case "PageUp":
      return [Math.max(0, row - 8), column];
    case "PageDown":
      return [Math.min(lastRow, row + 8), column];
    case "Home":
      return [ctrlKey ? 0 : row, 0];
    case "End":
      return [ctrlKey ? lastRow : row, lastColumn];
    default:
      return [row, column];
  }
}
