// Bun.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { consumer, run, tool } from "./consumer.mjs";

let folder;
before(async () => void (folder = await consumer("bun")));

const bun = (file) => run(tool("bun"), ["run", file], folder, { DO_NOT_TRACK: "1" });

test("import", async () => {
  assert.equal(await bun("main.mjs"), "ok");
});

test("require", async () => {
  assert.equal(await bun("main.cjs"), "ok");
});
