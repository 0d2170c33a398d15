// The closed lists of codes are the same in Rust, in TypeScript and in the documentation.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const source = (path) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");

/** Codes that the package itself gives, for what never comes to the core. */
const OF_THE_PACKAGE = [
  ...["bad_argument", "bad_source", "freed", "broken", "not_started"],
  ...["bad_signature", "stale", "too_early", "wrong_tenant"], // of permatrix/signed
];

/** All matches of `pattern` between `from` and `to`, which is the next one after it. */
function listed(text, from, to, pattern) {
  const start = text.indexOf(from);
  assert.notEqual(start, -1, `"${from}" is not there any more; this test has to follow`);
  const part = text.slice(start, text.indexOf(to, start + from.length));
  const found = [...part.matchAll(pattern)].map(([, code]) => code);
  assert.ok(found.length > 5, `codes after "${from}"`);
  return found.sort();
}

const union = (text, name) => listed(text, `export type ${name} =`, ";", /\| "(\w+)"/g);

test("error codes", async () => {
  const core = listed(await source("src/error.rs"), "\ncodes! {", "\n}", /^ {4}\w+ = "(\w+)",$/gm);
  const typed = union(await source("pkg-template/src/error.ts"), "ErrorCode");
  assert.deepEqual(typed, [...core, ...OF_THE_PACKAGE].sort());
});

test("decision codes", async () => {
  const core = listed(await source("src/decide/mod.rs"), "pub const fn as_str(self)", "\n    }\n}", /=> "(\w+)"/g);
  const typed = union(await source("pkg-template/src/types.ts"), "DecisionCode");
  assert.deepEqual(typed, core);
  const explained = listed(await source("docs/SEMANTICS.md"), "## S1 Closed", "\n\nWhen several", /^\| `(\w+)` \|/gm);
  assert.deepEqual(explained, core);
});
