// The workload at one of its sizes, for what is measured of the package by itself.

import { opened } from "../open.mjs";
import { questions, texts } from "../questions.mjs";
import { world } from "../world.mjs";

const QUESTIONS = 20_000;

export async function made(size) {
  const here = world(size);
  return { world: here, asked: texts(here, questions(here, QUESTIONS)), ...(await opened(here)) };
}
