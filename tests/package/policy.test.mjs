// `permatrix test`: what passes, what fails and with which words, and what is no test at all.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { before, describe, test } from "node:test";
import { root } from "../runtimes/consumer.mjs";
import { catalog, commandLine, facts } from "./cli.mjs";

let folder;
let put;
let permatrix;
let play;
before(async () => void ({ folder, put, permatrix, play } = await commandLine("policy")));

const text = (...lines) => lines.map((line) => `${line}\n`).join("");

/** One test on the small policy: the lines it prints, without place and name, and what the run ends with. */
function played(one, after = {}) {
  const { out, err, code } = play([{ name: "it", ...one, ...after }]);
  const lines = out.split("\n").slice(0, -2); // the summary has a test of its own
  return { lines: lines.map((line) => line.replace(/^policy\.test\.json:6:5: it: /, "")), err, code };
}

const passes = (what, one) => test(what, () => assert.deepEqual(played(one), { lines: [], err: "", code: 0 }));
const fails = (what, one, ...lines) => test(what, () => assert.deepEqual(played(one), { lines, err: "", code: 1 }));
/** The file is refused, at the place of the key. */
const isNoTest = (what, one, line) =>
  test(what, () => {
    const { out, err, code } = play([{ name: "it", ...one }]);
    assert.equal(err.replace(/^policy\.test\.json:\d+:\d+: /, ""), `${line}\n`);
    assert.deepEqual([out, code], ["0 passed, 0 failed\n", 2]);
  });

const question = (subject, action, resource, expect, more = {}) => ({ subject, action, resource, expect, ...more });

describe("a question", () => {
  passes("allowed", question("user:anna", "rfi.edit", "rfi:12", true));
  passes("denied", question("user:ben", "rfi.edit", "rfi:12", false));
  passes("denied by a code", question("user:ben", "rfi.edit", "rfi:12", { allowed: false, code: "no_grant" }));
  const missing = { allowed: false, code: "missing", missing: ["context.office"] };
  passes("with what is missing", question("user:anna", "rfi.print", "rfi:12", missing));
  passes(
    "with what is given",
    question("user:anna", "rfi.print", "rfi:12", true, { given: { context: { office: true } } }),
  );
  const creator = { resource: { creator: "user:anna" } };
  passes(
    "about what is not in the facts",
    question("user:anna", "rfi.edit", "project:7/rfi:9", true, { given: creator }),
  );
  passes("at the file's time", question("user:ben", "rfi.view", "project:7", true));
  passes(
    "at its own time",
    question("user:ben", "rfi.view", "project:7", false, { given: { now: "2027-01-01T00:00:00Z" } }),
  );
  passes("of a stranger", question("anyone", "rfi.view", "project:7", false));
  fails(
    "says why it was denied",
    question("user:anna", "rfi.print", "rfi:12", true),
    "expected allowed, found denied (missing: it depends on something that is not known; missing: context.office; user:anna has rfi.editor through role crew on project:7, if rfi.office)",
  );
  fails(
    "says by what it was allowed",
    question("user:ben", "rfi.view", "rfi:12", false),
    "expected denied, found allowed (granted: something gives it, nothing takes it away; user:ben has rfi.reader on project:7 until 2027-01-01T00:00:00.000Z)",
  );
  fails(
    "says what takes it away",
    question("user:cleo", "rfi.edit", "project:7/rfi:9", true, { given: { resource: { creator: "user:cleo" } } }),
    "expected allowed, found denied (never: a column takes it away; group:night has rfi.locked on project:7)",
  );
  fails(
    "tells codes apart",
    question("user:ben", "rfi.edit", "rfi:12", { allowed: false, code: "never" }),
    "expected denied (never), found denied (no_grant: no active column gives it)",
  );
  fails(
    "tells apart what is missing",
    question("user:anna", "rfi.print", "rfi:12", { allowed: false, missing: [] }),
    "expected denied (missing: nothing), found denied (missing: it depends on something that is not known; missing: context.office; user:anna has rfi.editor through role crew on project:7, if rfi.office)",
  );
  fails(
    "gives its reason",
    { ...question("user:ben", "rfi.edit", "rfi:12", true), why: "ben is the boss" },
    "expected allowed, found denied (no_grant: no active column gives it) (why it must be so: ben is the boss)",
  );
});

describe("a name that stands for nothing is a failure, also where a denial is expected", () => {
  fails(
    "an action",
    question("user:anna", "rfi.eidt", "rfi:12", false),
    "the catalog has no action `rfi.eidt`, did you mean `rfi.edit`?",
  );
  fails(
    "a subject",
    question("user:bne", "rfi.edit", "rfi:12", false),
    "`user:bne` is no user in the facts, did you mean `user:ben`?",
  );
  fails(
    "a subject, where another code comes first",
    question("user:bne", "rfi.purge", "project:7", { allowed: false, code: "no_grant" }),
    "`user:bne` is no user in the facts, did you mean `user:ben`?",
  );
  fails(
    "a subject that is nowhere near",
    question("user:somebody", "rfi.edit", "rfi:12", false),
    "`user:somebody` is no user in the facts; somebody who is not is called `anyone`",
  );
  fails(
    "a resource",
    question("user:ben", "rfi.edit", "rfi:13", false),
    "there is no resource `rfi:13`, did you mean `rfi:12`?",
  );
  fails(
    "a path",
    question("user:ben", "rfi.edit", "project:8/rfi:1", false),
    "there is no resource `project:8/rfi:1`, and it cannot be: no `project:8`, did you mean `project:7`?",
  );
  fails(
    "a path that cannot be",
    question("user:ben", "rfi.edit", "project:7/project:9", false),
    "there is no resource `project:7/project:9`, and it cannot be",
  );
  fails(
    "all of them at once",
    question("user:bne", "rfi.eidt", "rfi:13", false),
    "`user:bne` is no user in the facts, did you mean `user:ben`?",
    "the catalog has no action `rfi.eidt`, did you mean `rfi.edit`?",
    "there is no resource `rfi:13`, did you mean `rfi:12`?",
  );
  fails(
    "no name at all",
    question("", "rfi.edit", "rfi:12", false),
    "`` is no user in the facts; somebody who is not is called `anyone`",
  );
  passes(
    "unless that is what is asked: subject",
    question("user:x", "rfi.edit", "rfi:12", { allowed: false, code: "unknown_subject" }),
  );
  passes(
    "unless that is what is asked: action",
    question("user:ben", "rfi.x", "rfi:12", { allowed: false, code: "unknown_action" }),
  );
  passes(
    "unless that is what is asked: resource",
    question("user:ben", "rfi.edit", "x:1", { allowed: false, code: "unknown_resource" }),
  );
  fails(
    "and two are wrong where one is asked for",
    question("user:ben", "rfi.x", "x:1", { allowed: false, code: "unknown_action" }),
    "there is no resource `x:1`",
  );
  fails(
    "an attribute",
    question("user:anna", "rfi.edit", "rfi:12", false, { given: { resource: { creatr: "user:ben" } } }),
    "unknown_name: no resource type has an attribute `creatr`, did you mean `creator`? (at given.resource.creatr)",
  );
  fails(
    "what is given under a wrong name",
    question("user:anna", "rfi.edit", "rfi:12", true, { given: { resuorce: {} } }),
    "bad_argument: given: unknown key `resuorce`; there are `now`, `resource`, `subject`, `context`",
  );
  fails(
    "a time that is none",
    question("user:anna", "rfi.edit", "rfi:12", true, { given: { now: "today" } }),
    "bad_argument: given.now: expected a time (milliseconds, a valid Date, or a text such as `2026-11-23T09:00:00Z`), found a string",
  );
});

describe("ask", () => {
  const ask = (subject, action, resource, expect, more = {}) => ({
    ask: { subject, action, resource, ...more },
    expect,
  });
  passes("yes", ask("user:anna", "rfi.view", "project:7", "yes"));
  passes("no", ask("user:ben", "rfi.edit", "project:7", "no"));
  passes("depends", ask("user:anna", "rfi.edit", "project:7", "depends"));
  passes("at its own time", ask("user:ben", "rfi.view", "project:7", "no", { now: "2027-01-01T00:00:00Z" }));
  fails(
    "says what it is instead",
    ask("user:anna", "rfi.edit", "project:7", "yes"),
    "expected yes, found depends; without the item's attributes: denied (missing: it depends on something that is not known; missing: resource.creator; user:anna has rfi.editor through role crew on project:7, if own)",
  );
  fails(
    "a misspelt action is not no",
    ask("user:ben", "rfi.eidt", "project:7", "no"),
    "the catalog has no action `rfi.eidt`, did you mean `rfi.edit`?",
  );
  isNoTest(
    "maybe",
    ask("user:ben", "rfi.edit", "project:7", "maybe"),
    "bad_value: `expect` cannot be `maybe`; there are yes, no, depends",
  );
  isNoTest("true", ask("user:ben", "rfi.edit", "project:7", true), "bad_type: `expect`: expected a text");
});

describe("whatCan", () => {
  const whatCan = (subject, expect, more = {}) => ({ whatCan: { subject, resource: "project:7", ...more }, expect });
  passes("a list", whatCan("user:ben", ["rfi.view"]));
  passes(
    "two lists, in any order",
    whatCan("user:anna", { yes: ["rfi.view"], depends: ["rfi.close", "rfi.print", "rfi.edit"] }),
  );
  passes("of one tool", whatCan("user:ben", ["rfi.view"], { tool: "rfi" }));
  passes("nothing", whatCan("user:ben", [], { now: "2027-01-01T00:00:00Z" }));
  fails(
    "names what differs",
    whatCan("user:anna", ["rfi.purge"]),
    "`yes`: expected rfi.purge, not found",
    "`yes`: found rfi.view, not expected",
    "`depends`: found rfi.edit, not expected",
    "`depends`: found rfi.print, not expected",
    "`depends`: found rfi.close, not expected",
  );
  fails(
    "a misspelt tool",
    whatCan("user:ben", [], { tool: "rif" }),
    "unknown_name: unknown tool `rif`, did you mean `rfi`? (at scope.tool)",
  );
  fails(
    "a stranger by another name",
    whatCan("user:x", []),
    "`user:x` is no user in the facts; somebody who is not is called `anyone`",
  );
  isNoTest(
    "twice the same",
    whatCan("user:ben", ["rfi.view", "rfi.view"]),
    "duplicate_name: `rfi.view` stands twice in `expect`",
  );
});

describe("grid", () => {
  const columns = ["none", "reader", "editor", "manager", "locked"];
  const rows = {
    "rfi.view": ["", "yes", "yes", "", ""],
    "rfi.edit": ["no", "", "if own", "yes", "never"],
    "rfi.print": ["", "", "if office", "", ""],
    "rfi.purge": ["", "", "", "", ""],
    "rfi.close": ["", "", "if late", "", ""],
  };
  const grid = (more = {}) => ({ grid: { tool: "rfi", columns, rows, ...more } });
  passes("all cells", grid());
  passes("a footnote with its tool", grid({ rows: { ...rows, "rfi.print": ["", "", "if rfi.office", "", ""] } }));
  const order = Object.fromEntries(
    Object.entries(rows)
      .reverse()
      .map(([row, cells]) => [row, [...cells].reverse()]),
  );
  passes("in any order", grid({ columns: [...columns].reverse(), rows: order }));
  fails(
    "names each cell that differs",
    grid({ rows: { ...rows, "rfi.view": ["yes", "yes", "", "", ""], "rfi.edit": ["", "", "if late", "yes", "yes"] } }),
    'row rfi.view, column none: expected "yes", found ""',
    'row rfi.view, column editor: expected "", found "yes"',
    'row rfi.edit, column editor: expected "if late", found "if own"',
    'row rfi.edit, column locked: expected "yes", found "never"',
  );
  const { "rfi.close": close, ...others } = rows;
  fails(
    "names rows that only one has",
    grid({ rows: { ...others, "rfi.colse": close } }),
    "row rfi.colse: expected, but the matrix has no such row, did you mean `rfi.close`?",
    "row rfi.close: found, but the test has no such row",
  );
  fails(
    "names columns that only one has",
    grid({ columns: ["none", "reader", "editro", "manager", "locked"] }),
    "column editro: expected, but the matrix has no such column, did you mean `editor`?",
    "column editor: found, but the test has no such column",
  );
  fails("of no tool", grid({ tool: "rif" }), "unknown_name: unknown tool `rif`, did you mean `rfi`? (at scope.tool)");
  passes("after a change", {
    ...grid({ rows: { ...rows, "rfi.purge": ["", "", "yes", "", ""] } }),
    after: [{ kind: "set_cell", action: "rfi.purge", column: "editor", value: "yes" }],
  });
  isNoTest(
    "a row that is too short",
    grid({ rows: { "rfi.view": [""] } }),
    "bad_value: row `rfi.view` has 1 cells for 5 columns",
  );
  const cell = 'bad_value: row `rfi.view`: a cell is "yes", "", "if NAME" or "never"';
  isNoTest("a cell of another kind", grid({ rows: { "rfi.view": ["", "", "", "", "maybe"] } }), cell);
  isNoTest("a cell that is no text", grid({ rows: { "rfi.view": ["", "", "", "", true] } }), cell);
  isNoTest("no row", grid({ rows: {} }), "bad_value: there is no row");
});

describe("table", () => {
  const table = (subjects, actions = ["rfi.view", "rfi.edit"]) => ({
    table: { resource: "project:7", actions, subjects },
  });
  passes("all answers", table({ "user:anna": ["yes", "depends"], "user:ben": ["yes", "no"], anyone: ["no", "no"] }));
  fails(
    "names each that differs",
    table({ "user:anna": ["yes", "no"], "user:ben": ["no", "no"] }),
    "row user:anna, column rfi.edit: expected no, found depends; without the item's attributes: denied (missing: it depends on something that is not known; missing: resource.creator; user:anna has rfi.editor through role crew on project:7, if own)",
    "row user:ben, column rfi.view: expected no, found yes; without the item's attributes: allowed (granted: something gives it, nothing takes it away; user:ben has rfi.reader on project:7 until 2027-01-01T00:00:00.000Z)",
  );
  fails(
    "a misspelt action",
    table({ "user:ben": ["no"] }, ["rfi.eidt"]),
    "the catalog has no action `rfi.eidt`, did you mean `rfi.edit`?",
  );
  fails(
    "a misspelt subject",
    table({ "user:bne": ["no", "no"] }),
    "`user:bne` is no user in the facts, did you mean `user:ben`?",
  );
  isNoTest(
    "another word",
    table({ "user:ben": ["on", "no"] }),
    "bad_value: `user:ben` cannot be `on`, did you mean `no`?",
  );
});

describe("apply", () => {
  const grant = { kind: "grant", to: "user:cleo", role: "crew", on: "project:7" };
  const apply = (actor, expect, changes = [grant], more = {}) => ({ apply: changes, actor, expect, ...more });
  const cell = { kind: "set_cell", action: "rfi.purge", column: "editor", value: "yes" };
  passes("accepted", apply("user:anna", "accepted", [cell]));
  passes("accepted of the host", apply("system", "accepted"));
  passes("refused", apply("user:ben", { refused: "denied" }));
  passes("refused a stranger", apply("anyone", { refused: "denied" }));
  passes("refused for a name", apply("system", { refused: "unknown_name" }, [{ ...grant, role: "crwe" }]));
  const revoke = { kind: "revoke", to: "user:ben", role: "crew", on: "project:7" };
  passes("refused because it is not there", apply("system", { refused: "not_there" }, [revoke]));
  passes("refused as such whatever is there", apply("user:ben", { refused: "denied" }, [revoke]));
  fails(
    "says why it was refused",
    apply("user:ben", "accepted"),
    "expected accepted, found refused (denied: `user:ben` may not do this: it needs `rfi.edit` on `project:7` (no_grant) (at changes[0]))",
  );
  fails(
    "says that it was accepted",
    apply("user:anna", { refused: "denied" }, [cell]),
    "expected refused (denied), found accepted",
  );
  fails(
    "a misspelt actor is not denied",
    apply("user:bne", { refused: "denied" }),
    "`user:bne` is no user in the facts, did you mean `user:ben`?",
  );
  fails(
    "a misspelt change is not denied",
    apply("user:ben", { refused: "denied" }, [{ ...grant, role: "crwe" }]),
    "the changes cannot be made by anybody: unknown_name: unknown role `crwe`, did you mean `crew`? (at changes[0].role)",
  );
  isNoTest(
    "refused with a code that is none",
    apply("system", { refused: "deneid" }),
    "bad_value: `refused` cannot be `deneid`, did you mean `denied`?",
  );
  isNoTest("another word", apply("system", "ok"), "bad_value: `expect` cannot be `ok`; there are accepted");
});

describe("after", () => {
  const after = [{ kind: "grant", to: "user:ben", role: "crew", on: "project:7" }];
  const created = { given: { resource: { creator: "user:ben" } }, after };
  passes("changes come first", question("user:ben", "rfi.edit", "project:7/rfi:9", true, created));
  test("and are gone for the next test", () => {
    const edit = question("user:ben", "rfi.edit", "project:7/rfi:9", false, { given: created.given });
    const tests = [
      { name: "before", ...edit },
      { name: "changed", ...edit, after, expect: true },
      { name: "afterwards", ...edit },
    ];
    assert.deepEqual(play(tests), { out: "3 passed, 0 failed\n", err: "", code: 0 });
  });
  fails(
    "that are refused",
    { ...question("user:ben", "rfi.edit", "rfi:12", false), after: [{ kind: "grnat" }] },
    "`after` was refused: unknown_name: unknown kind of change `grnat`, did you mean `grant`? (at changes[0].kind)",
  );
});

describe("a file", () => {
  const file = (content, line) =>
    test(line, () => {
      put("own.test.json", content);
      const { out, err, code } = permatrix("test", "own.test.json");
      assert.deepEqual([out, err, code], ["0 passed, 0 failed\n", `own.test.json${line}\n`, 2]);
    });
  const tests = [{ name: "it", ...question("user:anna", "rfi.view", "project:7", true) }];
  const head = { catalog: "catalog.json", facts: "facts.json" };
  file("[]", ":1:1: bad_type: expected an object with `catalog`, `facts` and `tests`");
  file("{}", ":1:1: missing_key: `catalog` is missing");
  file({ ...head, tsets: tests }, ":4:3: unknown_key: unknown key `tsets`, did you mean `tests`?");
  file({ ...head, catalog: 7, tests }, ":2:3: bad_type: `catalog`: expected an object");
  file({ ...head, tests: {} }, ":4:3: bad_type: `tests`: expected a list");
  file({ ...head, tests: [7] }, ":4:3: bad_type: `tests`: expected a list of objects");
  file({ ...head, now: true, tests }, ":4:3: bad_type: `now`: expected a time such as `2026-11-23T09:00:00Z`");
  file({ ...head, tests: [...tests, ...tests] }, ":13:7: duplicate_name: two tests are named `it`");
  file({ ...head, tests: [{}] }, ":5:5: missing_key: `name` is missing");
  file(
    { ...head, tests: [{ name: "x" }] },
    ":5:5: missing_key: a test has one of `subject`, `ask`, `whatCan`, `grid`, `table`, `apply`",
  );
  file(
    { ...head, tests: [{ name: "x", whatcan: 1 }] },
    ":7:7: unknown_key: unknown key `whatcan`, did you mean `whatCan`?",
  );
  file(
    { ...head, tests: [{ ...tests[0], grid: {} }] },
    ":5:5: unknown_key: a test has only one of `subject`, `ask`, `whatCan`, `grid`, `table`, `apply`",
  );
  file({ ...head, tests: [{ ...tests[0], now: 1 }] }, ":11:7: unknown_key: unknown key `now`");
  file(
    { ...head, tests: [{ ...tests[0], expect: { allowed: false, code: "no_grnat" } }] },
    ":12:9: bad_value: `code` cannot be `no_grnat`, did you mean `no_grant`?",
  );
  file(
    { ...head, tests: [{ ...tests[0], expect: { allowed: true, code: "never" } }] },
    ":12:9: bad_value: `never` is never the code of what is allowed",
  );
  file(
    `{ "catalog": "catalog.json", "facts": "facts.json", "tests": [], "__proto__": {} }`,
    ":1:66: unknown_key: unknown key `__proto__`",
  );
  file(
    `{ "catalog": "catalog.json", "facts": "facts.json", "tests": [{ "name": "x", "__proto__": { "subject": "user:anna" } }] }`,
    ":1:78: unknown_key: unknown key `__proto__`",
  );

  const other = (content, line) =>
    test(line, () => {
      put("own.test.json", content);
      const { err, code } = permatrix("test", "own.test.json");
      assert.deepEqual([err, code], [`${line}\n`, 2]);
    });
  other({ ...head, facts: "absent.json", tests }, "absent.json: bad_source: there is no such file or folder");
  other({ ...head, facts: "a\u0000b", tests }, "a\\u0000b: bad_source: no file can have this name");
  other(
    { ...head, catalog: "facts.json", tests },
    "facts.json:3:3: unknown_key: unknown key `catalog` (at catalog.catalog)",
  );

  test("finds its documents from where it is", () => {
    put("deep/er/policy.test.json", { catalog: "../../catalog.json", facts: `${folder}/facts.json`, tests });
    assert.equal(permatrix("test", "deep/er/policy.test.json").out, "1 passed, 0 failed\n");
  });

  test("can hold its documents itself; their errors have their place", () => {
    put("own.test.json", { catalog, facts, tests });
    assert.equal(permatrix("test", "own.test.json").out, "1 passed, 0 failed\n");
    put(
      "own.test.json",
      `{\n  "catalog": "catalog.json",\n  "facts": { "permatrix": 1, "catalog": "site",\n    "users": { "user:": {} } },\n  "tests": []\n}`,
    );
    assert.match(
      permatrix("test", "own.test.json").err,
      /^own\.test\.json:4:16: bad_id: .* \(at facts\.users\.user:\)\n$/,
    );
    put("own.test.json", `{ "catalog": { "permatrix": 1, "nmae": "x" }, "facts": "facts.json", "tests": [] }`);
    assert.match(
      permatrix("test", "own.test.json").err,
      /^own\.test\.json:1:32: unknown_key: unknown key `nmae`, did you mean `name`\? \(at catalog\.nmae\)\n$/,
    );
  });
});

describe("files and folders", () => {
  const passing = { catalog, facts, tests: [{ name: "it", ...question("user:anna", "rfi.view", "project:7", true) }] };
  before(() => {
    for (const file of [
      "b.test.json",
      "a.test.json",
      "sub/c.test.json",
      ".git/no.test.json",
      "node_modules/no.test.json",
    ])
      put(`suite/${file}`, passing);
    put("suite/other.json", "{");
    symlinkSync("..", `${folder}/suite/sub/circle`);
  });

  test("takes what ends with .test.json, beneath too, in order, and goes in no circle", () => {
    const { out, code } = permatrix("test", "suite", "--reporter", "junit");
    const files = [...out.matchAll(/<testsuite name="(.*?)"/g)].map(([, name]) => name);
    assert.deepEqual(files, ["suite/a.test.json", "suite/b.test.json", "suite/sub/c.test.json"]);
    assert.equal(code, 0);
  });

  test("runs nothing twice", () => {
    assert.equal(permatrix("test", "suite/a.test.json", "suite", "./suite/sub/").out, "3 passed, 0 failed\n");
  });

  test("goes on behind what it cannot read, and ends with 2", () => {
    symlinkSync("loop.test.json", `${folder}/suite/loop.test.json`);
    put("suite/sub/bad.test.json", "{");
    const { out, err, code } = permatrix("test", "absent", "suite");
    assert.equal(out, "3 passed, 0 failed\n");
    assert.equal(
      err,
      text(
        "absent: bad_source: there is no such file or folder",
        "suite/loop.test.json: bad_source: links lead in a circle",
        "suite/sub/bad.test.json:1:2: bad_json: not readable: expected a key, found the end of the file",
      ),
    );
    assert.equal(code, 2);
    for (const file of ["loop.test.json", "sub/bad.test.json"]) rmSync(`${folder}/suite/${file}`);
  });

  const usage = "usage: permatrix test FILE|FOLDER … [--reporter plain|tap|junit] [--coverage] [--min-coverage N]";
  const wrong = (args, line) =>
    test(line, () =>
      assert.deepEqual(permatrix("test", ...args), { out: "", err: text(`permatrix test: ${line}`, usage), code: 2 }),
    );
  wrong([], "FILE or FOLDER is missing");
  wrong(["a", "--reporter", "juint"], "there is no reporter `juint`, did you mean `junit`?");
  wrong(["a", "--reporter", "__proto__"], "there is no reporter `__proto__`; there are plain, tap, junit");
  wrong(["a", "--min-coverage", "101"], "--min-coverage: expected a percentage from 0 to 100, found `101`");
  wrong(["a", "--min-coverage", "many"], "--min-coverage: expected a percentage from 0 to 100, found `many`");

  test("no test is no success", () => {
    mkdirSync(`${folder}/nothing`);
    const empty = permatrix("test", "nothing");
    assert.deepEqual(
      [empty.err.split("\n")[0], empty.code],
      ["permatrix test: there is no file that ends with .test.json in nothing", 2],
    );
    put("nothing/x.test.json", { ...passing, tests: [] });
    const none = permatrix("test", "nothing");
    assert.deepEqual(
      [none.err.split("\n")[0], none.out, none.code],
      ["permatrix test: there is no test in nothing/x.test.json", "", 2],
    );
  });
});

describe("reporters", () => {
  const name = `<b> & "it's" # SKIP \\ \u001b[31m\n]]> \u202e`;
  const tests = [
    { name: "fine", ...question("user:anna", "rfi.view", "project:7", true) },
    { name, ...question("user:ben", "rfi.eidt\u0000\ud800", "project:7", true) },
  ];
  const problem = "the catalog has no action `rfi.eidt\\u0000\\ud800`";

  test("plain: a line for each failure, and a summary", () => {
    const { out, err, code } = play(tests);
    assert.equal(
      out,
      text(
        `policy.test.json:13:5: <b> & "it's" # SKIP \\ \\u001b[31m\\n]]> \\u202e: ${problem}, did you mean \`rfi.edit\`?`,
        "1 passed, 1 failed",
      ),
    );
    assert.deepEqual([err, code], ["", 1]);
  });

  test("TAP 13", () => {
    const { out, err, code } = play(tests, "--reporter", "tap");
    assert.equal(
      out,
      text(
        "TAP version 13",
        "1..2",
        "ok 1 - fine",
        `not ok 2 - <b> & "it's" \\# SKIP \\\\ \\\\u001b[31m\\\\n]]> \\\\u202e`,
        "  ---",
        '  at: "policy.test.json:13:5"',
        "  problems:",
        '    - "the catalog has no action `rfi.eidt\\u0000\\ud800`, did you mean `rfi.edit`?"',
        "  ...",
      ),
    );
    assert.deepEqual([err, code], ["", 1]);
  });

  test("JUnit XML", () => {
    const { out, err, code } = play(tests, "--reporter=junit");
    const line = `${problem}, did you mean \`rfi.edit\`?`;
    assert.equal(
      out,
      text(
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<testsuites name="permatrix" tests="2" failures="1" errors="0">',
        '  <testsuite name="policy.test.json" tests="2" failures="1" errors="0">',
        '    <testcase classname="policy.test.json" name="fine"/>',
        '    <testcase classname="policy.test.json" name="&lt;b&gt; &amp; &quot;it&apos;s&quot; # SKIP \\ \\u001b[31m\\n]]&gt; \\u202e">',
        `      <failure message="policy.test.json:13:5: ${line}">policy.test.json:13:5: ${line}</failure>`,
        "    </testcase>",
        "  </testsuite>",
        "</testsuites>",
      ),
    );
    assert.deepEqual([err, code], ["", 1]);
  });

  test("a file that cannot be read is in each of them", () => {
    put("a&b.test.json", "{");
    const line = "a&b.test.json:1:2: bad_json: not readable: expected a key, found the end of the file";
    const tap = permatrix("test", "a&b.test.json", "--reporter", "tap");
    assert.equal(
      tap.out,
      text(
        "TAP version 13",
        "1..1",
        "not ok 1 - a&b.test.json",
        "  ---",
        '  at: "a&b.test.json:1:2"',
        "  problems:",
        `    - "${line}"`,
        "  ...",
      ),
    );
    const junit = permatrix("test", "a&b.test.json", "--reporter", "junit");
    assert.ok(junit.out.includes(`      <error message="${line.replace("&", "&amp;")}">`), junit.out);
    assert.ok(junit.out.includes('tests="1" failures="0" errors="1"'));
    for (const { err, code } of [tap, junit]) assert.deepEqual([err, code], [`${line}\n`, 2]);
  });
});

describe("coverage", () => {
  const view = { name: "view", ...question("user:anna", "rfi.view", "project:7", true) };
  const edit = { name: "edit", ...question("user:anna", "rfi.edit", "rfi:12", true) };
  const never = question(
    "user:cleo",
    "rfi.edit",
    "project:7/rfi:9",
    { allowed: false, code: "never" },
    { given: { resource: { creator: "user:cleo" } } },
  );

  test("cells that decisions went through, of those that are not empty", () => {
    assert.equal(
      play([view, edit, { name: "never", ...never }], "--coverage").out,
      text(
        "coverage: 3 of 7 cells that are not empty, 42.8 %",
        "  rfi: 3 of 7; not touched:",
        "    view: reader",
        "    edit: manager",
        "    print: editor",
        "    close: editor",
        "3 passed, 0 failed",
      ),
    );
  });

  test("every cell is named, in the order of the matrix; without --coverage they are only counted", () => {
    const cells = ["    view: reader, editor", "    edit: editor, manager, locked", "    print: editor", "    close: editor"];
    const nothing = { name: "nothing", ...question("user:ben", "rfi.edit", "rfi:12", false) };
    const summary = "coverage: 0 of 7 cells that are not empty, 0.0 %";
    assert.equal(
      play([nothing], "--coverage").out,
      text(summary, "  rfi: 0 of 7; not touched:", ...cells, "1 passed, 0 failed"),
    );
    assert.equal(play([nothing], "--min-coverage", "0").out, text(summary, "  rfi: 0 of 7", "1 passed, 0 failed"));
  });

  test("a footnote that says no, or cannot say, has been asked", () => {
    const given = { resource: { creator: "user:ben" } };
    const own = { name: "own", ...question("user:anna", "rfi.edit", "project:7/rfi:9", false, { given }) };
    assert.match(play([own], "--coverage").out, /^coverage: 1 of 7 .*\n.*\n(.*\n)? {4}edit: manager, locked$/m);
    const depends = { name: "depends", ask: { subject: "user:anna", action: "rfi.print", resource: "project:7" }, expect: "depends" };
    assert.doesNotMatch(play([depends], "--coverage").out, /^ {4}print/m);
    const elsewhere = { name: "no", ...question("user:ben", "rfi.print", "rfi:12", false) };
    assert.match(play([elsewhere], "--coverage").out, /^coverage: 0 of 7 /, "ben holds no column with a footnote there");
  });

  test("what a ceiling cuts has been reached", () => {
    const ceilings = { closed: { when: "context.office", except: ["rfi.view"] } };
    put("cut.json", { ...catalog, ceilings });
    const asked = (office, code) => ({
      name: "closed",
      ...question("user:ben", "rfi.view", "project:7", { allowed: false, code }, { given: { context: { office } } }),
    });
    const policy = { catalog: "cut.json", facts: "facts.json", now: "2026-11-23T09:00:00Z" };
    put("cut.test.json", { ...policy, tests: [asked(true, "ceiling")] });
    assert.match(permatrix("test", "cut.test.json", "--coverage").out, /^coverage: 1 of 7 .*\n.*\n {4}view: editor$/m);
    put("cut.test.json", { ...policy, tests: [asked(true, "no_grant")] });
    assert.match(
      permatrix("test", "cut.test.json").out,
      /found denied \(ceiling: a ceiling cuts it; cut by ceiling closed; user:ben has rfi\.reader on project:7 until /,
    );
  });

  test("a failing test covers nothing", () => {
    assert.match(play([{ ...view, expect: false }], "--coverage").out, /^coverage: 0 of 7 /m);
  });

  test("answers for screens cover what stands behind them", () => {
    const ask = {
      name: "ask",
      ask: { subject: "user:anna", action: "rfi.view", resource: "project:7" },
      expect: "yes",
    };
    assert.match(play([ask], "--coverage").out, /^coverage: 1 of 7 /);
    const list = { name: "list", whatCan: { subject: "user:ben", resource: "project:7" }, expect: ["rfi.view"] };
    assert.match(play([ask, list], "--coverage").out, /^coverage: 2 of 7 /);
    const table = {
      name: "table",
      table: { resource: "project:7", actions: ["rfi.view"], subjects: { "user:anna": ["yes"], "user:ben": ["yes"] } },
    };
    assert.match(play([table], "--coverage").out, /^coverage: 2 of 7 /);
  });

  test("a grid covers all of it", () => {
    const columns = ["none", "reader", "editor", "manager", "locked"];
    const rows = {
      "rfi.view": ["", "yes", "yes", "", ""],
      "rfi.edit": ["", "", "if own", "yes", "never"],
      "rfi.print": ["", "", "if office", "", ""],
      "rfi.purge": ["", "", "", "", ""],
      "rfi.close": ["", "", "if late", "", ""],
    };
    const grid = { name: "grid", grid: { tool: "rfi", columns, rows } };
    const all = text("coverage: 7 of 7 cells that are not empty, 100.0 %", "1 passed, 0 failed");
    assert.deepEqual(play([grid], "--min-coverage", "100"), { out: all, err: "", code: 0 });
  });

  test("a cell that the test has set itself is another cell", () => {
    const after = [{ kind: "set_cell", action: "rfi.edit", column: "editor", value: "yes" }];
    assert.match(play([{ ...edit, after }], "--coverage").out, /^coverage: 0 of 7 /);
    assert.match(play([{ ...view, after }], "--coverage").out, /^coverage: 1 of 7 /);
  });

  test("too little ends with 1", () => {
    const few = play([view], "--min-coverage", "14.3");
    assert.equal(few.code, 1);
    assert.ok(
      few.out.endsWith(text("coverage is 14.2 %, less than the 14.3 % that are wanted", "1 passed, 0 failed")),
      few.out,
    );
    assert.equal(play([view], "--min-coverage=14.2").code, 0);
  });

  test("stays out of the way of programs", () => {
    assert.match(
      play([view], "--coverage", "--reporter", "tap").out,
      /^# coverage: 1 of 7 .*\n# {3}rfi: 1 of 7; not touched:\n# {5}view: reader\n# {5}edit: editor, manager, locked\n/m,
    );
    const { out, err } = play([view], "--coverage", "--reporter", "junit");
    assert.ok(out.endsWith("</testsuites>\n"), out);
    assert.match(err, /^coverage: 1 of 7 /);
  });

  test("a catalog that several files use is counted once", () => {
    const file = (test) => ({ catalog: "../catalog.json", facts: "../facts.json", tests: [test] });
    put("two/a.test.json", file(view));
    put("two/b.test.json", file(edit));
    assert.match(permatrix("test", "two", "--coverage").out, /^coverage: 2 of 7 /);
  });
});

test("the construction catalog's own tests", () => {
  const { out, err, code } = permatrix("test", `${root}catalogs`, "--min-coverage", "4");
  assert.deepEqual([err, code], ["", 0], out);
  assert.match(out, /^coverage: \d+ of \d+ cells that are not empty, \d+\.\d %$/m);
  assert.match(out, /\n34 passed, 0 failed\n$/);
});

test("the test file of the documentation and of the README", async () => {
  for (const page of ["docs/POLICY_TESTS.md", "pkg-template/README.md"]) {
    const markdown = readFileSync(root + page, "utf8");
    const [, file] = /```json\n(\{\n {2}"catalog": "catalog\.json",[^]*?)```/.exec(markdown);
    const { catalog, facts } = await documents(readFileSync(`${root}pkg-template/README.md`, "utf8"));
    put("readme/catalog.json", catalog);
    put("readme/facts.json", facts);
    put("readme/page.test.json", file);
    const { out, err, code } = permatrix("test", "readme/page.test.json");
    assert.deepEqual([err, code], ["", 0], `${page}: ${out}`);
  }
});

/** The catalog and the facts that the README shows as JavaScript. */
async function documents(markdown) {
  const [, code] = /```js\n(const catalog = [^]*?)```/.exec(markdown);
  return new Function(`${code}; return { catalog, facts };`)();
}
