// A tenant in a worker: opened from a snapshot as it arrives, its answers compared, and what it takes. In a process of its own.
// node --experimental-websocket benches/js/worker/measure.mjs FOLDER

import { readFileSync, statSync } from "node:fs";
import { serve } from "../../../tests/serve.mjs";
import { quartiles } from "../measure.mjs";
import { tell } from "../processes.mjs";
import { compare } from "./compare.mjs";
import { started } from "./inside.mjs";

const TURNS = 9;
/** The package remembers 262,144 names of users; so many more than those of the questions do not push them out. */
const EVERYBODY = 240_000;

const [folder] = process.argv.slice(2);
const known = JSON.parse(readFileSync(`${folder}/worker.json`, "utf8"));
const server = await serve(folder);
const url = `http://127.0.0.1:${server.address().port}/worker.snapshot`;
const file = statSync(`${folder}/worker.snapshot`).size;
tell({ file, fetching: await within(fetching), ...(await within(memory)), ...(await within(times)) });
server.close();

/** In a workerd of its own. */
async function within(work) {
  const worker = await started(folder);
  try {
    return await work(worker);
  } finally {
    await worker.end();
  }
}

/** By how much the process grows when the file is fetched, and nothing done with it. */
async function fetching(worker) {
  const { now } = worker.resident();
  await worker.ask("fetched", { url });
  return worker.resident().now - now;
}

async function memory(worker) {
  const before = await taken(worker);
  await worker.ask("open", { url });
  const opened = await taken(worker);
  await compare(worker, known);
  const answered = await taken(worker);
  const everybody = { users: Math.min(known.users, EVERYBODY), projects: known.projects, action: known.actions[0] };
  await worker.ask("everybody", everybody);
  return { before, opened, answered, full: await taken(worker) };
}

async function times(worker) {
  const open = await worker.ask("open", { url });
  const questions = known.questions.map((question) => question.slice(0, 3));
  const can = await nanoseconds(worker, "timeOfCan", { questions, times: 5 }, questions.length);
  const [{ users, project }] = known.whole;
  const answers = users.length * known.actions.length;
  return { open, can, decideAll: await nanoseconds(worker, "timeOfDecideAll", { users, project, times: 500 }, answers) };
}

/** Bytes of the module's memory, of JavaScript's heap, of the process now and at its most. */
async function taken(worker) {
  const { now, most } = worker.resident();
  return { module: await worker.ask("memory"), heap: await worker.heap(), now, most };
}

/** Nanoseconds for one of so many answers, in turns. */
async function nanoseconds(worker, route, question, answers) {
  const took = [];
  for (let turn = 0; turn < TURNS; turn += 1) took.push(await worker.ask(route, question));
  // The first two warm up.
  return quartiles(took.slice(2).map((time) => (time * 1e6) / answers / question.times));
}
