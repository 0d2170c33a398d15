// The documentation shows what the tests use.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { catalog, facts } from "./example.mjs";

test("docs/CATALOG.md shows the example catalog and its facts", async () => {
  const page = await readFile(new URL("../../docs/CATALOG.md", import.meta.url), "utf8");
  const shown = [...page.matchAll(/^```json\n(.*?)^```/gms)].map(([, json]) => JSON.parse(json));
  assert.deepEqual(shown, [catalog, facts]);
});
