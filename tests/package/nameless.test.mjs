// Snapshots for gates: names and titles are left out, and everything is decided as with them.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { afterEach, describe, test } from "node:test";
import { Engine, PermatrixError } from "../../pkg/dist/inline.js";
import { after, before as now, example } from "./example.mjs";

const folder = new URL("../../catalogs/construction/", import.meta.url);
const document = async (part) => JSON.parse(await readFile(new URL(`${part}.json`, folder), "utf8"));
const company = async () => Engine.from({ catalog: await document("catalog"), facts: await document("facts") });

const BOTH = { without: ["names", "titles"] };
const refused = { constructor: PermatrixError, code: "no_names" };
const has = (bytes, text) => Buffer.from(bytes).includes(Buffer.from(text));

/** A decision without what only names can tell. */
function bare({ paths, requestable: _, ...decision }) {
  return { ...decision, paths: paths.map(({ to: _to, on: _on, ...path }) => path) };
}

describe("a snapshot without names", () => {
  test("has the answers of the whole, in every way there is", async () => {
    const engine = await company();
    engine.apply([{ kind: "delete_user", user: engine.facts.users[2].id }], { actor: "system", now });
    const { users, resources } = engine.facts;
    const people = [...users.map(({ id }) => id), "user:nobody", "user:", "anyone"];
    const places = [...resources.map(({ id }) => id), "project:none", `${resources[0].id}/rfi:new`];
    const actions = engine.catalog.tools.flatMap(({ tool }) => engine.matrix({ tool })[0].rows.map(({ action }) => action));
    let requestable = 0;
    for (const without of [["names"], ["titles"], ["titles", "names", "names"]]) {
      const gate = Engine.from(engine.snapshot({ without }));
      assert.equal(gate.revision, 1);
      // All of them once; otherwise some, and nobody known.
      const asked = without.length > 1 ? people : people.filter((_, index) => index % 5 === 0 || index > users.length - 1);
      for (const [index, subject] of asked.entries()) {
        for (const [at, resource] of places.entries()) {
          const [part, whole] = [gate, engine].map((one) => one.whatCan(subject, resource, { now }));
          assert.deepEqual(part, whole, `${subject} ${resource}`);
          for (let step = (index * 31 + at * 7) % 397; step < actions.length; step += 397) {
            const action = actions[step];
            const question = { subject, action, resource, context: { now } };
            const [said, expected] = [gate, engine].map((one) => one.decide(question));
            assert.deepEqual(without.includes("names") ? bare(said) : said, without.includes("names") ? bare(expected) : expected);
            if (expected.requestable !== undefined) requestable += 1;
            if (without.includes("names")) assert.deepEqual(said, bare(said), "neither names nor texts in their place");
            assert.equal(gate.can(subject, action, resource), engine.can(subject, action, resource));
            assert.equal(gate.can(subject, action, resource, { now }), said.allowed);
            assert.equal(gate.ask(subject, action, resource, { now }), engine.ask(subject, action, resource, { now }));
            assert.equal(gate.as(subject).can(action, resource), engine.can(subject, action, resource));
          }
        }
      }
      for (const resource of places.slice(0, -2)) {
        const rows = [gate, engine].map((one) => one.decideAll(people, undefined, resource, { now }));
        for (const subject of people.keys())
          for (const action of actions.keys()) assert.equal(rows[0].can(subject, action), rows[1].can(subject, action));
        const scope = { subject: people[0], resource, now };
        assert.deepEqual(gate.matrix(scope), engine.matrix(scope));
      }
      gate.free();
    }
    assert.ok(requestable > 0, "something can be asked for, which is not told");
  });

  test("is asked by handles, with attributes, and with references by name", () => {
    const engine = Engine.from(example());
    const gate = Engine.from(engine.snapshot(BOTH));
    for (const [kind, name] of [["subject", "user:anna"], ["subject", "user:ANNA"], ["action", "rfi.edit"], ["resource", "rfi:12"]])
      assert.equal(typeof gate.handle(kind, name), "number", name);
    const asked = ["user:anna", "rfi.edit", "rfi:12"];
    const handles = ["subject", "action", "resource"].map((kind, index) => gate.handle(kind, asked[index]));
    assert.equal(gate.canByHandle(...handles), engine.can(...asked));
    for (const [kind, name] of [["subject", "user:nobody"], ["subject", "group:crew"], ["subject", ""], ["resource", "rfi:none"]])
      assert.throws(() => gate.handle(kind, name), { code: "unknown_name" }, name);
    for (const subject of ["user:anna", "user:ben", "user:nobody"]) {
      for (const creator of ["user:anna", "user:BEN", "user:nobody"]) {
        for (const at of [now, after]) {
          const question = [subject, "rfi.edit", "project:7/rfi:99", { now: at, resource: { creator } }];
          assert.equal(gate.can(...question), engine.can(...question), `${subject} ${creator}`);
        }
      }
    }
    const question = { subject: "user:nobody", action: "rfi.view", resource: "project:7" };
    assert.deepEqual(bare(gate.decide(question)), bare(engine.decide(question)));
    assert.throws(() => gate.matrix({ subject: "user:nobody", resource: "project:7" }), { code: "unknown_name" });
    assert.equal(gate.catalog.name, engine.catalog.name);
    assert.deepEqual(gate.lint(), engine.lint());
  });

  test("has neither names nor titles in it, but where the catalog, settings and attributes have them", async () => {
    const engine = await company();
    const gate = engine.snapshot(BOTH);
    const whole = engine.snapshot();
    const { settings, ...facts } = await document("facts");
    const attributes = [facts.users, facts.resources].flatMap((all) => Object.values(all).map((one) => one.attributes));
    const elsewhere = JSON.stringify([await document("catalog"), settings, attributes]);
    const { users, groups, resources } = engine.facts;
    let told = 0;
    for (const { id, title } of [...users, ...groups, ...resources]) {
      for (const text of [id, ...Object.values(title)].filter((text) => text.length > 4 && !elsewhere.includes(text))) {
        told += 1;
        assert.ok(has(whole, text), text);
        assert.ok(!has(gate, text), text);
      }
    }
    assert.ok(told > 30, `${told} names and titles`);
    const titles = users.flatMap(({ title }) => Object.values(title)).filter((text) => text.length > 4);
    assert.ok(titles.every((title) => has(engine.snapshot({ without: ["names"] }), title)));
    assert.ok(users.every(({ id }) => has(engine.snapshot({ without: ["titles"] }), id)));
  });

  test("each time with a secret of its own, which stays when it is written again", async () => {
    const engine = Engine.from(example());
    const [one, other] = [engine.snapshot(BOTH), engine.snapshot(BOTH)];
    assert.equal(one.length, other.length);
    assert.notDeepEqual(one, other);
    for (const gate of [Engine.from(one), await Engine.open(new Blob([one]))]) {
      assert.deepEqual(gate.snapshot(), one);
      assert.deepEqual(gate.snapshot(BOTH), one);
      assert.deepEqual(gate.snapshot({ without: ["titles"] }), one);
    }
    for (const options of [undefined, {}, { without: undefined }, { without: [] }])
      assert.deepEqual(engine.snapshot(options), engine.snapshot());
  });

  test("refuses what names are needed for, and is asked on", () => {
    const engine = Engine.from(example());
    const bytes = engine.snapshot(BOTH);
    const gate = Engine.from(bytes);
    const heard = [];
    gate.subscribe((revision) => heard.push(revision));
    for (const call of [
      () => gate.facts,
      () => gate.members("project:7"),
      () => gate.members("project:none"),
      () => gate.requests(),
      () => gate.attempt({ subject: "user:anna", action: "rfi.view", resource: "rfi:12" }),
      () => gate.apply([{ kind: "delete_user", user: "user:anna" }], { actor: "system", now }),
      () => gate.apply([], { actor: "user:anna" }),
      () => gate.delta(0),
      () => gate.applyDelta(engine.delta(0)),
      () => gate.slice("user:anna"),
      () => gate.slice("user:nobody"),
    ]) {
      assert.throws(call, refused);
    }
    assert.deepEqual([gate.revision, heard], [0, []]);
    assert.deepEqual(gate.snapshot(), bytes);
    assert.equal(gate.can("user:anna", "rfi.edit", "rfi:12"), engine.can("user:anna", "rfi.edit", "rfi:12"));
  });

  test("of a slice is a slice without names", () => {
    const slice = Engine.from(Engine.from(example()).slice("user:anna"));
    const bytes = slice.snapshot(BOTH);
    assert.ok(!has(bytes, "user:anna"));
    const part = Engine.from(bytes);
    assert.equal(part.can("user:anna", "rfi.edit", "rfi:12"), true);
    assert.equal(part.decide({ subject: "user:ben", action: "rfi.view", resource: "rfi:12" }).code, "not_in_slice");
    assert.throws(() => part.members("project:7"), { code: "not_in_slice" });
    assert.throws(() => part.facts, refused);
  });

  test("that is damaged is refused, wherever it is damaged", () => {
    const bytes = Engine.from(example()).snapshot(BOTH);
    for (let at = 4; at < bytes.length; at += 7) {
      const damaged = bytes.slice();
      damaged[at] ^= 0x40;
      assert.throws(() => Engine.from(damaged), (error) => ["damaged", "bad_version"].includes(error.code), `byte ${at}`);
    }
    for (const end of [4, 40, 200, bytes.length - 4, bytes.length - 1])
      assert.throws(() => Engine.from(bytes.slice(0, end)), { code: "damaged" }, `cut off at ${end}`);
  });

  test("its size", async (t) => {
    const engine = await company();
    const [whole, gate] = [engine.snapshot(), engine.snapshot(BOTH)];
    t.diagnostic(`note: construction: ${gate.length} bytes without names and titles, ${whole.length} with them`);
  });
});

describe("options of a snapshot", () => {
  const refusals = (options, path) => {
    const engine = Engine.from(example());
    assert.throws(() => engine.snapshot(options), (error) => {
      assert.deepEqual([error.constructor, error.code, error.at?.path], [PermatrixError, "bad_argument", path]);
      return true;
    });
    assert.equal(engine.can("user:anna", "rfi.edit", "rfi:12"), true, "it is asked on");
    engine.free();
  };

  test("that are none", () => {
    for (const odd of [null, 7, "names", ["names"], true, Symbol("names"), () => BOTH]) refusals(odd, "options");
    refusals({ with: ["names"] }, "options");
    refusals({ without: ["names"], titles: false }, "options");
    refusals(JSON.parse('{"__proto__": ["names"]}'), "options");
  });

  test("that leave out what there is not", () => {
    for (const odd of [null, 7, "names", {}, { 0: "names", length: 1 }, new Set(["names"]), true, () => []])
      refusals({ without: odd }, "options.without");
    for (const odd of ["name", "Names", "", "grants", "__proto__", "toString", null, 0, ["names"], {}])
      refusals({ without: ["titles", odd] }, "options.without");
    for (const odd of [undefined, new String("names"), NaN, Symbol("names")])
      refusals({ without: ["titles", odd] }, "options.without[1]");
    refusals({ without: new Array(2) }, "options.without[0]");
    const engine = Engine.from(example());
    assert.throws(() => engine.snapshot({ without: ["name"] }), /expected `names` or `titles`, found a string/);
    assert.throws(() => engine.snapshot({ without: "names" }), /expected a list of `names`, `titles`, found a string/);
  });

  test("that run code", () => {
    const engine = Engine.from(example());
    const counted = { reads: 0 };
    const getter = { get without() { counted.reads += 1; return ["names"]; } }; // prettier-ignore
    assert.ok(!has(engine.snapshot(getter), "user:anna"));
    assert.equal(counted.reads, 1);
    const throwing = { get without() { throw new Error("no"); } }; // prettier-ignore
    assert.throws(() => engine.snapshot(throwing), { code: "bad_argument", at: { path: "options.without" } });
    const freeing = { get without() { engine.free(); return ["names"]; } }; // prettier-ignore
    assert.throws(() => engine.snapshot(freeing), { code: "freed" });
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    refusals({ without: proxy }, "options.without");
  });

  test("without a prototype, and with a polluted one", () => {
    const engine = Engine.from(example());
    const plain = Object.assign(Object.create(null), BOTH);
    assert.ok(!has(engine.snapshot(plain), "user:anna"));
    Object.prototype.without = ["names"];
    try {
      assert.ok(has(engine.snapshot({}), "user:anna"));
      assert.ok(has(engine.snapshot(), "user:anna"));
    } finally {
      delete Object.prototype.without;
    }
  });
});

describe("where there are no random bytes", () => {
  const own = Object.getOwnPropertyDescriptor(globalThis, "crypto");
  afterEach(() => Object.defineProperty(globalThis, "crypto", own));

  test("names cannot be left out, titles can", () => {
    const engine = Engine.from(example());
    const failing = { getRandomValues: () => { throw new Error("outside of a request"); } }; // prettier-ignore
    for (const value of [undefined, {}, failing]) {
      Object.defineProperty(globalThis, "crypto", { value, configurable: true });
      assert.throws(() => engine.snapshot(BOTH), { code: "no_random", at: { path: "options.without" } });
      assert.ok(has(engine.snapshot({ without: ["titles"] }), "user:anna"));
    }
  });
});
