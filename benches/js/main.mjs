// How long a question takes, beside what one would write by hand.
// node benches/js/main.mjs [--size small|medium|large|all] [--quick] [--assert] [--company]
//
// --quick    fewer rounds
// --assert   ends with 1 when a budget is missed
// --company  the projects lie in a company: one more place where a grant could be

import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { unpack } from "./package.mjs";
import { SIZES } from "./sizes.mjs";

/** How a size says that it ran, but missed a budget. */
const MISSED = 3;

const { values } = parseArgs({
  options: {
    size: { type: "string", default: "all" },
    quick: { type: "boolean", default: false },
    assert: { type: "boolean", default: false },
    company: { type: "boolean", default: false },
  },
});

unpack();
console.log(`Node ${process.versions.node}, V8 ${process.versions.v8}, ${cpus()[0].model}`);
const statuses = sizes(values.size).map(run);
process.exitCode = statuses.some((status) => status !== 0 && status !== MISSED) ? 2 : Number(values.assert && statuses.includes(MISSED));

function sizes(wanted) {
  if (wanted === "all") return Object.keys(SIZES);
  if (Object.hasOwn(SIZES, wanted)) return [wanted];
  throw new Error(`--size ${wanted}: small, medium, large or all`);
}

/** In a process of its own: neither the heap nor the compiled code of one size is to be felt by the next. */
function run(size) {
  const options = ["quick", "company"].filter((name) => values[name]).map((name) => `--${name}`);
  const script = fileURLToPath(new URL("one.mjs", import.meta.url));
  return spawnSync(process.execPath, ["--expose-gc", script, size, ...options], { stdio: "inherit" }).status;
}
