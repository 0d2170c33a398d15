// A fresh process: how long until the first decision? Copied to where the package is unpacked; main.mjs starts it.

import { readFileSync } from "node:fs";

const [file, snapshot] = process.argv.slice(2);
// Since the process was started: what Node itself takes to get here.
const node = performance.now();
const { catalog, facts, question } = JSON.parse(readFileSync(file, "utf8"));
const source = snapshot === undefined ? { catalog, facts } : readFileSync(snapshot);
const began = performance.now();
const { Engine } = await import("permatrix");
const imported = performance.now();
const engine = Engine.from(source);
const opened = performance.now();
const allowed = engine.can(...question);
const decided = performance.now();
process.send({ node, imported: imported - began, opened: opened - imported, decided: decided - opened, ours: decided - began, allowed });
