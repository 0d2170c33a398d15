// How long a question takes beside what one would use instead, and what else is promised.
// node benches/js/main.mjs [--only sizes|figures|cold|bytes|worker] [--size small|medium|large] [--quick] [--assert] [--company]
//
// --only     one part
// --size     one size of the workload, where there are several
// --quick    fewer rounds
// --assert   ends with 1 when a budget is missed
// --company  the projects lie in a company: one more place where a grant could be

import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { beside } from "./beside.mjs";
import { bytes } from "./bytes.mjs";
import { cold } from "./cold.mjs";
import { FIGURES } from "./figures/index.mjs";
import { unpack } from "./package.mjs";
import { told } from "./processes.mjs";
import { SIZES } from "./sizes.mjs";
import { isMissed, printFigures } from "./table.mjs";
import { worker } from "./worker.mjs";

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    size: { type: "string" },
    quick: { type: "boolean", default: false },
    assert: { type: "boolean", default: false },
    company: { type: "boolean", default: false },
  },
});
const quick = values.quick ? ["--quick"] : [];

/** Each measures, prints, and gives its figures. */
const PARTS = {
  sizes: async () => {
    const options = values.company ? [...quick, "--company"] : quick;
    return shown("Beside the table tuned by hand", await inTurns(sizes(), (size) => beside(size, options)));
  },
  figures: async () => shown("Permatrix by itself", await inTurns(worlds(), (world) => told("figures.mjs", [world, ...quick]))),
  cold: async () => shown("From nothing to the first decision", await cold(values.quick)),
  bytes: async () => shown("What a browser loads", await bytes()),
  worker: async () => shown("A worker of 128 MB", await worker(values.quick)),
};

unpack();
console.log(`Node ${process.versions.node}, V8 ${process.versions.v8}, ${cpus()[0].model}`);
const parts = chosen("--only", values.only, Object.keys(PARTS));
const missed = (await inTurns(parts, (part) => PARTS[part]())).filter(isMissed);
if (missed.length > 0) printFigures("Budgets missed", missed);
process.exitCode = Number(values.assert && missed.length > 0);

function sizes() {
  return chosen("--size", values.size, Object.keys(SIZES));
}

/** The worlds of figures; those that are no size are there whatever the size. */
function worlds() {
  const all = [...new Set(FIGURES.flatMap(({ at }) => at))];
  return all.filter((world) => sizes().includes(world) || !Object.hasOwn(SIZES, world));
}

function chosen(option, wanted, all) {
  if (wanted === undefined) return all;
  if (all.includes(wanted)) return [wanted];
  throw new Error(`${option} ${wanted}: ${all.join(", ")}`);
}

/** One after the other: nothing else runs while something is measured. */
async function inTurns(list, work) {
  const results = [];
  for (const each of list) results.push(...(await work(each)));
  return results;
}

function shown(title, figures) {
  printFigures(title, figures);
  return figures;
}
