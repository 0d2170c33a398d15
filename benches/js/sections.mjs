// What in a wasm module weighs what: `node benches/js/sections.mjs module.wasm`, of a module that has the names of its functions.
// Bytes as they are in the file, not compressed: what stands there twice weighs less than half when it is.

import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";

const CODE = 10;
const DATA = 11;
const IMPORTS = 2;
const NAMES = 0;

const bytes = readFileSync(process.argv[2]);
const sections = [...sectionsOf(bytes)];
const of = (id) => sections.filter((section) => section.id === id);
const names = of(NAMES).map(functionNames).find((found) => found.size > 0) ?? new Map();
const imported = of(IMPORTS).reduce((count, section) => count + functionImports(section), 0);
const weights = new Map();
let functions = 0;
for (const { start } of of(CODE)) {
  const reader = { at: start };
  functions = number(reader);
  for (let index = 0; index < functions; index += 1) {
    const length = number(reader);
    const part = partOf(names.get(imported + index) ?? "without a name");
    weights.set(part, (weights.get(part) ?? 0) + length);
    reader.at += length;
  }
}
const data = of(DATA).reduce((sum, section) => sum + section.end - section.start, 0);
weights.set("data: texts, tables, places of failures", data);
const rows = [...weights].sort(([, a], [, b]) => b - a);
const named = of(NAMES).reduce((sum, section) => sum + section.end - section.start, 0);
console.log(`\n${functions} functions; ${bytes.length - named} bytes without names\n`);
for (const [part, weight] of rows) console.log(`${String(weight).padStart(8)}  ${part}`);
console.log(`\nwith names, brotli: ${brotliCompressSync(bytes).length} bytes; the package's module: node --test tests/package/size.test.mjs`);

/** Which part of the crate, or which library, a function is of. */
function partOf(name) {
  const own = /permatrix(?:_wasm)?::(\w+)(?:::(\w+))?/.exec(name.replaceAll(/<impl permatrix::\w+::\w+>::/g, ""));
  const generic = /^<?(?:alloc|core)(?:\[\w+\])?::/.test(name);
  if (generic) return "core and alloc: what is generic over something of ours, and the rest";
  if (own) {
    const [, first, second] = own;
    if (/permatrix_wasm/.test(name)) return "the boundary";
    return ["catalog", "facts", "change", "decide", "condition"].includes(first) && /^[a-z]/.test(second ?? "") ? `${first}::${second}` : first;
  }
  if (/^core_/.test(name)) return "the boundary";
  if (/js_sys|wasm_bindgen|__wbindgen|__wbg/.test(name)) return "wasm-bindgen and js-sys";
  if (/talc|__rdl|__rust/.test(name)) return "the allocator";
  return /hmac_sha256/.test(name) ? "hmac-sha256" : "core and alloc: what is generic over something of ours, and the rest";
}

function* sectionsOf(bytes) {
  const reader = { at: 8 };
  while (reader.at < bytes.length) {
    const id = bytes[reader.at++];
    const length = number(reader);
    yield { id, start: reader.at, end: reader.at + length };
    reader.at += length;
  }
}

/** LEB128 */
function number(reader) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[reader.at++];
    value |= (byte & 127) << shift;
    if (byte < 128) return value >>> 0;
  }
}

function text(reader) {
  const length = number(reader);
  reader.at += length;
  return bytes.toString("utf8", reader.at - length, reader.at);
}

function functionNames({ start, end }) {
  const reader = { at: start };
  const found = new Map();
  if (text(reader) !== "name") return found;
  while (reader.at < end) {
    const kind = bytes[reader.at++];
    const length = number(reader);
    const next = reader.at + length;
    if (kind === 1) for (let left = number(reader); left > 0; left -= 1) found.set(number(reader), text(reader));
    reader.at = next;
  }
  return found;
}

function functionImports({ start }) {
  const reader = { at: start };
  let functions = 0;
  for (let left = number(reader); left > 0; left -= 1) {
    text(reader);
    text(reader);
    if (bytes[reader.at++] !== 0) throw new Error("the module imports something else than functions");
    number(reader);
    functions += 1;
  }
  return functions;
}
