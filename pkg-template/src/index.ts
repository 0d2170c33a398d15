export type { Decisions } from "./decisions.js";
export { Engine } from "./engine.js";
export type { Kind } from "./engine.js";
export { PermatrixError } from "./error.js";
export type { ErrorCode, Place } from "./error.js";
export type { Subject, SubjectQuestion } from "./subject.js";
export type * from "./types.js";
