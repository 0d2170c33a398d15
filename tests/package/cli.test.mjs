// The command line as strings: what `permatrix` prints, and what it ends with.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, symlinkSync, truncateSync } from "node:fs";
import { before, describe, test } from "node:test";
import { build } from "esbuild";
import { root, run, tool } from "../runtimes/consumer.mjs";
import { catalog, commandLine, facts } from "./cli.mjs";

let folder;
let put;
let permatrix;
before(async () => void ({ folder, put, permatrix } = await commandLine("cli")));

/** `lines`, each ended. */
const text = (...lines) => lines.map((line) => `${line}\n`).join("");

describe("calling it", () => {
  test("with npx, by its name", async () => {
    const { version } = JSON.parse(readFileSync(`${folder}/node_modules/permatrix/package.json`, "utf8"));
    assert.equal(await run("npx", ["--no", "--", "permatrix", "--version"], folder), version);
    assert.deepEqual(permatrix("--version"), { out: `${version}\n`, err: "", code: 0 });
  });

  test("without a command", () => {
    const { out, err, code } = permatrix();
    assert.equal(out, "");
    assert.equal(code, 2);
    assert.ok(err.startsWith("which command?\nusage: permatrix COMMAND …\n"), err);
  });

  test("for help", () => {
    const help = permatrix("help");
    assert.equal(help.code, 0);
    assert.equal(help.err, "");
    for (const name of ["test", "lint", "explain", "types"]) {
      assert.match(help.out, new RegExp(`^  ${name} +\\w`, "m"));
      const own = permatrix("help", name);
      assert.ok(own.out.startsWith(`usage: permatrix ${name} `), own.out);
      assert.deepEqual(permatrix(name, "--help"), own);
      assert.deepEqual(permatrix(name, "-h"), own);
    }
    assert.deepEqual(permatrix("--help"), help);
    for (const line of help.out.split("\n")) assert.ok(line.length <= 80, line);
  });

  const wrong = (args, ...lines) =>
    test(`wrongly: ${args.join(" ")}`, () => {
      assert.deepEqual(permatrix(...args), { out: "", err: text(...lines), code: 2 });
    });
  const lint = "usage: permatrix lint CATALOG.json [--facts FACTS.json] [--strict]";
  wrong(["tset"], "permatrix: there is no command `tset`, did you mean `test`?");
  wrong(["frobnicate"], "permatrix: there is no command `frobnicate`; `permatrix help` lists them");
  wrong(["help", "lnit"], "permatrix: there is no command `lnit`, did you mean `lint`?");
  wrong(["__proto__"], "permatrix: there is no command `__proto__`; `permatrix help` lists them");
  wrong(["compile", "x"], "permatrix: `compile` comes later: this version does not have it yet");
  wrong(["diff"], "permatrix: `diff` comes later: this version does not have it yet");
  wrong(["lint"], "permatrix lint: CATALOG.json is missing", lint);
  wrong(["lint", "a", "b"], "permatrix lint: `b` is too much: it takes CATALOG.json", lint);
  wrong(["lint", "a", "--srtict"], "permatrix lint: there is no option --srtict, did you mean `--strict`?", lint);
  wrong(["lint", "a", "-x"], "permatrix lint: there is no option -x", lint);
  wrong(["lint", "a", "--strict=yes"], "permatrix lint: --strict takes no value", lint);
  wrong(["lint", "a", "--facts"], "permatrix lint: --facts needs a value", lint);
  wrong(["lint", "a", "--facts", "--strict"], "permatrix lint: --facts needs a value", lint);
  wrong(["lint", "a", "--strict", "--strict"], "permatrix lint: --strict is given twice", lint);
  wrong(["lint", "a\u001b[31m", "\u0007"], "permatrix lint: `\\u0007` is too much: it takes CATALOG.json", lint);
});

describe("lint", () => {
  const found = (file = "catalog.json") => [
    `${file}:39:5: todo: todo: footnote \`late\` is not known yet: nobody has said when that is (1 cell denies because of it: \`rfi.close\`) (at conditions.late)`,
    `${file}:102:5: warning: never_true: ceiling \`nobody_deletes\` never cuts (at ceilings.nobody_deletes)`,
    `${file}:84:9: warning: nobody: nobody can do \`rfi.purge\`: no column gives it (at tools.rfi.actions.purge)`,
    `${file}:85:9: todo: todo: nobody can do \`rfi.close\`: the footnote that would give it is not known yet (at tools.rfi.actions.close)`,
  ];
  const counts = "2 warnings, 2 todos";

  test("prints what is worth a look, with its place", () => {
    assert.deepEqual(permatrix("lint", "catalog.json"), {
      out: text(...found(), counts),
      err: "",
      code: 0,
    });
  });

  test("--strict counts warnings", () => {
    assert.equal(permatrix("lint", "catalog.json", "--strict").code, 1);
    const { purge, ...actions } = catalog.tools.rfi.actions;
    const tools = { rfi: { ...catalog.tools.rfi, actions } };
    put("clean.json", { ...catalog, tools, ceilings: {} });
    const { out, code } = permatrix("lint", "--strict", "clean.json");
    assert.match(out, /^clean\.json:39:5: todo: .*\nclean\.json:84:9: todo: .*\n0 warnings, 2 todos\n$/);
    assert.equal(code, 0);
  });

  test("--facts reads these, too", () => {
    assert.equal(permatrix("lint", "catalog.json", "--facts", "facts.json").out, text(...found(), counts));
    put(
      "wrong-facts.json",
      `{\n  "permatrix": 1, "catalog": "site",\n  "grants": [{ "to": "user:anna", "role": "crwe", "on": "x" }]\n}`,
    );
    const { err, code } = permatrix("lint", "catalog.json", "--facts", "wrong-facts.json");
    assert.match(err, /^wrong-facts\.json:3:\d+: unknown_name: .*\n$/);
    assert.equal(code, 2);
  });

  test("says one and many rightly, and finds the place of sharing rules", () => {
    const sharing = { project: { items: ["rfi"], roles: [] } };
    put("sharing.json", { ...catalog, ceilings: {}, sharing });
    const { out } = permatrix("lint", "sharing.json");
    assert.match(
      out,
      /^sharing\.json:\d+:5: warning: no_sharing: nothing can be shared out of a `project`: no role is offered \(at sharing\.project\)$/m,
    );
    const actions = { ...catalog.tools.rfi.actions, close: { cells: { reader: "if late", editor: "if late" } } };
    put("late.json", { ...catalog, tools: { rfi: { ...catalog.tools.rfi, actions } } });
    assert.match(permatrix("lint", "late.json").out, /\(2 cells deny because of it: `rfi\.close`\)/);
  });

  test("an error in the catalog has its place, and ends with 2", () => {
    put("wrong.json", `{\n  "permatrix": 1, "name": "x",\n  "types": { "ä": {} }\n}`);
    const { out, err, code } = permatrix("lint", "wrong.json");
    assert.equal(out, "");
    assert.match(err, /^wrong\.json:3:14: bad_name: .* \(at catalog\.types\.ä\)\n$/);
    assert.equal(code, 2);
  });
});

describe("files that are none", () => {
  const refused = (file, line, make) =>
    test(line, () => {
      make?.();
      for (const args of [
        ["lint", file],
        ["types", file],
        ["explain", file, "facts.json", "a", "b", "c"],
        ["test", file],
      ]) {
        const { err, code } = permatrix(...args);
        assert.equal(err, `${line}\n`, args[0]);
        assert.equal(code, 2, args[0]);
      }
    });
  refused("absent.json", "absent.json: bad_source: there is no such file or folder");
  refused("loop.json", "loop.json: bad_source: links lead in a circle", () =>
    symlinkSync("loop.json", `${folder}/loop.json`),
  );
  refused("catalog.json/x", "catalog.json/x: bad_source: there is no such file or folder");
  refused("/dev/null", "/dev/null: bad_source: it is not a file");
  refused("x".repeat(300), `${"x".repeat(300)}: bad_source: the name is too long`);
  refused("huge.json", "huge.json: limit: longer than 67108864 bytes", () => {
    put("huge.json", "");
    truncateSync(`${folder}/huge.json`, 2 ** 31); // sparse: takes no room
  });

  test("a folder", () => {
    mkdirSync(`${folder}/empty`);
    assert.equal(permatrix("lint", "empty").err, "empty: bad_source: it is a folder\n");
  });

  test("a pipe is not waited for", () => {
    assert.equal(spawnSync("mkfifo", [`${folder}/pipe.json`]).status, 0);
    assert.equal(permatrix("lint", "pipe.json").err, "pipe.json: bad_source: it is not a file\n");
  });

  test("facts of more than a gibibyte", () => {
    put("much.json", "");
    truncateSync(`${folder}/much.json`, 2 ** 31);
    const { err } = permatrix("lint", "catalog.json", "--facts", "much.json");
    assert.equal(err, "much.json: limit: longer than 1073741824 bytes\n");
  });

  test("a file one may not read", { skip: process.getuid?.() === 0 && "root may read everything" }, () => {
    chmodSync(`${folder}/${put("closed.json", "{}")}`, 0);
    assert.equal(permatrix("lint", "closed.json").err, "closed.json: bad_source: it is not allowed\n");
  });
});

describe("what is not JSON", () => {
  const refused = (content, line) =>
    test(JSON.stringify(String(content)).slice(0, 40), () => {
      put("bad.json", content);
      for (const command of ["lint", "types", "test"]) {
        assert.deepEqual(permatrix(command, "bad.json"), {
          out: command === "test" ? "0 passed, 0 failed\n" : "",
          err: `bad.json${line}\n`,
          code: 2,
        });
      }
    });
  const unreadable = (place, expected, found) =>
    `:${place}: bad_json: not readable: expected ${expected}, found ${found}`;
  refused("", unreadable("1:1", "a value", "the end of the file"));
  refused("{", unreadable("1:2", "a key", "the end of the file"));
  refused('{\n  "a": 1,\n}', unreadable("3:1", "a key", "`}`"));
  refused('{ "a": [1 2] }', unreadable("1:11", "`,` or `]`", "`2`"));
  refused('{ "ä": nul }', unreadable("1:8", "a value", "`n`"));
  refused('{ "🐙": }', unreadable("1:8", "a value", "`}`"));
  refused("{} {}", unreadable("1:4", "nothing more", "`{`"));
  refused('{ "a": "b', unreadable("1:10", "the end of a text", "the end of the file"));
  refused('{ "a": "\n" }', unreadable("1:9", "the end of a text", "`\\n`"));
  refused('{ "a": "\\x" }', unreadable("1:8", "a text without a wrong escape", '`"`'));
  refused('{ "a": \u001b }', unreadable("1:8", "a value", "`\\u001b`"));
  refused("{ 'a': 1 }", unreadable("1:3", "a key", "`'`"));
  refused('{ "a": 01 }', unreadable("1:9", "`,` or `}`", "`1`"));
  refused('{ "a": 1e999 }', ":1:8: bad_value: a number must be finite");
  refused('{ "a": 1, "a": 2 }', ":1:11: duplicate_key: key `a` stands twice in one object");
  refused("[".repeat(1e5), ":1:65: limit: nested deeper than 64 levels");
  refused(Buffer.from([0x7b, 0xff, 0x7d]), ": bad_json: not readable: the bytes are not UTF-8 text");
  refused(Buffer.from([0xff, 0xfe, 0x7b, 0]), ": bad_json: not readable: the bytes are not UTF-8 text");
  refused(
    `[${"0,".repeat(2 ** 20)}0]`,
    ":1:2097152: limit: more than 1048576 values; let facts be a file of their own",
  );

  test("a mark of the byte order is left out", () => {
    put("bom.json", `\ufeff${JSON.stringify(catalog)}`);
    put("bom-facts.json", `\ufeff${JSON.stringify(facts)}`);
    assert.equal(permatrix("lint", "bom.json", "--facts", "bom-facts.json").code, 0);
  });

  test("reads what JSON.parse reads, and nothing else", async () => {
    const { JsonFile } = await import(`${root}target/javascript/cli/json.js`);
    const parsed = (read) => {
      try {
        return JSON.stringify(read());
      } catch {
        return "refused";
      }
    };
    const texts = [
      '"\\ud800"',
      "-0",
      "1.5e-3",
      ".5",
      "1.",
      "+1",
      "-",
      "0x1",
      "1_0",
      "NaN",
      "[,]",
      "[1,]",
      "\u00a01",
      "\u2028",
      "tru",
      "truee",
    ];
    const parts = ["{", "}", "[", "]", ",", ":", '"a"', '"\\u00e4"', "1", "-2e1", "true", "null", " ", "\n", "\\", '"'];
    let seed = 7;
    const next = (below) => (seed = (seed * 48271) % 0x7fffffff) % below;
    for (let round = 0; round < 20_000; round++)
      texts.push(Array.from({ length: 1 + next(9) }, () => parts[next(parts.length)]).join(""));
    for (const text of texts) {
      const doubled = /"a".*"a"|"\\u00e4".*"\\u00e4"/s.test(text) && text.includes("{");
      if (!doubled)
        assert.equal(
          parsed(() => new JsonFile("x", text).value),
          parsed(() => JSON.parse(text)),
          text,
        );
    }
  });
});

describe("explain", () => {
  const explained = (question, ...lines) =>
    test(question.join(" "), () => {
      const { out, err, code } = permatrix("explain", "catalog.json", "facts.json", ...question);
      assert.deepEqual({ out, err, code }, { out: text(...lines), err: "", code: 0 });
    });
  const now = ["--now", "2026-11-23T09:00:00Z"];
  explained(
    ["user:anna", "rfi.edit", "rfi:12"],
    "user:anna may rfi.edit on rfi:12 (granted: something gives it, nothing takes it away)",
    "  user:anna has rfi.editor through role crew on project:7, if own (own items only: resource.creator == subject)",
  );
  explained(
    ["user:ben", "rfi.view", "project:7", ...now],
    "user:ben may rfi.view on project:7 (granted: something gives it, nothing takes it away)",
    "  user:ben has rfi.reader on project:7 until 2027-01-01T00:00:00.000Z",
    "  the answer holds until 2027-01-01T00:00:00.000Z, if nothing is changed",
  );
  explained(
    ["user:ben", "rfi.view", "project:7", "--now", "1798761600000"],
    "user:ben may not rfi.view on project:7 (no_grant: no active column gives it)",
    "  in the matrix:",
    "    reader: yes",
    "    editor: yes",
    "  active here: none",
  );
  explained(
    ["user:cleo", "rfi.edit", "project:7/rfi:9", "--given", '{ "resource": { "creator": "user:cleo" } }'],
    "user:cleo may not rfi.edit on project:7/rfi:9 (never: a column takes it away)",
    "  group:night has rfi.locked on project:7",
    "  in the matrix:",
    "    editor (held): if own (own items only: resource.creator == subject)",
    "    manager (held, but acts only at reader): yes",
    "    locked (held): never",
    "  active here: editor, locked",
  );
  explained(
    ["user:anna", "rfi.print", "rfi:12"],
    "user:anna may not rfi.print on rfi:12 (missing: it depends on something that is not known)",
    "  user:anna has rfi.editor through role crew on project:7, if rfi.office (from the office: context.office)",
    "  not known: context.office",
    "  in the matrix:",
    "    editor (held): if rfi.office (from the office: context.office)",
    "  active here: editor",
  );
  explained(
    ["user:anna", "rfi.print", "rfi:12", "--given", '{ "context": { "office": true } }'],
    "user:anna may rfi.print on rfi:12 (granted: something gives it, nothing takes it away)",
    "  user:anna has rfi.editor through role crew on project:7, if rfi.office (from the office: context.office)",
  );
  explained(
    ["user:anan", "rfi.purge", "rfi:12"],
    "user:anan may not rfi.purge on rfi:12 (unknown_subject: the user is not known)",
    "  `user:anan` is no user in the facts, did you mean `user:anna`?",
  );
  explained(
    ["anyone", "rfi.purge", "rfi:12"],
    "anyone may not rfi.purge on rfi:12 (unknown_subject: the user is not known)",
    "  nothing in the matrix gives it",
    "  active here: nothing",
  );
  explained(
    ["user:anna", "rfi.eidt", "project:8"],
    "user:anna may not rfi.eidt on project:8 (unknown_action: the catalog has no such action)",
    "  the catalog has no action `rfi.eidt`, did you mean `rfi.edit`?",
    "  there is no resource `project:8`, did you mean `project:7`?",
  );
  explained(
    ["user:\u001b[2J\u202e", "rfi.edit\n", "project:8/rfi:1"],
    "user:\\u001b[2J\\u202e may not rfi.edit\\n on project:8/rfi:1 (unknown_action: the catalog has no such action)",
    "  `user:\\u001b[2J\\u202e` is no user in the facts; somebody who is not is called `anyone`",
    "  the catalog has no action `rfi.edit\\n`, did you mean `rfi.edit`?",
    "  there is no resource `project:8/rfi:1`, and it cannot be: no `project:8`, did you mean `project:7`?",
  );

  explained(
    ["user:anna", "rfi.edit", "project:7/rfi:9", "--given", '{ "resource": { "creator": "user:ben" } }'],
    "user:anna may not rfi.edit on project:7/rfi:9 (condition: a footnote says no)",
    "  user:anna has rfi.editor through role crew on project:7, if own (own items only: resource.creator == subject)",
    "  in the matrix:",
    "    editor (held): if own (own items only: resource.creator == subject)",
    "    manager: yes",
    "    locked: never",
    "  active here: editor",
  );

  test("names the ceiling that cuts, and the grant that implies a role", () => {
    const tools = { ...catalog.tools, list: { on: "project", ladder: "general", implies: { editor: ["crew"] }, actions: {} } };
    const ceilings = { closed: { when: "context.office", except: ["rfi.view"] } };
    put("implying.json", { ...catalog, tools, ceilings });
    put("implied.json", { ...facts, grants: [{ to: "user:ben", column: "list.editor", on: "project:7" }] });
    const asked = (given) =>
      permatrix("explain", "implying.json", "implied.json", "user:ben", "rfi.view", "project:7", "--given", given).out;
    const path = "  user:ben has rfi.editor through list.editor on project:7";
    assert.equal(
      asked('{ "context": { "office": false } }'),
      text("user:ben may rfi.view on project:7 (granted: something gives it, nothing takes it away)", path),
    );
    const row = ["  in the matrix:", "    reader: yes", "    editor (held): yes", "  active here: editor"];
    const cut = "  cut by ceiling closed";
    assert.equal(
      asked('{ "context": { "office": true } }'),
      text("user:ben may not rfi.view on project:7 (ceiling: a ceiling cuts it)", path, cut, ...row),
    );
    assert.equal(
      asked("{}"),
      text(
        "user:ben may not rfi.view on project:7 (missing: it depends on something that is not known)",
        ...[path, "  not known: context.office", cut, ...row],
      ),
    );
  });

  const refused = (more, line) =>
    test(more.join(" "), () => {
      const asked = permatrix("explain", "catalog.json", "facts.json", "user:anna", "rfi.edit", "rfi:12", ...more);
      assert.equal(asked.err.split("\n")[0], line);
      assert.deepEqual([asked.out, asked.code], ["", 2]);
    });
  refused(
    ["--now", "2026"],
    "the question: bad_argument: given.now: expected a time (milliseconds, a valid Date, or a text such as `2026-11-23T09:00:00Z`), found a string",
  );
  refused(["--given", "[1]"], "--given: bad_type: expected an object");
  refused(["--given", '{ "now": 1 }', "--now", "10000"], "permatrix explain: --now and --given both say when");
  refused(["--given", "{ now: 1 }"], "--given:1:3: bad_json: not readable: expected a key, found `n`");
  refused(
    ["--given", '{ "resuorce": {} }'],
    "the question: bad_argument: given: unknown key `resuorce`; there are `now`, `resource`, `subject`, `context`",
  );
  refused(
    ["--given", '{ "resource": { "creatr": "user:anna" } }'],
    "the question: unknown_name: no resource type has an attribute `creatr`, did you mean `creator`? (at given.resource.creatr)",
  );
  refused(
    ["--given", '{ "resource": { "__proto__": {} } }'],
    "the question: bad_argument: given.resource: the key `__proto__` cannot be used",
  );
  refused(
    ["project:7"],
    "permatrix explain: `project:7` is too much: it takes CATALOG.json FACTS.json SUBJECT ACTION RESOURCE",
  );

  test("colours are for terminals", async () => {
    const { Terminal } = await import(`${root}target/javascript/cli/terminal.js`);
    const shown = (colours) => {
      const terminal = new Terminal(colours);
      terminal.line("\u001b[0m denied", "bad");
      return terminal.out;
    };
    assert.equal(shown(true), "\u001b[31m\\u001b[0m denied\u001b[0m\n");
    assert.equal(shown(false), "\\u001b[0m denied\n");
  });
});

describe("types", () => {
  const module = text(
    "// The names in the catalog `site`, written by `permatrix types`. Changes belong into the catalog.",
    "",
    "/** What can be done. */",
    "export type Action =",
    '  | "rfi.view"',
    '  | "rfi.edit"',
    '  | "rfi.print"',
    '  | "rfi.purge"',
    '  | "rfi.close";',
    "",
    "/** A part of the product with a matrix of its own. */",
    "export type Tool =",
    '  | "rfi";',
    "",
    "/** A bundle of levels and granulars. */",
    "export type Role =",
    '  | "crew";',
    "",
    "/** What a grant can give besides a role. */",
    "export type Column =",
    '  | "rfi.none"',
    '  | "rfi.reader"',
    '  | "rfi.editor"',
    '  | "rfi.manager"',
    '  | "rfi.locked";',
    "",
    "/** The kind of a resource: what stands before its id. */",
    "export type ResourceType =",
    '  | "project"',
    '  | "rfi";',
  );

  test("prints a module, or writes it", () => {
    assert.deepEqual(permatrix("types", "catalog.json"), { out: module, err: "", code: 0 });
    assert.deepEqual(permatrix("types", "catalog.json", "--out", "names.ts"), {
      out: "names.ts: 30 lines\n",
      err: "",
      code: 0,
    });
    assert.equal(readFileSync(`${folder}/names.ts`, "utf8"), module);
  });

  test("that compiles, and keeps names apart", async () => {
    put("names.ts", module);
    put(
      "use.ts",
      'import type { Action, Column } from "./names.js";\nexport const a: Action = "rfi.edit";\n// @ts-expect-error\nexport const b: Column = "rfi.edit";\n',
    );
    await run(tool("tsc"), ["--noEmit", "--strict", "--module", "nodenext", "--types", "", "use.ts"], folder);
  });

  test("of the construction catalog: columns that can be granted only", async () => {
    const { out, code } = permatrix("types", `${root}catalogs/construction/catalog.json`, "--out", "construction.ts");
    assert.match(out, /^construction\.ts: \d+ lines\n$/);
    assert.equal(code, 0);
    const names = readFileSync(`${folder}/construction.ts`, "utf8");
    assert.ok(names.includes('  | "directory.admin"\n'));
    assert.ok(!names.includes('"conversations.read_only"'), "conversations borrow their levels");
    put(
      "grants.ts",
      'import type { Column } from "./construction.js";\nexport const c: Column = "payments.payments_disburser";\n',
    );
    await run(tool("tsc"), ["--noEmit", "--strict", "--module", "nodenext", "--types", "", "grants.ts"], folder);
  });

  test("of an empty catalog: nothing has a name", () => {
    put("bare.json", { permatrix: 1, name: "bare", types: {}, tools: {} });
    const { out } = permatrix("types", "bare.json");
    assert.equal(out.match(/^export type \w+ = never;$/gm).length, 5);
  });

  test("into a place where nothing can be written", () => {
    const { err, code } = permatrix("types", "catalog.json", "--out", "absent/names.ts");
    assert.deepEqual(
      [err, code],
      ["absent/names.ts: bad_source: cannot be written: there is no such file or folder\n", 2],
    );
  });
});

test("a reader that has read enough is no error", () => {
  const line = `node node_modules/permatrix/dist/cli/main.js types ${root}catalogs/construction/catalog.json | head -1`;
  const { stdout, stderr } = spawnSync("sh", ["-c", line], { cwd: folder, encoding: "utf8" });
  assert.match(stdout, /^\/\/ The names in the catalog `construction`/);
  assert.equal(stderr, "");
});

test("nothing of it is in what a browser loads", async () => {
  for (const entry of ["permatrix", "permatrix/url", "permatrix/explicit"]) {
    const stdin = { contents: `export * from "${entry}";`, resolveDir: folder };
    const options = {
      bundle: true,
      format: "esm",
      platform: "browser",
      target: "es2022",
      write: false,
      metafile: true,
    };
    const { metafile } = await build({ stdin, ...options });
    assert.deepEqual(
      Object.keys(metafile.inputs).filter((file) => file.includes("/dist/cli/")),
      [],
    );
  }
});
