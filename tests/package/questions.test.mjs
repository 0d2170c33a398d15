// Every way to ask, with the answers that the example of docs/CATALOG.md gives.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Engine } from "../../pkg/dist/inline.js";
import { after, before, end, example } from "./example.mjs";

const engine = Engine.from(example());
const now = before;

describe("can", () => {
  test("by three names", () => {
    assert.equal(engine.can("user:anna", "rfi.view", "project:7"), true);
    assert.equal(engine.can("user:anna", "rfi.view", "company:acme"), false, "a grant does not reach upwards (S2)");
  });

  test("the same the first and the hundredth time, when names have become handles", () => {
    for (let i = 0; i < 100; i++) {
      assert.equal(engine.can("user:anna", "rfi.edit", "rfi:12"), true);
      assert.equal(engine.can("user:ben", "rfi.edit", "rfi:12"), false);
    }
  });

  test("a path to something that is not in the facts", () => {
    assert.equal(engine.can("user:anna", "rfi.view", "project:7/rfi:99"), true);
    assert.equal(engine.can("user:anna", "rfi.view", "company:acme/project:8"), false);
  });

  test("attributes given with the question", () => {
    const given = (creator) => ({ resource: { creator, manager: "user:ben" } });
    assert.equal(engine.can("user:anna", "rfi.edit", "project:7/rfi:99"), false, "unknown denies (S9)");
    assert.equal(engine.can("user:anna", "rfi.edit", "project:7/rfi:99", given("user:anna")), true);
    assert.equal(engine.can("user:anna", "rfi.edit", "project:7/rfi:99", given("user:ben")), false);
  });

  test("attributes of the facts win over given ones", () => {
    assert.equal(
      engine.can("user:anna", "rfi.edit", "rfi:12", { resource: { creator: "user:ben", manager: "user:ben" } }),
      true,
    );
  });

  test("attributes of the subject", () => {
    assert.equal(engine.can("user:ben", "rfi.export", "project:7", { now }), false, "outside (S11)");
    assert.equal(engine.can("user:ben", "rfi.export", "project:7", { now, subject: { employee: true } }), true);
  });

  test("now as number, Date and text", () => {
    for (const now of [
      before,
      new Date(before),
      "2026-11-23T09:00:00Z",
      "2026-11-23T10:00:00.000+01:00",
      before + 0.75,
    ]) {
      assert.equal(engine.can("user:ben", "rfi.view", "rfi:12", { now }), true, String(now));
    }
    for (const now of [end, new Date(after), "2027-01-01T00:00:00Z"]) {
      assert.equal(engine.can("user:ben", "rfi.view", "rfi:12", { now }), false, String(now));
    }
  });

  test("not given, now is Date.now() at each call", (t) => {
    const clock = t.mock.method(Date, "now", () => before);
    assert.equal(engine.can("user:ben", "rfi.view", "rfi:12"), true);
    clock.mock.mockImplementation(() => after);
    assert.equal(engine.can("user:ben", "rfi.view", "rfi:12"), false);
    assert.equal(engine.ask("user:ben", "rfi.view", "rfi:12"), "no");
    assert.deepEqual(engine.whatCan("user:ben", "project:7").yes, []);
    assert.equal(engine.decide({ subject: "user:ben", action: "rfi.view", resource: "rfi:12" }).allowed, false);
  });

  test("by name, with a time, by handle and by decision: the same for each", (t) => {
    const names = {
      subjects: ["user:anna", "user:ben"],
      actions: ["directory.view", "rfi.view", "rfi.edit", "rfi.export", "conversations.send"],
      resources: ["company:acme", "project:7", "rfi:12"],
    };
    for (const now of [before, end, after]) {
      t.mock.method(Date, "now", () => now);
      for (const subject of names.subjects)
        for (const action of names.actions)
          for (const resource of names.resources) {
            const handles = [
              engine.handle("subject", subject),
              engine.handle("action", action),
              engine.handle("resource", resource),
            ];
            const answers = [
              engine.can(subject, action, resource),
              engine.can(subject, action, resource),
              engine.can(subject, action, resource, { now }),
              engine.can(subject, action, resource, { now, resource: {} }),
              engine.canByHandle(...handles),
              engine.decide({ subject, action, resource, context: { now } }).allowed,
            ];
            assert.equal(new Set(answers).size, 1, `${subject} ${action} ${resource} at ${now}: ${answers}`);
          }
    }
  });

  test("the clock is not looked at where time does not matter", (t) => {
    engine.can("user:anna", "rfi.view", "project:7");
    const clock = t.mock.method(Date, "now", () => before);
    engine.can("user:anna", "rfi.view", "project:7");
    assert.equal(clock.mock.callCount(), 0);
  });

  test("false, not an exception, for whatever is unknown", () => {
    const names = [
      "",
      "anna",
      "user:nobody",
      "user:\ud800",
      "user:a\u0000b",
      "toString",
      "__proto__",
      "constructor",
      "user:anna ",
      "a/b/c",
      "/",
      "🐙",
      "x".repeat(1e6),
    ];
    for (const name of names) {
      assert.equal(engine.can(name, "rfi.view", "project:7"), false, `subject ${name.slice(0, 20)}`);
      assert.equal(engine.can("user:anna", name, "project:7"), false, `action ${name.slice(0, 20)}`);
      assert.equal(engine.can("user:anna", "rfi.view", name), false, `resource ${name.slice(0, 20)}`);
    }
  });
});

describe("decide", () => {
  test("says why, by what, and until when", () => {
    const decision = engine.decide({ subject: "user:ben", action: "rfi.view", resource: "rfi:12", context: { now } });
    assert.deepEqual(decision, {
      allowed: true,
      code: "granted",
      missing: [],
      validUntil: end,
      revision: engine.revision,
      paths: [{ to: "group:crew", on: "company:acme", column: "rfi.read_only", until: end }],
      ceilings: [],
    });
  });

  const denial = (subject, action, resource, given = {}) => {
    const { code, paths, ceilings } = engine.decide({ subject, action, resource, context: { now, ...given } });
    return { code, paths, ceilings };
  };
  const engineer = { to: "user:anna", on: "project:7", role: "engineer" };

  test("of a denial by a footnote, the cells that were asked", () => {
    assert.deepEqual(denial("user:anna", "rfi.edit", "project:7/rfi:99", { resource: { creator: "user:ben", manager: "user:ben" } }), {
      code: "condition",
      paths: [
        { ...engineer, column: "rfi.standard", condition: "own" },
        { ...engineer, column: "rfi.act_as_manager", condition: "rfi.managed" },
      ],
      ceilings: [],
    });
    const known = denial("user:anna", "rfi.edit", "project:7/rfi:99", { resource: { creator: "user:ben" } });
    const own = [{ ...engineer, column: "rfi.act_as_manager", condition: "rfi.managed" }];
    assert.deepEqual(known, { code: "missing", paths: own, ceilings: [] }, "what says no is not what is missing");
  });

  test("of a denial by a ceiling, which one, and what it cuts (S11)", () => {
    assert.deepEqual(denial("user:ben", "rfi.export", "rfi:12"), {
      code: "ceiling",
      paths: [{ to: "group:crew", on: "company:acme", column: "rfi.read_only", until: end }],
      ceilings: ["outside"],
    });
    const both = denial("user:ben", "rfi.export", "rfi:12", { subject: { suspended: true } });
    assert.deepEqual(both.ceilings, ["suspended", "outside"]);
    assert.deepEqual(denial("user:ben", "rfi.edit", "rfi:12"), { code: "no_grant", paths: [], ceilings: [] });
  });

  test("a ceiling of which it is not known whether it cuts is named as well", () => {
    const { catalog, facts } = example();
    const ceilings = { suspended: { when: "subject.suspended", only: ["rfi.edit"] } };
    const strict = Engine.from({ catalog: { ...catalog, ceilings }, facts });
    const asked = (action) => {
      const { code, missing, ceilings } = strict.decide({ subject: "user:anna", action, resource: "rfi:12", context: { now } });
      return { code, missing, ceilings };
    };
    const missing = ["subject.suspended"];
    assert.deepEqual(asked("rfi.view"), { code: "missing", missing, ceilings: ["suspended"] });
    assert.deepEqual(asked("rfi.edit"), { code: "granted", missing: [], ceilings: [] });
  });

  test("what implies a role or lends a level is named (S8, S10)", () => {
    const column = "directory.admin";
    const grants = [{ to: "user:anna", column, on: "project:7" }];
    const engine = Engine.from(example({ grants }));
    const paths = (action) => engine.decide({ subject: "user:anna", action, resource: "project:7", context: { now } }).paths;
    const granted = { to: "user:anna", on: "project:7", granted: column };
    assert.deepEqual(paths("rfi.view"), [{ ...granted, column: "rfi.admin" }]);
    assert.deepEqual(paths("conversations.send"), [{ ...granted, column: "conversations.admin" }]);
    assert.deepEqual(paths("directory.view"), [{ to: "user:anna", on: "project:7", column }]);
  });

  test("who is a guest is so by what is shared with him (S13)", () => {
    const catalog = {
      permatrix: 1,
      name: "spaces",
      types: { space: {}, app: { within: ["space"] } },
      tools: { spaces: { on: "space", actions: { open: { cells: { visitor: "yes" } } } } },
      roles: { viewer: { on: "app" }, visitor: { on: "space" } },
      sharing: { space: { items: ["app"], roles: ["viewer"], guest: "visitor" } },
    };
    const facts = {
      permatrix: 1,
      catalog: "spaces",
      users: { "user:ben": {} },
      resources: { "space:a": {}, "app:1": { parent: "space:a" } },
      grants: [{ to: "user:ben", role: "viewer", on: "app:1" }],
    };
    const { paths } = Engine.from({ catalog, facts }).decide({ subject: "user:ben", action: "spaces.open", resource: "space:a" });
    assert.deepEqual(paths, [{ to: "user:ben", on: "app:1", role: "viewer", column: "visitor" }]);
  });

  test("names what is missing", () => {
    const decision = engine.decide({
      subject: "user:anna",
      action: "rfi.edit",
      resource: "project:7/rfi:99",
      context: { now },
    });
    assert.equal(decision.allowed, false);
    assert.equal(decision.code, "missing");
    assert.ok(decision.missing.includes("resource.creator"), String(decision.missing));
  });

  test("has a code for each kind of no", () => {
    const code = (subject, action, resource) => engine.decide({ subject, action, resource, context: { now } }).code;
    assert.equal(code("user:ben", "rfi.edit", "rfi:12"), "no_grant");
    assert.equal(code("user:ben", "rfi.export", "rfi:12"), "ceiling");
    assert.equal(code("user:nobody", "rfi.view", "rfi:12"), "unknown_subject");
    assert.equal(code("user:anna", "rfi.fly", "rfi:12"), "unknown_action");
    assert.equal(code("user:anna", "rfi.view", "rfi:404"), "unknown_resource");
  });

  test("takes questions in the shape of AuthZEN, and ignores what it does not know", () => {
    const question = {
      subject: { type: "user", id: "anna", properties: { employee: true }, session: "s" },
      action: { name: "rfi.edit", properties: { method: "GET" } },
      resource: { type: "rfi", id: "99", parent: "project:7", properties: { creator: "user:anna" } },
      context: { now: "2026-11-23T09:00:00Z", office: true },
      trace: 7,
    };
    assert.equal(engine.decide(question).allowed, true);
    question.resource.properties.creator = "user:ben";
    question.resource.properties.manager = "user:ben";
    assert.equal(engine.decide(question).allowed, false);
  });

  test("attributes that the catalog does not have are mistakes, not noise (S1)", () => {
    const ask = (context) =>
      engine.decide({ subject: "user:anna", action: "rfi.edit", resource: "rfi:12", context: { now, ...context } });
    const wrong = (code, path, message) => ({ name: "PermatrixError", code, message: `${message} (at ${path})`, at: { path } });
    assert.throws(
      () => ask({ ip: "::1" }),
      wrong("unknown_name", "question.context.ip", "the context has no attribute `ip`"),
    );
    assert.throws(
      () => ask({ resource: { creater: "user:anna" } }),
      wrong(
        "unknown_name",
        "question.context.resource.creater",
        "no resource type has an attribute `creater`, did you mean `creator`?",
      ),
    );
    assert.throws(
      () => ask({ office: "yes" }),
      wrong("bad_type", "question.context.office", "expected true or false, found a text"),
    );
    const can = (given) => engine.can("user:anna", "rfi.edit", "rfi:12", given);
    assert.throws(
      () => can({ subject: { employe: true } }),
      wrong(
        "unknown_name",
        "given.subject.employe",
        "users have no attribute `employe`, did you mean `employee`?",
      ),
    );
    assert.throws(
      () => can({ context: { offise: true } }),
      wrong("unknown_name", "given.context.offise", "the context has no attribute `offise`, did you mean `office`?"),
    );
    assert.throws(
      () => can({ resource: { assignees: ["user:anna", 7] } }),
      wrong("bad_type", "given.resource.assignees[1]", "expected a text, found a number"),
    );
  });

  test("properties and context together, but not the same attribute twice", () => {
    const resource = { type: "rfi", id: "99", parent: "project:7", properties: { creator: "user:ben" } };
    const ask = (attributes) =>
      engine.decide({ subject: "user:anna", action: "rfi.edit", resource, context: { now, resource: attributes } });
    assert.equal(ask({ manager: "user:anna" }).allowed, true);
    assert.throws(() => ask({ creator: "user:anna" }), {
      code: "bad_argument",
      message: "question.context.resource: `creator` is already in question.resource.properties",
    });
  });

  test("agrees with can", () => {
    for (const subject of ["user:anna", "user:ben", "group:crew", "user:nobody"]) {
      for (const action of ["directory.view", "rfi.view", "rfi.edit", "rfi.export", "conversations.send", "rfi.fly"]) {
        for (const resource of ["company:acme", "project:7", "rfi:12", "project:7/rfi:99", "rfi:404"]) {
          const allowed = engine.can(subject, action, resource, { now });
          assert.equal(
            engine.decide({ subject, action, resource, context: { now } }).allowed,
            allowed,
            `${subject} ${action} ${resource}`,
          );
        }
      }
    }
  });
});

describe("for screens", () => {
  test("ask: yes, no, depends (S15)", () => {
    assert.equal(engine.ask("user:anna", "rfi.view", "project:7", { now }), "yes");
    assert.equal(engine.ask("user:anna", "rfi.edit", "project:7", { now }), "depends");
    assert.equal(engine.ask("user:anna", "rfi.edit", "rfi:12", { now }), "yes");
    assert.equal(engine.ask("user:ben", "rfi.edit", "project:7", { now }), "no");
    assert.equal(engine.ask("user:ben", "rfi.export", "project:7", { now }), "no");
    assert.equal(engine.ask("user:anna", "rfi.fly", "project:7", { now }), "no");
  });

  test("whatCan: in the catalog's order", () => {
    assert.deepEqual(engine.whatCan("user:anna", "project:7", { now }), {
      yes: ["directory.view", "rfi.view", "rfi.export", "conversations.send"],
      depends: ["rfi.edit"],
    });
    assert.deepEqual(engine.whatCan("user:nobody", "project:7", { now }), { yes: [], depends: [] });
  });

  test("as: the same answers for one subject", () => {
    const anna = engine.as("user:anna");
    assert.equal(anna.name, "user:anna");
    assert.equal(anna.can("rfi.edit", "rfi:12"), true);
    assert.equal(anna.can("rfi.edit", "project:7/rfi:99", { resource: { creator: "user:anna" } }), true);
    assert.equal(anna.ask("rfi.edit", "project:7", { now }), "depends");
    assert.deepEqual(anna.whatCan("project:7", { now }), engine.whatCan("user:anna", "project:7", { now }));
    const question = { action: "rfi.view", resource: "rfi:12", context: { now } };
    assert.deepEqual(anna.decide(question), engine.decide({ subject: "user:anna", ...question }));
    assert.equal(anna.decide({ ...question, subject: "user:nobody" }).allowed, true, "the subject is fixed");
  });
});

describe("handles", () => {
  const handle = (kind, name) => engine.handle(kind, name);

  test("answer as names do", () => {
    const view = handle("action", "rfi.view");
    const [anna, project, rfi] = [
      handle("subject", "user:anna"),
      handle("resource", "project:7"),
      handle("resource", "rfi:12"),
    ];
    assert.equal(engine.canByHandle(anna, view, project), true);
    assert.equal(engine.canByHandle(anna, handle("action", "rfi.edit"), rfi), true);
    assert.equal(engine.canByHandle(handle("subject", "user:ben"), handle("action", "rfi.edit"), rfi), false);
  });

  test("also where time counts, and attributes of the facts", (t) => {
    const question = [handle("subject", "user:ben"), handle("action", "rfi.view"), handle("resource", "rfi:12")];
    const clock = t.mock.method(Date, "now", () => before);
    assert.equal(engine.canByHandle(...question), true);
    clock.mock.mockImplementation(() => after);
    assert.equal(engine.canByHandle(...question), false);
    const edit = [handle("action", "rfi.edit"), handle("resource", "rfi:12")];
    assert.equal(engine.canByHandle(handle("subject", "user:anna"), ...edit), true, "her own, by the facts");
    assert.equal(engine.canByHandle(handle("subject", "user:ben"), ...edit), false);
  });

  test("attributes given by handles and numbers, of what is not in the facts", (t) => {
    const edit = [handle("action", "rfi.edit"), handle("resource", "project:7")];
    const [anna, ben] = [handle("subject", "user:anna"), handle("subject", "user:ben")];
    const [creator, manager] = [handle("attribute", "resource.creator"), handle("attribute", "resource.manager")];
    for (const list of [Array.from, Float64Array.from.bind(Float64Array)]) {
      const given = (who) => list([creator, who, manager, ben]);
      assert.equal(engine.canByHandle(anna, ...edit, given(anna), "rfi:99"), true);
      assert.equal(engine.canByHandle(anna, ...edit, given(ben), "rfi:99"), false);
      assert.equal(engine.canByHandle(anna, ...edit, given(anna), "rfi:für-99-ünd-einen-längeren-Namen"), true);
    }
    assert.equal(engine.canByHandle(anna, ...edit, undefined, "rfi:99"), false, "unknown denies (S9)");
    const given = { resource: { creator: "user:anna" } };
    const byName = engine.can("user:anna", "rfi.edit", "project:7", given);
    assert.equal(engine.canByHandle(anna, ...edit, [creator, anna]), byName, "given of the project itself");
    const ask = [ben, handle("action", "rfi.export"), handle("resource", "project:7")];
    const employee = handle("attribute", "subject.employee");
    const clock = t.mock.method(Date, "now", () => before);
    assert.equal(engine.canByHandle(...ask, [employee, 1]), true);
    assert.equal(engine.canByHandle(...ask, [employee, 0]), false);
    clock.mock.mockImplementation(() => after);
    assert.equal(engine.canByHandle(...ask, [employee, 1]), false, "the grant has ended");
  });

  test("of what is nowhere nothing is allowed", () => {
    const view = handle("action", "rfi.view");
    const [anna, project] = [handle("subject", "user:anna"), handle("resource", "project:7")];
    const creator = [handle("attribute", "resource.creator"), anna];
    assert.equal(engine.canByHandle(anna, view, project, creator, "rfi:99"), true);
    for (const path of ["rif:99", "rfi:", "rfi:99/", "/rfi:99", "company:acme", "rfi:99/rfi:100"])
      assert.equal(engine.canByHandle(anna, view, project, creator, path), false, path);
    assert.equal(engine.canByHandle(4_000_000_000, view, project, creator, "rfi:99"), false);
    assert.equal(engine.canByHandle(anna, view, 4_000_000_000, creator, "rfi:99"), false);
  });

  test("there is none for what nobody bears", () => {
    assert.throws(() => handle("subject", "user:nobody"), {
      code: "unknown_name",
      message: "subject: nothing is named `user:nobody`",
    });
    assert.throws(() => handle("resource", "project:7/rfi:99"), { code: "unknown_name" });
    for (const name of ["resource.cerator", "creator", "project.creator", "resource.", ".creator"])
      assert.throws(() => handle("attribute", name), { code: "unknown_name" }, name);
  });

  test("a number that is none is no one", () => {
    const view = handle("action", "rfi.view");
    assert.equal(engine.canByHandle(4_000_000_000, view, handle("resource", "project:7")), false);
    assert.equal(engine.canByHandle(0xffff_ffff, 0xffff_ffff, 0xffff_ffff), false);
  });
});
