// The cases of tests/cases as the text of one module, for projects that have no such folder and runtimes without files.

import { readdir, readFile } from "node:fs/promises";

const root = new URL("../../", import.meta.url);

/** A module that exports `cases`, with the catalogs they name put in. */
export async function casesModule() {
  const names = await readdir(new URL("tests/cases/", root));
  const files = names.filter((name) => name.endsWith(".json")).sort();
  const cases = await Promise.all(files.map(async (file) => ({ file, ...(await json(`tests/cases/${file}`)) })));
  const construction = {
    catalog: await json("catalogs/construction/catalog.json"),
    facts: await json("catalogs/construction/facts.json"),
  };
  return `const construction = ${JSON.stringify(construction)};
const found = (one, key) => (one[key] === "construction" ? construction[key] : one[key]);
const all = ${JSON.stringify(cases)};
export const cases = all.map((one) => ({ ...one, catalog: found(one, "catalog"), facts: found(one, "facts") }));
`;
}

async function json(path) {
  return JSON.parse(await readFile(new URL(path, root), "utf8"));
}
