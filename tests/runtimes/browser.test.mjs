// Chromium: plain modules without a bundler, then what Vite and esbuild make, none of them configured.

import assert from "node:assert/strict";
import { test } from "node:test";
import { build as esbuild } from "esbuild";
import { build as vite } from "vite";
import { outcomeIn, outcomeOf, page } from "./chromium.mjs";
import { consumer, root } from "./consumer.mjs";

const isModule = (path) => path.endsWith(".wasm");

/** What one writes who has no bundler. */
const importMap = (specifier, file) =>
  `<script type="importmap">{ "imports": { "${specifier}": "/node_modules/permatrix/dist/${file}" } }</script>`;

test("plain modules, the module inline", async () => {
  const index = page("/main.mjs", importMap("permatrix", "inline.js"));
  const folder = await consumer("plain", { "index.html": index, "main.mjs": outcomeOf("permatrix") });
  const { outcome, loaded } = await outcomeIn(folder);
  assert.equal(outcome, "ok");
  assert.equal(loaded.some(isModule), false, "the module comes with the JavaScript");
});

test("plain modules, the module as a file", async () => {
  const index = page("/main.mjs", importMap("permatrix/url", "url.js"));
  const folder = await consumer("plain-url", { "index.html": index, "main.mjs": outcomeOf("permatrix/url") });
  const { outcome, loaded } = await outcomeIn(folder);
  assert.equal(outcome, "ok");
  assert.equal(loaded.filter(isModule).length, 1, "the module is loaded once");
  assert.equal(loaded.some((path) => path.includes("inline")), false, "and not as text besides");
});

for (const specifier of ["permatrix", "permatrix/url"]) {
  test(`Vite, ${specifier}`, async () => {
    const name = specifier.replace("/", "-");
    const folder = await consumer(`vite-${name}`, { "index.html": page("/main.mjs"), "main.mjs": outcomeOf(specifier) });
    await vite({ root: folder, configFile: false, logLevel: "error", build: { target: "es2022" } });
    const { outcome, loaded } = await outcomeIn(`${folder}/dist`);
    assert.equal(outcome, "ok");
    assert.equal(loaded.filter(isModule).length, specifier === "permatrix" ? 0 : 1);
  });
}

test("esbuild", async () => {
  const folder = await consumer("esbuild", { "index.html": page("/bundle.js"), "main.mjs": outcomeOf("permatrix") });
  const format = { bundle: true, format: "esm", platform: "browser", logLevel: "error" };
  await esbuild({ entryPoints: [`${folder}/main.mjs`], outfile: `${folder}/bundle.js`, ...format });
  const { outcome } = await outcomeIn(folder);
  assert.equal(outcome, "ok");
});
