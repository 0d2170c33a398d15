// May user u do action t in project p? Half of the questions are about pairs of user and project that are assigned.

import { Random } from "./random.mjs";

/** As numbers of the world. */
export function questions(world, count) {
  const random = new Random(7);
  const asked = { user: new Int32Array(count), action: new Int32Array(count), project: new Int32Array(count) };
  for (let at = 0; at < count; at += 1) {
    const assignment = random.below(world.assignments.user.length);
    const about = random.once(2);
    asked.user[at] = about ? world.assignments.user[assignment] : random.below(world.users.length);
    asked.project[at] = about ? world.assignments.project[assignment] : random.below(world.projects.length);
    asked.action[at] = random.below(world.actions.length);
  }
  return asked;
}

/**
 * As texts, the way they come: users and projects out of tokens and addresses, so each a text of its own; actions out of the
 * program's source, so always the same one.
 */
export function texts(world, asked) {
  return [
    Array.from(asked.user, (user) => ownText(world.users[user])),
    Array.from(asked.action, (action) => world.actions[action]),
    Array.from(asked.project, (project) => ownText(world.projects[project])),
  ];
}

function ownText(text) {
  return Buffer.from(text, "latin1").toString("latin1");
}

/** The numbers that an engine has for them. */
export function handles(engine, world, asked) {
  const numbered = (kind, names, numbers) => {
    const known = names.map((name) => engine.handle(kind, name));
    return Int32Array.from(numbers, (number) => known[number]);
  };
  return [
    numbered("subject", world.users, asked.user),
    numbered("action", world.actions, asked.action),
    numbered("resource", world.projects, asked.project),
  ];
}
