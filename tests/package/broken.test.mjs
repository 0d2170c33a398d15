// When the module itself fails (a trap, or no more stack), the engine ends: no answer is better than one from damaged memory.
// The traps are staged in the glue, from outside the package: the module has none to offer.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine } from "../../pkg/dist/inline.js";
import { Core } from "../../pkg/dist/permatrix_bg.js";
import { example } from "./example.mjs";

const broken = {
  name: "PermatrixError",
  code: "broken",
  message: "the module failed inside; this engine cannot be used any more",
};
const trap = new WebAssembly.RuntimeError("unreachable");
const staged = (t, method) =>
  t.mock.method(
    Core.prototype,
    method,
    () => {
      throw trap;
    },
    { times: 1 },
  );

test("in a question by name, then never again an answer", (t) => {
  const engine = Engine.from(example());
  const told = [];
  engine.subscribe((revision) => told.push(revision));
  staged(t, "decide_sheet");
  const question = { subject: "user:anna", action: "rfi.view", resource: "project:7" };
  assert.throws(
    () => engine.decide(question),
    (error) => error.code === "broken" && error.cause === trap,
  );
  assert.throws(() => engine.decide(question), broken);
  assert.throws(() => engine.can("user:anna", "rfi.view", "project:7"), broken);
  assert.throws(() => engine.apply([], { actor: "system" }), broken);
  assert.throws(() => engine.revision, broken);
  assert.deepEqual(told, []);
});

test("in the fast path, and by handles", (t) => {
  const byName = Engine.from(example());
  const byHandle = Engine.from(example());
  const handles = [
    byHandle.handle("subject", "user:anna"),
    byHandle.handle("action", "rfi.view"),
    byHandle.handle("resource", "project:7"),
  ];
  const can = () => byName.can("user:anna", "rfi.view", "project:7");
  assert.equal(can(), true);
  staged(t, "can");
  assert.throws(can, broken);
  assert.throws(can, broken);
  t.mock.restoreAll();
  staged(t, "can");
  assert.throws(() => byHandle.canByHandle(...handles), broken);
  assert.throws(() => byHandle.canByHandle(...handles), broken);
});

test("free does not touch what is broken, the garbage collector neither, and it stays broken", (t) => {
  const engine = Engine.from(example());
  staged(t, "call");
  const letGo = t.mock.method(Core.prototype, "__destroy_into_raw"); // what unregisters it from finalisation
  assert.throws(() => engine.lint(), broken);
  assert.equal(letGo.mock.callCount(), 1);
  const free = t.mock.method(Core.prototype, "free");
  engine.free();
  assert.equal(free.mock.callCount(), 0);
  assert.throws(() => engine.lint(), broken);
});

test("no more stack: the engine that was asked may end, others do not", () => {
  const [one, other] = [Engine.from(example()), Engine.from(example())];
  const ask = () => one.decide({ subject: "user:anna", action: "rfi.edit", resource: "rfi:12" }).allowed;
  const deep = () => {
    try {
      return deep();
    } catch {
      return ask();
    }
  };
  try {
    deep();
  } catch (error) {
    assert.ok(error instanceof RangeError || error.code === "broken", String(error));
  }
  assert.equal(other.can("user:anna", "rfi.edit", "rfi:12"), true);
  assert.equal(Engine.from(example()).can("user:anna", "rfi.edit", "rfi:12"), true);
});

test("other engines go on, and new ones can be made", (t) => {
  const [one, other] = [Engine.from(example()), Engine.from(example())];
  staged(t, "call");
  assert.throws(() => one.lint(), broken);
  assert.equal(other.can("user:anna", "rfi.view", "project:7"), true);
  const from = t.mock.method(
    Core,
    "from",
    () => {
      throw trap;
    },
    { times: 1 },
  );
  assert.throws(() => Engine.from(example()), { code: "broken" });
  from.mock.restore();
  assert.equal(Engine.from(example()).can("user:anna", "rfi.view", "project:7"), true);
});

test("a refusal by the core is no failure of it", () => {
  const engine = Engine.from(example());
  assert.throws(() => engine.matrix({ tool: "rif" }), { code: "unknown_name" });
  assert.equal(engine.can("user:anna", "rfi.view", "project:7"), true);
});
