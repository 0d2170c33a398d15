// Many decisions at once: all the people of a project and every action, and one person's row for a screen.

import { measure, quartiles } from "../measure.mjs";

const PROJECTS = 40;
/** People of each project whose bits are compared with `can` before the time is taken. */
const COMPARED = 20;
/** Rounds before the time is taken: a round is 2 ms, and a runtime compiles the loop anew while it runs. */
const WARMING = 40;

/** In nanoseconds for one decision. Handles are resolved beforehand, as somebody would who asks again and again. */
export function wholeProjects({ engine, world }, quick) {
  const projects = peopleOf(world);
  for (const { project, people } of projects) compare(engine, world, project, people.slice(0, COMPARED));
  const handled = projects.map(({ project, people }) => {
    return { project, handles: Uint32Array.from(people, (name) => engine.handle("subject", name)) };
  });
  const times = [];
  for (let round = 0; round < WARMING + (quick ? 10 : 60); round += 1)
    for (const { project, handles } of handled) {
      const start = process.hrtime.bigint();
      const { actions } = engine.decideAll(handles, undefined, project);
      times.push(Number(process.hrtime.bigint() - start) / (handles.length * actions));
    }
  return quartiles(times.slice(WARMING * handled.length));
}

/** Some projects, and who has a role on each. */
function peopleOf({ projects, users, assignments }) {
  const count = Math.min(PROJECTS, projects.length);
  const some = new Map(Array.from({ length: count }, (_, number) => [Math.floor((number * projects.length) / count), []]));
  assignments.project.forEach((project, at) => some.get(project)?.push(users[assignments.user[at]]));
  return Array.from(some, ([project, people]) => ({ project: projects[project], people }));
}

function compare(engine, world, project, people) {
  const answers = engine.decideAll(people, undefined, project);
  people.forEach((name, row) => {
    world.actions.forEach((action, column) => {
      const bit = answers.can(row, column);
      if (bit !== engine.can(name, action, project)) throw new Error(`decideAll: ${name} ${action} ${project}: ${bit}`);
    });
  });
}

/** By the names that a screen has: of the person, and of the project. */
export function oneRow({ engine, asked: [subjects, actions, projects] }, quick) {
  const rows = subjects.map((subject) => [subject]);
  const ask = (row, _, project) => engine.decideAll(row, undefined, project).bits[0] !== 0;
  const [times] = measure([{ name: "a row", ask, asked: [rows, actions, projects] }], quick ? 2 : 7);
  return times;
}
