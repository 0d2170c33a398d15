// The built editor in Chromium, served from www/dist by a plain static server. Every page is watched: what it says to the
// console and where it sends requests.

import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../serve.mjs";

const DIST = fileURLToPath(new URL("../../www/dist", import.meta.url));
const SCREENSHOTS = fileURLToPath(new URL("../../target/screenshots", import.meta.url));

/** Starts server and browser. */
export async function openEditor() {
  if (!existsSync(join(DIST, "index.html"))) throw new Error("www/dist is not built: `cargo xtask demo --no-serve`");
  const server = await serve(DIST);
  const browser = await chromium.launch({ executablePath: program() });
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    /** A page of its own, opened on the editor unless `path` is null. `options` are those of a Playwright context. */
    async page(path = "/", options = {}) {
      const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1280, height: 860 }, ...options });
      const page = await context.newPage();
      page.troubles = watch(page, origin);
      if (path !== null) {
        await page.goto(origin + path);
        await page.getByRole("grid").waitFor();
      }
      return page;
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

/** What went wrong on a page so far; empty is well. */
function watch(page, origin) {
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(`uncaught: ${error.message}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) troubles.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith("data:")) troubles.push(`request: ${url}`);
  });
  return troubles;
}

/** A picture to look at, in target/screenshots. */
export async function picture(page, name) {
  await mkdir(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}

/** The cell of an action in a column; the answers stand in `now` and `draft`. */
export function cell(page, action, column) {
  const row = page.locator("tbody tr", { has: page.locator(`th[title="${action}"]`) });
  if (column === "now") return row.locator("td").nth(0);
  if (column === "draft") return row.locator("td").nth(1);
  return row.locator(`td[data-column="${column}"]`);
}

function program() {
  if (process.env.CHROME) return process.env.CHROME;
  const found = process.env.PATH.split(delimiter)
    .map((folder) => join(folder, "chromium"))
    .find((file) => existsSync(file));
  if (found) return found;
  throw new Error("no `chromium` in PATH; set CHROME to the one to use");
}
