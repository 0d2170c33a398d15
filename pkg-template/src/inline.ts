// The module as text inside the JavaScript: nothing to fetch, nothing to configure, ready when the import is. Compressed it
// is 7 % more than the module alone; `permatrix/url` saves these, and compiles while it loads, where the bundler can emit an
// asset.

import hex from "./wasm-hex.js";
import { start } from "./start.js";

start(new WebAssembly.Module(decoded(hex)));

function decoded(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length / 2);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = (digit(text.charCodeAt(2 * index)) << 4) | digit(text.charCodeAt(2 * index + 1));
  }
  return bytes;
}

/** The value of a digit, `0` to `9` and `a` to `f`, from its code. */
function digit(code: number): number {
  return (code & 15) + (code >> 6) * 9;
}

export * from "./index.js";
