// What one user may know: his answers, and nothing of anybody else.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { catalog, facts } from "../../benches/js/documents.mjs";
import { withProjects } from "../../benches/js/figures/slice.mjs";
import { world } from "../../benches/js/world.mjs";
import { Engine, PermatrixError } from "../../pkg/dist/inline.js";
import { before as now, example } from "./example.mjs";

const folder = new URL("../../catalogs/construction/", import.meta.url);
const document = async (part) => JSON.parse(await readFile(new URL(`${part}.json`, folder), "utf8"));
const company = async () => Engine.from({ catalog: await document("catalog"), facts: await document("facts") });
const refused = { constructor: PermatrixError, code: "not_in_slice" };

describe("a slice", () => {
  test("has the answers of the whole about its subject, or denies", async (t) => {
    const engine = await company();
    const requests = Object.keys((await document("catalog")).requests);
    const nothing = { yes: [], depends: [] };
    let [same, unsaid] = [0, 0];
    for (const { id } of engine.facts.users) {
      const slice = Engine.from(engine.slice(id));
      assert.deepEqual(
        slice.facts.users,
        engine.facts.users.filter((user) => user.id === id),
      );
      const kept = new Set(slice.facts.resources.map((resource) => resource.id));
      for (const { id: resource } of engine.facts.resources) {
        // Of requests, only his own are there.
        if (!kept.has(resource) && requests.includes(resource.split(":")[0])) continue;
        const [part, whole] = [slice, engine].map((one) => one.whatCan(id, resource, { now }));
        if (!kept.has(resource)) assert.deepEqual([part, whole], [nothing, nothing], `${id} ${resource}`);
        // What it cannot know, it depends on.
        assert.deepEqual(part.yes.filter((action) => !whole.yes.includes(action)), []);
        assert.deepEqual(whole.depends.filter((action) => !part.depends.includes(action)), []);
        for (const action of [...part.yes, ...part.depends]) {
          const question = { subject: id, action, resource, context: { now } };
          const [said, expected] = [slice, engine].map((one) => one.decide(question));
          assert.equal(slice.can(id, action, resource, { now }), said.allowed);
          if (said.code === "not_in_slice") assert.equal(said.allowed, false);
          else assert.deepEqual({ ...said, validUntil: 0 }, { ...expected, validUntil: 0 });
          said.code === "not_in_slice" ? (unsaid += 1) : (same += 1);
        }
      }
      slice.free();
    }
    t.diagnostic(`note: ${same} decisions are the same, ${unsaid} hang on others`);
    assert.ok(same > 50 * unsaid);
  });

  test("opens as snapshots do, at the revision of the whole, and is written as it was", async () => {
    const engine = Engine.from(example());
    engine.apply([{ kind: "create_user", user: "user:cleo" }], { actor: "system", now });
    const bytes = engine.slice("user:anna");
    assert.ok(bytes instanceof Uint8Array);
    for (const slice of [Engine.from(bytes), await Engine.open(new Blob([bytes]))]) {
      assert.equal(slice.revision, 1);
      assert.equal(slice.can("user:anna", "rfi.edit", "rfi:12"), true);
      assert.equal(slice.can("USER:ANNA".replace("USER", "user"), "rfi.edit", "rfi:12"), true, "S17");
      assert.deepEqual(slice.snapshot(), bytes);
    }
  });

  test("denies questions about others", () => {
    const slice = Engine.from(Engine.from(example()).slice("user:anna"));
    for (const subject of ["user:ben", "user:nobody", "anyone"]) {
      assert.equal(slice.can(subject, "rfi.view", "rfi:12"), false);
      assert.equal(slice.can(subject, "rfi.view", "rfi:12", { now }), false);
      assert.equal(slice.ask(subject, "rfi.view", "rfi:12"), "no");
      assert.deepEqual(slice.whatCan(subject, "rfi:12"), { yes: [], depends: [] });
      assert.equal(slice.decide({ subject, action: "rfi.view", resource: "rfi:12" }).code, "not_in_slice");
      assert.throws(() => slice.matrix({ subject, resource: "rfi:12" }), refused);
    }
    assert.equal(slice.decideAll(["user:ben", "user:anna"], ["rfi.view"], "rfi:12").can(0, 0), false);
    assert.equal(slice.decideAll(["user:ben", "user:anna"], ["rfi.view"], "rfi:12").can(1, 0), true);
    assert.throws(() => slice.handle("subject", "user:ben"), { code: "unknown_name" });
    const [grid] = slice.matrix({ tool: "rfi" });
    assert.equal(grid.tool, "rfi");
    assert.ok(slice.matrix({ subject: "user:anna", resource: "rfi:12" }).length > 0);
  });

  test("refuses what others are needed for, and is asked on", () => {
    const engine = Engine.from(example());
    const slice = Engine.from(engine.slice("user:anna"));
    const change = [{ kind: "grant", to: "user:anna", role: "engineer", on: "project:7" }];
    for (const call of [
      () => slice.members("project:7"),
      () => slice.members("project:none"),
      () => slice.requests(),
      () => slice.attempt({ subject: "user:anna", action: "rfi.view", resource: "rfi:12" }),
      () => slice.apply(change, { actor: "system", now }),
      () => slice.apply([], { actor: "user:anna" }),
      () => slice.delta(0),
      () => slice.applyDelta(engine.delta(0)),
      () => slice.slice("user:anna"),
      () => slice.slice("user:ben"),
    ]) {
      assert.throws(call, refused);
    }
    assert.equal(slice.revision, 0);
    assert.equal(slice.can("user:anna", "rfi.edit", "rfi:12"), true);
  });

  test("is frozen like everything", () => {
    const slice = Engine.from(Engine.from(example()).slice("user:anna"));
    const decision = slice.decide({ subject: "user:ben", action: "rfi.view", resource: "rfi:12" });
    assert.ok(Object.isFrozen(decision) && Object.isFrozen(decision.missing) && Object.isFrozen(slice.facts.users));
  });

  test("hostile arguments", () => {
    const engine = Engine.from(example());
    assert.throws(() => engine.slice("user:nobody"), { code: "unknown_name", at: { path: "subject" } });
    for (const nobody of ["", "anyone", "group:crew", "user:", "__proto__", "user:anna/", "\u0000"]) {
      assert.throws(() => engine.slice(nobody), (error) => ["unknown_name", "bad_argument"].includes(error.code), nobody);
    }
    for (const odd of [undefined, null, 7, {}, [], Symbol("user:anna"), () => "user:anna", { toString: () => "user:anna" }]) {
      assert.throws(() => engine.slice(odd), { code: "bad_argument" });
    }
    engine.free();
    assert.throws(() => engine.slice("user:anna"), { code: "freed" });
  });
});

describe("what is in it", () => {
  const text = (bytes) => Buffer.from(bytes).toString("latin1");

  test("no name, title, grant or request of anybody else", async () => {
    const engine = await company();
    const utf8 = (name) => Buffer.from(name).toString("latin1");
    const policy = text(Buffer.from(JSON.stringify(await document("catalog"))));
    for (const { id } of engine.facts.users) {
      const bytes = text(engine.slice(id));
      for (const other of engine.facts.users.filter((user) => user.id !== id)) {
        for (const name of [other.id, ...Object.values(other.title)].map(utf8)) {
          assert.ok(!bytes.includes(name) || policy.includes(name) || utf8(id).includes(name), `${name} in the slice of ${id}`);
        }
      }
      const slice = Engine.from(engine.slice(id));
      const groups = new Set(slice.facts.groups.map((group) => group.id));
      for (const { to } of slice.facts.grants) assert.ok([id, "everyone", "anyone"].includes(to) || groups.has(to), to);
      slice.free();
    }
  });

  test("its size", async (t) => {
    const all = world("medium");
    const engines = [Engine.from({ catalog: catalog(all), facts: facts(all) }), await company()];
    const people = [withProjects(all, 20), engines[1].facts.users[0].id];
    for (const [index, engine] of engines.entries()) {
      const [whole, slice] = [engine.snapshot(), engine.slice(people[index])];
      const what = ["5,000 users and 200 projects, who has 20", `construction, ${people[index]}`][index];
      const packed = brotliCompressSync(slice).length;
      t.diagnostic(`note: ${what}: ${slice.length} bytes, ${packed} with brotli; the whole has ${whole.length}`);
      assert.ok(slice.length < whole.length, what);
    }
  });
});
