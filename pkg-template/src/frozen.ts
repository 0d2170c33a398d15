/** Freezes a result to its last leaf: results are shared by callers, and a screen must not be able to edit a decision. */
export function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const inner of Object.values(value)) frozen(inner);
    Object.freeze(value);
  }
  return value;
}
