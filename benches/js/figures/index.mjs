// What is measured of the package by itself. A row: `name`; `at`, the worlds it is measured in; `take(place, quick)`, which
// gives quartiles, where `place` is what the world's module made; and the budget, if there is one: `must` and `aim`.

import { oneRow, wholeProjects } from "./bulk.mjs";
import { afterMany, change } from "./changes.mjs";
import { decide } from "./decide.mjs";
import { memoryOfAll } from "./everything.mjs";
import { memoryKept } from "./flat.mjs";
import { open } from "./opening.mjs";
import { longestApply, usualApply } from "./pauses.mjs";
import { byCasl, byHand, byHandles, ceiling, noCeiling, questions } from "./questions.mjs";
import { bytesOfSlice, sliced } from "./slice.mjs";
import { openSnapshot } from "./snapshots.mjs";

const SIZES = ["small", "medium", "large"];
/** Of one answer among many, without attributes. */
const BULK = { at: ["medium", "large"], take: wholeProjects, unit: "ns", must: 0.3, aim: 0.06 };
/** A page is drawn sixty times in a second: nothing may hold it up longer. */
const FRAME = { unit: "ms", must: 16.7, aim: 16.7 };

export const FIGURES = [
  { name: "can, a footnote over two attributes given", at: ["items"], take: questions, unit: "ns", must: 1_000, aim: 400 },
  { name: "the same by handles and numbers", at: ["items"], take: byHandles, unit: "ns", must: 1_000, aim: 400 },
  { name: "the same by hand, in Maps", at: ["items"], take: byHand, unit: "ns" },
  { name: "the same with @casl/ability", at: ["items"], take: byCasl, unit: "ns" },
  { name: "can, a person in 20 nested groups", at: ["groups"], take: questions, unit: "ns", must: 2_000, aim: 500 },
  { name: "can, a yes under a ceiling over every action", at: ["ceiling"], take: ceiling, unit: "ns" },
  { name: "the same without the ceiling", at: ["ceiling"], take: noCeiling, unit: "ns" },
  { name: "decide", at: SIZES, take: decide, unit: "ns" },
  { name: "decideAll, all users of a project x 500 actions", ...BULK },
  { name: "decideAll, one user's row for a screen", at: SIZES, take: oneRow, unit: "ns" },
  { name: "memory kept after 10,000,000 questions", at: ["medium"], take: memoryKept, unit: "MB", must: 1, aim: 0.1 },
  { name: "open from JSON", at: SIZES, take: open, unit: "ms" },
  { name: "slice of a person with 20 projects", at: ["medium", "large"], take: sliced, unit: "ms" },
  { name: "bytes of that slice, brotli", at: ["medium", "large"], take: bytesOfSlice, unit: "KB" },
  { name: "open a snapshot, fully checked", at: ["small", "medium"], take: openSnapshot, unit: "ms" },
  { name: "open a snapshot, fully checked", at: ["large"], take: openSnapshot, unit: "ms", must: 40, aim: 10 },
  // Last, for they change the engine.
  { name: "apply a grant, and the next decision", at: ["small", "medium"], take: change, unit: "µs" },
  { name: "apply a grant, and the next decision", at: ["large"], take: change, unit: "µs", must: 50, aim: 10 },
  { name: "the same after 10,000 people's grants changed", at: ["large"], take: afterMany, unit: "µs" },
  { name: "apply, the longest of 3,000: it lays all changes out", at: ["large"], take: longestApply, ...FRAME },
  { name: "apply, the usual one of these", at: ["large"], take: usualApply, unit: "µs" },
  { name: "memory kept after everything, 40,000 times", at: ["medium"], take: memoryOfAll, unit: "MB", must: 1, aim: 0.1 },
];
