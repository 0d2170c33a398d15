import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { cell, openEditor, picture } from "./editor.mjs";

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

let editor;
before(async () => (editor = await openEditor()));
after(() => editor?.close());

async function violations(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html} ${nodes[0].failureSummary}`);
}

const widerThanTheScreen = (page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

for (const [locale, language, words] of [
  ["en-GB", "en", { matrix: "RFIs", review: "Review and save", never: "Never", apply: "Put into draft" }],
  ["de-DE", "de", { matrix: "Rückfragen", review: "Prüfen und speichern", never: "Nie", apply: "In den Entwurf" }],
]) {
  for (const colorScheme of ["light", "dark"]) {
    for (const [device, screen] of [
      ["desktop", {}],
      ["phone", PHONE],
    ]) {
      const name = [device, language, colorScheme].join("-");
      test(`${name}: readable, and axe finds nothing`, async () => {
        const page = await editor.page("/", { locale, colorScheme, ...screen });
        assert.equal(await page.locator("html").getAttribute("lang"), language);
        await page.getByRole("heading", { level: 1, name: words.matrix }).waitFor();
        assert.deepEqual(await violations(page), []);
        await picture(page, name);

        await cell(page, "rfi.edit", "standard").click();
        assert.deepEqual(await violations(page), [], "choice of a cell");
        await picture(page, `${name}-cell`);
        await page.getByRole("radio", { name: words.never }).check();
        await page.getByRole("button", { name: words.apply }).click();
        assert.deepEqual(await violations(page), [], "with a draft");

        await page.getByRole("button", { name: words.review }).click();
        assert.deepEqual(await violations(page), [], "review");
        await picture(page, `${name}-review`);
        await page.keyboard.press("Escape");

        await cell(page, "rfi.edit", "now").click();
        assert.deepEqual(await violations(page), [], "why");
        await page.keyboard.press("Escape");

        await page.locator(".roles").scrollIntoViewIfNeeded();
        await picture(page, `${name}-roles`);
        assert.equal(await widerThanTheScreen(page), false);
        assert.deepEqual(page.troubles, []);
      });
    }
  }
}

test("the language can be switched, and stays", async () => {
  const page = await editor.page();
  await page.getByRole("button", { name: "Deutsch" }).click();
  await page.getByRole("heading", { level: 1, name: "Rückfragen" }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "de");
  assert.equal(await cell(page, "rfi.delete", "admin").locator(".unseen").textContent(), "ja");
  await page.getByRole("columnheader", { name: "Nur lesen" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "Rückfragen" }).waitFor();
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("heading", { level: 1, name: "RFIs" }).waitFor();
});

test("dark can be switched, and stays", async () => {
  const page = await editor.page("/", { colorScheme: "light" });
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await paper();
  await page.getByRole("button", { name: "Dark" }).click();
  const dark = await paper();
  assert.notEqual(dark, light);
  await page.reload();
  await page.getByRole("grid").waitFor();
  assert.equal(await paper(), dark);
});

test("on a phone the list of tools opens, and closes with a choice", async () => {
  const page = await editor.page("/", PHONE);
  const filter = page.getByRole("searchbox");
  assert.equal(await filter.isVisible(), false);
  await page.getByRole("button", { name: "Choose another tool" }).click();
  await filter.fill("daily");
  await picture(page, "phone-tools");
  await page.getByRole("link", { name: "Daily log" }).click();
  await page.getByRole("heading", { level: 1, name: "Daily log" }).waitFor();
  assert.equal(await filter.isVisible(), false);
});
