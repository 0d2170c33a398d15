// One size: what one would write by hand, the libraries, and the package, beside one another.

import { readFileSync } from "node:fs";
import { told } from "./processes.mjs";
import { SIZES } from "./sizes.mjs";
import { megabytes, printSize } from "./table.mjs";

const LIBRARIES = { casl: "@casl/ability", cedar: "@cedar-policy/cedar-wasm", casbin: "casbin" };

const [NAMES, HANDLES] = ["permatrix can, names", "permatrix canByHandle"];

/** What is held against what, and how many times its time it may take. */
const HELD = [
  { name: NAMES, against: "table tuned by hand, names", must: 1.25, aim: 0.9 },
  { name: HANDLES, against: "table tuned by hand, integers", must: 2, aim: 1 },
];

/** Measures and prints a size; gives what is held against something as figures. */
export async function beside(size, options) {
  const { rows, opening, why } = await told("one.mjs", [size, ...options]);
  if (why !== undefined) throw new Error(`${size}: ${why}`);
  const timeOf = (wanted) => rows.find(({ name }) => name === wanted).median;
  const own = rows.map((row) => ({ ...row, beside: timeOf(NAMES) }));
  const isOurs = ({ name }) => name === NAMES || name === HANDLES;
  const byHand = own.filter((row) => !isOurs(row));
  printSize(size, Object.values(SIZES[size]), [...byHand, ...(await libraries(size, options)), ...own.filter(isOurs)]);
  const { bytes, milliseconds, kept } = opening;
  console.log(`  opened from ${megabytes(bytes)} of JSON in ${Math.round(milliseconds)} ms; its memory grew by ${megabytes(kept)}`);
  return HELD.map(({ name, against, ...budget }) => {
    return { name: `${name}: to the ${against}`, at: size, unit: "x", median: timeOf(name) / timeOf(against), ...budget };
  });
}

async function libraries(size, options) {
  const rows = [];
  for (const [library, name] of Object.entries(LIBRARIES))
    rows.push({ name: `${name} ${version(name)}`, ...(await told("library.mjs", [library, size, ...options])) });
  return rows;
}

function version(name) {
  return JSON.parse(readFileSync(new URL(`../../node_modules/${name}/package.json`, import.meta.url), "utf8")).version;
}
