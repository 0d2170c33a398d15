// workerd compiles nothing inside a request; it wants the module as an import.

import module from "./wasm.js";
import { start } from "./inside.js";

start(module);

export * from "./index.js";
