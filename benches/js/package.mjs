// The package as it is packed, and the memory of its module.

import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A project of its own that has the package and nothing else. */
export const folder = `${root}target/bench`;

/** Unpacks the tarball where `import` finds it. */
export function unpack() {
  const place = `${folder}/node_modules/permatrix`;
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  execFileSync("tar", ["-xzf", tarball(), "-C", place, "--strip-components=1"]);
}

function tarball() {
  if (process.env.PERMATRIX_TARBALL) return process.env.PERMATRIX_TARBALL;
  const tarballs = `${root}target/tarball`;
  const [file] = readdirSync(tarballs, { encoding: "utf8" }).filter((name) => name.endsWith(".tgz"));
  if (!file) throw new Error("there is no tarball yet: `cargo xtask package` makes it");
  return `${tarballs}/${file}`;
}

let loaded;

/** Imports what was unpacked. `memory()`: bytes of the module's memory, which the package shows to nobody. */
export function load() {
  return (loaded ??= loading());
}

async function loading() {
  const instances = [];
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    constructor(...given) {
      super(...given);
      instances.push(this);
    }
  };
  const entry = createRequire(`${folder}/main.js`).resolve("permatrix");
  const { Engine } = await import(pathToFileURL(entry).href);
  WebAssembly.Instance = Instance;
  return { Engine, memory: () => instances.at(-1).exports.memory.buffer.byteLength };
}
