// Answers leave nothing behind: memory of the module, and of JavaScript, after very many.

import { grown } from "../weight.mjs";

const QUESTIONS = 10_000_000;
/** One in so many is asked with attributes, one by `decide`: these take a hundred times as long. */
const RARE = 100;

/** In megabytes. There is nothing to take the median of. */
export function memoryKept({ engine, asked, memory }, quick) {
  const count = quick ? QUESTIONS / 10 : QUESTIONS;
  ask(engine, asked, count / 10); // names are remembered, code is compiled
  const before = memory();
  const heap = grown(() => ask(engine, asked, count));
  return { median: (heap + memory() - before) / 1e6 };
}

function ask(engine, [subjects, actions, resources], count) {
  for (let number = 0; number < count; number += 1) {
    const at = number % subjects.length;
    const names = [subjects[at], actions[at], resources[at]];
    if (number % RARE === 0) engine.decide({ subject: names[0], action: names[1], resource: names[2] });
    else if (number % RARE === 1) engine.can(...names, { context: {} });
    else engine.can(...names);
  }
}
