import { frozen } from "./frozen.js";
import type { Decision } from "./types.js";

/**
 * Every reason for which a call can fail. A denial is not among them (S1), but for a refused change (`denied`).
 *
 * | code | when |
 * |---|---|
 * | `bad_argument` | an argument has the wrong shape; nothing was asked |
 * | `bad_source` | what `open` was to read could not be fetched, or is not a document |
 * | `unknown_name` | a name that nothing bears: in a document, in a change, given to `handle` |
 * | `denied` | `apply`: the matrix does not let this actor make this change; `decision` says why |
 * | `not_there` | `apply`: the grant to revoke is not there |
 * | `freed` | the engine was freed |
 * | `broken` | the module failed inside; this engine is of no more use, others are |
 * | `not_started` | only with `permatrix/explicit`: `init` was not called, or not awaited |
 *
 * The others say what is wrong with a document or a change, and `at` says where.
 */
export type ErrorCode =
  | "bad_argument"
  | "bad_source"
  | "unknown_name"
  | "denied"
  | "not_there"
  | "freed"
  | "broken"
  | "not_started"
  | "bad_json"
  | "bad_type"
  | "unknown_key"
  | "missing_key"
  | "duplicate_key"
  | "bad_name"
  | "bad_id"
  | "duplicate_name"
  | "bad_value"
  | "cycle"
  | "limit"
  | "bad_condition"
  | "condition_type"
  | "bad_version"
  | "wrong_catalog";

/** Where in a document: a path of keys (`tools.rfi.actions.edit`), and the line when it was given as text. */
export interface Place {
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
}

/**
 * The only error this package throws.
 *
 * ```ts
 * try {
 *   engine.apply(changes, { actor: "user:ben" });
 * } catch (error) {
 *   if (error instanceof PermatrixError && error.code === "denied") explain(error.decision);
 *   else throw error;
 * }
 * ```
 */
export class PermatrixError extends Error {
  /** What went wrong, from the closed list. Messages may be reworded, codes stay. */
  readonly code: ErrorCode;
  /** Where, in a document or in the arguments. */
  declare readonly at?: Place;
  /** With `denied`: why. */
  declare readonly decision?: Decision;

  constructor(code: ErrorCode, message: string, more: { at?: Place; decision?: Decision; cause?: unknown } = {}) {
    super(message, "cause" in more ? { cause: more.cause } : undefined);
    this.code = code;
    if (more.at !== undefined) this.at = Object.freeze(more.at);
    if (more.decision !== undefined) this.decision = more.decision;
  }
}
Object.defineProperty(PermatrixError.prototype, "name", {
  value: "PermatrixError",
  configurable: true,
  writable: true,
});

export const BROKEN = "the module failed inside; this engine cannot be used any more";

/** What the core throws on purpose. Anything else it throws is a trap. */
interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
  readonly at?: Place;
  readonly decision?: Decision;
}

/** Whether the core refused on purpose, and so is whole. */
export function isRefusal(thrown: unknown): thrown is Refusal {
  return (
    typeof thrown === "object" &&
    thrown !== null &&
    !(thrown instanceof Error) &&
    typeof (thrown as Refusal).code === "string"
  );
}

/**
 * What the core threw, as our error. Lines and columns stay only if the caller gave text: of the text made from an object
 * nobody knows the lines.
 */
export function coreError(thrown: unknown, givenText = true): PermatrixError {
  if (!isRefusal(thrown)) return new PermatrixError("broken", BROKEN, { cause: thrown });
  const { code, message, at, decision } = thrown;
  const place = at && !givenText ? { path: at.path } : at;
  return new PermatrixError(code, message, {
    ...(place && { at: place }),
    ...(decision && { decision: frozen(decision) }),
  });
}
