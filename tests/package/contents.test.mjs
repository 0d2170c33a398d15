// What is in the tarball: all that the package promises, and nothing else.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { before, test } from "node:test";
import { consumer } from "../runtimes/consumer.mjs";

const PAPERS = ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "package.json"];

const FOLDERS = ["dist/cli", "dist/cli/test"];

let installed;
let files;
before(async () => {
  installed = `${await consumer("contents")}/node_modules/permatrix`;
  files = await readdir(installed, { recursive: true });
});

test("papers, and dist/", async () => {
  assert.deepEqual((await readdir(installed)).sort(), [...PAPERS, "dist"].sort());
});

test("nothing but JavaScript, its types, and one module", () => {
  const inside = files.filter((file) => file.startsWith("dist/"));
  const modules = inside.filter((file) => file.endsWith(".wasm"));
  const others = inside.filter((file) => !/\.(js|d\.ts|wasm)$/.test(file) && !FOLDERS.includes(file));
  assert.deepEqual(modules, ["dist/permatrix_bg.wasm"]);
  assert.deepEqual(others, []);
});

test("every file the exports and the command line name is there", async () => {
  const { exports, bin } = JSON.parse(await readFile(`${installed}/package.json`, "utf8"));
  const missing = targets({ exports, bin }).filter((target) => !files.includes(target.slice("./".length)));
  assert.deepEqual(missing, []);
});

function targets(exports) {
  return typeof exports === "string" ? [exports] : Object.values(exports).flatMap(targets);
}
