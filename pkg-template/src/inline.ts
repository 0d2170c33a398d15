// The module as text inside the JavaScript: nothing to fetch, nothing to configure, ready when the import is. Compressed it
// is 2 % more than the module alone; `permatrix/url` saves these, and compiles while it loads, where the bundler can emit an
// asset.

import { order, text } from "./wasm-text.js";
import { start } from "./start.js";

/** Letters that a text is made of; the last of them announce a rare byte. */
const LETTERS = 90;
const SINGLE = LETTERS - 4;

const BYTES = Uint8Array.from({ length: 256 }, (_, rank) => parseInt(order.slice(2 * rank, 2 * rank + 2), 16));

start(new WebAssembly.Module(decoded()));

/** `order` has the bytes, the most frequent first, two digits each; a letter of `text`, or two, is a place in it. */
function decoded(): Uint8Array {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    let rank = place(text.charCodeAt(at));
    if (rank >= SINGLE) rank = SINGLE + (rank - SINGLE) * LETTERS + place(text.charCodeAt(++at));
    bytes[length++] = BYTES[rank] as number;
  }
  return bytes.subarray(0, length);
}

/** The place of a letter among those from the blank to `~`, without `"`, `$`, `<`, `\\` and `` ` ``. */
function place(letter: number): number {
  return letter - 32 - +(letter > 34) - +(letter > 36) - +(letter > 60) - +(letter > 92) - +(letter > 96);
}

export * from "./index.js";
