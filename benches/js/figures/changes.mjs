// A role is taken from somebody or given back, and the next question must know it.

import { quartiles } from "../measure.mjs";
import { actionsOf } from "../rivals.mjs";

/** People whose grants change, over and over: few, so that this says nothing about many changes. */
const PEOPLE = 50;
/** The most changes that one `apply` takes. */
const AT_ONCE = 10_000;

export const SYSTEM = { actor: "system" };

export function change(place, quick) {
  const assignments = some(place, PEOPLE);
  const times = [];
  for (let round = 0; round < (quick ? 4 : 40); round += 1) {
    for (const kind of ["revoke", "grant"]) for (const each of assignments) times.push(changed(place.engine, kind, each));
  }
  // The first round warms up.
  return quartiles(times.slice(2 * PEOPLE));
}

/** In microseconds. */
function changed(engine, kind, { grant, action }) {
  const start = process.hrtime.bigint();
  engine.apply([{ kind, ...grant }], SYSTEM);
  const allowed = engine.can(grant.to, action, grant.on);
  const took = Number(process.hrtime.bigint() - start) / 1_000;
  if (allowed !== (kind === "grant")) throw new Error(`${grant.to} ${action} ${grant.on} after ${kind}: ${allowed}`);
  return took;
}

export function afterMany(place, quick) {
  const many = some(place, AT_ONCE).map(({ grant }) => grant);
  for (const kind of ["revoke", "grant"]) place.engine.apply(many.map((grant) => ({ kind, ...grant })), SYSTEM);
  return change(place, quick);
}

/** Assignments of as many people, each with an action that it gives. */
export function some({ world }, count) {
  const { user, project, role } = world.assignments;
  const actions = world.roles.map((each) => [...actionsOf(world, each)][0]);
  const people = new Map();
  for (let at = 0; at < user.length && people.size < count; at += 1) {
    const grant = { to: world.users[user[at]], role: world.roles[role[at]].name, on: world.projects[project[at]] };
    if (actions[role[at]] !== undefined) people.set(grant.to, { grant, action: actions[role[at]] });
  }
  return [...people.values()];
}
