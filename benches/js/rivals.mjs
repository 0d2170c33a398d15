// What one would write by hand instead, from the obvious to the best that we could think of; and the floor beneath all.

import { empty } from "./empty.mjs";
import { gives } from "./world.mjs";

/** What a role may do, as a set of actions. */
export function actionsOf(world, role) {
  const all = world.tools.flatMap((tool) => tool.actions.filter((action) => gives(role, tool, action)));
  return new Set(all.map((action) => action.name));
}

/** Maps in maps: user → project → the actions of the role. */
export function nestedMaps(world) {
  const { user, project, role } = world.assignments;
  const actions = world.roles.map((each) => actionsOf(world, each));
  const users = new Map(world.users.map((name) => [name, new Map()]));
  for (let at = 0; at < user.length; at += 1)
    users.get(world.users[user[at]]).set(world.projects[project[at]], actions[role[at]]);
  return (subject, action, resource) => users.get(subject)?.get(resource)?.has(action) === true;
}

/** Three maps from names to numbers. */
function numbers(world) {
  const numbered = (names) => new Map(names.map((name, number) => [name, number]));
  return [numbered(world.users), numbered(world.actions), numbered(world.projects)];
}

/** What any answer by names costs before anything is decided: three look-ups and a call that does nothing. */
export function floor(world) {
  const [users, actions, projects] = numbers(world);
  return (subject, action, resource) =>
    empty(users.get(subject), actions.get(action), projects.get(resource)) >= 0;
}

/**
 * The hand-tuned table: one hash table without chains, half full, in which number and role of a pair lie side by side (one
 * cache line), and a row of bytes for each role.
 */
export class Table {
  #entries;
  #shift;
  #mask;
  #projects;
  #rows;
  #actions;

  constructor(world) {
    const { user, project, role } = world.assignments;
    const bits = Math.ceil(Math.log2(user.length * 2));
    this.#shift = 32 - bits;
    this.#mask = 2 ** bits - 1;
    this.#projects = world.projects.length;
    this.#actions = world.actions.length;
    this.#entries = new Int32Array(2 * 2 ** bits).fill(-1);
    this.#rows = rows(world);
    for (let at = 0; at < user.length; at += 1) this.#put(user[at] * this.#projects + project[at], role[at]);
  }

  #put(pair, role) {
    let at = Math.imul(pair, 0x9e37_79b1) >>> this.#shift;
    while (this.#entries[2 * at] !== -1) at = (at + 1) & this.#mask;
    this.#entries[2 * at] = pair;
    this.#entries[2 * at + 1] = role;
  }

  can(user, action, project) {
    const entries = this.#entries;
    const pair = user * this.#projects + project;
    let at = Math.imul(pair, 0x9e37_79b1) >>> this.#shift;
    for (;;) {
      const found = entries[2 * at];
      if (found === pair) return this.#rows[entries[2 * at + 1] * this.#actions + action] === 1;
      if (found === -1) return false;
      at = (at + 1) & this.#mask;
    }
  }
}

function rows(world) {
  const bytes = new Uint8Array(world.roles.length * world.actions.length);
  world.roles.forEach((role, index) => {
    const allowed = actionsOf(world, role);
    world.actions.forEach((action, at) => (bytes[index * world.actions.length + at] = Number(allowed.has(action))));
  });
  return bytes;
}

/** The hand-tuned table asked by numbers. */
export function byNumbers(table) {
  return (user, action, project) => table.can(user, action, project);
}

/** The hand-tuned table asked by names. */
export function byNames(world, table) {
  const [users, actions, projects] = numbers(world);
  return (subject, action, resource) => {
    const user = users.get(subject);
    const act = actions.get(action);
    const project = projects.get(resource);
    if (user === undefined || act === undefined || project === undefined) return false;
    return table.can(user, act, project);
  };
}
