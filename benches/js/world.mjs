// The workload: 20 tools of 25 actions, four levels, granulars, 50 roles, and who has which role on which project.
// Everything is counted up or drawn from a seed, so every run asks the same.

import { Random } from "./random.mjs";
import { SIZES } from "./sizes.mjs";

const TOOLS = 20;
const ACTIONS = 25;
const ROLES = 50;
const GRANULARS = 3;
/** Every fifth row has a granular's column, as about every fifth row of the construction catalog has. */
const GRANULAR_ROW = 5;
export const LEVELS = ["none", "read_only", "standard", "admin"];

/** The world of a size. `company`: projects lie in a company, which nobody has a grant on. */
export function world(size, { company = false } = {}) {
  const random = new Random(20_261_123);
  const { users, projects, assignments } = SIZES[size];
  const tools = Array.from({ length: TOOLS }, (_, tool) => toolOf(tool, random));
  const roles = Array.from({ length: ROLES }, (_, role) => roleOf(role, tools, random));
  return {
    tools,
    roles,
    company,
    actions: tools.flatMap((tool) => tool.actions.map((action) => action.name)),
    users: Array.from({ length: users }, (_, user) => `user:person${user}`),
    projects: Array.from({ length: projects }, (_, project) => `project:${1000 + project}`),
    assignments: assigned(users, projects, assignments, random),
  };
}

function toolOf(index, random) {
  const name = `tool${index}`;
  const granulars = Array.from({ length: GRANULARS }, (_, granular) => `extra${granular}`);
  const actions = Array.from({ length: ACTIONS }, (_, action) => ({
    name: `${name}.act${action}`,
    ...rowOf(action, granulars, random),
  }));
  return { name, granulars, actions };
}

/** Some rows are open from a level on; others only at the highest, and to who has a granular besides. */
function rowOf(action, granulars, random) {
  if (action % GRANULAR_ROW === GRANULAR_ROW - 1) return { from: LEVELS.length - 1, granular: random.pick(granulars) };
  return { from: 1 + random.below(LEVELS.length - 1), granular: undefined };
}

function roleOf(index, tools, random) {
  const levels = new Map();
  const granulars = new Set();
  for (const tool of tools) {
    const level = random.below(LEVELS.length);
    levels.set(tool.name, level);
    // Offered where they act: below the highest level, above the lowest.
    if (level === 0 || level === LEVELS.length - 1) continue;
    for (const granular of tool.granulars) if (random.once(4)) granulars.add(`${tool.name}.${granular}`);
  }
  return { name: `role${index}`, levels, granulars };
}

/** At most one role for a user and a project. */
function assigned(users, projects, count, random) {
  const list = { user: new Uint32Array(count), project: new Uint32Array(count), role: new Uint8Array(count) };
  const seen = new Set();
  for (let at = 0; at < count; ) {
    const [user, project] = [random.below(users), random.below(projects)];
    const pair = user * projects + project;
    if (seen.has(pair)) continue;
    seen.add(pair);
    list.user[at] = user;
    list.project[at] = project;
    list.role[at] = random.below(ROLES);
    at += 1;
  }
  return list;
}

/** Whether a role gives an action, from the definitions of both. */
export function gives(role, tool, action) {
  const level = role.levels.get(tool.name);
  if (level >= action.from) return true;
  const acts = level > 0 && level < LEVELS.length - 1;
  return acts && action.granular !== undefined && role.granulars.has(`${tool.name}.${action.granular}`);
}

/** The slow and obvious answer, by numbers: looks through all assignments. */
export function reference(world, user, action, project) {
  const { assignments } = world;
  const tool = world.tools[Math.floor(action / ACTIONS)];
  for (let at = 0; at < assignments.user.length; at += 1) {
    if (assignments.user[at] !== user || assignments.project[at] !== project) continue;
    return gives(world.roles[assignments.role[at]], tool, tool.actions[action % ACTIONS]);
  }
  return false;
}
