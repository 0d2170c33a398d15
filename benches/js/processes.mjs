// Measurements in processes of their own: neither the heap nor the compiled code of one is to be felt by the next, and one
// that does not come to an end, or runs out of memory, takes nothing else with it.

import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What a process may take: beyond that, it is said that it does not fit. */
const HEAP = 4_096;
const SECONDS = 300;

/** Runs a script of this folder and gives what it tells; or, as `why`, why it came to nothing. */
export function told(script, args) {
  // Node 20 has WebSocket for the asking.
  const execArgv = ["--expose-gc", "--experimental-websocket", `--max-old-space-size=${HEAP}`];
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), args, { execArgv, silent: true });
  const timer = setTimeout(() => child.kill("SIGKILL"), SECONDS * 1_000);
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (text) => (said += text));
    child.on("message", resolve);
    child.on("close", (status, signal) => {
      clearTimeout(timer);
      if (said.includes("heap out of memory")) resolve({ why: `out of memory: more than ${HEAP / 1_024} GB of heap` });
      else if (signal === "SIGKILL") resolve({ why: `not done within ${SECONDS} s` });
      else reject(new Error(`${script} ${args.join(" ")} told nothing (${status})\n${said}`)); // without effect when it has
    });
  });
}

/** Tells what came out; in the process that measures. */
export function tell(result) {
  // By hand the scripts can be run too.
  if (process.send) process.send(result);
  else console.log(JSON.stringify(result, null, 2));
}
