import type { Answer, Footnote, Grid, GridColumn, Title } from "permatrix/url";
import { valueOf } from "../edit.ts";
import type { CellValue } from "../edit.ts";

/** A cell in both engines. */
export interface SheetCell {
  readonly column: string;
  readonly saved: CellValue;
  readonly draft: CellValue;
}

export interface SheetRow {
  readonly action: string;
  readonly title: Title;
  readonly before: Answer;
  readonly after: Answer;
  readonly cells: readonly SheetCell[];
}

/** The matrix of one tool as two engines have it, laid over each other. */
export interface Sheet {
  readonly title: Title;
  readonly columns: readonly GridColumn[];
  readonly rows: readonly SheetRow[];
  /** Those of the saved matrix first, so that numbers stay while a draft is written. */
  readonly footnotes: readonly Footnote[];
}

export function sheetOf(saved: Grid, draft: Grid): Sheet {
  const columns = union(draft.columns, saved.columns, ({ column }) => column);
  return {
    title: saved.title,
    columns,
    rows: saved.rows.map(({ action, title, answer }, row) => ({
      action,
      title,
      before: answer ?? "no",
      after: draft.rows[row]?.answer ?? "no",
      cells: columns.map(({ column }) => ({
        column,
        saved: cellOf(saved, row, column),
        draft: cellOf(draft, row, column),
      })),
    })),
    footnotes: union(saved.footnotes, draft.footnotes, ({ condition }) => condition),
  };
}

/** The number of the footnote of a cell, from 1. */
export function footnoteNumber(footnotes: readonly Footnote[], value: CellValue): number {
  return footnotes.findIndex(({ condition }) => value === `if ${condition}`) + 1;
}

function cellOf(grid: Grid, row: number, column: string): CellValue {
  const cell = grid.rows[row]?.cells[grid.columns.findIndex((found) => found.column === column)];
  return cell ? valueOf(cell) : "no";
}

function union<T>(first: readonly T[], second: readonly T[], key: (item: T) => string): T[] {
  const known = new Set(first.map(key));
  return [...first, ...second.filter((item) => !known.has(key(item)))];
}
