// What a browser loads of each package, compressed as servers send it: bundled and minified, with its WebAssembly.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { folder } from "./package.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

const BUDGET = { must: 150, aim: 90 };

/** `import`: what a program imports; `module`: the file that comes beside the JavaScript. */
const PACKAGES = [
  { name: "permatrix", import: "permatrix", from: folder, ...BUDGET },
  { name: "permatrix/url", import: "permatrix/url", from: folder, module: () => ours("permatrix_bg.wasm"), ...BUDGET },
  { name: "@casl/ability", import: "@casl/ability", from: root },
  { name: "casbin", import: "casbin", from: root },
  {
    name: "@cedar-policy/cedar-wasm",
    import: "@cedar-policy/cedar-wasm/web",
    from: root,
    module: () => `${root}node_modules/@cedar-policy/cedar-wasm/web/cedar_wasm_bg.wasm`,
  },
];

const ours = (file) => `${folder}/node_modules/permatrix/dist/${file}`;

export async function bytes() {
  const rows = [];
  for (const { name, module, must, aim, ...entry } of PACKAGES) {
    const parts = [await bundled(entry), ...(module ? [readFileSync(module())] : [])];
    const median = parts.map((part) => brotliCompressSync(part).length / 1_000).reduce((sum, part) => sum + part);
    rows.push({ name: `brotli, ${name}`, at: "", unit: "KB", median, must, aim });
  }
  return rows;
}

async function bundled({ import: specifier, from }) {
  const stdin = { contents: `export * from "${specifier}";`, resolveDir: from };
  const options = { bundle: true, minify: true, format: "esm", platform: "browser", target: "es2022", write: false };
  // casbin asks for `fs` where it reads a file, which a browser never does.
  const { outputFiles } = await build({ stdin, ...options, external: ["fs"] });
  return outputFiles[0].contents;
}
