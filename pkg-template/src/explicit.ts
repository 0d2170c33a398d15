// Nothing happens at the import: the host says where the module comes from and when.

export { init, start as initSync } from "./inside.js";
export * from "./index.js";
