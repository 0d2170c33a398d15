// A project of its own that has installed the packed tarball and nothing else, as a user's would.

import { execFile } from "node:child_process";
import { copyFile, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { casesModule } from "./cases.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));

/** The root of the checkout. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** A tool that the root's package.json pins. */
export const tool = (name) => `${root}node_modules/.bin/${name}`;

const MAIN = `import * as permatrix from "permatrix";
import { run } from "./scenario.mjs";
console.log(await run(permatrix));
`;

const REQUIRED = `const permatrix = require("permatrix");
import("./scenario.mjs").then(({ run }) => run(permatrix)).then((outcome) => console.log(outcome));
`;

/** Sets the project up anew in target/consumers/`name`; gives its folder. `files` come on top, by name. */
export async function consumer(name, files = {}) {
  const folder = `${root}target/consumers/${name}`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const file of ["assert.mjs", "example.mjs", "scenario.mjs"]) await copyFile(here + file, `${folder}/${file}`);
  await copyFile(`${root}tests/cases/run.mjs`, `${folder}/run.mjs`);
  await writeFile(`${folder}/cases.mjs`, await casesModule());
  const own = { "package.json": `{ "private": true, "type": "module" }\n`, "main.mjs": MAIN, "main.cjs": REQUIRED };
  for (const [file, text] of Object.entries({ ...own, ...files })) await writeFile(`${folder}/${file}`, text);
  await run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", await tarball()], folder);
  return folder;
}

/** Runs a program; gives what it printed. */
export async function run(program, args, cwd, env = {}) {
  const options = { cwd, env: { ...process.env, ...env }, timeout: 120_000 };
  const { stdout } = await promisify(execFile)(program, args, options);
  return stdout.trim();
}

async function tarball() {
  if (process.env.PERMATRIX_TARBALL) return process.env.PERMATRIX_TARBALL;
  const folder = `${root}target/tarball`;
  const [file] = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".tgz"));
  if (!file) throw new Error("there is no tarball yet: `cargo xtask package` makes it");
  return `${folder}/${file}`;
}
