// The cases of tests/cases as the text of one module, for projects that have no such folder and runtimes without files.

import { readdir, readFile } from "node:fs/promises";

const root = new URL("../../", import.meta.url);

/** A module that exports `cases`, with the catalogs they name put in. */
export async function casesModule() {
  const names = await readdir(new URL("tests/cases/", root));
  const files = names.filter((name) => name.endsWith(".json")).sort();
  const cases = await Promise.all(files.map(async (file) => ({ file, ...(await json(`tests/cases/${file}`)) })));
  const folders = await readdir(new URL("catalogs/", root));
  const documents = async (name) => ({
    catalog: await json(`catalogs/${name}/catalog.json`),
    facts: await json(`catalogs/${name}/facts.json`),
  });
  const catalogs = Object.fromEntries(await Promise.all(folders.map(async (name) => [name, await documents(name)])));
  return `const catalogs = ${JSON.stringify(catalogs)};
const found = (one, key) => (typeof one[key] === "string" ? catalogs[one[key]][key] : one[key]);
const all = ${JSON.stringify(cases)};
export const cases = all.map((one) => ({ ...one, catalog: found(one, "catalog"), facts: found(one, "facts") }));
`;
}

async function json(path) {
  return JSON.parse(await readFile(new URL(path, root), "utf8"));
}
