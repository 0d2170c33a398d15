// The same world as the engine reads it: a catalog, and facts as the bytes of JSON text.

import { LEVELS } from "./world.mjs";

const COMPANY = "company:main";

export function catalog(world) {
  const project = world.company ? { within: ["company"] } : {};
  return {
    permatrix: 1,
    name: "bench",
    types: world.company ? { company: {}, project } : { project },
    ladders: { general: LEVELS.map((level) => ({ level })) },
    tools: Object.fromEntries(world.tools.map((tool) => [tool.name, toolEntry(tool)])),
    roles: Object.fromEntries(world.roles.map((role) => [role.name, roleEntry(role)])),
  };
}

function toolEntry(tool) {
  return {
    on: "project",
    ladder: "general",
    granulars: Object.fromEntries(tool.granulars.map((granular) => [granular, {}])),
    actions: Object.fromEntries(tool.actions.map((action) => [action.name.split(".")[1], { cells: cells(action) }])),
  };
}

function cells({ from, granular }) {
  const columns = granular === undefined ? LEVELS.slice(from) : [...LEVELS.slice(from), granular];
  return Object.fromEntries(columns.map((column) => [column, "yes"]));
}

function roleEntry({ levels, granulars }) {
  const named = [...levels].map(([tool, level]) => [tool, LEVELS[level]]);
  return { on: "project", levels: Object.fromEntries(named), granulars: [...granulars] };
}

/** Bytes, not text: a million grants are 70 MB, which nobody wants twice in the heap. */
export function facts(world) {
  const parent = world.company ? { parent: COMPANY } : {};
  const resources = world.projects.map((project) => [project, parent]);
  if (world.company) resources.unshift([COMPANY, {}]);
  const head = {
    permatrix: 1,
    catalog: "bench",
    users: Object.fromEntries(world.users.map((user) => [user, {}])),
    resources: Object.fromEntries(resources),
  };
  const start = JSON.stringify(head).slice(0, -1) + ',"grants":[';
  return new Uint8Array(Buffer.concat([Buffer.from(start), ...grants(world), Buffer.from("]}")]));
}

function* grants(world) {
  const { user, project, role } = world.assignments;
  const PER_PIECE = 10_000;
  for (let from = 0; from < user.length; from += PER_PIECE) {
    const lines = [];
    for (let at = from; at < Math.min(from + PER_PIECE, user.length); at += 1) {
      const grant = { to: world.users[user[at]], role: world.roles[role[at]].name, on: world.projects[project[at]] };
      lines.push(JSON.stringify(grant));
    }
    yield Buffer.from((from === 0 ? "" : ",") + lines.join(","));
  }
}
