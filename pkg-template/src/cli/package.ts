// The package as anybody imports it: for the command line it stays a file of its own, as it is for all others.

export { Engine, PermatrixError } from "../inline.js";
export type { ErrorCode } from "../error.js";
