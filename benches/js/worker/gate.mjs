// What runs in workerd: a worker that opens a snapshot as it arrives, and answers. It keeps the engine between requests, as a
// worker does, and of a request nothing.

import { memory } from "./memory.mjs";
import { Engine } from "permatrix";

let engine;

const ROUTES = {
  memory,

  /** Milliseconds. The clock of workerd stands still between requests only where it is not on one's own machine. */
  open: async ({ url }) => {
    const start = performance.now();
    engine = await Engine.open(fetch(url));
    return performance.now() - start;
  },

  /** Fetches and throws away: what the process grows by then is workerd's own. */
  fetched: async ({ url }) => {
    let bytes = 0;
    for await (const piece of (await fetch(url)).body) bytes += piece.length;
    return bytes;
  },

  /** As digits. */
  can: ({ questions }) => questions.map((question) => (engine.can(...question) ? "1" : "0")).join(""),

  /** The bits of all actions, a row for each user. */
  decideAll: ({ users, project }) => {
    const { stride, bits } = engine.decideAll(users, undefined, project);
    return { stride, bits: [...bits] };
  },

  /** Milliseconds for all questions, so many times. */
  timeOfCan: ({ questions, times }) =>
    milliseconds(times, () => {
      let allowed = 0;
      for (const [subject, action, resource] of questions) if (engine.can(subject, action, resource)) allowed += 1;
      return allowed;
    }),

  timeOfDecideAll: ({ users, project, times }) => {
    const handles = Uint32Array.from(users, (user) => engine.handle("subject", user));
    return milliseconds(times, () => engine.decideAll(handles, undefined, project).bits[0]);
  },

  /** So many different people, each about one of so many projects: the package remembers the names of all. */
  everybody: ({ users, projects, action }) => {
    let allowed = 0;
    for (let user = 0; user < users; user += 1)
      if (engine.can(`user:person${user}`, action, `project:${1_000 + (user % projects)}`)) allowed += 1;
    return allowed;
  },
};

function milliseconds(times, work) {
  let seen = 0;
  const start = performance.now();
  for (let time = 0; time < times; time += 1) seen += work();
  return seen < 0 ? undefined : performance.now() - start; // so that nothing is left out because nobody looks at it
}

export default {
  async fetch(request) {
    const asked = await request.json();
    try {
      return Response.json(await ROUTES[new URL(request.url).pathname.slice(1)](asked));
    } catch (error) {
      return new Response(error.stack, { status: 500 });
    }
  },
};
