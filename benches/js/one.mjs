// One size in a process of its own: builds the world, opens the engine, compares the answers, then takes the time.
// node --expose-gc benches/js/one.mjs SIZE [--quick] [--company]

import { catalog, facts } from "./documents.mjs";
import { empty } from "./empty.mjs";
import { measure } from "./measure.mjs";
import { load } from "./package.mjs";
import { handles, questions, texts } from "./questions.mjs";
import { byNames, byNumbers, floor, nestedMaps, Table } from "./rivals.mjs";
import { judged, print } from "./table.mjs";
import { reference, world } from "./world.mjs";

const QUESTIONS = 200_000;
/** How many of them the slow reference answers too. */
const REFERENCED = 2_000;

const [size, ...options] = process.argv.slice(2);
const quick = options.includes("--quick");
const here = world(size, { company: options.includes("--company") });
const asked = questions(here, QUESTIONS);

const { engine, opening } = await open();
const contenders = contending();
agree(contenders.filter(({ answers }) => answers));
const times = measure(contenders, quick ? 5 : 21);
const rows = judged(contenders.map((contender, index) => ({ ...contender, ...times[index] })));
print(size, here, opening, rows);
process.exitCode = rows.every((row) => row.met) ? 0 : 3;

async function open() {
  const { Engine, memory } = await load();
  const documents = { catalog: catalog(here), facts: facts(here) };
  const before = memory();
  const start = performance.now();
  const engine = Engine.from(documents);
  const milliseconds = performance.now() - start;
  const kept = memory() - before;
  return { engine, opening: { bytes: documents.facts.length, milliseconds, kept } };
}

/** Who is asked, what, and what it is held against. `answers`: not one of those that only show what a call costs. */
function contending() {
  const names = texts(here, asked);
  const numbers = [asked.user, asked.action, asked.project];
  const numbered = handles(engine, here, asked);
  const table = weighed(() => new Table(here));
  const byHand = { table: weighed(() => byNames(here, table.value)), maps: weighed(() => nestedMaps(here)) };
  return [
    { name: "empty wasm call", ask: empty, asked: numbers },
    { name: "three Map look-ups and an empty call", ask: floor(here), asked: names },
    { name: "nested Maps", ask: byHand.maps.value, asked: names, answers: true, bytes: byHand.maps.bytes },
    {
      name: "hand-tuned table, strings",
      ask: byHand.table.value,
      asked: names,
      answers: true,
      bytes: table.bytes + byHand.table.bytes,
    },
    { name: "hand-tuned table, integers", ask: byNumbers(table.value), asked: numbers, answers: true, bytes: table.bytes },
    {
      name: "permatrix can, strings",
      ask: (subject, action, resource) => engine.can(subject, action, resource),
      asked: names,
      answers: true,
      against: { name: "hand-tuned table, strings", must: 1.25, aim: 0.9 },
    },
    {
      name: "permatrix canByHandle",
      ask: (subject, action, resource) => engine.canByHandle(subject, action, resource),
      asked: numbered,
      answers: true,
      bytes: opening.kept,
      against: { name: "hand-tuned table, integers", must: 2, aim: 1 },
    },
  ];
}

/** Something, and the bytes it takes. */
function weighed(make) {
  const before = weight();
  const value = make();
  return { value, bytes: Math.max(0, weight() - before) };
}

function weight() {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** All answer alike, and, as far as there is patience, as the reference does. */
function agree(contenders) {
  for (let at = 0; at < QUESTIONS; at += 1) {
    const answers = contenders.map(({ ask, asked: [first, second, third] }) => ask(first[at], second[at], third[at]));
    if (at < REFERENCED) answers.push(reference(here, asked.user[at], asked.action[at], asked.project[at]));
    if (answers.every((answer) => answer === answers[0])) continue;
    const named = [...contenders.map(({ name }) => name), "reference"].map((name, index) => `${name}: ${answers[index]}`);
    const question = [here.users[asked.user[at]], here.actions[asked.action[at]], here.projects[asked.project[at]]];
    throw new Error(`not of one mind about ${question.join(" ")}: ${named.join("; ")}`);
  }
}
