// What a browser gets: the slice of one person, who has twenty projects, or as near to that as there is.

import { brotliCompressSync } from "node:zlib";
import { quartiles } from "../measure.mjs";

const PROJECTS = 20;

export function sliced({ engine, world }, quick) {
  const person = withProjects(world, PROJECTS);
  const times = Array.from({ length: quick ? 5 : 21 }, () => {
    const start = performance.now();
    engine.slice(person);
    return performance.now() - start;
  });
  return quartiles(times);
}

/** The same every time. */
export function bytesOfSlice({ engine, world }) {
  return quartiles([brotliCompressSync(engine.slice(withProjects(world, PROJECTS))).length / 1_000]);
}

/** The user whose number of projects is nearest. */
export function withProjects({ users, assignments }, wanted) {
  const counts = new Uint32Array(users.length);
  for (const user of assignments.user) counts[user] += 1;
  const distance = (user) => Math.abs(counts[user] - wanted);
  let nearest = 0;
  for (let user = 1; user < users.length; user += 1) if (distance(user) < distance(nearest)) nearest = user;
  return users[nearest];
}
