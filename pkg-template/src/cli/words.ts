// Decisions in words.

import type { Cell, Decision, DecisionCode, Path, Title } from "../types.js";

/** What each code means: docs/SEMANTICS.md, S1. */
export const CODES: Readonly<Record<DecisionCode, string>> = {
  granted: "something gives it, nothing takes it away",
  no_grant: "no active column gives it",
  never: "a column takes it away",
  ceiling: "a ceiling cuts it",
  condition: "a footnote says no",
  missing: "it depends on something that is not known",
  unknown_subject: "the user is not known",
  unknown_action: "the catalog has no such action",
  unknown_resource: "there is no such resource",
  not_in_slice: "it depends on what this slice does not know",
  not_here: "the action's tool does not apply to this resource",
  limit: "the question takes more work than the limits allow",
};

/** `denied (missing: it depends on …; missing: resource.creator)`. */
export function decisionWords(decision: Decision): string {
  const { allowed, code, missing, ceilings, paths } = decision;
  const parts = [
    `${code}: ${CODES[code]}`,
    ...(missing.length > 0 ? [`missing: ${missing.join(", ")}`] : []),
    ...ceilings.map(ceilingWords),
    ...paths.map(pathWords),
  ];
  return `${allowed ? "allowed" : "denied"} (${parts.join("; ")})`;
}

/** `user:anna has rfi.standard through role engineer on project:7 until 2027-01-01T00:00:00.000Z, if own`. */
export function pathWords({ to, on, role, granted, column, until, condition }: Path): string {
  if (on === undefined) return `every known user has ${column} without a grant${ifWords(condition)}`;
  const what = column.includes(".") ? column : `role ${column}`;
  const by = role === undefined ? granted : `role ${role}`;
  const through = by === undefined || by === what ? "" : ` through ${by}`;
  const end = until === undefined ? "" : ` until ${timeWords(until)}`;
  return `${to} has ${what}${through} on ${on}${end}${ifWords(condition)}`;
}

/** S11 */
export function ceilingWords(ceiling: string): string {
  return `cut by ceiling ${ceiling}`;
}

function ifWords(condition: string | undefined): string {
  return condition === undefined ? "" : `, if ${condition}`;
}

export function timeWords(ms: number): string {
  return new Date(ms).toISOString();
}

/** A cell as catalogs and tests write it; an empty one is `""`. */
export function cellWords(cell: Cell): string {
  if (cell.value === "if") return `if ${cell.condition}`;
  return cell.value === "no" ? "" : cell.value;
}

/** A title, in English where it has that. */
export function titleWords(title: Title): string | undefined {
  return title["en"] ?? title[""] ?? Object.values(title)[0];
}

/** `a`, `a and b`, `a, b and c`. */
export function listWords(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

/** `1 test`, `2 tests`. */
export function countWords(count: number, one: string, more = `${one}s`): string {
  return `${count} ${count === 1 ? one : more}`;
}
