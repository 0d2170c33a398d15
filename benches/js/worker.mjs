// Ten million assignments in a worker, which has 128 MB for all that it is. The crate writes the snapshot natively, for it is made
// of more JSON than a module can hold; workerd fetches and opens it. Neither workerd nor miniflare keeps to that limit on one's own
// machine: what is taken is measured, and compared with it.

import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { folder } from "./package.mjs";
import { told } from "./processes.mjs";

const ASSIGNMENTS = 10_000_000;
const QUICK = 100_000;
/** What an isolate of Cloudflare's may take, JavaScript's heap and WebAssembly together, in megabytes. */
const LIMIT = 134.217728;

/** Gives figures. */
export async function worker(quick) {
  const place = `${folder}/worker`;
  const assignments = quick ? QUICK : ASSIGNMENTS;
  write(place, assignments);
  const found = await told("worker/measure.mjs", [place]);
  if (found.why !== undefined) throw new Error(`a worker with ${assignments} assignments: ${found.why}`);
  return figures(found, assignments.toLocaleString("en")).filter(({ median }) => !Number.isNaN(median));
}

/** A minute or two, and 6 GB of memory. */
function write(place, assignments) {
  mkdirSync(place, { recursive: true });
  const [cargo, root] = [process.env.CARGO ?? "cargo", fileURLToPath(new URL("../..", import.meta.url))];
  const options = ["bench", "-q", "--bench", "worker", "--", place, String(assignments)];
  execFileSync(cargo, options, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
}

function figures({ file, fetching, before, open, opened, answered, full, can, decideAll }, at) {
  const both = ({ module, heap }) => module + heap;
  const mb = (name, bytes, must) => ({ name, at, unit: "MB", median: bytes / 1e6, must, aim: must });
  return [
    mb("the snapshot, as a file", file),
    mb("memory of the module, opened", opened.module),
    mb("heap of JavaScript, opened", opened.heap),
    mb("both, opened", both(opened), LIMIT),
    mb("both, all answers compared", both(answered), LIMIT),
    mb("both, as many names remembered as ever are", both(full), LIMIT),
    // All of workerd, not only the isolate: what arrived, and what its allocators keep, as well.
    mb("the process before", before.now),
    mb("- grew by, opened", opened.now - before.now),
    mb("- by fetching alone it grows by", fetching),
    mb("- grew by, as many names remembered as ever are", full.now - before.now),
    mb("- was at its most", full.most),
    { name: "open, from the request on", at, unit: "ms", median: open },
    { name: "can, names", at, unit: "ns", ...can },
    { name: "decideAll, all users of a project x 500 actions", at, unit: "ns", ...decideAll },
  ];
}
