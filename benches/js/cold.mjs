// From nothing to the first decision, at the small size: a fresh process of Node, and a fresh page in Chromium.

import { fork } from "node:child_process";
import { copyFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { catalog, facts } from "./documents.mjs";
import { quartiles } from "./measure.mjs";
import { folder, load } from "./package.mjs";
import { inChromium } from "./page.mjs";
import { questions, texts } from "./questions.mjs";
import { nestedMaps } from "./rivals.mjs";
import { world } from "./world.mjs";

/** Gives figures: what is ours of it, in parts, and beside it what Node itself takes. */
export async function cold(quick) {
  const documents = prepared();
  const snapshot = `${folder}/first.pmtx`;
  const { Engine } = await load();
  writeFileSync(snapshot, Engine.from({ catalog: documents.catalog, facts: documents.facts }).snapshot());
  const [runs, opening] = [[], []];
  for (let turn = 0; turn < (quick ? 5 : 21); turn += 1) {
    runs.push(checked(await fresh(documents), documents));
    opening.push(checked(await fresh(documents, snapshot), documents));
  }
  const figure = (name, all, part, budget) => {
    return { name, at: "small", unit: "ms", ...budget, ...quartiles(all.map((run) => run[part])) };
  };
  return [
    figure("fresh process to first decision, what is ours of it", runs, "ours", { must: 20, aim: 8 }),
    figure("- import, with the module inside the JavaScript", runs, "imported"),
    figure("- Engine.from", runs, "opened"),
    figure("- the decision", runs, "decided"),
    figure("the same from a snapshot", opening, "ours"),
    figure("- Engine.from", opening, "opened"),
    figure("beside it: Node's own start", runs, "node"),
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

function fresh(documents, ...snapshot) {
  const [file, script] = [`${folder}/first.json`, `${folder}/first.mjs`];
  writeFileSync(file, JSON.stringify(documents));
  copyFileSync(fileURLToPath(new URL("first.mjs", import.meta.url)), script);
  return new Promise((resolve, reject) => {
    const child = fork(script, [file, ...snapshot]);
    child.on("message", resolve);
    child.on("close", () => reject(new Error("a fresh process told nothing")));
  });
}

function checked(run, { question }) {
  if (run.allowed) return run;
  throw new Error(`the first decision was a no: ${question.join(" ")}`);
}
