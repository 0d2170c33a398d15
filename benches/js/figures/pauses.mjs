// What changes pile up is laid out in the tables again when it is some two thousand things: by the change that was one too many.

import { quartiles } from "../measure.mjs";
import { SYSTEM, some } from "./changes.mjs";

/** People whose role changes, one `apply` each: more than are left lying. */
const PEOPLE = 3_000;

/** In milliseconds: of each run the longest `apply`. */
export const longestApply = (place, quick) => quartiles(runs(place, quick).map((times) => Math.max(...times)));

/** In microseconds: all of them, for comparison. */
export const usualApply = (place, quick) => quartiles(runs(place, quick).flat().map((time) => 1_000 * time));

function runs({ engine, world }, quick) {
  const people = some({ world }, PEOPLE).map(({ grant }) => grant);
  const kinds = Array.from({ length: quick ? 1 : 5 }, () => ["revoke", "grant"]).flat();
  return kinds.map((kind) => people.map((grant) => applied(engine, { kind, ...grant })));
}

function applied(engine, change) {
  const start = performance.now();
  engine.apply([change], SYSTEM);
  return performance.now() - start;
}
