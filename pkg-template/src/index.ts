export type { Decisions } from "./decisions.js";
export type { Kind } from "./engine.js";
export { Engine, PermatrixError } from "./inside.js";
export type { ErrorCode, Place } from "./error.js";
export type { Subject, SubjectQuestion } from "./subject.js";
export type * from "./types.js";
