// What a browser has to load, compressed as servers send it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { consumer } from "../runtimes/consumer.mjs";

// KB (1000 bytes) of brotli, module and JavaScript together. What may be is 150 for what a browser loads, whichever way; 90 is
// the aim. These ceilings are what it is now and a little: raise one only with the reason beside it.
//   120 / 128  deciding, grants, edits of the matrix
//   135 / 143  + all other changes (users, groups, resources, attributes, settings), sharing, member lists
//   142 / 147  + requests, invitations, notices (12 KB; errors of one word, cursors and another alphabet gave 10 back)
//   124 / 129  a diet: a JSON reader of its own, one frame of a catalog for all edits, no searches, one sort
//   139 / 143  + snapshots, deltas, laying changes out, the bulk form (18 KB), lints of what footnotes can come to (5 KB);
//              the text of the inline module has one letter for a frequent byte, which gives 2 KB back
//   147 / 150  + slices (5 KB): choosing what one user may know, laying it out anew, and what is unknown in one. Less would be
//              slices that keep other people's numbers, or the names of what their user can do nothing on;
//              + questions by numbers (2 KB), answers as bytes (1 KB of JavaScript), people in groups compiled for speed (1 KB);
//              the module names no places in its source where it could fail, which gives 3 KB back
//              + changed grants laid out by copying what lies between (1 KB): the longest pause is a fifth of what it was
//              + snapshots without names (1 KB), people in groups and attributes compiled for speed (1 KB); another allocator,
//              wasm-opt at -O2, and no words for what failed give 3 KB back
//              + rows with one footnote in bits (0.6 KB), attributes by handles (0.6 KB), paths compiled for speed (0.5 KB); one export
//              for all that is not asked often gives 1.4 KB back
const CEILING = { file: 147, inline: 150 };

let folder;
before(async () => void (folder = await consumer("size")));

test("the module as a file: permatrix/url", async (t) => {
  const javascript = await bundled("permatrix/url");
  const module = kilobytes(await readFile(`${folder}/node_modules/permatrix/dist/permatrix_bg.wasm`));
  const total = javascript + module;
  t.diagnostic(`note: ${module.toFixed(1)} KB wasm + ${javascript.toFixed(1)} KB JavaScript, brotli`);
  assert.ok(total <= CEILING.file, `${total.toFixed(1)} KB; the ceiling is ${CEILING.file} KB`);
});

test("the module inline: permatrix", async (t) => {
  const total = await bundled("permatrix");
  t.diagnostic(`note: ${total.toFixed(1)} KB with the module inline, brotli`);
  assert.ok(total <= CEILING.inline, `${total.toFixed(1)} KB; the ceiling is ${CEILING.inline} KB`);
});

/** The size of a program that does nothing but import `specifier`, as a bundler makes it. */
async function bundled(specifier) {
  const stdin = { contents: `export * from "${specifier}";`, resolveDir: folder };
  const options = { bundle: true, minify: true, format: "esm", platform: "browser", target: "es2022", write: false };
  const { outputFiles } = await build({ stdin, ...options });
  return kilobytes(outputFiles[0].contents);
}

function kilobytes(bytes) {
  return brotliCompressSync(bytes).length / 1000;
}
