// The module as a file of its own, compiled while it arrives. Importing waits for it. For browsers and for bundlers that
// understand `new URL(…, import.meta.url)`: Vite and webpack do; esbuild and rollup leave the file behind without a word.

import { init } from "./inside.js";

await init(new URL("./permatrix_bg.wasm", import.meta.url));

export * from "./index.js";
