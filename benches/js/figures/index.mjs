// What is measured of the package by itself. A row: `name`; `at`, the worlds it is measured in; `take(place, quick)`, which
// gives quartiles, where `place` is what the world's module made; and the budget, if there is one: `must` and `aim`.

import { afterMany, change } from "./changes.mjs";
import { decide } from "./decide.mjs";
import { memoryKept } from "./flat.mjs";
import { open } from "./opening.mjs";
import { ceiling, noCeiling, questions } from "./questions.mjs";
import { bytesOfSlice, sliced } from "./slice.mjs";

const SIZES = ["small", "medium", "large"];

export const FIGURES = [
  { name: "can, a footnote over two attributes given", at: ["items"], take: questions, unit: "ns", must: 1_000, aim: 400 },
  { name: "can, a person in 20 nested groups", at: ["groups"], take: questions, unit: "ns", must: 2_000, aim: 500 },
  { name: "can, a yes under a ceiling over every action", at: ["ceiling"], take: ceiling, unit: "ns" },
  { name: "the same without the ceiling", at: ["ceiling"], take: noCeiling, unit: "ns" },
  { name: "decide", at: SIZES, take: decide, unit: "ns" },
  { name: "memory kept after 10,000,000 questions", at: ["medium"], take: memoryKept, unit: "MB", must: 1, aim: 0.1 },
  { name: "open from JSON", at: SIZES, take: open, unit: "ms" },
  { name: "slice of a person with 20 projects", at: ["medium", "large"], take: sliced, unit: "ms" },
  { name: "bytes of that slice, brotli", at: ["medium", "large"], take: bytesOfSlice, unit: "KB" },
  // Last, for they change the engine.
  { name: "apply a grant, and the next decision", at: ["small", "medium"], take: change, unit: "µs" },
  { name: "apply a grant, and the next decision", at: ["large"], take: change, unit: "µs", must: 50, aim: 10 },
  { name: "the same after 10,000 people's grants changed", at: ["large"], take: afterMany, unit: "µs" },
];
