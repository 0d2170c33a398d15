// Names become handles in bounded tables (2^18 a kind). With more names than that, the answers stay and the memory too.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine } from "../../pkg/dist/inline.js";
import { example } from "./example.mjs";

const NAMES = 2 ** 18 + 1000;

/** The example with so many resources that the tables have to be cleared. */
function large() {
  const { catalog, facts } = example();
  for (let i = 0; i < NAMES; i++) facts.resources[`rfi:n${i}`] = { parent: i % 2 === 0 ? "project:7" : "company:acme" };
  catalog.types.rfi.within.push("company");
  return Engine.from({ catalog, facts });
}

test("answers are the same when a table is full and begins anew", () => {
  const engine = large();
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < NAMES; i++) {
      const allowed = engine.can("user:anna", "rfi.view", `rfi:n${i}`);
      if (allowed !== (i % 2 === 0)) assert.fail(`rfi:n${i} in round ${round}: ${allowed}`);
    }
  }
  engine.free();
});

test("names that nobody bears are not kept", () => {
  const engine = Engine.from(example());
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < 100_000; i++) engine.can(`user:stranger-${i}-${"x".repeat(100)}`, "rfi.view", "project:7");
  globalThis.gc?.();
  assert.ok(process.memoryUsage().heapUsed - before < 30e6, `${process.memoryUsage().heapUsed - before} bytes more`);
});

test("a name cut out of a large text does not keep the text", () => {
  const facts = { ...example().facts };
  for (let i = 0; i < 300; i++) facts.users[`user:somebody-with-a-long-name-${i}`] = {};
  const engine = Engine.from({ catalog: example().catalog, facts });
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < 300; i++) {
    const cookie = `user:somebody-with-a-long-name-${i};${"x".repeat(1e6)}`;
    engine.can(cookie.slice(0, cookie.indexOf(";")), "rfi.view", "project:7");
  }
  assert.ok(process.memoryUsage().heapUsed - before < 100e6, "300 texts of a megabyte each would be 300 MB");
});
