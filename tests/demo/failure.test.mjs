import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openEditor, picture } from "./editor.mjs";

let editor;
before(async () => (editor = await openEditor()));
after(() => editor?.close());

/** A page for which one of the files is another. */
async function spoilt(files, answer) {
  const page = await editor.page(null);
  await page.route(files, answer);
  await page.goto(editor.origin);
  await page.getByRole("heading", { name: "The matrix could not be opened" }).waitFor();
  return { page, said: await page.getByRole("alert").innerText() };
}

test("a catalog with a mistake: its code and its place", async () => {
  const { page, said } = await spoilt("**/catalog-*.json", async (route) => {
    const text = await (await route.fetch()).text();
    await route.fulfill({ body: text.replace('"ladder": "general"', '"laddr": "general"') });
  });
  assert.match(said, /unknown_key/);
  assert.match(said, /catalog\.tools\.company_directory\.laddr\s*· line \d+, column \d+/);
  assert.match(said, /did you mean `ladder`/);
  await picture(page, "failure");
  assert.deepEqual(page.troubles, []);
});

test("facts that are not JSON", async () => {
  const { said } = await spoilt("**/facts-*.json", (route) => route.fulfill({ body: "{" }));
  assert.match(said, /bad_json/);
});

test("a file that is not there", async () => {
  const { said } = await spoilt("**/facts-*.json", (route) => route.fulfill({ status: 404 }));
  assert.match(said, /unreachable/);
  assert.match(said, /assets\/facts-.*\.json/);
  assert.match(said, /status 404/);
});

test("a module that is not there", async () => {
  const { said } = await spoilt("**/*.wasm", (route) => route.fulfill({ status: 404 }));
  assert.match(said, /bad_source/);
});
