// The same catalog and facts as the editor opens, on an engine in Node of the very package the editor was built with.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const installed = createRequire(new URL("../../www/package.json", import.meta.url)).resolve("permatrix");
const { Engine } = await import(pathToFileURL(installed).href);

const text = (name) => readFileSync(new URL(`../../catalogs/construction/${name}.json`, import.meta.url), "utf8");

export function construction() {
  return Engine.from({ catalog: text("catalog"), facts: text("facts") });
}
