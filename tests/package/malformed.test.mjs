// Catalogs with one mistake each, and what exactly is said of it: code, words, place. The mistake is a replacement in the
// text below, so that lines can be counted here.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Engine } from "../../pkg/dist/inline.js";

const CATALOG = `{
  "permatrix": 1,
  "name": "site",
  "types": {
    "company": {},
    "project": { "within": ["company"] },
    "rfi": { "within": ["project"], "attributes": { "creator": "user", "private": "bool", "count": "int" } }
  },
  "settings": { "mode": { "type": "string", "values": ["open", "closed"], "default": "open" } },
  "ladders": {
    "general": [{ "level": "none" }, { "level": "reader" }, { "level": "editor" }]
  },
  "conditions": {
    "own": { "when": "resource.creator == subject" }
  },
  "tools": {
    "rfi": {
      "on": "project",
      "ladder": "general",
      "granulars": { "manager": { "levels": ["reader"] } },
      "privileges": { "auditor": {} },
      "implies": { "editor": ["helper"] },
      "actions": {
        "view": { "cells": { "reader": "yes", "editor": "yes" } },
        "edit": { "cells": { "reader": "if own", "editor": "yes" } }
      }
    }
  },
  "roles": {
    "helper": { "on": "project", "levels": { "rfi": "reader" }, "granulars": ["rfi.manager"] }
  },
  "ceilings": { "guests": { "when": "!member(subject, resource)", "except": ["rfi.edit"] } },
  "changes": { "grant": "rfi.edit" }
}`;

const FACTS = JSON.stringify({
  permatrix: 1,
  catalog: "site",
  users: { "user:anna": {} },
  resources: { "company:acme": {}, "project:7": { parent: "company:acme" } },
  grants: [{ to: "user:anna", column: "rfi.editor", on: "project:7" }],
});

/** `[what stands there, what is written instead]`, then code, words, and path, line and column in the catalog. */
const mistakes = {
  "a comma is missing": [
    ['"name": "site",', '"name": "site"'],
    "bad_json",
    "not readable: expected `,` or `}`",
    ["", 4, 3],
  ],
  "the end is missing": [
    ['  "changes": { "grant": "rfi.edit" }\n}', ""],
    "bad_json",
    "not readable: EOF while parsing a value",
    ["", 33, 1],
  ],
  "a comment": [
    ['"name": "site",', '"name": "site", // ours'],
    "bad_json",
    "not readable: key must be a string",
    ["", 3, 19],
  ],
  "a key twice": [
    ['"ladder": "general",\n', '"ladder": "general", "on": "company",\n'],
    "duplicate_key",
    "key `on` stands twice in one object",
    ["tools.rfi.on", 19, 28],
  ],
  "a key twice, once written as a number": [
    ['"view": { "cells": { "reader": "yes", ', String.raw`"view": { "cells": { "reader": "yes", "re\u0061der": "no", `],
    "duplicate_key",
    "key `reader` stands twice in one object",
    ["tools.rfi.actions.view.cells.reader", 24, 47],
  ],
  "a key twice, where another is written as its path": [
    ['"own": {', '"a.b": {}, "a.b.c": {}, "a": { "b": { "c": 1, "x": [{ "c": 2 }], "c": 3 } }, "own": {'],
    "duplicate_key",
    "key `c` stands twice in one object",
    ["conditions.a.b.c", 14, 70],
  ],
  "a key twice in a list": [
    ['"changes": {', '"title": [{}, { "en": 1, "de": 2, "en": 3 }], "changes": {'],
    "duplicate_key",
    "key `en` stands twice in one object",
    ["title[1].en", 33, 37],
  ],
  "a key that the format does not have": [
    ['"actions": {', '"action": {'],
    "unknown_key",
    "unknown key `action`, did you mean `actions`?",
    ["tools.rfi.action", 23, 7],
  ],
  "a key that must be there": [
    ['"on": "project",\n', "\n"],
    "missing_key",
    "`on` is missing",
    ["tools.rfi", 17, 5],
  ],
  "another version of the format": [
    ['"permatrix": 1', '"permatrix": 2'],
    "bad_version",
    'this program reads version 1: `"permatrix": 1`',
    ["permatrix", 2, 3],
  ],
  "a name in capitals": [
    ['"rfi": {\n', '"RFI": {\n'],
    "bad_name",
    "`RFI` is not a name: lower case letters, digits and `_`, a letter first, at most 64 of them",
    ["tools.RFI", 17, 5],
  ],
  "a list where an object belongs": [
    ['"company": {}', '"company": []'],
    "bad_type",
    "expected an object, found a list",
    ["types.company", 5, 5],
  ],
  "a level that the ladder does not have": [
    ['"view": { "cells": { "reader"', '"view": { "cells": { "raeder"'],
    "unknown_name",
    "unknown column of `rfi` `raeder`, did you mean `reader`?",
    ["tools.rfi.actions.view.cells.raeder", 24, 30],
  ],
  "a cell that is none": [
    ['"reader": "yes"', '"reader": "maybe"'],
    "bad_value",
    "`maybe` is not a cell; it can be `yes`, `no`, `never` or `if` and a condition",
    ["tools.rfi.actions.view.cells.reader", 24, 30],
  ],
  "a footnote that nobody wrote": [
    ['"if own"', '"if owned"'],
    "unknown_name",
    "unknown condition `owned`, did you mean `own`?",
    ["tools.rfi.actions.edit.cells.reader", 25, 30],
  ],
  "a condition that is no expression": [
    ["resource.creator == subject", "resource.creator = subject"],
    "bad_condition",
    "unexpected character `=` (character 18 of the condition)",
    ["conditions.own.when", 14, 14],
  ],
  "a condition that compares a person with a number": [
    ["resource.creator == subject", "resource.creator == resource.count"],
    "condition_type",
    "a user cannot be compared with a number (character 21 of the condition)",
    ["conditions.own.when", 14, 14],
  ],
  "a condition about an attribute that no type has": [
    ["resource.creator == subject", "resource.private || resource.creater == subject"],
    "condition_type",
    "no resource type has an attribute `creater`, did you mean `creator`? (character 21 of the condition)",
    ["conditions.own.when", 14, 14],
  ],
  "a condition about a level that the tool does not have": [
    ["resource.creator == subject", String.raw`level(\"rfi\") >= \"admin\"`],
    "condition_type",
    "the tool has no level `admin` (character 17 of the condition)",
    ["conditions.own.when", 14, 14],
  ],
  "a condition about a column that the tool does not have: a level is as near as any other": [
    ["resource.creator == subject", String.raw`holds(\"rfi.edtior\")`],
    "condition_type",
    "unknown column `rfi.edtior`, did you mean `rfi.editor`? (character 7 of the condition)",
    ["conditions.own.when", 14, 14],
  ],
  "a condition about a role that nobody made": [
    ["resource.creator == subject", String.raw`holds(\"helpr\")`],
    "condition_type",
    "unknown column `helpr`, did you mean `helper`? (character 7 of the condition)",
    ["conditions.own.when", 14, 14],
  ],
  "a condition that is none: neither an expression nor an open question": [
    ['"own": { "when": "resource.creator == subject" }', '"own": { "title": "own" }'],
    "missing_key",
    "a condition has either `when` or `todo`",
    ["conditions.own", 14, 5],
  ],
  "a condition nested too deep": [
    ["resource.creator == subject", `${"(".repeat(40)}true${")".repeat(40)}`],
    "bad_condition",
    "nested deeper than 32 levels (character 33 of the condition)",
    ["conditions.own.when", 14, 14],
  ],
  "actions that ask each other": [
    ["resource.creator == subject", String.raw`can(\"rfi.edit\")`],
    "cycle",
    "these actions ask `can` in a circle: `rfi.edit` → `rfi.edit`",
    ["", 1, 1],
  ],
  "types that lie in each other": [
    ['"company": {}', '"company": { "within": ["rfi"] }'],
    "cycle",
    "type `company` would lie within itself through others",
    ["types", 4, 3],
  ],
  "a type of attribute that there is not": [
    ['"count": "int"', '"count": "number"'],
    "unknown_name",
    "unknown attribute type `number`",
    ["types.rfi.attributes.count", 7, 91],
  ],
  "a level that implies a role nobody made": [
    ['["helper"]', '["helpers"]'],
    "unknown_name",
    "unknown role `helpers`, did you mean `helper`?",
    ["tools.rfi.implies.editor[0]", 22, 31],
  ],
  "a role with a privilege": [
    ['"granulars": ["rfi.manager"]', '"granulars": ["rfi.manager", "rfi.auditor"]'],
    "bad_value",
    "`rfi.auditor` is a privilege: it is given to a person, not through a role",
    ["roles.helper.granulars[1]", 30, 94],
  ],
  "a role with a level among its granulars": [
    ['"granulars": ["rfi.manager"]', '"granulars": ["rfi.editor"]'],
    "bad_value",
    "`rfi.editor` is a level: it is written in `levels`, by its tool",
    ["roles.helper.granulars[0]", 30, 79],
  ],
  "a role with a granular of another tool's name": [
    ['"granulars": ["rfi.manager"]', '"granulars": ["rif.manager"]'],
    "unknown_name",
    "unknown granular `rif.manager`, did you mean `rfi.manager`?",
    ["roles.helper.granulars[0]", 30, 79],
  ],
  "a role with a level of another ladder": [
    ['"levels": { "rfi": "reader" }', '"levels": { "rfi": "admin" }'],
    "unknown_name",
    "unknown level of `rfi` `admin`",
    ["roles.helper.levels.rfi", 30, 46],
  ],
  "a ceiling over an action that there is not": [
    ['"except": ["rfi.edit"]', '"except": ["rfi.edits"]'],
    "unknown_name",
    "unknown action or pattern `rfi.edits`, did you mean `rfi.edit`?",
    ["ceilings.guests.except[0]", 32, 78],
  ],
  "a default that the setting cannot have": [
    ['"default": "open"', '"default": "ajar"'],
    "bad_value",
    "`ajar` is not a value of this setting; it can be `open`, `closed`",
    ["settings.mode.default", 9, 75],
  ],
  "a title nested too deep": [
    ['"name": "site",', `"name": "site", "title": ${"[".repeat(40)}${"]".repeat(40)},`],
    "limit",
    "nested deeper than 32 levels",
    ["", 3, 59],
  ],
};

describe("a catalog with a mistake", () => {
  for (const [what, [[stood, stands], code, words, [inside, line, column]]] of Object.entries(mistakes)) {
    test(`${code}: ${what}`, () => {
      assert.equal(CATALOG.split(stood).length, 2, "what is replaced stands there once");
      const catalog = CATALOG.replace(stood, () => stands);
      const path = inside === "" ? "catalog" : `catalog.${inside}`;
      const message = `${words} (at ${path}, line ${line}, column ${column})`;
      const error = { name: "PermatrixError", code, message, at: { path, line, column } };
      assert.throws(() => Engine.from({ catalog, facts: FACTS }), error);
      assert.throws(() => Engine.from({ catalog: new TextEncoder().encode(catalog), facts: FACTS }), error);
      if (code !== "bad_json" && code !== "duplicate_key") {
        // As an object it has no lines, and what is said is the same.
        const asObject = { code, message: `${words} (at ${path})`, at: { path } };
        assert.throws(() => Engine.from({ catalog: JSON.parse(catalog), facts: FACTS }), asObject);
      }
      works();
    });
  }
});

/** After each mistake: the same catalog without it. */
function works() {
  const engine = Engine.from({ catalog: CATALOG, facts: FACTS });
  assert.equal(engine.can("user:anna", "rfi.edit", "project:7"), true);
  engine.free();
}

test("within one document the lines are those of the document", async () => {
  const opened = (catalog) => Engine.open(new Blob([`{\n"facts": ${FACTS},\n"catalog": ${catalog}\n}`]));
  assert.equal((await opened(CATALOG)).can("user:anna", "rfi.edit", "project:7"), true);
  const broken = (stood, stands) => opened(CATALOG.replace(stood, stands));
  await assert.rejects(broken('"actions": {', '"action": {'), {
    code: "unknown_key",
    message: "unknown key `action`, did you mean `actions`? (at catalog.tools.rfi.action, line 25, column 7)",
    at: { path: "catalog.tools.rfi.action", line: 25, column: 7 },
  });
  await assert.rejects(broken('"ladder": "general",\n', '"ladder": "general", "on": "company",\n'), {
    code: "duplicate_key",
    at: { path: "catalog.tools.rfi.on", line: 21, column: 28 },
  });
  await assert.rejects(broken('"name": "site",', '"name": "site"'), {
    code: "bad_json",
    message: "not readable: expected `,` or `}` (line 6, column 3)",
    at: { path: "", line: 6, column: 3 },
  });
});

test("facts say it the same way", () => {
  const facts = FACTS.replace('"on":"project:7"', '"on":"project:8"');
  const column = facts.indexOf('"on"') + 1;
  assert.throws(() => Engine.from({ catalog: CATALOG, facts }), {
    code: "unknown_name",
    message: `unknown resource \`project:8\` (at facts.grants[0].on, line 1, column ${column})`,
    at: { path: "facts.grants[0].on", line: 1, column },
  });
  works();
});

test("of all columns the nearest is proposed, levels among them", () => {
  const proposed = (column) => {
    const facts = FACTS.replace("rfi.editor", column);
    const words = /^unknown column `\S+`: write tool, dot, level, granular or privilege(?:, did you mean `(\S+)`\?)?/;
    try {
      Engine.from({ catalog: CATALOG, facts });
    } catch ({ code, message }) {
      assert.equal(code, "unknown_name");
      return words.exec(message)[1];
    }
  };
  assert.equal(proposed("rfi.edtior"), "rfi.editor");
  assert.equal(proposed("rfi.auditr"), "rfi.auditor");
  assert.equal(proposed("rfi.managers"), "rfi.manager");
  assert.equal(proposed("rif.reader"), "rfi.reader");
  assert.equal(proposed("helper"), undefined);
});
