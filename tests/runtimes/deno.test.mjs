// Deno, with no permission at all.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { consumer, run, tool } from "./consumer.mjs";

let folder;
before(async () => void (folder = await consumer("deno")));

const deno = (file) => run(tool("deno"), ["run", "--no-prompt", file], folder, { DENO_NO_UPDATE_CHECK: "1" });

test("import", async () => {
  assert.equal(await deno("main.mjs"), "ok");
});

test("require", async () => {
  assert.equal(await deno("main.cjs"), "ok");
});
