// The module as text inside the JavaScript: nothing to fetch, nothing to configure, ready when the import is. Compressed it
// is 4 % more than the module alone; `permatrix/url` saves these, and compiles while it loads, where the bundler can emit an
// asset.

import text from "./wasm-text.js";
import { start } from "./start.js";

start(new WebAssembly.Module(decoded(text)));

/** Two letters a byte: `a` to `p` for its lower half, then `A` to `P` for its upper half. */
function decoded(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length / 2);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = half(text.charCodeAt(2 * index)) | (half(text.charCodeAt(2 * index + 1)) << 4);
  }
  return bytes;
}

/** The place of a letter in the alphabet, from 0. */
function half(letter: number): number {
  return (letter & 31) - 1;
}

export * from "./index.js";
