// From nothing to the first decision, at the small size: a fresh process of Node, and a fresh page in Chromium.

import { fork } from "node:child_process";
import { copyFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { catalog, facts } from "./documents.mjs";
import { quartiles } from "./measure.mjs";
import { folder } from "./package.mjs";
import { inChromium } from "./page.mjs";
import { questions, texts } from "./questions.mjs";
import { nestedMaps } from "./rivals.mjs";
import { world } from "./world.mjs";

/** Gives figures: what is ours of it, in parts, and beside it what Node itself takes. */
export async function cold(quick) {
  const documents = prepared();
  const runs = [];
  for (let turn = 0; turn < (quick ? 5 : 21); turn += 1) runs.push(checked(await fresh(documents), documents));
  const figure = (name, part, budget) => ({ name, at: "small", unit: "ms", ...budget, ...quartiles(runs.map((run) => run[part])) });
  return [
    figure("fresh process to first decision, what is ours of it", "ours", { must: 20, aim: 8 }),
    figure("- import, with the module inside the JavaScript", "imported"),
    figure("- Engine.from", "opened"),
    figure("- the decision", "decided"),
    figure("beside it: Node's own start", "node"),
    ...(await inChromium(documents, quick)),
  ];
}

/** Catalog, facts and a question that is answered with yes, for the others to read. */
function prepared() {
  const here = world("small");
  const [subjects, actions, projects] = texts(here, questions(here, 100));
  const ask = nestedMaps(here);
  const at = subjects.findIndex((subject, index) => ask(subject, actions[index], projects[index]));
  const question = [subjects[at], actions[at], projects[at]];
  return { catalog: catalog(here), facts: JSON.parse(Buffer.from(facts(here)).toString()), question };
}

function fresh(documents) {
  const [file, script] = [`${folder}/first.json`, `${folder}/first.mjs`];
  writeFileSync(file, JSON.stringify(documents));
  copyFileSync(fileURLToPath(new URL("first.mjs", import.meta.url)), script);
  return new Promise((resolve, reject) => {
    const child = fork(script, [file]);
    child.on("message", resolve);
    child.on("close", () => reject(new Error("a fresh process told nothing")));
  });
}

function checked(run, { question }) {
  if (run.allowed) return run;
  throw new Error(`the first decision was a no: ${question.join(" ")}`);
}
