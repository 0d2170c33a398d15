// tests/package/types.ts compiles: strictly, without the DOM, and with the check of the package's own declarations.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { promisify } from "node:util";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

test("the types of the public API", async () => {
  const strict = "--noEmit --strict --exactOptionalPropertyTypes --skipLibCheck false";
  const shape = "--module nodenext --target es2022 --lib es2022 --ignoreConfig --types";
  const args = [...`${strict} ${shape}`.split(" "), "", path("./types.ts")];
  const failed = await promisify(execFile)(path("../../node_modules/.bin/tsc"), args).catch((error) => error);
  if (failed instanceof Error) throw new Error(failed.stdout || failed.message);
});
