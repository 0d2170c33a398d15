// The package in workerd, and what workerd takes: its process as the machine sees it, JavaScript's heap as its inspector does.

import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

/** Starts a worker in `folder`, which lies where the package is unpacked. */
export async function started(folder) {
  const miniflare = new Miniflare(await bundled(folder));
  const ask = async (route, asked = {}) => {
    const response = await miniflare.dispatchFetch(`http://localhost/${route}`, { method: "POST", body: JSON.stringify(asked) });
    if (response.status !== 200) throw new Error(`${route}: ${await response.text()}`);
    return response.json();
  };
  await ask("memory"); // there is no process before the first request
  return { ask, heap: await heapOf(miniflare), resident: residentOf(workerd()), end: () => miniflare.dispose() };
}

/** As wrangler does it: one script, with the module beside it. */
async function bundled(folder) {
  const entryPoints = [fileURLToPath(new URL("gate.mjs", import.meta.url))];
  const found = { alias: { permatrix: `${folder}/../node_modules/permatrix` }, conditions: ["workerd"], external: ["*.wasm"] };
  await build({ entryPoints, outdir: folder, bundle: true, format: "esm", ...found });
  copyFileSync(`${folder}/../node_modules/permatrix/dist/permatrix_bg.wasm`, `${folder}/permatrix_bg.wasm`);
  return {
    cf: false, // asks nobody on the network what requests look like
    inspectorPort: 0, // any free one
    modules: true,
    scriptPath: `${folder}/gate.js`,
    modulesRoot: folder,
    modulesRules: [
      { type: "CompiledWasm", include: ["**/*.wasm"] },
      { type: "ESModule", include: ["**/*.js"] },
    ],
    compatibilityDate: "2026-07-30", // of the workerd that the root's package.json pins
  };
}

/** Bytes of JavaScript's heap that are in use, with whatever is not collected yet. */
async function heapOf(miniflare) {
  const { host } = await miniflare.getInspectorURL();
  const socket = new WebSocket(`ws://${host}/core:user:`);
  await new Promise((resolve, reject) => Object.assign(socket, { onopen: resolve, onerror: reject }));
  return async () => {
    const answer = new Promise((resolve) => (socket.onmessage = ({ data }) => resolve(JSON.parse(data))));
    socket.send(JSON.stringify({ id: 1, method: "Runtime.getHeapUsage" }));
    const { usedSize, embedderHeapUsedSize = 0, backingStorageSize = 0 } = (await answer).result;
    return usedSize + embedderHeapUsedSize + backingStorageSize;
  };
}

/** The process that miniflare started; nothing where there is no /proc. */
function workerd() {
  const isOurs = (pid) => {
    const [, name, parent] = /\((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    return name === "workerd" && Number(parent) === process.pid;
  };
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).find(isOurs);
  } catch {
    return undefined;
  }
}

/** Bytes of a process that are in memory: now, and at its most. */
function residentOf(pid) {
  return () => {
    if (pid === undefined) return { now: NaN, most: NaN };
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const [now, most] = ["VmRSS", "VmHWM"].map((name) => 1_024 * Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]));
    return { now, most };
  };
}
