// tests/package/types.ts compiles: strictly, without the DOM, and with the check of the package's own declarations.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { consumer, run, tool } from "../runtimes/consumer.mjs";

test("the types of the public API", async () => {
  const text = await readFile(new URL("./types.ts", import.meta.url), "utf8");
  const folder = await consumer("api-types", { "types.ts": text });
  const strict = "--noEmit --strict --exactOptionalPropertyTypes --skipLibCheck false";
  const shape = "--module nodenext --target es2022 --lib es2022 --types";
  const args = [...`${strict} ${shape}`.split(" "), "", "types.ts"];
  await run(tool("tsc"), args, folder).catch((error) => assert.fail(error.stdout || error.message));
});
