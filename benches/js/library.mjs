// One library at one size, in a process of its own, with the package beside it.
// node --expose-gc benches/js/library.mjs LIBRARY SIZE [--quick]

import { agree } from "./agree.mjs";
import { measure } from "./measure.mjs";
import { opened } from "./open.mjs";
import { tell } from "./processes.mjs";
import { questions, texts } from "./questions.mjs";
import { weight } from "./weight.mjs";
import { world } from "./world.mjs";

const QUESTIONS = 200_000;
/** How many of them must be answered alike before the time is taken. */
const COMPARED = 2_000;

const [library, size, ...options] = process.argv.slice(2);
const here = world(size);
const asked = texts(here, questions(here, QUESTIONS));
const engine = await openedOnly();
const ours = { name: "permatrix", ask: (subject, action, resource) => engine.can(subject, action, resource), asked };
// Once all, so that the names it remembers are not counted as the library's.
agree([ours], QUESTIONS);

const before = weight();
const { build } = await import(`./libraries/${library}.mjs`);
const start = performance.now();
const theirs = { name: library, ask: await build(here), asked };
const built = performance.now() - start;
agree([ours, theirs], COMPARED);
const [beside, times] = measure([ours, theirs], options.includes("--quick") ? 2 : 7);
tell({ ...times, built, bytes: weight() - before, beside: beside.median });

/** The engine alone: the documents it was read from would be in the way of weighing. */
async function openedOnly() {
  const { engine } = await opened(here);
  return engine;
}
