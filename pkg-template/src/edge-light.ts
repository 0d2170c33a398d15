// Vercel's edge runtime: the module as an import, with the suffix it asks for.

import module from "./permatrix_bg.wasm?module";
import { start } from "./inside.js";

start(module);

export * from "./index.js";
