// Which cells of the matrix the tests have gone through.

import type { Engine } from "../../engine.js";
import type { Decision, Grid } from "../../types.js";
import { cellWords } from "../words.js";
import type { Witness } from "./run.js";

/** Between action and column in the name of a cell. */
const CROSS = " × ";

/** The cells of one tool that are not empty, by `cellKey`; those that were gone through. */
interface ToolCells {
  readonly filled: ReadonlyMap<string, string>;
  readonly touched: Set<string>;
}

/** The cells of all catalogs that tests were run on. A catalog that several files use is counted once. */
export class Coverage {
  readonly #catalogs = new Map<string, ReadonlyMap<string, ToolCells>>();

  /** What is touched in tests on a catalog, which `engine` has as it is in its file. */
  witness(catalog: string | Uint8Array, engine: Engine): Witness {
    const text = typeof catalog === "string" ? catalog : new TextDecoder("utf-8", { fatal: true }).decode(catalog);
    const tools = this.#catalogs.get(text) ?? cellsOf(engine);
    this.#catalogs.set(text, tools);
    return {
      decided(engine, action, { paths }: Decision) {
        for (const { column } of paths) touch(tools, engine, action, column.slice(column.lastIndexOf(".") + 1));
      },
      seen: (engine, action, column) => touch(tools, engine, action, column),
    };
  }

  /** How many cells there are, and how many of them were touched. */
  get counts(): { filled: number; touched: number } {
    const all = [...this.#tools()];
    const sum = (counted: (tool: ToolCells) => number) => all.reduce((total, [, tool]) => total + counted(tool), 0);
    return { filled: sum(({ filled }) => filled.size), touched: sum(({ touched }) => touched.size) };
  }

  get percent(): number {
    const { filled, touched } = this.counts;
    return filled === 0 ? 100 : (100 * touched) / filled;
  }

  /** The summary, and a line for each tool with untouched cells; if they are wanted, these as well. */
  lines({ cells }: { readonly cells: boolean }): string[] {
    const { filled, touched } = this.counts;
    const summary = `coverage: ${touched} of ${filled} cells that are not empty, ${percentWords(this.percent)}`;
    const tools = [...this.#tools()].filter(([, tool]) => tool.touched.size < tool.filled.size);
    return [summary, ...tools.flatMap(([name, tool]) => (cells ? toolLines(name, tool) : [toolLine(name, tool)]))];
  }

  *#tools(): Iterable<[string, ToolCells]> {
    for (const tools of this.#catalogs.values()) yield* tools;
  }
}

/** Not rounded up: what is not all is not 100 %. */
export function percentWords(percent: number): string {
  return `${(Math.floor(percent * 10) / 10).toFixed(1)} %`;
}

function toolLine(name: string, { filled, touched }: ToolCells): string {
  return `  ${name}: ${touched.size} of ${filled.size}`;
}

/** With the untouched cells, a line for each action. */
function toolLines(name: string, tool: ToolCells): string[] {
  const rows = new Map<string, string[]>();
  for (const key of tool.filled.keys()) {
    if (tool.touched.has(key)) continue;
    const [action = "", column = ""] = key.slice(name.length + 1).split(CROSS);
    rows.set(action, [...(rows.get(action) ?? []), column]);
  }
  const lines = [...rows].map(([action, columns]) => `    ${action}: ${columns.join(", ")}`);
  return [`${toolLine(name, tool)}; not touched:`, ...lines];
}

function cellsOf(engine: Engine): Map<string, ToolCells> {
  const grids = engine.catalog.tools.flatMap(({ tool }) => engine.matrix({ tool }));
  return new Map(grids.map((grid) => [grid.tool, { filled: filledIn(grid), touched: new Set() }]));
}

function filledIn({ columns, rows }: Grid): Map<string, string> {
  const filled = rows.flatMap(({ action, cells }) =>
    cells.map((cell, index) => [cellKey(action, columns[index]?.column ?? ""), cellWords(cell)] as const),
  );
  return new Map(filled.filter(([, cell]) => cell !== ""));
}

function cellKey(action: string, column: string): string {
  return `${action}${CROSS}${column}`;
}

/** A cell that the test itself has changed before is another cell. */
function touch(tools: ReadonlyMap<string, ToolCells>, engine: Engine, action: string, column: string): void {
  const tool = action.split(".", 1)[0] ?? "";
  const cells = tools.get(tool);
  const key = cellKey(action, column);
  const filled = cells?.filled.get(key);
  if (cells === undefined || filled === undefined || cells.touched.has(key)) return;
  const [grid] = engine.revision === 0 ? [] : engine.matrix({ tool });
  if (grid === undefined || filledIn(grid).get(key) === filled) cells.touched.add(key);
}
