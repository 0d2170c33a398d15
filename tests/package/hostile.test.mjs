// What nobody should pass and somebody will: as arguments, as names, as documents. Each gives a PermatrixError with its code,
// or a denial, and after each the engine answers and another can be made; nothing is a TypeError from inside.

import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import vm from "node:vm";
import { Engine, PermatrixError } from "../../pkg/dist/inline.js";
import { before, example, refusal } from "./example.mjs";

const engine = Engine.from(example());
const now = before;
const ask = (given) => engine.can("user:anna", "rfi.edit", "project:7/rfi:99", given);
const creator = () => engine.handle("attribute", "resource.creator");
const byHandles = (given, beneath) => {
  const names = { subject: "user:anna", action: "rfi.edit", resource: "project:7" };
  return engine.canByHandle(...Object.entries(names).map(([kind, name]) => engine.handle(kind, name)), given, beneath);
};
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const throwing = (key) =>
  Object.defineProperty({}, key, {
    enumerable: true,
    get() {
      throw null;
    },
  });
const cyclic = () => {
  const object = { list: [] };
  object.list.push(object);
  return object;
};
const deep = (levels) => (levels === 0 ? {} : { inner: deep(levels - 1) });

afterEach(() => {
  assert.equal(engine.can("user:anna", "rfi.edit", "rfi:12"), true, "the engine still answers");
  const another = Engine.from(example());
  assert.equal(another.can("user:anna", "rfi.edit", "rfi:12"), true, "and so does a new one");
  another.free();
});

/** What is passed, and the exact message; the code is `bad_argument`. */
const refused = {
  "a number for a subject": [
    () => engine.can(7, "rfi.view", "project:7"),
    "subject: expected a text such as `user:anna`, found a number",
  ],
  "null for a resource": [
    () => engine.can("user:anna", "rfi.view", null),
    "resource: expected a text such as `project:7`, found null",
  ],
  "a Symbol for an action": [
    () => engine.can("user:anna", Symbol("rfi.view"), "project:7"),
    "action: expected a text such as `rfi.edit`, found a symbol",
  ],
  "an object that turns into a text": [
    () => engine.can({ toString: () => "user:anna" }, "rfi.view", "project:7"),
    "subject: expected a text such as `user:anna`, found an object of another kind",
  ],
  "a list of one name": [
    () => engine.can(["user:anna"], "rfi.view", "project:7"),
    "subject: expected a text such as `user:anna`, found a list",
  ],
  "a getter that throws null": [
    () => ask({ resource: throwing("creator") }),
    "given.resource.creator: reading it failed",
  ],
  "a getter that throws, as an option": [() => ask(throwing("now")), "given.now: reading it failed"],
  "a key `__proto__`": [
    () => ask({ resource: JSON.parse('{"__proto__":{"creator":"user:anna"}}') }),
    "given.resource: the key `__proto__` cannot be used",
  ],
  "a BigInt attribute": [
    () => ask({ resource: { number: 10n } }),
    "given.resource.number: expected plain data, found a bigint",
  ],
  "a Symbol attribute": [
    () => ask({ resource: { creator: Symbol("user:anna") } }),
    "given.resource.creator: expected plain data, found a symbol",
  ],
  "a function attribute": [
    () => ask({ context: { office: () => true } }),
    "given.context.office: expected plain data, found a function",
  ],
  "NaN as an attribute": [
    () => ask({ resource: { weight: NaN } }),
    "given.resource.weight: expected plain data, found NaN",
  ],
  "a Map for attributes": [
    () => ask({ resource: new Map() }),
    "given.resource: expected a plain object, found an object of another kind",
  ],
  "an instance of a class within attributes": [
    () => ask({ resource: { creator: new (class User {})() } }),
    "given.resource.creator: expected a plain object, found an object of another kind",
  ],
  "a cyclic object": [
    () => ask({ resource: { owner: cyclic() } }),
    /^given\.resource\.owner(\.list\[0\])+\.list: nested more than 16 levels deep, or cyclic$/,
  ],
  "an object nested 100 deep": [
    () => ask({ resource: deep(100) }),
    /^given\.resource(\.inner){16}: nested more than 16 levels deep, or cyclic$/,
  ],
  "too much": [
    () => ask({ resource: { list: new Array(2e6).fill(1) } }),
    "given.resource.list[1048575]: more than 1048576 values",
  ],
  "a hole in a list": [
    () => ask({ resource: { assignees: [, "user:anna"] } }),
    "given.resource.assignees[0]: expected plain data, found undefined",
  ],
  "a revoked Proxy": [() => ask(revoked()), "given: reading it failed"],
  "a Proxy that throws for its keys": [
    () =>
      ask({
        resource: new Proxy(
          {},
          {
            ownKeys() {
              throw new Error("no");
            },
          },
        ),
      }),
    "given.resource: reading it failed",
  ],
  "a list with a length that is none": [
    () =>
      engine.apply(
        [
          new Proxy([], {
            get: (list, key) =>
              key === "length"
                ? {
                    valueOf() {
                      throw 1;
                    },
                  }
                : list[key],
          }),
          5n,
        ],
        { actor: "system" },
      ),
    "changes[1]: expected plain data, found a bigint",
  ],
  "null for options": [() => ask(null), "given: expected a plain object, found null"],
  "a text for options": [() => ask("now"), "given: expected a plain object, found a string"],
  "a misspelt option": [
    () => ask({ resuorce: {} }),
    "given: unknown key `resuorce`; there are `now`, `resource`, `subject`, `context`",
  ],
  "now inside context": [
    () => ask({ context: { now: 1 } }),
    "given.context: `now` belongs beside `context`, not inside",
  ],
  "an object as a question's action": [
    () => engine.decide({ subject: "user:anna", action: { nmae: "rfi.view" }, resource: "project:7" }),
    "question.action.name: expected a text such as `rfi.edit`, found undefined",
  ],
  "an AuthZEN subject with a number for its id": [
    () => engine.decide({ subject: { type: "user", id: 7 }, action: "rfi.view", resource: "project:7" }),
    "question.subject.id: expected a text such as `anna`, found a number",
  ],
  "no question": [() => engine.decide(), "question: expected a plain object, found undefined"],
  "no scope": [() => engine.matrix(), "scope: expected a plain object, found undefined"],
  "a number for a tool": [
    () => engine.matrix({ tool: 1 }),
    "scope.tool: expected a text such as `rfi`, found a number",
  ],
  "no kind of handle": [
    () => engine.handle("toString", "user:anna"),
    "kind: expected `subject`, `action`, `resource` or `attribute`, found a string",
  ],
  "a path beneath that is none": [() => byHandles([], 7), "beneath: expected a path such as `rfi:12`, found a number"],
  "a path beneath with half a letter": [
    () => byHandles([], "rfi:\ud800"),
    "beneath: expected a path such as `rfi:12` of well-formed text, found a string",
  ],
  ...Object.fromEntries(
    Object.entries({
      "no pairs": [() => [creator()], "a list"],
      "too many": [() => Array(600).fill(0), "a list"],
      "no list": [() => "creator", "a string"],
      "null": [() => null, "null"],
      "an attribute's name": [() => ["creator", 0], "a list"],
      "a user's name": [() => [creator(), "user:anna"], "a list"],
      "NaN for a user": [() => [creator(), NaN], "a list"],
      "half a user": [() => [creator(), 0.5], "a list"],
      "nobody": [() => [creator(), 4_000_000_000], "a list"],
      "an attribute that there is not": [() => [4_000_000, 0], "a list"],
      "a number for yes": [() => [engine.handle("attribute", "subject.employee"), 7], "a list"],
      "a getter that throws": [() => Object.defineProperty([], 0, { get: () => { throw null; } }), "a list"],
    }).map(([what, [given, found]]) => [
      `${what} as attributes by handle`,
      [
        () => byHandles(given()),
        `given: expected pairs of an attribute's handle and a number that it can be, found ${found}`,
      ],
    ]),
  ),
  "no handle": [
    () => engine.canByHandle(undefined, 0, 0),
    "subject: expected a handle from `engine.handle`, found undefined",
  ],
  "half a handle": [
    () => engine.canByHandle(0, 0.5, 0),
    "action: expected a handle from `engine.handle`, found a number",
  ],
  "a text for a handle": [
    () => engine.canByHandle(0, 0, "0"),
    "resource: expected a handle from `engine.handle`, found a string",
  ],
  "no actor": [() => engine.apply([], {}), "by.actor: expected a text such as `user:anna`, found undefined"],
  "nobody who applies": [() => engine.apply([]), "by: expected a plain object, found undefined"],
  "one change instead of a list": [
    () => engine.apply({ kind: "revoke" }, { actor: "system" }),
    "changes: expected a list of changes, found an object of another kind",
  ],
  "no listener": [() => engine.subscribe("render"), "listener: expected a function, found a string"],
  "no subject for a view": [() => engine.as(), "subject: expected a text such as `user:anna`, found undefined"],
  "no input": [() => Engine.from(), "input: expected a plain object, found undefined"],
  "no facts": [
    () => Engine.from({ catalog: {} }),
    "facts: expected a plain object, JSON text or its bytes, found undefined",
  ],
  "an enormous text as an attribute": [
    () => ask({ resource: { status: "x".repeat(2e7) } }),
    "given.resource.status: more than 1048576 values",
  ],
  "an engine made by hand": [() => new Engine({}), "engines are made by `Engine.from` and `Engine.open`"],
};

describe("refused with bad_argument", () => {
  for (const [what, [run, message]] of Object.entries(refused)) {
    test(what, () => {
      const found = refusal(run);
      assert.equal(found.code, "bad_argument");
      if (typeof message === "string") assert.equal(found.message, message);
      else assert.match(found.message, message);
    });
  }
});

/** Documents as objects: what is done to the example, and the exact code, words and place. */
const documents = {
  "a cyclic object": [
    ({ catalog }) => (catalog.title = cyclic()),
    "bad_argument",
    "catalog: cannot be written as JSON",
    "catalog",
  ],
  "an object nested 100,000 deep": [
    ({ facts }) => {
      for (let i = 0; i < 100_000; i++) facts.settings = { inner: facts.settings };
    },
    "bad_argument",
    "facts: cannot be written as JSON",
    "facts",
  ],
  "an object nested 100 deep": [
    ({ facts }) => (facts.settings = deep(100)),
    "limit",
    "nested deeper than 32 levels (at facts)",
    "facts",
  ],
  "NaN": [
    ({ facts }) => (facts.resources["rfi:12"].attributes.weight = NaN),
    "bad_argument",
    "facts: cannot be written as JSON: `weight` is NaN",
    "facts",
  ],
  "Infinity": [
    ({ facts }) => (facts.grants[0].until = Infinity),
    "bad_argument",
    "facts: cannot be written as JSON: `until` is Infinity",
    "facts",
  ],
  "an invalid Date, which would be a grant without an end": [
    ({ facts }) => (facts.grants[0].until = new Date("the day after")),
    "bad_argument",
    "facts: cannot be written as JSON: `until` would become null",
    "facts",
  ],
  "a BigInt": [
    ({ facts }) => (facts.grants[0].until = 10n),
    "bad_argument",
    "facts: cannot be written as JSON: `until` is a bigint",
    "facts",
  ],
  "a Symbol": [
    ({ catalog }) => (catalog.name = Symbol("example")),
    "bad_argument",
    "catalog: cannot be written as JSON: `name` is a symbol",
    "catalog",
  ],
  "a Map, which would be no users at all": [
    ({ facts }) => (facts.users = new Map(Object.entries(facts.users))),
    "bad_argument",
    "facts: cannot be written as JSON: `users` is an object of another kind",
    "facts",
  ],
  "a Map of another realm": [
    ({ facts }) => (facts.users = vm.runInNewContext("new Map()")),
    "bad_argument",
    "facts: cannot be written as JSON: `users` is an object of another kind",
    "facts",
  ],
  "a promise of the users": [
    ({ facts }) => (facts.users = Promise.resolve(facts.users)),
    "bad_argument",
    "facts: cannot be written as JSON: `users` is an object of another kind",
    "facts",
  ],
  "a Response instead of what is in it": [
    (input) => (input.facts = new Response(JSON.stringify(input.facts))),
    "bad_argument",
    "facts: cannot be written as JSON: it is an object of another kind",
    "facts",
  ],
  "a getter that throws": [
    ({ facts }) => (facts.groups = throwing("group:crew")),
    "bad_argument",
    "facts: cannot be written as JSON",
    "facts",
  ],
  "a revoked Proxy": [
    ({ catalog }) => (catalog.tools = revoked()),
    "bad_argument",
    "catalog: cannot be written as JSON",
    "catalog",
  ],
  "toJSON that throws": [
    ({ catalog }) =>
      (catalog.tools.toJSON = () => {
        throw 7;
      }),
    "bad_argument",
    "catalog: cannot be written as JSON",
    "catalog",
  ],
  "a key `__proto__` in the catalog": [
    ({ catalog }) => own(catalog.tools, "__proto__", {}),
    "bad_name",
    "`__proto__` is not a name: lower case letters, digits and `_`, a letter first, at most 64 of them (at catalog.tools.__proto__)",
    "catalog.tools.__proto__",
  ],
  "a user `__proto__`": [
    ({ facts }) => own(facts.users, "__proto__", {}),
    "bad_name",
    "`__proto__` has no type: write it like `user:anna` or `project:7` (at facts.users.__proto__)",
    "facts.users.__proto__",
  ],
  "half a character in an id": [
    ({ facts }) => (facts.users["user:\ud800"] = {}),
    "bad_json",
    "not readable: unexpected end of hex escape (at facts)",
    "facts",
  ],
  "what broken text turns into, in an id": [
    ({ facts }) => (facts.users["user:\ufffd"] = {}),
    "bad_id",
    "the id of `user:\ufffd` is not possible: it holds U+FFFD, which broken text turns into (at facts.users.user:\ufffd)",
    "facts.users.user:\ufffd",
  ],
  "the separator of paths in an id": [
    ({ facts }) => (facts.resources["rfi:1/2"] = { parent: "project:7" }),
    "bad_id",
    "the id of `rfi:1/2` is not possible: `/` separates the parts of a path (at facts.resources.rfi:1/2)",
    "facts.resources.rfi:1/2",
  ],
  "a control character in an id": [
    ({ facts }) => (facts.users["user:anna\u0000"] = {}),
    "bad_id",
    "the id of `user:anna·` is not possible: it holds a control character (at facts.users.user:anna\u0000)",
    "facts.users.user:anna\u0000",
  ],
  "white space at the end of an id": [
    ({ facts }) => (facts.users["user:anna "] = {}),
    "bad_id",
    "the id of `user:anna ` is not possible: it has white space at its ends (at facts.users.user:anna )",
    "facts.users.user:anna ",
  ],
  "an id of 257 bytes": [
    ({ facts }) => (facts.users[`user:${"é".repeat(128)}x`] = {}),
    "bad_id",
    /^the id of `user:é+…` is not possible: it is longer than 256 bytes \(at /,
    `facts.users.user:${"é".repeat(128)}x`,
  ],
  "a text of a megabyte as an attribute": [
    ({ facts }) => (facts.resources["rfi:12"].attributes.status = "x".repeat(1e6)),
    "limit",
    "a text of 1000000 bytes; at most 65536 are possible (at facts.resources.rfi:12.attributes.status)",
    "facts.resources.rfi:12.attributes.status",
  ],
  "a list of 100,000 people as an attribute": [
    ({ facts }) => (facts.resources["rfi:12"].attributes.assignees = new Array(1e5).fill("user:anna")),
    "limit",
    "a list of 100000 items; at most 1024 are possible (at facts.resources.rfi:12.attributes.assignees)",
    "facts.resources.rfi:12.attributes.assignees",
  ],
  "a condition of a megabyte": [
    ({ catalog }) => (catalog.conditions.own.when = "true && ".repeat(125_000) + "true"),
    "bad_condition",
    "longer than 4096 bytes (character 1 of the condition) (at catalog.conditions.own.when)",
    "catalog.conditions.own.when",
  ],
  "groups that contain each other": [
    ({ facts }) => facts.groups["group:night"].members.push("group:crew"),
    "cycle",
    "group `group:crew` would contain itself through `group:night` (at facts.groups.group:crew)",
    "facts.groups.group:crew",
  ],
  "a group that contains itself": [
    ({ facts }) => facts.groups["group:night"].members.push("group:night"),
    "cycle",
    "group `group:night` would contain itself through `group:night` (at facts.groups.group:night)",
    "facts.groups.group:night",
  ],
  "resources that lie in each other": [
    ({ catalog, facts }) => {
      catalog.types.folder = { within: ["project", "folder"] };
      facts.resources["folder:a"] = { parent: "folder:b" };
      facts.resources["folder:b"] = { parent: "folder:a" };
    },
    "cycle",
    "resource `folder:a` would contain itself through `folder:b` (at facts.resources.folder:a)",
    "facts.resources.folder:a",
  ],
  "resources 40 deep in one another": [
    ({ catalog, facts }) => {
      catalog.types.folder = { within: ["project", "folder"] };
      for (let i = 0; i < 40; i++)
        facts.resources[`folder:${i}`] = { parent: i === 0 ? "project:7" : `folder:${i - 1}` };
    },
    "limit",
    "resource `folder:31` lies deeper than 32 levels (at facts.resources.folder:31)",
    "facts.resources.folder:31",
  ],
  "groups 40 deep in one another": [
    ({ facts }) => {
      for (let i = 0; i < 40; i++) facts.groups[`group:${i}`] = { members: i === 39 ? [] : [`group:${i + 1}`] };
    },
    "limit",
    "groups are nested deeper than 32 levels (at facts.groups.group:6)",
    "facts.groups.group:6",
  ],
};

const own = (object, key, value) => Object.defineProperty(object, key, { value, enumerable: true });

describe("documents", () => {
  for (const [what, [change, code, message, path]] of Object.entries(documents)) {
    test(`${code}: ${what}`, () => {
      const input = example();
      change(input);
      assert.throws(() => Engine.from(input), { name: "PermatrixError", code, message, at: { path } });
    });
  }

  test("as text: NaN, Infinity, what is too large for a number, and half characters", () => {
    const { catalog, facts } = example();
    const text = JSON.stringify(facts);
    const at = (word) => text.indexOf(word) + 1;
    const refused = (from, to, code, words, column) =>
      assert.throws(() => Engine.from({ catalog, facts: text.replace(from, to) }), {
        code,
        message: `${words} (at facts, line 1, column ${column})`,
      });
    const value = at('"private":false') + '"private":'.length;
    refused("false", "NaN", "bad_json", "not readable: expected value", value);
    refused("false", "Infinity", "bad_json", "not readable: expected value", value);
    refused("false", "1e999", "bad_json", "not readable: number out of range", value + "1e999".length - 1);
    const user = at('"user:ben"');
    assert.throws(() => Engine.from({ catalog, facts: text.replace("user:ben", "user:b\udfff") }), {
      code: "bad_id",
      message:
        "the id of `user:b\ufffd` is not possible: it holds U+FFFD, which broken text turns into " +
        `(at facts.users.user:b\ufffd, line 1, column ${user})`,
    });
  });

  test("as text: 50 MB of brackets, of nothing, of one word", () => {
    const { facts } = example();
    const refused = (catalog, error) => assert.throws(() => Engine.from({ catalog, facts }), error);
    refused("[".repeat(5e7), {
      code: "limit",
      message: "nested deeper than 32 levels (at catalog, line 1, column 33)",
    });
    refused(" ".repeat(5e7), { code: "bad_json" });
    refused(`"${"x".repeat(5e7)}"`, {
      code: "bad_type",
      message: "expected an object, found a text (at catalog, line 1, column 1)",
    });
  });

  test("as bytes, more than a gigabyte: refused before they are copied", () => {
    const { facts } = example();
    assert.throws(() => Engine.from({ catalog: new Uint8Array(2 ** 30 + 1), facts }), {
      code: "limit",
      message: "longer than 1073741824 bytes (at catalog)",
    });
  });

  test("with a polluted Object.prototype: nothing of it is read", (t) => {
    const toEveryone = [{ to: "everyone", column: "rfi.admin", on: "company:acme" }];
    Object.defineProperty(Object.prototype, "grants", { value: toEveryone, configurable: true });
    t.after(() => delete Object.prototype.grants);
    const { catalog, facts } = example();
    delete facts.grants;
    assert.equal(Engine.from({ catalog, facts }).can("user:anna", "rfi.view", "project:7"), false);
  });
});

describe("names", () => {
  const enormous = "x".repeat(5e7);
  const names = {
    "half a character": "user:\ud800",
    "half a character in the middle": "user:a\udc00nna",
    "what broken text turns into": "user:\ufffd",
    "a control character": "user:anna\u0000",
    "nothing": "",
    "a separator": "/",
    "separators": "project:7//rfi:12",
    "a path of 10,000 parts": "project:7" + "/rfi:12".repeat(10_000),
    "a path through the prototype": "project:7/__proto__:12",
    "an enormous text": enormous,
    "an enormous id": `user:${enormous}`,
    "an enormous path": `project:7/rfi:${enormous}`,
  };
  for (const [what, name] of Object.entries(names)) {
    test(`denied: ${what}`, () => {
      for (const given of [undefined, { now }, { now, resource: { creator: "user:anna" } }]) {
        assert.equal(engine.can(name, "rfi.edit", "rfi:12", given), false);
        assert.equal(engine.can("user:anna", name, "rfi:12", given), false);
        assert.equal(engine.can("user:anna", "rfi.edit", name, given), false);
      }
      const code = (question) =>
        engine.decide({ subject: "user:anna", action: "rfi.edit", resource: "rfi:12", ...question }).code;
      assert.equal(code({ subject: name }), "unknown_subject");
      assert.equal(code({ action: name }), "unknown_action");
      assert.equal(code({ resource: name }), "unknown_resource");
      assert.equal(code({ resource: { type: "rfi", id: name, parent: "project:7" } }), "unknown_resource");
      assert.equal(engine.ask(name, "rfi.edit", "rfi:12"), "no");
      assert.equal(engine.ask("user:anna", "rfi.edit", name), "no");
      assert.deepEqual(engine.whatCan(name, "rfi:12"), { yes: [], depends: [] });
      assert.deepEqual(engine.whatCan("user:anna", name), { yes: [], depends: [] });
      for (const kind of ["subject", "action", "resource"])
        assert.equal(refusal(() => engine.handle(kind, name)).code, "unknown_name");
      assert.equal(refusal(() => engine.matrix({ tool: name })).code, "unknown_name");
      assert.equal(refusal(() => engine.matrix({ resource: name })).code, "unknown_name");
    });
  }

  test("words of the language are names like any other", () => {
    for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
      assert.equal(engine.can(name, "rfi.edit", "rfi:12"), false);
      assert.equal(engine.can("user:anna", name, "rfi:12"), false);
      assert.equal(engine.can("user:anna", `rfi.${name}`, "rfi:12"), false);
      assert.equal(engine.can("user:anna", "rfi.edit", name), false);
      const resource = { type: "rfi", id: name, parent: "project:7", properties: { creator: "user:anna" } };
      assert.equal(engine.decide({ subject: "user:anna", action: "rfi.edit", resource }).allowed, true, "an id");
    }
  });

  test("two names that differ in half a character are not the same person", () => {
    const { catalog, facts } = example();
    facts.users["user:\u{1f419}"] = {};
    facts.grants = [{ to: "user:\u{1f419}", column: "rfi.admin", on: "project:7" }];
    const engine = Engine.from({ catalog, facts });
    const can = (subject) => engine.can(subject, "rfi.view", "project:7");
    assert.deepEqual(["user:\u{1f419}", "user:\ud83d", "user:\ud83d\ud83d", "user:\udc19"].map(can), [
      true,
      false,
      false,
      false,
    ]);
  });
});

describe("times that are none", () => {
  const texts = [
    "",
    "yesterday",
    "2026-11-23",
    "2026-11-23T09:00:00",
    "2026-02-30T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-11-23T25:00:00Z",
    "+275760-09-13T00:00:00Z",
  ];
  const others = {
    "an invalid Date": new Date(NaN),
    "a Proxy of a Date": new Proxy(new Date(), {}),
    "an object": {},
    "a list": [],
    "a Symbol": Symbol("now"),
  };
  const simple = [NaN, Infinity, -Infinity, 9e15, null, true, 1n];
  const times = [
    ...texts.map((text) => [`the text "${text}"`, text]),
    ...simple.map((value) => [String(value), value]),
    ...Object.entries(others),
  ];
  for (const [what, time] of times) {
    test(what, () => {
      const { code, message } = refusal(() => ask({ now: time }));
      assert.equal(code, "bad_argument");
      assert.match(
        message,
        /^given\.now: expected a time \(milliseconds, a valid Date, or a text such as `2026-11-23T09:00:00Z`\), found /,
      );
      assert.equal(refusal(() => engine.ask("user:anna", "rfi.view", "project:7", { now: time })).code, "bad_argument");
      assert.equal(refusal(() => engine.apply([], { actor: "system", now: time })).code, "bad_argument");
    });
  }
});

describe("odd, and fine", () => {
  test("objects without a prototype, frozen ones, and ones from elsewhere", () => {
    const bare = Object.assign(Object.create(null), {
      resource: Object.assign(Object.create(null), { creator: "user:anna" }),
    });
    assert.equal(ask(bare), true);
    assert.equal(ask(Object.freeze({ resource: Object.freeze({ creator: "user:anna" }) })), true);
    assert.equal(ask(vm.runInNewContext(`({ now: new Date(${now}), resource: { creator: "user:anna" } })`)), true);
    assert.equal(ask({ resource: new Proxy({ creator: "user:anna" }, {}) }), true);
  });

  test("undefined and null are not there", () => {
    assert.equal(ask({ now: undefined, resource: undefined, context: undefined }), false);
    assert.equal(ask({ resource: { creator: undefined, manager: null } }), false);
    assert.equal(ask(undefined), false);
  });

  test("keys that are Symbols are not there, and nothing is inherited", () => {
    assert.equal(ask({ resource: { creator: "user:anna", [Symbol("creator")]: 1 } }), true);
    assert.equal(ask({ resource: { toString: undefined, creator: "user:anna" } }), true);
    assert.deepEqual(
      refusal(() => ask({ resource: { creator: "user:anna", toString: "x" } })),
      { code: "unknown_name", message: "no resource type has an attribute `toString` (at given.resource.toString)" },
    );
  });

  test("documents without prototypes, modules, and ones from elsewhere", async () => {
    const bare = (value) =>
      typeof value !== "object" || value === null
        ? value
        : Array.isArray(value)
          ? value.map(bare)
          : Object.assign(Object.create(null), Object.fromEntries(Object.entries(value).map(([k, v]) => [k, bare(v)])));
    const { catalog, facts } = example();
    const elsewhere = vm.runInNewContext(`(${JSON.stringify({ catalog, facts })})`);
    for (const input of [bare({ catalog, facts }), elsewhere, new Proxy({ catalog, facts }, {})]) {
      assert.equal(Engine.from(input).can("user:anna", "rfi.edit", "rfi:12"), true);
    }
    const exported = Object.entries(catalog).map(([key, value]) => `export const ${key} = ${JSON.stringify(value)};`);
    const constants = await import(`data:text/javascript,${encodeURIComponent(exported.join(""))}`);
    assert.equal(Engine.from({ catalog: constants, facts }).can("user:anna", "rfi.edit", "rfi:12"), true);
    const foreign = vm.runInNewContext("(numbers) => new Uint8Array(numbers)");
    const bytes = foreign([...new TextEncoder().encode(JSON.stringify(facts))]);
    assert.equal(Engine.from({ catalog, facts: bytes }).can("user:anna", "rfi.edit", "rfi:12"), true);
  });

  test("the cause is kept", () => {
    const cause = new Error("the database is away");
    const error = (() => {
      try {
        ask({
          resource: {
            get creator() {
              throw cause;
            },
          },
        });
      } catch (error) {
        return error;
      }
    })();
    assert.ok(error instanceof PermatrixError);
    assert.equal(error.cause, cause);
    assert.deepEqual(error.at, { path: "given.resource.creator" });
    assert.equal(String(error), "PermatrixError: given.resource.creator: reading it failed");
  });

  test("each option is read once", () => {
    const reads = [];
    const counted = (object) => new Proxy(object, { get: (target, key) => (reads.push(String(key)), target[key]) });
    ask(counted({ now, resource: counted({ creator: "user:anna" }) }));
    const options = reads.filter((key) => key !== "__proto__");
    assert.deepEqual(options, ["now", "resource", "creator"]);
  });

  test("code of the caller's that runs meanwhile asks, changes and frees without harm", () => {
    const during = (run, creator = "user:anna") => {
      let first = true; // what is not understood by numbers is read once more, in words
      const resource = () => {
        if (first) run();
        first = false;
        return { creator };
      };
      return Object.defineProperty({}, "resource", { enumerable: true, get: resource });
    };
    const question = (given) => engine.can("user:anna", "rfi.edit", "project:7/rfi:99", given);
    const others = [];
    assert.equal(question(during(() => others.push(question({ resource: { creator: "user:ben" } })))), true);
    assert.equal(question(during(() => others.push(question({ resource: { creator: "user:anna" } })), "user:ben")), false);
    assert.equal(question(during(() => others.push(engine.decide({ subject: "user:ben", action: "rfi.view", resource: "rfi:12" }).allowed))), true);
    assert.deepEqual(others, [false, true, true]);

    const mine = Engine.from(example());
    const asked = (given) => mine.can("user:anna", "rfi.edit", "project:7/rfi:99", given);
    const gone = { kind: "delete_user", user: "user:anna" };
    assert.equal(asked({ resource: { creator: "user:anna" } }), true);
    assert.equal(asked(during(() => mine.apply([gone], { actor: "system" }))), false, "she is gone meanwhile (S17)");
    const users = Object.fromEntries(Array.from({ length: 50_000 }, (_, number) => [`user:new${number}`, {}]));
    const larger = () => void Engine.from(example({ users: { ...example().facts.users, ...users } }));
    assert.equal(question(during(larger)), true, "the memory has grown meanwhile");

    const anna = engine.handle("subject", "user:anna");
    const numbers = (run, who = anna) => Object.defineProperty([creator(), who], 0, { get: () => (run(), creator()) });
    let first = true;
    const once = (run) => () => {
      if (first) run();
      first = false;
    };
    const ben = engine.handle("subject", "user:ben");
    assert.equal(byHandles(numbers(() => byHandles([creator(), ben], "rfi:99")), "rfi:99"), true, "asked meanwhile");
    const named = () => question({ resource: { creator: "user:ben" } });
    assert.equal(byHandles(numbers(named), "rfi:99"), true, "asked by names meanwhile");
    assert.equal(byHandles(numbers(named, ben), "rfi:99"), false);
    const muchLarger = () => void Engine.from(example({ users: { ...example().facts.users, ...users, ...more } }));
    const more = Object.fromEntries(Array.from({ length: 100_000 }, (_, number) => [`user:more${number}`, {}]));
    assert.equal(byHandles(numbers(once(muchLarger)), "rfi:99"), true, "the memory has grown meanwhile");
    assert.equal(refusal(() => asked(during(() => mine.free()))).code, "freed");
    assert.equal(question({ resource: { creator: "user:anna" } }), true, "others are as they were");
  });

  test("a polluted Object.prototype gives nobody anything", (t) => {
    const bad = {
      resource: { creator: "user:anna" },
      creator: "user:anna",
      subject: { employee: true },
      employee: true,
      parent: "project:7",
      properties: { creator: "user:anna" },
      now: 0,
      context: { resource: { creator: "user:anna" } },
    };
    for (const [key, value] of Object.entries(bad))
      Object.defineProperty(Object.prototype, key, { value, configurable: true, writable: true });
    t.after(() => {
      for (const key of Object.keys(bad)) delete Object.prototype[key];
    });
    assert.equal(engine.can("user:anna", "rfi.edit", "project:7/rfi:99"), false);
    assert.equal(ask({}), false);
    assert.equal(ask({ resource: {} }), false);
    assert.equal(engine.can("user:ben", "rfi.export", "project:7", { now }), false);
    const question = {
      subject: { type: "user", id: "anna" },
      action: { name: "rfi.edit" },
      resource: { type: "rfi", id: "99" },
    };
    assert.equal(engine.decide(question).allowed, false);
  });
});
