// What a large document takes while it is read is free afterwards, and used again by the next.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine } from "../../pkg/dist/inline.js";
import { module_memory } from "../../pkg/dist/permatrix_bg.js";
import { example } from "./example.mjs";

const MEGABYTE = 2 ** 20;
const bytes = () => module_memory().buffer.byteLength;

/** Some megabytes of text. */
function large() {
  const { catalog, facts } = example();
  const many = Array.from({ length: 60_000 }, (_, number) => [`user:one-of-many-${number}`, { title: `Number ${number}` }]);
  return { catalog, facts: JSON.stringify({ ...facts, users: { ...facts.users, ...Object.fromEntries(many) } }) };
}

test("opened, refused, opened again: the module's memory grows with the first alone", () => {
  const document = large();
  const broken = { ...document, facts: document.facts.slice(0, -1) };
  assert.ok(document.facts.length > 2 * MEGABYTE);
  Engine.from(document).free();
  const before = bytes();
  for (let time = 0; time < 3; time += 1) {
    assert.throws(() => Engine.from(broken), { code: "bad_json" });
    Engine.from(document).free();
  }
  assert.equal(bytes(), before);
});

test("the next finds room beside what stays open", () => {
  const document = large();
  const first = Engine.from(document);
  const before = bytes();
  const second = Engine.from(document);
  assert.ok(bytes() - before < 5 * document.facts.length, `${bytes() - before} bytes more`);
  assert.equal(second.can("user:anna", "rfi.view", "project:7"), first.can("user:anna", "rfi.view", "project:7"));
  first.free();
  second.free();
});
