import { decoded } from "./bytes.js";
import type { Decision } from "./types.js";

/**
 * Every reason for which a call can fail. A denial is not among them (S1), but for a refused change (`denied`).
 *
 * | code | when |
 * |---|---|
 * | `bad_argument` | an argument has the wrong shape; nothing was asked |
 * | `bad_source` | what `open` was to read could not be fetched or read |
 * | `unknown_name` | a name that nothing bears: in a document, in a change, given to `handle`, an attribute in a question |
 * | `denied` | `apply`: the matrix does not let this actor make this change; `decision` says why |
 * | `not_there` | `apply`: the grant to revoke, or the member to remove, is not there |
 * | `look_alike` | `apply`: a new user's name looks like another user's (S17) |
 * | `not_assignable` | `apply`: more than the actor can give (S20) |
 * | `not_shareable` | `apply`: the sharing rules of the catalog do not provide for it (S18) |
 * | `quota_per_item`, `quota_per_principal`, `quota_per_container` | `apply`: there are as many shares as there can be |
 * | `bad_state` | `apply`: a user or request is not in the state that the change is for (S21, S22) |
 * | `bad_token`, `expired` | `apply`: an invitation that was sent again or used, or one or a request whose time is over |
 * | `own_request` | `apply`: somebody approves what he asked for himself (S21) |
 * | `no_random` | an invitation, or a snapshot without names, needs random bytes, and this runtime has none here |
 * | `damaged` | bytes of a snapshot or delta are not what was written |
 * | `gap` | a delta does not begin where the engine is, or so much is not kept any more: a snapshot is needed |
 * | `not_in_slice` | an engine from `slice` was asked for what only the whole one knows |
 * | `no_names` | an engine from a snapshot without names was asked for what cannot be done without them |
 * | `bad_signature`, `wrong_tenant`, `stale`, `too_early`, `expired` | `permatrix/signed`: what was sealed is not what is expected |
 * | `freed` | the engine was freed |
 * | `broken` | the module failed inside; this engine is of no more use, others are |
 * | `not_started` | only with `permatrix/explicit`: `init` was not called, or not awaited |
 *
 * The others say what is wrong with a document, a change or an attribute in a question, and `at` says where.
 */
export type ErrorCode =
  | "bad_argument"
  | "bad_source"
  | "unknown_name"
  | "denied"
  | "not_there"
  | "not_assignable"
  | "not_shareable"
  | "quota_per_item"
  | "quota_per_principal"
  | "quota_per_container"
  | "bad_state"
  | "bad_token"
  | "expired"
  | "own_request"
  | "no_random"
  | "damaged"
  | "gap"
  | "not_in_slice"
  | "no_names"
  | "bad_signature"
  | "wrong_tenant"
  | "stale"
  | "too_early"
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
  | "look_alike"
  | "bad_value"
  | "cycle"
  | "limit"
  | "bad_condition"
  | "condition_type"
  | "bad_version"
  | "wrong_catalog";

/**
 * Where: a path of keys in what was given (`catalog.tools.rfi.actions.edit`, `changes[0].to`), `""` for all of it; line and
 * column, from 1, in a document given as text or bytes.
 */
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

/** What the core throws on purpose, as bytes. Anything else it throws is a trap. */
interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
  readonly at: Place;
  readonly decision?: Decision;
}

/** Whether the core refused on purpose, and so is whole. */
export function isRefusal(thrown: unknown): thrown is Uint8Array {
  return thrown instanceof Uint8Array;
}

/** From a place in what the core was given to the same place in what the caller wrote. */
export type Placing = (at: Place) => Place;

/** Where the caller wrote the very thing that the core was given. */
export const asGiven: Placing = (at) => at;

/** For what the caller knows as `root`. */
export const beneath =
  (root: string): Placing =>
  ({ path, ...lines }) => ({ path: path === "" || path.startsWith("[") ? root + path : `${root}.${path}`, ...lines });

/** What the core threw, as our error. */
export function coreError(thrown: unknown, placing: Placing): PermatrixError {
  if (!isRefusal(thrown)) return new PermatrixError("broken", BROKEN, { cause: thrown });
  const { code, message, decision, at: told } = decoded<Refusal>(thrown);
  const at = placing(told);
  return new PermatrixError(code, message + worded(at), { at, ...(decision && { decision }) });
}

function worded({ path, line, column }: Place): string {
  const words = [path && `at ${path}`, line && `line ${line}`, column && `column ${column}`].filter(Boolean);
  return words.length === 0 ? "" : ` (${words.join(", ")})`;
}
