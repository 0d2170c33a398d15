// A fresh page in Chromium, where there is one: from the import to the first decision.

import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter } from "node:path";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { serve } from "../../tests/serve.mjs";
import { quartiles } from "./measure.mjs";
import { folder } from "./package.mjs";

const PAGE = `<!doctype html><meta charset="utf-8"><title>first decision</title><link rel="icon" href="data:,">`;

const ENTRIES = { permatrix: "the module inside the JavaScript", "permatrix/url": "the module as a file" };

export async function inChromium(documents, quick) {
  const program = found();
  if (program === undefined) return [{ name: "fresh page in Chromium", at: "small", why: "no Chromium here: CHROME says where" }];
  const site = await laid(documents);
  const server = await serve(site);
  const browser = await chromium.launch({ executablePath: program });
  try {
    const rows = [];
    for (const [number, [entry, words]] of Object.entries(ENTRIES).entries()) {
      const times = [];
      const address = `http://127.0.0.1:${server.address().port}/`;
      for (let turn = 0; turn < (quick ? 3 : 11); turn += 1) times.push(await first(browser, address, number));
      rows.push({ name: `fresh page in Chromium, ${words}`, at: "small", unit: "ms", ...quartiles(times) });
    }
    return rows;
  } finally {
    await browser.close();
    server.close();
  }
}

function found() {
  const named = ["chromium", "chromium-browser", "google-chrome"];
  const paths = process.env.PATH.split(delimiter).flatMap((path) => named.map((name) => `${path}/${name}`));
  return [process.env.CHROME, ...paths].find((file) => file !== undefined && existsSync(file));
}

/** A folder with a page, a program for each entry, and the documents. */
async function laid(documents) {
  const site = `${folder}/site`;
  mkdirSync(site, { recursive: true });
  for (const [number, entry] of Object.keys(ENTRIES).entries()) {
    const stdin = { contents: `export { Engine } from "${entry}";`, resolveDir: folder };
    const options = { bundle: true, minify: true, format: "esm", platform: "browser", target: "es2022" };
    await build({ stdin, ...options, outfile: `${site}/${number}.js` });
  }
  // esbuild leaves `new URL` alone: the file is looked for beside the program.
  copyFileSync(`${folder}/node_modules/permatrix/dist/permatrix_bg.wasm`, `${site}/permatrix_bg.wasm`);
  writeFileSync(`${site}/index.html`, PAGE);
  writeFileSync(`${site}/first.json`, JSON.stringify(documents));
  return site;
}

/** In a context of its own: nothing is cached. */
async function first(browser, address, number) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  const took = await page.evaluate(async (program) => {
    const { catalog, facts, question } = await (await fetch("/first.json")).json();
    const start = performance.now();
    const { Engine } = await import(program);
    const allowed = Engine.from({ catalog, facts }).can(...question);
    return allowed ? performance.now() - start : undefined;
  }, `/${number}.js`);
  await context.close();
  if (took === undefined) throw new Error("the first decision on a page was a no");
  return took;
}
