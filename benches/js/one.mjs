// One size in a process of its own: builds the world, opens the engine, compares the answers, then takes the time of what
// one would write by hand and of the package, in turns.
// node --expose-gc benches/js/one.mjs SIZE [--quick] [--company]

import { agree } from "./agree.mjs";
import { empty } from "./empty.mjs";
import { measure } from "./measure.mjs";
import { opened } from "./open.mjs";
import { tell } from "./processes.mjs";
import { handles, questions, texts } from "./questions.mjs";
import { byNames, byNumbers, floor, nestedMaps, Table } from "./rivals.mjs";
import { grown, weighed } from "./weight.mjs";
import { reference, world } from "./world.mjs";

const QUESTIONS = 200_000;
/** How many of them the slow reference answers too. */
const REFERENCED = 2_000;

const [size, ...options] = process.argv.slice(2);
const here = world(size, { company: options.includes("--company") });
const asked = questions(here, QUESTIONS);
const { engine, opening } = await opened(here);

const contenders = contending();
const named = contenders.find(({ name }) => name === "permatrix can, names");
// It remembers the handles of names; the tables of these are JavaScript's.
named.bytes = opening.kept + grown(() => agree([named], QUESTIONS));
agree(contenders.filter(({ answers }) => answers), QUESTIONS, referenced);
const times = measure(contenders, options.includes("--quick") ? 5 : 21);
tell({ opening, rows: contenders.map(({ name, bytes }, index) => ({ name, bytes, ...times[index] })) });

/** Who is asked, and what. `answers`: not one of those that only show what a call costs. */
function contending() {
  const names = texts(here, asked);
  const numbers = [asked.user, asked.action, asked.project];
  const numbered = handles(engine, here, asked);
  const table = weighed(() => new Table(here));
  const byHand = { table: weighed(() => byNames(here, table.value)), maps: weighed(() => nestedMaps(here)) };
  const ofTable = table.bytes + byHand.table.bytes;
  return [
    { name: "empty wasm call", ask: empty, asked: numbers },
    { name: "floor: three Maps and an empty call", ask: floor(here), asked: names },
    { name: "nested Maps, by hand", ask: byHand.maps.value, asked: names, answers: true, bytes: byHand.maps.bytes },
    { name: "table tuned by hand, names", ask: byHand.table.value, asked: names, answers: true, bytes: ofTable },
    { name: "table tuned by hand, integers", ask: byNumbers(table.value), asked: numbers, answers: true, bytes: table.bytes },
    {
      name: "permatrix can, names",
      ask: (subject, action, resource) => engine.can(subject, action, resource),
      asked: names,
      answers: true,
    },
    {
      name: "permatrix canByHandle",
      ask: (subject, action, resource) => engine.canByHandle(subject, action, resource),
      asked: numbered,
      answers: true,
      bytes: opening.kept,
    },
  ];
}

/** The slow reference, as far as there is patience. */
function referenced(at) {
  return at < REFERENCED ? reference(here, asked.user[at], asked.action[at], asked.project[at]) : undefined;
}
