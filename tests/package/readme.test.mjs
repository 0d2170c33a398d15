// The code in the package's README runs, and gives what the comments behind it say.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import * as permatrix from "../../pkg/dist/inline.js";
import { mail } from "../../pkg/dist/mail.js";

/** `expression; // value` becomes a comparison; other comments stay comments. */
const CLAIM = /^(?!const )(.*); \/\/ (true|false|".*"|[[{].*)$/gm;

const page = await readFile(new URL("../../pkg/README.md", import.meta.url), "utf8");
const blocks = [...page.matchAll(/^```js\n(.*?)^```/gms)].map(([, code]) => code);

test("the README's code", async () => {
  // The page begins with the question, and shows the documents afterwards.
  const inOrder = [...blocks].sort((a, b) => b.startsWith("const catalog") - a.startsWith("const catalog"));
  const code = inOrder.join("\n").replace(/^import (\{.*\}) from "permatrix(\/mail)?";$/gm, "const $1 = doors;");
  let claims = 0;
  const checked = code.replace(CLAIM, (_, expression, value) => `same(${++claims}, ${expression}, ${value});`);
  const same = (claim, found, said) => assert.deepEqual(found, said, `claim ${claim} of the page`);
  const quiet = { log() {} };
  await new (async () => {}).constructor("doors", "same", "console", checked)({ ...permatrix, mail }, same, quiet);
  assert.equal(claims, 15);
});

test("the first code is within the first twelve lines", () => {
  assert.ok(page.split("\n").findIndex((line) => line.startsWith("engine.can(")) < 12);
});
