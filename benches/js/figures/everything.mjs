// Nothing that can be asked of an engine leaves anything behind: answers, failures, changes, and engines that came and went.

import { grown } from "../weight.mjs";
import { SYSTEM, some } from "./changes.mjs";

/** Of everything: as many rounds. Ten million decisions come of it, most of them by `decideAll`. */
const ROUNDS = 40_000;
/** Engines that are opened and freed, and snapshots: one in so many rounds, for each takes a millisecond. */
const RARE = 100;
/** Rounds that warm up: as many changes as fill the log that an engine keeps for deltas, a mebibyte. */
const FILLING = 20_000;

/** In megabytes, of the module and of JavaScript. */
export function memoryOfAll(place, quick) {
  const rounds = kinds(place);
  const run = (from, count) => {
    for (let number = from; number < from + count; number += 1) for (const kind of rounds) kind(number);
  };
  run(0, FILLING);
  const before = place.memory();
  const heap = grown(() => run(FILLING, quick ? ROUNDS / 10 : ROUNDS));
  return { median: (heap + place.memory() - before) / 1e6 };
}

function kinds({ Engine, engine, world, asked: [subjects, actions, projects] }) {
  const at = (number) => [subjects, actions, projects].map((list) => list[number % list.length]);
  const people = some({ world }, 100).map(({ grant }) => grant);
  const grantOf = (number) => people[Math.floor(number / 2) % people.length];
  const change = (number) => [{ kind: number % 2 === 0 ? "revoke" : "grant", ...grantOf(number) }];
  const rarely = (work) => (number) => number % RARE === 0 && work(number);
  let snapshot = engine.snapshot();
  return [
    (number) => engine.can(...at(number)),
    (number) => engine.can(...at(number), { context: {} }),
    (number) => engine.decide(question(...at(number))),
    (number) => engine.ask(...at(number)),
    (number) => engine.whatCan(subjects[number % subjects.length], projects[number % projects.length]),
    (number) => engine.decideAll([subjects[number % subjects.length]], undefined, projects[number % projects.length]),
    (number) => engine.apply(change(number), SYSTEM),
    (number) => engine.delta(engine.revision - (number % 3)),
    // What fails, in the module and before it.
    (number) => engine.can(`user:nobody${number}`, "tool0.act0", `project:none${number}`),
    () => fails("bad_argument", () => engine.can(7, "tool0.act0", "project:1000")),
    (number) => fails("unknown_name", () => engine.handle("subject", `user:nobody${number}`)),
    (number) => fails("denied", () => engine.apply(change(number), { actor: subjects[number % subjects.length] })),
    (number) => fails("gap", () => engine.delta(engine.revision + 1 + number)),
    rarely((number) => fails("damaged", () => Engine.from(snapshot.slice(0, 1_000 + number % 100)))),
    rarely(() => (snapshot = engine.snapshot())),
    rarely(() => opened(Engine, snapshot)),
  ];
}

const question = (subject, action, resource) => ({ subject, action, resource });

function opened(Engine, snapshot) {
  const other = Engine.from(snapshot);
  other.can("user:person0", "tool0.act0", "project:1000");
  other.free();
}

function fails(code, work) {
  try {
    work();
  } catch (error) {
    if (error.code === code) return;
    throw error;
  }
  throw new Error(`this should have failed: ${code}`);
}
