// What goes wrong at the gate never opens it.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { send, started } from "./demo.mjs";

test("an engine that does not open lets nobody through", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "permatrix-test-"));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "facts.json"), `{ "permatrix": 1, "catalog": "construction", "grants": [{}] }`);
  const demo = await started("--facts", join(folder, "facts.json"));
  t.after(demo.ended);
  for (const user of ["anna", "clara"]) {
    const { status, headers, body } = await send(demo.gate, "GET", "/projects/hafenquartier/rfis", { "x-user": user });
    assert.equal(status, 503);
    assert.equal(headers["content-type"], "application/problem+json");
    assert.deepEqual([body.status, body.type], [503, "urn:permatrix:problem:no_decision"]);
  }
  const { body } = await send(demo.origin, "GET", "/");
  assert.equal(body.number, 1, "only this test has reached the origin");
});

test("asked to end, it ends, and both ports are free again", async () => {
  const demo = await started();
  await demo.ended();
  for (const address of [demo.gate, demo.origin])
    await assert.rejects(send(address, "GET", "/"), { code: "ECONNREFUSED" });
});

test("without a package it says so, and starts nothing", async () => {
  await assert.rejects(started("--tarball", "/nowhere/permatrix.tgz"), /nowhere/);
});
