// What nobody should pass and somebody will. Each gives a PermatrixError with its code and leaves the engine as it was; none
// a TypeError from inside.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import vm from "node:vm";
import { Engine, PermatrixError } from "../../pkg/dist/inline.js";
import { before, example, refusal } from "./example.mjs";

const engine = Engine.from(example());
const now = before;
const ask = (given) => engine.can("user:anna", "rfi.edit", "project:7/rfi:99", given);
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

after(() => assert.equal(engine.can("user:anna", "rfi.edit", "rfi:12"), true, "the engine still answers"));

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
    /^given\.resource(\.owner|\.list|\.0)+: nested more than 16 levels deep, or cyclic$/,
  ],
  "an object nested 100 deep": [
    () => ask({ resource: deep(100) }),
    /^given\.resource(\.inner){16}: nested more than 16 levels deep, or cyclic$/,
  ],
  "too much": [
    () => ask({ resource: { list: new Array(2e6).fill(1) } }),
    /^given\.resource\.list\.\d+: more than 1048576 values$/,
  ],
  "a hole in a list": [
    () => ask({ resource: { assignees: [, "user:anna"] } }),
    "given.resource.assignees.0: expected plain data, found undefined",
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
    "changes.1: expected plain data, found a bigint",
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
    "kind: expected `subject`, `action` or `resource`, found a string",
  ],
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
  "a cyclic catalog": [() => Engine.from({ catalog: cyclic(), facts: {} }), "catalog: cannot be written as JSON"],
  "a Map among the facts": [
    () => Engine.from({ catalog: {}, facts: { users: new Map() } }),
    "facts: cannot be written as JSON",
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

  test("attributes that no catalog knows, and keys that are Symbols", () => {
    assert.equal(ask({ resource: { creator: "user:anna", colour: "red", toString: "x", [Symbol("x")]: 1 } }), true);
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
    assert.deepEqual(reads, ["now", "resource", "creator"]);
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
