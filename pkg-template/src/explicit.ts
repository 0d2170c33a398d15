// Nothing happens at the import: the host says where the module comes from and when.

export { init } from "./init.js";
export { start as initSync } from "./start.js";
export * from "./index.js";
