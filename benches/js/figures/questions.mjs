// The questions of a world that was made for them. Where it has several contenders, they are asked in turns, and each has a row.

import { measure } from "../measure.mjs";

/** By world: what has been measured. */
const measured = new Map();

/** What one of a world's contenders took. `rounds`: how many, and how many when it has to be quick. */
function timesOf(number, rounds) {
  return (contenders, quick) => {
    if (!measured.has(contenders)) measured.set(contenders, measure(contenders, quick ? rounds.quick : rounds.many));
    return measured.get(contenders)[number];
  };
}

const FEW_QUESTIONS = { many: 21, quick: 5 };
const MANY_QUESTIONS = { many: 9, quick: 3 };

export const questions = timesOf(0, FEW_QUESTIONS);
export const byHand = timesOf(1, FEW_QUESTIONS);
export const byCasl = timesOf(2, FEW_QUESTIONS);
export const byHandles = timesOf(3, FEW_QUESTIONS);

export const ceiling = timesOf(0, MANY_QUESTIONS);
export const noCeiling = timesOf(1, MANY_QUESTIONS);
