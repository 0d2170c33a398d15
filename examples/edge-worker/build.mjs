// The worker as one script with the WebAssembly module beside it, which is how a worker is deployed.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Puts `worker.js` and the module into `folder`/dist. `replaced`: other data, as { "facts.json": path }. */
export async function built(folder, tarball = packed(), replaced = {}) {
  install(tarball, folder);
  await build({
    entryPoints: [`${here}src/worker.mjs`],
    outdir: `${folder}/dist`,
    bundle: true,
    format: "esm",
    conditions: ["workerd"],
    external: ["*.wasm"],
    logLevel: "error",
    plugins: [{ name: "demo", setup: (build) => resolve(build, folder, replaced) }],
  });
  cpSync(`${folder}/node_modules/permatrix/dist/permatrix_bg.wasm`, `${folder}/dist/permatrix_bg.wasm`);
  return `${folder}/dist/worker.js`;
}

/** As `npm install` would, without asking anybody on the network. */
function install(tarball, folder) {
  const home = `${folder}/node_modules/permatrix`;
  mkdirSync(home, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", home, "--strip-components=1"]);
}

/** `permatrix` is what was just installed, whatever else lies around. */
function resolve(build, folder, replaced) {
  build.onResolve({ filter: /^permatrix$/ }, ({ path, kind, pluginData }) =>
    pluginData === "found" ? undefined : build.resolve(path, { kind, resolveDir: folder, pluginData: "found" }),
  );
  build.onResolve({ filter: /\.json$/ }, ({ path }) => {
    const other = replaced[path.split("/").at(-1)];
    return other ? { path: other } : undefined;
  });
}

function packed() {
  const folder = `${here}../../target/tarball`;
  const [file] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  if (!file) throw new Error("there is no tarball yet: `cargo xtask package` makes it");
  return `${folder}/${file}`;
}
