// A page in headless Chromium, served from a folder.

import { chromium } from "playwright-core";
import { serve } from "../serve.mjs";

/** A page that shows the scenario's outcome; `head` is put before the module `src`. */
export const page = (src, head = "") => `<!doctype html>
<meta charset="utf-8">
<title>permatrix</title>
${head}
<script type="module" src="${src}"></script>
`;

/** A module that runs the scenario with the package as imported from `specifier`, and leaves the outcome on the page. */
export const outcomeOf = (specifier) => `import * as permatrix from "${specifier}";
import { run } from "./scenario.mjs";
globalThis.outcome = run(permatrix);
`;

/** Opens `folder`/index.html in Chromium; gives the outcome, and what the page loaded. */
export async function outcomeIn(folder) {
  const server = await serve(folder);
  const browser = await chromium.launch({ executablePath: program() });
  try {
    const page = await browser.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    const loaded = [];
    page.on("response", (response) => loaded.push(new URL(response.url()).pathname));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.waitForFunction("globalThis.outcome", null, { timeout: 20_000 }).catch(() => {
      throw new Error(["the page has no outcome", ...new Set(errors), ...loaded].join("\n"));
    });
    return { outcome: await page.evaluate("globalThis.outcome"), loaded };
  } finally {
    await browser.close();
    server.close();
  }
}

function program() {
  if (process.env.CHROME) return process.env.CHROME;
  throw new Error("set CHROME to the Chromium to use; `cargo xtask test` does");
}
