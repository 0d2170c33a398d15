import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { construction } from "./construction.mjs";
import { cell, openEditor } from "./editor.mjs";

let editor;
before(async () => (editor = await openEditor()));
after(() => editor?.close());

const levelOf = (page) => page.getByRole("combobox", { name: /^Level/ });

test("the level and the granulars of a role are those of the engine", async () => {
  const page = await editor.page();
  const { roles } = construction().catalog;
  for (const { role, levels, granulars } of roles.filter((found) => found.on === "project")) {
    await page.getByRole("combobox", { name: "Role", exact: true }).selectOption(role);
    assert.equal(await levelOf(page).inputValue(), levels.rfi ?? "", role);
    const held = granulars.includes("rfi.act_as_manager");
    assert.equal(await page.getByRole("checkbox", { name: "Act as manager of RFIs" }).isChecked(), held, role);
  }
});

test("editing a role changes what those who have it may do, and can be undone piece by piece", async () => {
  const page = await editor.page();
  await page.getByRole("combobox", { name: "Role", exact: true }).selectOption("superintendent");
  await levelOf(page).selectOption("admin");
  await page.getByRole("checkbox", { name: "Act as manager of RFIs" }).uncheck();
  assert.equal(await cell(page, "rfi.delete", "now").getAttribute("data-answer"), "no");
  assert.equal(await cell(page, "rfi.delete", "draft").getAttribute("data-answer"), "yes");

  await page.getByRole("button", { name: "Review and save" }).click();
  const dialog = page.getByRole("dialog", { name: "Draft" });
  await dialog.getByText("Superintendent: level for RFIs").waitFor();
  await dialog.getByRole("button", { name: "Undo: Superintendent: level for RFIs" }).click();
  await dialog.getByText("Superintendent: Act as manager of RFIs").waitFor();
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "hidden" });

  const engine = construction();
  const info = engine.catalog.roles.find(({ role }) => role === "superintendent");
  const granulars = info.granulars.filter((granular) => granular !== "rfi.act_as_manager");
  engine.apply([{ kind: "set_role", ...info, granulars }], { actor: "system" });
  const [grid] = engine.matrix({ tool: "rfi", subject: "user:marek", resource: "project:hafenquartier" });
  for (const { action, answer } of grid.rows) {
    assert.equal(await cell(page, action, "now").getAttribute("data-answer"), answer, action);
  }
  assert.equal(await levelOf(page).inputValue(), "standard");
  assert.deepEqual(page.troubles, []);
});

test("a tool that borrows its level says so", async () => {
  const page = await editor.page("/#conversations");
  await page.getByText("This tool has no level of its own; that of Project directory counts.").waitFor();
});

test("a tool that takes its level from the item's tool says so too", async () => {
  const page = await editor.page("/#item_conversations");
  await page.getByText("that of the item's tool counts").waitFor();
});
