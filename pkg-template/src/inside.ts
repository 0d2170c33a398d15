// What the doors of the package share, one file whichever somebody comes in by: so there is one engine, one class of errors, and
// little to open before the first decision.

export { Engine } from "./engine.js";
export { PermatrixError } from "./error.js";
export { init } from "./init.js";
export { bytesOf } from "./open.js";
export { fields, moment, name, refuse } from "./plain.js";
export { start } from "./start.js";
