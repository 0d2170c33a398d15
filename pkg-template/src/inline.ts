// The module as text inside the JavaScript: nothing to fetch, nothing to configure, ready when the import is. Compressed it
// is 2 % more than the module alone; `permatrix/url` saves these, and compiles while it loads, where the bundler can emit an
// asset.

import { start } from "./inside.js";
import { decoder, order, text } from "./wasm-text.js";

/** Where the decoder (`decode.wat`) finds the bytes in their order, and the letters. */
const ORDER = 128;
const LETTERS = 384;

const PAGE = 65_536;

start(new WebAssembly.Module(decoded()));

/** `order` has the bytes, the most frequent first; a letter of `text`, or two, is a place in it. */
function decoded(): Uint8Array {
  const { memory, decode } = new WebAssembly.Instance(new WebAssembly.Module(bytes(decoder))).exports as Decoder;
  memory.grow(Math.ceil(text.length / PAGE));
  const room = new Uint8Array(memory.buffer);
  for (let letter = 32; letter < 127; letter++) room[letter] = place(letter);
  room.set(bytes(order), ORDER);
  new TextEncoder().encodeInto(text, room.subarray(LETTERS));
  return room.subarray(LETTERS, decode(LETTERS, LETTERS + text.length));
}

interface Decoder {
  readonly memory: WebAssembly.Memory;
  readonly decode: (at: number, end: number) => number;
}

/** Two hexadecimal digits each. */
function bytes(digits: string): Uint8Array {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** The place of a letter among those from the blank to `~`, without `"`, `$`, `<`, `\\` and `` ` ``. */
function place(letter: number): number {
  return letter - 32 - +(letter > 34) - +(letter > 36) - +(letter > 60) - +(letter > 92) - +(letter > 96);
}

export * from "./index.js";
