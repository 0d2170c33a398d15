import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { construction } from "./construction.mjs";
import { cell, openEditor } from "./editor.mjs";

let editor;
before(async () => (editor = await openEditor()));
after(() => editor?.close());

/** The matrix as it stands on the page: what cells are, and what is read out for them. */
function shown(page) {
  return page.locator("tbody tr").evaluateAll((rows) =>
    rows.map((row) => ({
      action: row.querySelector("th").title,
      title: row.querySelector("th").textContent,
      answer: row.querySelectorAll("td")[0].dataset.answer,
      cells: [...row.querySelectorAll("td[data-column]")].map((cell) => [
        cell.dataset.column,
        cell.dataset.value,
        cell.querySelector(".unseen").textContent,
      ]),
    })),
  );
}

/** The same from the engine. */
function expected(grid) {
  const text = (cell) => {
    if (cell.value !== "if") return cell.value;
    const index = grid.footnotes.findIndex(({ condition }) => condition === cell.condition);
    return `if footnote ${index + 1}: ${grid.footnotes[index].title.en}`;
  };
  return grid.rows.map(({ action, title, answer, cells }) => ({
    action,
    title: title.en,
    answer,
    cells: cells.map((cell, index) => [grid.columns[index].column, cell.value, text(cell)]),
  }));
}

test("a tool is found by its name and chosen, and its cells are those of the engine", async () => {
  const page = await editor.page();
  const engine = construction();
  const tools = [
    ["RFIs", "rfi"],
    ["Daily log", "daily_log"],
    ["Payments", "payments"],
    ["App management", "app_management"],
    ["Models", "models"],
    ["Reports", "reports"],
  ];
  for (const [title, tool] of tools) {
    await page.getByRole("searchbox", { name: "Filter tools" }).fill(title);
    await page.getByRole("link", { name: title, exact: true }).click();
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    const [grid] = engine.matrix({ tool, subject: "user:marek", resource: "project:hafenquartier" });
    assert.deepEqual(await shown(page), expected(grid), tool);
    const footnotes = await page.locator(".footnotes li").evaluateAll((all) =>
      all.map((one) => [one.querySelector("p").textContent, one.querySelector("code")?.textContent]),
    );
    assert.deepEqual(
      footnotes,
      grid.footnotes.map((footnote) => [footnote.title.en, footnote.when]),
      tool,
    );
  }
  assert.deepEqual(page.troubles, []);
});

test("the list of tools says when nothing is called that", async () => {
  const page = await editor.page();
  await page.getByRole("searchbox").fill("zzz");
  await page.getByText("No tool is called that.").waitFor();
});

test("a tool that does not exist is said to be unknown", async () => {
  const page = await editor.page(null);
  await page.goto(`${editor.origin}/#nothing`);
  await page.getByText("There is no tool nothing.").waitFor();
  assert.deepEqual(page.troubles, []);
});

test("the columns somebody holds are marked, and their answers are the engine's", async () => {
  const page = await editor.page();
  const engine = construction();
  await page.getByRole("combobox", { name: "Person" }).selectOption({ label: "Ines Moreau" });
  await page.getByRole("combobox", { name: "On", exact: true }).selectOption("rfi:12");
  const [grid] = engine.matrix({ tool: "rfi", subject: "user:ines", resource: "rfi:12" });
  const states = await page.locator("thead tr:last-child th[data-state]").evaluateAll((all) => all.map((th) => th.dataset.state));
  assert.deepEqual(states, grid.columns.map(({ state }) => state));
  assert.deepEqual(await shown(page), expected(grid));
});

test("arrow keys, Home and End move between cells", async () => {
  const page = await editor.page();
  const { rows, columns } = await page.evaluate(() => ({
    rows: document.querySelectorAll("tbody tr").length,
    columns: document.querySelectorAll("tbody tr:first-child td").length,
  }));
  const at = () => page.evaluate(() => document.activeElement.dataset.at);
  await cell(page, "rfi.view_private", "now").focus();
  const steps = [
    ["ArrowRight", "0 1"],
    ["ArrowDown", "1 1"],
    ["ArrowLeft", "1 0"],
    ["ArrowLeft", "1 0"],
    ["ArrowUp", "0 0"],
    ["ArrowUp", "0 0"],
    ["End", `0 ${columns - 1}`],
    ["PageDown", `8 ${columns - 1}`],
    ["PageUp", `0 ${columns - 1}`],
    ["Control+End", `${rows - 1} ${columns - 1}`],
    ["ArrowDown", `${rows - 1} ${columns - 1}`],
    ["Control+Home", "0 0"],
  ];
  for (const [key, place] of steps) {
    await page.keyboard.press(key);
    assert.equal(await at(), place, key);
  }
  assert.equal(await page.locator("tbody td[tabindex='0']").count(), 1, "one cell is in the tab order");
});

test("a cell that has the focus is not behind the fixed row and column", async () => {
  const page = await editor.page();
  await cell(page, "rfi.view_private", "now").focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Control+End");
  for (let step = 0; step < 20; step += 1) await page.keyboard.press("ArrowUp");
  const { covered } = await page.evaluate(() => {
    const { left, top, width, height } = document.activeElement.getBoundingClientRect();
    const above = document.elementFromPoint(left + width / 2, top + height / 2);
    return { covered: !document.activeElement.contains(above) };
  });
  assert.equal(covered, false);
});

test("a cell and its footnote light up together", async () => {
  const page = await editor.page();
  const footnote = page.locator(".footnotes li").nth(0);
  await cell(page, "rfi.view_private", "act_as_manager").focus();
  assert.equal(await footnote.getAttribute("data-lit"), "true");
  await page.locator(".hint", { hasText: "manager of the RFI; at Standard own RFIs too" }).waitFor();
  await footnote.hover();
  const lit = await page.locator("td[data-lit]").evaluateAll((all) => all.map((one) => one.textContent));
  assert.ok(lit.length > 1);
  assert.ok(lit.every((text) => text.includes("footnote 1:")), lit.join());
});
