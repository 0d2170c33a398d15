// What grids and pickers are drawn from.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Engine } from "../../pkg/dist/inline.js";
import { before, example, refusal } from "./example.mjs";

const engine = Engine.from(example());
const now = before;

/** The cells of an action by the names of their columns, without those that are empty. */
function cells(grid, action) {
  const row = grid.rows.find((row) => row.action === action);
  const named = row.cells.map((cell, index) => [grid.columns[index].column, cell.condition ?? cell.value]);
  return Object.fromEntries(named.filter(([, value]) => value !== "no"));
}

describe("matrix", () => {
  test("of a tool: columns, rows, footnotes, in the catalog's order", () => {
    const [grid, ...others] = engine.matrix({ tool: "rfi" });
    assert.equal(others.length, 0);
    assert.equal(grid.tool, "rfi");
    assert.equal(grid.on, "project");
    const levels = grid.columns.filter((column) => column.kind === "level").map((column) => column.column);
    assert.deepEqual(levels, ["none", "read_only", "standard", "admin"], "named as cells are keyed");
    assert.deepEqual(
      grid.rows.map((row) => row.action),
      ["rfi.view", "rfi.edit", "rfi.export"],
    );
    assert.ok(grid.rows.every((row) => row.cells.length === grid.columns.length));
    assert.deepEqual(cells(grid, "rfi.edit"), {
      standard: "own",
      admin: "yes",
      act_as_manager: "rfi.managed",
      entries_only: "never",
    });
    assert.deepEqual(grid.footnotes.map((note) => note.condition).sort(), ["own", "rfi.managed"]);
    assert.equal(grid.footnotes.find((note) => note.condition === "own").title.de, "nur eigene");
    assert.ok(
      grid.rows.every((row) => !("answer" in row)),
      "no answers without a subject",
    );
    assert.ok(
      grid.columns.every((column) => !("state" in column)),
      "no states without a subject",
    );
  });

  test("granulars say at which levels they act, titles are by language", () => {
    const [grid] = engine.matrix({ tool: "rfi" });
    const granular = grid.columns.find((column) => column.column === "act_as_manager");
    assert.deepEqual(granular.levels, ["read_only", "standard"]);
    assert.deepEqual(granular.title, { "": "Act as RFI manager" });
    assert.deepEqual(grid.columns[1].title, { en: "Read only", de: "Nur lesen" });
    assert.deepEqual(grid.columns.find((column) => column.kind === "privilege").title, {});
  });

  test("of a resource: every tool that applies there", () => {
    const tools = engine.matrix({ resource: "project:7" }).map((grid) => grid.tool);
    assert.deepEqual(tools, ["directory", "rfi", "conversations"]);
  });

  test("of a subject on a resource: what acts, and what it comes to", () => {
    const grids = engine.matrix({ subject: "user:anna", resource: "project:7", now });
    const grid = grids.find((grid) => grid.tool === "rfi");
    const state = Object.fromEntries(grid.columns.map((column) => [column.column, column.state]));
    assert.deepEqual(state, {
      none: "off",
      read_only: "off",
      standard: "active",
      admin: "off",
      act_as_manager: "active",
      entries_only: "off",
      auditor: "off",
    });
    assert.deepEqual(
      grid.rows.map((row) => row.answer),
      ["yes", "depends", "yes"],
    );
  });

  test("a granular that is held at a level where it does not act is idle (S6)", () => {
    const granted = (column) => ({ to: "user:anna", column, on: "project:7" });
    const engine = Engine.from(example({ grants: [granted("rfi.admin"), granted("rfi.act_as_manager")] }));
    const [grid] = engine.matrix({ tool: "rfi", subject: "user:anna", resource: "project:7", now });
    const state = (name) => grid.columns.find(({ column }) => column === name).state;
    assert.deepEqual(["admin", "act_as_manager", "entries_only"].map(state), ["active", "idle", "off"]);
  });

  test("of a tool that is not there", () => {
    assert.throws(() => engine.matrix({ tool: "rif" }), {
      name: "PermatrixError",
      code: "unknown_name",
      message: "unknown tool `rif`, did you mean `rfi`? (at scope.tool)",
      at: { path: "scope.tool" },
    });
  });

  test("of somebody or something that is not there, though the tool is", () => {
    const refused = (scope) => refusal(() => engine.matrix({ tool: "rfi", ...scope })).message;
    const subject = "unknown subject `user:anan` (at scope.subject)";
    assert.equal(refused({ subject: "user:anan", resource: "project:7" }), subject);
    assert.equal(refused({ subject: "user:anan" }), subject);
    assert.equal(refused({ subject: "group:crew", resource: "project:7" }), "unknown subject `group:crew` (at scope.subject)");
    const resource = "unknown resource `project:8` (at scope.resource)";
    assert.equal(refused({ subject: "user:anna", resource: "project:8" }), resource);
    assert.throws(() => engine.matrix({ subject: "user:anan", resource: "project:7" }), { code: "unknown_name" });
  });

  test("of who is no user: `anyone`; of what is not in the facts: a path", () => {
    const grants = [{ to: "anyone", column: "rfi.read_only", on: "project:7" }];
    const engine = Engine.from(example({ grants }));
    const [grid] = engine.matrix({ tool: "rfi", subject: "anyone", resource: "project:7/rfi:99", now });
    assert.deepEqual(
      grid.columns.filter(({ state }) => state === "active").map(({ column }) => column),
      ["read_only"],
    );
  });
});

describe("pickers", () => {
  test("catalog", () => {
    const { catalog } = engine;
    assert.equal(catalog.name, "example");
    assert.deepEqual(catalog.title, { en: "Example", de: "Beispiel" });
    assert.deepEqual(catalog.types, ["company", "project", "rfi"]);
    assert.deepEqual(
      catalog.tools.map(({ tool, on, actions, levels }) => [tool, on, actions, levels.join()]),
      [
        ["directory", "project", 1, "none,read_only,standard,admin"],
        ["rfi", "project", 3, "none,read_only,standard,admin"],
        ["conversations", "project", 1, ""],
      ],
    );
    assert.deepEqual(catalog.settings, [
      { setting: "user_installs", title: {}, values: ["true", "false"] },
      { setting: "groups_by", title: {}, values: ["administrators", "employees", "everyone"] },
    ]);
    const engineer = catalog.roles.find((role) => role.role === "engineer");
    assert.equal(engineer.exclusive, true);
    assert.deepEqual(engineer.levels, { rfi: "standard", directory: "read_only" });
    assert.deepEqual(engineer.granulars, ["rfi.act_as_manager"]);
    assert.deepEqual([...catalog.languages].sort(), ["de", "en"]);
  });

  test("footnotes: the catalog's and the tools', also those that no cell uses", () => {
    const { conditions } = engine.catalog;
    assert.deepEqual(conditions, [
      { condition: "own", title: { en: "own items only", de: "nur eigene" }, when: "resource.creator == subject" },
      { condition: "unclear", title: {}, todo: "the source has a mark here without a text" },
      {
        condition: "rfi.managed",
        title: { en: "manager of the RFI; Standard also own RFIs", de: "als RFI-Manager; Standard auch eigene" },
        when: 'resource.manager == subject || (level("rfi") >= "standard" && resource.creator == subject)',
      },
    ]);
    const [grid] = engine.matrix({ tool: "rfi" });
    for (const footnote of grid.footnotes) {
      const found = conditions.find(({ condition }) => condition === footnote.condition);
      assert.deepEqual(found, footnote, "as the grid has it");
    }
  });

  test("titles of types", () => {
    const input = example();
    input.catalog.types.company.title = { en: "Company", de: "Unternehmen" };
    input.catalog.types.rfi.title = "RFI";
    const { typeTitles } = Engine.from(input).catalog;
    assert.deepEqual(typeTitles, [
      { type: "company", title: { en: "Company", de: "Unternehmen" } },
      { type: "project", title: {} },
      { type: "rfi", title: { "": "RFI" } },
    ]);
  });

  test("whose levels count in a tool: its own, another tool's, those of the item's tool, none", () => {
    const input = example();
    const tool = (more) => ({ on: "project", actions: {}, ...more });
    input.catalog.tools.comments = tool({ borrows: "item", ladder: "general" });
    input.catalog.tools.keys = tool({ privileges: { master: {} } });
    const { tools } = Engine.from(input).catalog;
    const levels = ({ tool, on, actions, title, ...levels }) => [tool, levels];
    const own = { levels: ["none", "read_only", "standard", "admin"] };
    assert.deepEqual(tools.map(levels), [
      ["directory", own],
      ["rfi", own],
      ["conversations", { levels: [], levelsOf: "directory" }],
      ["comments", { levels: [], levelsOfItem: true }],
      ["keys", { levels: [] }],
    ]);
  });

  test("facts", () => {
    const { facts } = engine;
    assert.deepEqual(
      facts.users.map((user) => user.id),
      ["user:anna", "user:ben"],
    );
    assert.deepEqual(facts.users[0].title, { "": "Anna Berg" });
    assert.deepEqual(facts.groups[0].members, ["user:ben", "group:night"]);
    assert.deepEqual(
      facts.resources.map(({ id, parent }) => [id, parent]),
      [
        ["company:acme", null],
        ["project:7", "company:acme"],
        ["rfi:12", "project:7"],
      ],
    );
    assert.equal(facts.grants.length, 3);
  });

  test("the same objects until something changes", () => {
    const engine = Engine.from(example());
    const { catalog, facts } = engine;
    assert.equal(engine.catalog, catalog);
    assert.equal(engine.facts, facts);
    engine.apply(
      [{ kind: "set_role", role: "visitor", on: "project", title: "Visitor", levels: { rfi: "read_only" } }],
      { actor: "system" },
    );
    assert.equal(catalog.roles.length, 2);
    assert.equal(engine.catalog.roles.length, 3);
    assert.notEqual(engine.facts, facts);
  });

  test("lint lists footnotes that nobody uses, and those that nobody has explained", () => {
    const engine = Engine.from(example());
    const about = () => engine.lint().filter(({ path }) => path === "conditions.unclear");
    assert.deepEqual(about(), [
      {
        code: "unused",
        severity: "warning",
        message: "no cell uses the footnote `unclear`",
        path: "conditions.unclear",
      },
    ]);
    const cell = { kind: "set_cell", action: "rfi.export", column: "read_only", value: "if unclear" };
    engine.apply([cell], { actor: "system" });
    assert.deepEqual(
      about().map(({ code, severity }) => [code, severity]),
      [["todo", "todo"]],
    );
  });

  test("lint names what a role does not reach from where it is given (S2)", () => {
    const input = example();
    input.catalog.tools.firm = { on: "company", ladder: "general", granulars: { signing: {} }, actions: {} };
    const engine = Engine.from(input);
    const about = () => engine.lint().filter(({ code }) => code === "out_of_reach");
    assert.deepEqual(about(), []);
    const role = { kind: "set_role", role: "keeper", levels: { firm: "standard", "*": "admin" }, granulars: ["firm.signing"] };
    engine.apply([{ ...role, on: "company" }], { actor: "system" });
    assert.deepEqual(about(), []);
    engine.apply([{ ...role, role: "janitor", on: "project" }], { actor: "system" });
    assert.deepEqual(about(), [
      {
        code: "out_of_reach",
        severity: "warning",
        message:
          "role `janitor` names `firm`, a tool of a `company`, which it does not reach when it is given on a `project`",
        path: "roles.janitor",
      },
    ]);
  });
});

test("results are frozen to the last leaf", () => {
  const results = {
    decision: engine.decide({ subject: "user:ben", action: "rfi.view", resource: "rfi:12", context: { now } }),
    whatCan: engine.whatCan("user:anna", "project:7", { now }),
    matrix: engine.matrix({ subject: "user:anna", resource: "project:7", now }),
    catalog: engine.catalog,
    facts: engine.facts,
    lint: engine.lint(),
  };
  const loose = [];
  const look = (value, path) => {
    if (typeof value !== "object" || value === null) return;
    const plain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
    if (!plain || !Object.isFrozen(value)) loose.push(path);
    for (const key of Object.keys(value)) look(value[key], `${path}.${key}`);
  };
  look(results, "");
  assert.deepEqual(loose, [""], "only the object made here is not frozen");
  assert.throws(() => {
    results.decision.allowed = true;
  }, TypeError);
});
