// A tool's whole matrix against the expected one.

import type { Cell, Grid } from "../../types.js";
import { didYouMean } from "../near.js";
import { cellWords } from "../words.js";
import type { Stage } from "./run.js";
import type { GridTest } from "./suite.js";

/** Every cell; a row or column that only one of the two has differs as well. */
export function checkGrid(expected: GridTest, { engine, witness }: Stage): string[] {
  const problems: string[] = [];
  for (const grid of engine.matrix({ tool: expected.tool })) {
    const columns = grid.columns.map(({ column }) => column);
    const rows = grid.rows.map(({ action }) => action);
    problems.push(...heads("column", expected.columns, columns), ...heads("row", [...expected.rows.keys()], rows));
    for (const { action, column, cell, expect } of pairs(expected, grid)) {
      if (isSame(expected.tool, expect, cell)) witness.seen(engine, action, column);
      else problems.push(`row ${action}, column ${column}: expected "${expect}", found "${cellWords(cell)}"`);
    }
  }
  return problems;
}

/** Names that one of the two does not have. */
function heads(what: string, expected: readonly string[], found: readonly string[]): string[] {
  const absent = expected.filter((name) => !found.includes(name));
  const extra = found.filter((name) => !expected.includes(name));
  return [
    ...absent.map((name) => `${what} ${name}: expected, but the matrix has no such ${what}${didYouMean(name, extra)}`),
    ...extra.map((name) => `${what} ${name}: found, but the test has no such ${what}`),
  ];
}

/** The cells that both have. */
function pairs({ columns, rows }: GridTest, grid: Grid) {
  return grid.rows.flatMap(({ action, cells }) =>
    grid.columns.flatMap(({ column }, index) => {
      const [cell, expect] = [cells[index], rows.get(action)?.[columns.indexOf(column)]];
      return cell === undefined || expect === undefined ? [] : [{ action, column, cell, expect }];
    }),
  );
}

/** A tool's own footnote can be named with the tool, as grids do, or without, as catalogs do. */
function isSame(tool: string, expect: string, cell: Cell): boolean {
  const found = cellWords(cell);
  return expect === found || (cell.value === "if" && expect.replace(/^if /, `if ${tool}.`) === found);
}
