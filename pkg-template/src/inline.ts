// The module as text inside the JavaScript: nothing to fetch, nothing to configure, ready when the import is. Compressed it
// is 2 % more than the module alone; `permatrix/url` saves these, and compiles while it loads, where the bundler can emit an
// asset.

import { order, text } from "./wasm-text.js";
import { start } from "./start.js";

/** Letters that a text is made of; the last of them announce a rare byte. */
const LETTERS = 90;
const SINGLE = LETTERS - 4;

const BYTES = Uint8Array.from({ length: 256 }, (_, rank) => parseInt(order.slice(2 * rank, 2 * rank + 2), 16));

const PLACES = Uint8Array.from({ length: 127 }, (_, letter) => place(letter));

start(new WebAssembly.Module(decoded()));

/**
 * `order` has the bytes, the most frequent first, two digits each; a letter of `text`, or two, is a place in it. This loop runs
 * once, before the runtime has compiled it: so no calls in it, and two tables.
 */
function decoded(): Uint8Array {
  const letters = new TextEncoder().encode(text);
  let length = 0;
  for (let at = 0; at < letters.length; at++) {
    let rank = PLACES[letters[at] as number] as number;
    if (rank >= SINGLE) rank = SINGLE + (rank - SINGLE) * LETTERS + (PLACES[letters[++at] as number] as number);
    letters[length++] = BYTES[rank] as number;
  }
  return letters.subarray(0, length);
}

/** The place of a letter among those from the blank to `~`, without `"`, `$`, `<`, `\\` and `` ` ``. */
function place(letter: number): number {
  return letter - 32 - +(letter > 34) - +(letter > 36) - +(letter > 60) - +(letter > 92) - +(letter > 96);
}

export * from "./index.js";
