// workerd, which compiles no WebAssembly while it answers: the package hands it the module as an import.

import assert from "node:assert/strict";
import { copyFile } from "node:fs/promises";
import { test } from "node:test";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { consumer } from "./consumer.mjs";

const WORKER = `import * as permatrix from "permatrix";
import { run } from "./scenario.mjs";
export default {
  async fetch() {
    return new Response(await run(permatrix).catch((error) => error.stack));
  },
};
`;

test("a worker in miniflare", async () => {
  const folder = await consumer("workerd", { "worker.mjs": WORKER });
  await bundled(folder);
  const miniflare = new Miniflare({
    cf: false, // asks nobody on the network what requests look like
    modules: true,
    scriptPath: `${folder}/dist/worker.js`,
    modulesRoot: `${folder}/dist`,
    modulesRules: [
      { type: "CompiledWasm", include: ["**/*.wasm"] },
      { type: "ESModule", include: ["**/*.js"] },
    ],
    compatibilityDate: "2026-07-30", // of the workerd that the root's package.json pins
  });
  try {
    const response = await miniflare.dispatchFetch("http://localhost/");
    assert.equal(await response.text(), "ok");
  } finally {
    await miniflare.dispose();
  }
});

/** As wrangler does it: one script, with the module beside it. */
async function bundled(folder) {
  await build({
    entryPoints: [`${folder}/worker.mjs`],
    outdir: `${folder}/dist`,
    bundle: true,
    format: "esm",
    conditions: ["workerd"],
    external: ["*.wasm"],
    logLevel: "error",
  });
  await copyFile(`${folder}/node_modules/permatrix/dist/permatrix_bg.wasm`, `${folder}/dist/permatrix_bg.wasm`);
}
