import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { construction } from "./construction.mjs";
import { cell, openEditor, picture } from "./editor.mjs";

const CATALOG = new URL("../../catalogs/construction/catalog.json", import.meta.url);
const MAREK = { subject: "user:marek", resource: "project:hafenquartier" };

let editor;
before(async () => (editor = await openEditor()));
after(() => editor?.close());

/** Changes a cell with the mouse. */
async function edit(page, action, column, choice) {
  await cell(page, action, column).click();
  await page.getByRole("dialog").getByRole("radio", { name: choice }).check();
  await page.getByRole("button", { name: "Put into draft" }).click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
}

async function review(page) {
  await page.getByRole("button", { name: "Review and save" }).click();
  return page.getByRole("dialog", { name: "Draft" });
}

const answers = async (page, action) => [
  await cell(page, action, "now").getAttribute("data-answer"),
  await cell(page, action, "draft").getAttribute("data-answer"),
];

/** What the list of effects shows: action, before, after. */
const effects = (dialog, part) =>
  dialog.locator(`.${part} li`).evaluateAll((all) => all.map((one) => one.dataset.action));

test("by keyboard alone: a cell is changed, tried out, undone, changed again and saved", async () => {
  const page = await editor.page();
  const status = page.getByRole("status").last();
  await cell(page, "rfi.view_private", "now").focus();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Tab");
  for (const key of ["ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.column), "standard");

  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.value), "no", "the choice that is made has the focus");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  assert.equal(await page.evaluate(() => document.activeElement.dataset.column), "standard", "the focus comes back");
  assert.match(await status.textContent(), /No changes yet/);

  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  const changed = cell(page, "rfi.view_company_private", "standard");
  assert.equal(await changed.locator(".unseen").textContent(), "yes, changed, was no");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.column), "standard");
  assert.deepEqual(await answers(page, "rfi.view_company_private"), ["no", "yes"]);
  assert.equal(await status.textContent(), "1 change Marek Nowak gains 1.");

  const open = page.getByRole("button", { name: "Review and save" });
  while (!(await open.evaluate((button) => button === document.activeElement))) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Draft" });
  await dialog.getByRole("button", { name: /^Undo/ }).focus();
  await page.keyboard.press("Enter");
  await dialog.getByText("No changes yet.").waitFor();
  await page.keyboard.press("Escape");
  assert.deepEqual(await answers(page, "rfi.view_company_private"), ["no", "no"]);

  await changed.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await open.focus();
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Save" }).focus();
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "hidden" });
  assert.equal(await status.textContent(), "Saved. Revision 1 is in force.");
  assert.deepEqual(await answers(page, "rfi.view_company_private"), ["yes", "yes"]);
  assert.equal(await changed.locator(".unseen").textContent(), "yes");
  assert.deepEqual(page.troubles, []);
});

test("before saving, what somebody gains and loses is what two engines answer", async () => {
  const page = await editor.page();
  await edit(page, "rfi.delete", "standard", /^Yes /);
  await edit(page, "rfi.edit", "standard", /^Never /);
  await edit(page, "rfi.restore", "act_as_manager", /^own items only/);
  await picture(page, "draft");
  const dialog = await review(page);
  const changes = [
    { kind: "set_cell", action: "rfi.delete", column: "standard", value: "yes" },
    { kind: "set_cell", action: "rfi.edit", column: "standard", value: "never" },
    { kind: "set_cell", action: "rfi.restore", column: "act_as_manager", value: "if own" },
  ];
  const [before, after] = [construction(), construction()];
  after.apply(changes, { actor: "system" });
  const order = ["no", "depends", "yes"];
  const moved = (direction) =>
    before
      .matrix(MAREK)
      .flatMap(({ rows }) => rows.map(({ action }) => action))
      .filter((action) => {
        const [was, is] = [before, after].map((engine) => engine.ask(MAREK.subject, action, MAREK.resource));
        return Math.sign(order.indexOf(is) - order.indexOf(was)) === direction;
      })
      .sort();
  assert.deepEqual((await effects(dialog, "gained")).sort(), moved(1));
  assert.deepEqual((await effects(dialog, "lost")).sort(), moved(-1));
  assert.deepEqual(moved(-1), ["rfi.edit"]);
  assert.deepEqual(moved(1), ["rfi.delete", "rfi.restore"]);
  await picture(page, "review");
  assert.deepEqual(page.troubles, []);
});

test("undoing one change leaves the others; resetting leaves none", async () => {
  const page = await editor.page();
  await edit(page, "rfi.delete", "standard", /^Yes /);
  await edit(page, "rfi.edit", "standard", /^Never /);
  const dialog = await review(page);
  await dialog.getByRole("button", { name: "Undo: RFIs: Delete an RFI · Standard" }).click();
  assert.deepEqual(await effects(dialog, "gained"), []);
  assert.deepEqual(await effects(dialog, "lost"), ["rfi.edit"]);
  await dialog.getByRole("button", { name: "Reset all" }).click();
  await dialog.getByText("No changes yet.").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("td[data-changed]").count(), 0);
});

test("a cell can have every footnote of its tool, then every one of the catalog", async () => {
  const page = await editor.page();
  await cell(page, "rfi.view_private", "standard").click();
  const offered = await page.getByRole("radio").evaluateAll((all) => all.map((one) => one.value));
  const { conditions, tools } = JSON.parse(await readFile(CATALOG, "utf8"));
  const own = Object.keys(tools.rfi.conditions).map((name) => `rfi.${name}`);
  const footnotes = [...own, ...Object.keys(conditions)];
  assert.deepEqual(offered, ["yes", "no", "never", ...footnotes.map((name) => `if ${name}`)]);
});

test("changing a cell back to what it was takes it out of the draft", async () => {
  const page = await editor.page();
  await edit(page, "rfi.delete", "standard", /^Yes /);
  await edit(page, "rfi.delete", "standard", /^No /);
  assert.equal(await page.getByRole("status").last().textContent(), "No changes yet.");
});

test("a second draft starts from what the first one saved", async () => {
  const page = await editor.page();
  await edit(page, "rfi.delete", "standard", /^Yes /);
  await (await review(page)).getByRole("button", { name: "Save" }).click();
  await edit(page, "rfi.restore", "standard", /^Yes /);
  assert.deepEqual(await answers(page, "rfi.delete"), ["yes", "yes"]);
  const dialog = await review(page);
  assert.deepEqual(await effects(dialog, "gained"), ["rfi.restore"]);
  await dialog.getByRole("button", { name: "Reset all" }).click();
  await page.keyboard.press("Escape");
  assert.deepEqual(await answers(page, "rfi.delete"), ["yes", "yes"]);
  assert.deepEqual(await answers(page, "rfi.restore"), ["no", "no"]);
});

test("why: the decision's code, its paths and what is missing, before and after", async () => {
  const page = await editor.page();
  const engine = construction();
  await edit(page, "rfi.edit", "standard", /^Never /);
  await cell(page, "rfi.edit", "draft").press("Enter");
  const dialog = page.getByRole("dialog", { name: "Why?" });
  const parts = await dialog.locator(".decision").evaluateAll((all) => all.map((one) => one.innerText));
  const question = { ...MAREK, action: "rfi.edit" };
  const before = engine.decide(question);
  engine.apply([{ kind: "set_cell", action: "rfi.edit", column: "standard", value: "never" }], { actor: "system" });
  const decisions = [before, engine.decide(question)];
  for (const [index, { allowed, code, missing, paths }] of decisions.entries()) {
    assert.ok(parts[index].includes(allowed ? "Allowed" : "Denied"), parts[index]);
    for (const word of [code, ...missing, ...paths.map(({ column }) => column)]) {
      assert.ok(parts[index].includes(word), `${word}: ${parts[index]}`);
    }
  }
  assert.ok(parts[1].includes("Marek Nowak holds Standard on Hafenquartier, through the role Superintendent"));
  await picture(page, "why");
  assert.deepEqual(page.troubles, []);
});

test("what the engine refuses is not in the draft, and its code is shown", async () => {
  const page = await editor.page("/#conversations");
  await edit(page, "conversations.send_direct", "standard", /^those who take part; direct ones while they are allowed/);
  const refusal = page.getByRole("alert");
  assert.match(await refusal.textContent(), /Refused: cycle/);
  assert.equal(await page.locator("td[data-changed]").count(), 0);
  await edit(page, "conversations.send_direct", "standard", /^No /);
  assert.equal(await refusal.count(), 0);
  assert.deepEqual(page.troubles, []);
});
