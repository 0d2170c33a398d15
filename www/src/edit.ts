import type { Cell, Change, Engine, RoleInfo } from "permatrix/url";

/** A cell as `apply` wants it. */
export type CellValue = "yes" | "no" | "never" | `if ${string}`;

/** One entry of the draft: what it was in the saved state, and what it is to be. */
export type Edit =
  | { kind: "cell"; tool: string; action: string; column: string; from: CellValue; to: CellValue }
  | { kind: "level"; tool: string; role: string; from: string; to: string }
  | { kind: "granular"; tool: string; role: string; column: string; from: boolean; to: boolean };

/** The level of a role that gives none for a tool. */
export const NO_LEVEL = "";

export function valueOf(cell: Cell): CellValue {
  return cell.value === "if" ? `if ${cell.condition}` : cell.value;
}

/** Two edits with the same key are about the same thing; the later one counts. */
export function keyOf(edit: Edit): string {
  switch (edit.kind) {
    case "cell":
      return `cell ${edit.action} ${edit.column}`;
    case "level":
      return `level ${edit.role} ${edit.tool}`;
    case "granular":
      return `granular ${edit.role} ${edit.column}`;
  }
}

/** The edits as changes for `apply`: those of one role become one change, for a role is changed as a whole. */
export function changesOf(edits: readonly Edit[], saved: Engine): Change[] {
  const cells = edits.flatMap((edit) => (edit.kind === "cell" ? [cellChange(edit)] : []));
  const roles = new Set(edits.flatMap((edit) => (edit.kind === "cell" ? [] : [edit.role])));
  return [...cells, ...saved.catalog.roles.filter(({ role }) => roles.has(role)).map((role) => roleChange(role, edits))];
}

function cellChange({ action, column, to }: Edit & { kind: "cell" }): Change {
  return { kind: "set_cell", action, column, value: to };
}

function roleChange(info: RoleInfo, edits: readonly Edit[]): Change {
  const levels = { ...info.levels };
  const granulars = new Set(info.granulars);
  for (const edit of edits) {
    if (edit.kind === "cell" || edit.role !== info.role) continue;
    if (edit.kind === "granular") edit.to ? granulars.add(edit.column) : granulars.delete(edit.column);
    else if (edit.to === NO_LEVEL) delete levels[edit.tool];
    else levels[edit.tool] = edit.to;
  }
  const { role, on, title, exclusive } = info;
  return { kind: "set_role", role, on, title, exclusive, levels, granulars: [...granulars] };
}
