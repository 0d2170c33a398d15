// The questions of a world that was made for them.

import { measure } from "../measure.mjs";

export function questions(contender, quick) {
  const [times] = measure([contender], quick ? 5 : 21);
  return times;
}

/** With attributes, beside what does the same: in turns. */
export const attributes = (contenders, quick) => measure(contenders, quick ? 5 : 21)[0];
export const attributesByHand = (contenders, quick) => measure(contenders, quick ? 5 : 21)[1];
export const attributesByCasl = (contenders, quick) => measure(contenders, quick ? 5 : 21)[2];

/** With a ceiling, and without: in turns. */
export const ceiling = (place, quick) => inTurns(place, quick)[0];
export const noCeiling = (place, quick) => inTurns(place, quick)[1];

function inTurns({ ceiling, without }, quick) {
  return measure([ceiling, without], quick ? 3 : 9);
}
