// Snapshots, deltas and the bulk form.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { Engine } from "../../pkg/dist/inline.js";
import { before as now, example } from "./example.mjs";

const system = { actor: "system", now };
const grant = (to, role = "engineer") => ({ kind: "grant", to, role, on: "project:7" });
const folder = new URL("../../catalogs/construction/", import.meta.url);
const document = async (part) => JSON.parse(await readFile(new URL(`${part}.json`, folder), "utf8"));
const company = async () => Engine.from({ catalog: await document("catalog"), facts: await document("facts") });

/** What everybody can do everywhere. */
function answers(engine) {
  const { users, resources } = engine.facts;
  return users.map(({ id }) => resources.map((resource) => engine.whatCan(id, resource.id, { now })));
}

describe("snapshots", () => {
  test("open as what was written, changes and revision included", async () => {
    const engine = Engine.from(example());
    engine.apply([grant("user:ben"), { kind: "set_cell", action: "rfi.edit", column: "read_only", value: "yes" }], system);
    engine.apply([{ kind: "create_user", user: "user:cleo", title: "Cleo" }, grant("user:cleo")], system);
    const bytes = engine.snapshot();
    for (const opened of [Engine.from(bytes), Engine.from(bytes.buffer), await Engine.open(new Blob([bytes]))]) {
      assert.equal(opened.revision, 2);
      assert.deepEqual(answers(opened), answers(engine));
      assert.deepEqual(opened.facts.users, engine.facts.users);
      assert.deepEqual(opened.snapshot(), bytes);
    }
  });

  test("a whole company, byte by byte the same again", async () => {
    const engine = await company();
    const bytes = engine.snapshot();
    const opened = Engine.from(bytes);
    assert.deepEqual(answers(opened), answers(engine));
    assert.deepEqual(opened.snapshot(), bytes);
  });

  test("damaged bytes are refused, wherever they are damaged", () => {
    const bytes = Engine.from(example()).snapshot();
    for (let at = 4; at < bytes.length; at += 11) {
      const damaged = bytes.slice();
      damaged[at] ^= 0x40;
      assert.throws(() => Engine.from(damaged), (error) => ["damaged", "bad_version"].includes(error.code), `byte ${at}`);
    }
    for (const end of [4, 40, 200, bytes.length - 1]) {
      assert.throws(() => Engine.from(bytes.slice(0, end)), { code: "damaged" }, `cut off at ${end}`);
    }
    assert.throws(() => Engine.from(new Uint8Array([...bytes, 0, 0, 0, 0])), { code: "damaged" });
  });

  test("of another version are refused as such", () => {
    const bytes = Engine.from(example()).snapshot();
    bytes[4] = 2;
    assert.throws(() => Engine.from(bytes), { code: "bad_version" });
  });

  test("are not shared with the engine", () => {
    const engine = Engine.from(example());
    const bytes = engine.snapshot();
    const opened = Engine.from(bytes);
    bytes.fill(0);
    assert.deepEqual(answers(opened), answers(engine));
  });
});

describe("deltas", () => {
  test("lead to the same state, one or many at a time", () => {
    const engine = Engine.from(example());
    const [one, other] = [Engine.from(engine.snapshot()), Engine.from(engine.snapshot())];
    for (const changes of [[grant("user:ben")], [{ kind: "create_user", user: "user:cleo" }], [grant("user:cleo")]]) {
      engine.apply(changes, system);
      one.applyDelta(engine.delta(one.revision));
    }
    assert.equal(other.applyDelta(engine.delta(0)), 3);
    for (const replica of [one, other]) {
      assert.equal(replica.revision, 3);
      assert.deepEqual(replica.snapshot(), engine.snapshot());
    }
  });

  test("subscribers hear of them", () => {
    const engine = Engine.from(example());
    const replica = Engine.from(engine.snapshot());
    const heard = [];
    replica.subscribe((revision) => heard.push(revision));
    engine.apply([grant("user:ben")], system);
    replica.applyDelta(engine.delta(0));
    assert.deepEqual(heard, [1]);
  });

  test("out of order, of another history, or damaged: refused, and nothing happens", () => {
    const engine = Engine.from(example());
    const replica = Engine.from(engine.snapshot());
    engine.apply([grant("user:ben")], system);
    engine.apply([grant("user:ben", "project_admin")], system);
    const [first, second] = [engine.delta(0), engine.delta(1)];
    assert.throws(() => replica.applyDelta(second), { code: "gap" });
    const stranger = Engine.from(example({ grants: [] }));
    assert.throws(() => stranger.applyDelta(first), { code: "gap" });
    for (let at = 0; at < first.length; at += 1) {
      const damaged = first.slice();
      damaged[at] ^= 1;
      assert.throws(() => replica.applyDelta(damaged), `byte ${at}`);
    }
    assert.equal(replica.revision, 0);
    replica.applyDelta(first);
    assert.throws(() => replica.applyDelta(first), { code: "gap" }, "twice");
  });

  test("from a revision that is not there", () => {
    const engine = Engine.from(example());
    assert.throws(() => engine.delta(1), { code: "gap" });
    for (const wrong of [-1, 0.5, NaN, "0", undefined]) assert.throws(() => engine.delta(wrong), { code: "bad_argument" });
    for (const wrong of [undefined, "x", {}, []]) assert.throws(() => engine.applyDelta(wrong), { code: "bad_argument" });
    const opened = Engine.from(engine.snapshot());
    engine.apply([grant("user:ben")], system);
    assert.throws(() => opened.delta(1), { code: "gap" });
  });

  test("a token of an invitation is in no delta and in no snapshot", async () => {
    const catalog = { ...example().catalog, users: { invitation: { template: "invitation" } } };
    const engine = Engine.from({ catalog, facts: example().facts });
    const replica = Engine.from(engine.snapshot());
    const [{ fields }] = engine.apply([{ kind: "create_user", user: "user:cleo" }], system).outbox;
    const [delta, snapshot] = [engine.delta(0), engine.snapshot()].map((bytes) => Buffer.from(bytes).toString("latin1"));
    assert.ok(!delta.includes(fields.token) && !snapshot.includes(fields.token));
    replica.applyDelta(engine.delta(0));
    replica.apply([{ kind: "activate_user", user: "user:cleo", token: fields.token }], { actor: "user:cleo", now });
  });
});

describe("decideAll", () => {
  test("answers as can does, for everybody and everything", async () => {
    const engine = await company();
    const users = engine.facts.users.map(({ id }) => id);
    const actions = engine.catalog.tools.flatMap(({ tool }) => engine.matrix({ tool, now })[0].rows.map(({ action }) => action));
    for (const { id } of engine.facts.resources.filter((_, index) => index % 3 === 0)) {
      const all = engine.decideAll(users, undefined, id, { now });
      assert.deepEqual([all.subjects, all.actions], [users.length, actions.length]);
      users.forEach((user, row) =>
        actions.forEach((action, column) =>
          assert.equal(all.can(row, column), engine.can(user, action, id, { now }), `${user} ${action} ${id}`),
        ),
      );
    }
  });

  test("some actions, in the order asked; names and handles", () => {
    const engine = Engine.from(example());
    const users = ["user:ben", "user:nobody", "user:anna"];
    const named = engine.decideAll(users, ["rfi.export", "nothing.at_all", "rfi.view"], "project:7", { now });
    const expected = users.map((user) => ["rfi.export", "nothing.at_all", "rfi.view"].map((a) => engine.can(user, a, "project:7", { now })));
    const found = users.map((_, row) => [0, 1, 2].map((column) => named.can(row, column)));
    assert.deepEqual(found, expected);
    const handles = Uint32Array.of(engine.handle("subject", "user:anna"));
    assert.equal(engine.decideAll(handles, ["rfi.view"], "project:7").can(0, 0), true);
    assert.equal(named.can(3, 0) || named.can(0, 3) || named.can(-1, 0), false);
  });

  test("nowhere, and nobody", () => {
    const engine = Engine.from(example());
    assert.ok(engine.decideAll(["user:anna"], undefined, "project:404").bits.every((bits) => bits === 0));
    assert.equal(engine.decideAll([], undefined, "project:7").subjects, 0);
    assert.throws(() => engine.decideAll("user:anna", undefined, "project:7"), { code: "bad_argument" });
    assert.throws(() => engine.decideAll(["user:anna"], "rfi.view", "project:7"), { code: "bad_argument" });
    assert.throws(() => engine.decideAll(["user:anna", 7], undefined, "project:7"), { code: "bad_argument" });
  });
});
