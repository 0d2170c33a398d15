// apply and subscribe.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Engine, PermatrixError } from "../../pkg/dist/inline.js";
import { after, before, end, example } from "./example.mjs";

const now = before;
const system = { actor: "system", now };
const toBen = { kind: "grant", to: "user:ben", role: "engineer", on: "project:7" };

/** Everything an engine says about itself, to see that nothing of it changed. */
function picture(engine) {
  const { revision, catalog, facts } = engine;
  const grids = catalog.tools.map(({ tool }) => engine.matrix({ tool, now }));
  const answers = facts.users.map(({ id }) =>
    facts.resources.map((resource) => engine.whatCan(id, resource.id, { now })),
  );
  return structuredClone({ revision, catalog, facts, grids, answers });
}

describe("apply", () => {
  test("is in force for the next question, also for names asked before", () => {
    const engine = Engine.from(example());
    const can = () => engine.can("user:ben", "rfi.edit", "rfi:12", { now, resource: { manager: "user:ben" } });
    assert.equal(can(), false);
    assert.deepEqual(engine.apply([toBen], system), { revision: engine.revision, outbox: [] });
    assert.equal(can(), true);
    engine.apply([{ ...toBen, kind: "revoke" }], system);
    assert.equal(can(), false);
  });

  test("each run of changes is one revision", () => {
    const engine = Engine.from(example());
    const first = engine.revision;
    const { revision } = engine.apply([toBen, { ...toBen, kind: "revoke" }], system);
    assert.equal(revision, first + 1);
    assert.equal(engine.revision, revision);
    assert.equal(engine.decide({ subject: "user:anna", action: "rfi.view", resource: "project:7" }).revision, revision);
  });

  test("a grant with an end: number, text, Date", () => {
    for (const until of [end, "2027-01-01T00:00:00Z", new Date(end)]) {
      const engine = Engine.from(example({ grants: [] }));
      engine.apply([{ kind: "grant", to: "user:ben", column: "rfi.standard", on: "project:7", until }], system);
      assert.equal(engine.can("user:ben", "rfi.view", "project:7", { now: before }), true);
      assert.equal(engine.can("user:ben", "rfi.view", "project:7", { now: after }), false);
    }
  });

  test("a cell and a role", () => {
    const engine = Engine.from(example());
    assert.equal(engine.can("user:anna", "rfi.export", "project:7"), true);
    engine.apply([{ kind: "set_cell", action: "rfi.export", column: "standard", value: "no" }], system);
    assert.equal(engine.can("user:anna", "rfi.export", "project:7"), false);
    const { role, on, exclusive, granulars } = engine.catalog.roles.find((role) => role.role === "engineer");
    engine.apply([{ kind: "set_role", role, on, exclusive, granulars, levels: { rfi: "admin" } }], system);
    assert.equal(engine.can("user:anna", "rfi.export", "project:7"), true);
    assert.equal(engine.can("user:anna", "directory.view", "project:7"), false, "the role no longer has a level there");
  });

  test("an actor needs the permission that the catalog names (S16)", () => {
    const engine = Engine.from(example());
    engine.apply([toBen], { actor: "user:anna", now });
    assert.equal(engine.can("user:ben", "rfi.view", "project:7", { now }), true);
  });

  test("refused for lack of permission: the decision says why", () => {
    // Ben has the permission, but is outside, and a ceiling takes it from him.
    const engine = Engine.from(example({ grants: [{ to: "user:ben", column: "directory.admin", on: "project:7" }] }));
    assert.throws(
      () => engine.apply([{ ...toBen, to: "user:anna" }], { actor: "user:ben", now }),
      (error) => {
        assert.ok(error instanceof PermatrixError);
        assert.equal(error.code, "denied");
        assert.equal(error.decision.allowed, false);
        assert.equal(error.decision.code, "ceiling");
        assert.ok(Object.isFrozen(error.decision));
        return true;
      },
    );
  });

  test("what the catalog names no action for, only the host can do", () => {
    const engine = Engine.from(example());
    const cell = { kind: "set_cell", action: "rfi.export", column: "read_only", value: "no" };
    assert.throws(() => engine.apply([cell], { actor: "user:anna", now }), { code: "denied" });
    engine.apply([cell], system);
  });

  test("whole or not at all: a refused run leaves everything as it was, and nobody is told", () => {
    const engine = Engine.from(example());
    const told = [];
    engine.subscribe((revision) => told.push(revision));
    const { catalog, facts } = engine;
    const was = picture(engine);
    const last = [
      [{ ...toBen, to: "user:nobody" }, "unknown_name"],
      [{ ...toBen, role: "enginer" }, "unknown_name"],
      [{ ...toBen, on: "project:404" }, "unknown_name"],
      [{ kind: "revoke", to: "user:anna", role: "engineer", on: "company:acme" }, "not_there"],
      [{ kind: "set_cell", action: "rfi.fly", column: "standard", value: "yes" }, "unknown_name"],
    ];
    for (const [change, code] of last) {
      const cell = { kind: "set_cell", action: "rfi.export", column: "standard", value: "no" };
      assert.throws(() => engine.apply([toBen, cell, change], system), { name: "PermatrixError", code });
      assert.deepEqual(picture(engine), was);
    }
    assert.deepEqual(told, []);
    assert.equal(engine.catalog, catalog);
    assert.equal(engine.facts, facts);
  });

  test("never writes to what it is given", () => {
    const engine = Engine.from(example());
    const changes = Object.freeze([Object.freeze({ ...toBen })]);
    engine.apply(changes, Object.freeze({ ...system }));
    assert.deepEqual(changes, [toBen]);
  });

  test("handles asked for again after a change answer by it", (t) => {
    const engine = Engine.from(example());
    const ask = () =>
      engine.canByHandle(
        engine.handle("subject", "user:ben"),
        engine.handle("action", "rfi.view"),
        engine.handle("resource", "project:7"),
      );
    t.mock.method(Date, "now", () => before);
    assert.equal(ask(), true);
    engine.apply([{ kind: "revoke", to: "group:crew", column: "rfi.read_only", on: "company:acme" }], system);
    assert.equal(ask(), false);
  });

  test("a mistake in a change: what, and in which one", () => {
    const engine = Engine.from(example());
    const refused = (changes, code, path, message) =>
      assert.throws(() => engine.apply(changes, system), { code, message: `${message} (at ${path})`, at: { path } });
    refused(
      [toBen, { ...toBen, role: "enginer" }],
      "unknown_name",
      "changes[1].role",
      "unknown role `enginer`, did you mean `engineer`?",
    );
    refused(
      [{ ...toBen, kind: "gramt" }],
      "unknown_name",
      "changes[0].kind",
      "unknown kind of change `gramt`, did you mean `grant`?",
    );
    refused([{ ...toBen, til: 0 }], "unknown_key", "changes[0].til", "unknown key `til`");
    refused(
      [{ ...toBen, until: "soon" }],
      "bad_value",
      "changes[0].until",
      "`soon` is not a moment; write it like `2026-01-31T08:00:00Z`",
    );
    refused(["grant"], "missing_key", "changes[0]", "`kind` is missing");
    refused(
      [{ kind: "set_cell", action: "rfi.edit", column: "standrad", value: "yes" }],
      "unknown_name",
      "changes[0].column",
      "unknown column of `rfi` `standrad`, did you mean `standard`?",
    );
    refused(
      [{ kind: "set_role", role: "project_admin", on: "project", levels: { rfi: "amdin" } }],
      "unknown_name",
      "changes[0].levels.rfi",
      "unknown level of `rfi` `amdin`, did you mean `admin`?",
    );
  });
});

describe("subscribe", () => {
  test("tells each listener the new revision before apply returns", () => {
    const engine = Engine.from(example());
    const told = [];
    engine.subscribe((revision) => told.push(["a", revision, engine.revision]));
    engine.subscribe((revision) => told.push(["b", revision, engine.revision]));
    const { revision } = engine.apply([toBen], system);
    assert.deepEqual(told, [
      ["a", revision, revision],
      ["b", revision, revision],
    ]);
  });

  test("stops, and stopping again does nothing", () => {
    const engine = Engine.from(example());
    let told = 0;
    const stop = engine.subscribe(() => told++);
    stop();
    stop();
    engine.apply([toBen], system);
    assert.equal(told, 0);
  });

  test("the same function twice is two subscriptions", () => {
    const engine = Engine.from(example());
    let told = 0;
    const listener = () => told++;
    const stop = engine.subscribe(listener);
    engine.subscribe(listener);
    engine.apply([toBen], system);
    assert.equal(told, 2);
    stop();
    engine.apply([{ ...toBen, kind: "revoke" }], system);
    assert.equal(told, 3);
  });

  test("a listener can stop itself and others, and add new ones for the next time", () => {
    const engine = Engine.from(example());
    const told = [];
    const stopFirst = engine.subscribe(() => {
      told.push("first");
      stopFirst();
      stopSecond();
      engine.subscribe(() => told.push("new"));
    });
    const stopSecond = engine.subscribe(() => told.push("second"));
    engine.subscribe(() => told.push("third"));
    engine.apply([toBen], system);
    assert.deepEqual(told, ["first", "third"]);
    engine.apply([{ ...toBen, kind: "revoke" }], system);
    assert.deepEqual(told, ["first", "third", "third", "new"]);
  });

  test("a change made by a listener: nobody is told an older revision after a newer one", () => {
    const engine = Engine.from(example());
    const first = engine.revision;
    const told = { a: [], b: [] };
    engine.subscribe((revision) => {
      told.a.push(revision - first);
      if (told.a.length === 1) engine.apply([{ ...toBen, kind: "revoke" }], system);
    });
    engine.subscribe((revision) => told.b.push(revision - first));
    engine.apply([toBen], system);
    assert.deepEqual(told, { a: [1, 2], b: [2] });
  });

  test("a listener that throws is reported and stops nobody", async () => {
    const engine = Engine.from(example());
    const told = [];
    engine.subscribe(() => {
      throw new Error("a listener's own mistake");
    });
    engine.subscribe((revision) => told.push(revision));
    const reported = new Promise((resolve) => {
      const others = process.rawListeners("uncaughtException");
      process.removeAllListeners("uncaughtException");
      process.once("uncaughtException", (error) => {
        for (const other of others) process.on("uncaughtException", other);
        resolve(error);
      });
    });
    const { revision } = engine.apply([toBen], system);
    assert.deepEqual(told, [revision]);
    assert.equal((await reported).message, "a listener's own mistake");
  });

  test("a listener can free the engine", () => {
    const engine = Engine.from(example());
    const told = [];
    engine.subscribe(() => engine.free());
    engine.subscribe(() => told.push("after the end"));
    engine.apply([toBen], system);
    assert.deepEqual(told, []);
    assert.throws(() => engine.revision, { code: "freed" });
  });
});

describe("members (S19)", () => {
  const input = () => ({
    catalog: {
      permatrix: 1,
      name: "site",
      types: { space: {}, app: { within: ["space"] } },
      tools: {
        spaces: { on: "space", actions: { open: { cells: { manager: "yes", visitor: "yes" } } } },
        apps: { on: "app", actions: { view: { cells: { manager: "yes", viewer: "yes" } } } },
      },
      roles: { manager: { on: "space" }, viewer: { on: "space" }, visitor: { on: "space" } },
      sharing: { space: { items: ["app"], roles: ["viewer"], guest: "visitor", limits: { item: 2 } } },
    },
    facts: {
      permatrix: 1,
      catalog: "site",
      users: { "user:ann": { title: "Ann" }, "user:ben": {}, "user:cid": {} },
      resources: { "space:a": {}, "app:1": { parent: "space:a" }, "app:2": { parent: "space:a" } },
      grants: [
        { to: "user:cid", role: "viewer", on: "space:a" },
        { to: "user:ann", role: "manager", on: "space:a" },
      ],
    },
  });
  const share = (to, on) => ({ kind: "share", to, role: "viewer", on });
  const system = { actor: "system" };

  test("members and those with whom something is shared stand apart, the highest role first", () => {
    const engine = Engine.from(input());
    engine.apply([share("user:ann", "app:1"), share("user:ben", "app:2")], system);
    const { members, total } = engine.members("space:a");
    assert.equal(total, 3);
    assert.deepEqual(
      members.map(({ principal, member, grants, shares }) => [
        principal,
        member,
        grants.map(({ role }) => role),
        shares.map(({ on }) => on),
      ]),
      [
        ["user:ann", true, ["manager"], ["app:1"]],
        ["user:ben", false, [], ["app:2"]],
        ["user:cid", true, ["viewer"], []],
      ],
    );
    assert.deepEqual(members[0].title, { "": "Ann" });
    assert.deepEqual(
      engine.members("app:1").members.map(({ principal, member, shares }) => [principal, member, shares.length]),
      [
        ["user:ann", true, 1],
        ["user:cid", true, 0],
      ],
    );
    assert.deepEqual(
      engine.members("space:a", { after: 1, limit: 1 }).members.map(({ principal }) => principal),
      ["user:ben"],
    );
    assert.deepEqual(engine.members("space:a", { after: 9 }), { members: [], total: 3 });
  });

  test("unknown resources and wrong pages are errors", () => {
    const engine = Engine.from(input());
    assert.throws(() => engine.members("space:z"), { code: "unknown_name" });
    assert.throws(() => engine.members("space:a", { after: -1 }), { code: "bad_argument" });
    assert.throws(() => engine.members("space:a", { limit: 1.5 }), { code: "bad_argument" });
    assert.throws(() => engine.members("space:a", { from: 1 }), { code: "bad_argument" });
  });

  test("a quota has its own code, and names the way out", () => {
    const engine = Engine.from(input());
    engine.apply([share("user:ann", "app:1"), share("user:ben", "app:1")], system);
    assert.throws(() => engine.apply([share("user:cid", "app:1")], system), {
      code: "quota_per_item",
      message:
        "it has 2 shares, as many as there can be: share it with a group, or make who needs it a member of the `space` (at changes[0])",
    });
    assert.equal(engine.revision, 1);
  });
});

describe("handles over changes", () => {
  test("new users and resources have handles; those of what is gone answer no", () => {
    const engine = Engine.from(example());
    const old = [engine.handle("subject", "user:anna"), engine.handle("resource", "project:7")];
    const view = engine.handle("action", "rfi.view");
    engine.apply([{ kind: "create_user", user: "user:zoe" }], { actor: "system" });
    engine.apply([{ kind: "create_group", group: "group:zoo", members: ["user:zoe"] }], { actor: "system" });
    const zoe = engine.handle("subject", "user:zoe");
    assert.equal(engine.canByHandle(zoe, view, old[1]), false);
    engine.apply([{ kind: "delete_user", user: "user:anna" }], { actor: "system" });
    assert.equal(engine.canByHandle(old[0], view, old[1]), false);
    engine.apply([{ kind: "create_user", user: "user:anna" }], { actor: "system" });
    assert.equal(engine.canByHandle(old[0], view, old[1]), false);
    assert.notEqual(engine.handle("subject", "user:anna"), old[0]);
    engine.apply([{ kind: "delete_resource", resource: "project:7" }], { actor: "system" });
    assert.equal(engine.canByHandle(zoe, view, old[1]), false);
    for (let handle = 0; handle < 200; handle++) assert.equal(typeof engine.canByHandle(handle, view, old[1]), "boolean");
  });
});
