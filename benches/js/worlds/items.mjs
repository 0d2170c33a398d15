// The workload of medium size with items in the projects. Who may standard edits items of his own that are not locked: a
// footnote over two attributes, which come with the question, for an item that is not in the facts. Beside it the same by hand, in
// Maps, and with @casl/ability: an ability for each user, a rule for each project, with conditions. And by handles.

import { AbilityBuilder, createMongoAbility } from "@casl/ability";
import { agree } from "../agree.mjs";
import { catalog, facts } from "../documents.mjs";
import { openedFrom } from "../open.mjs";
import { questions, texts } from "../questions.mjs";
import { Random } from "../random.mjs";
import { world } from "../world.mjs";

const QUESTIONS = 20_000;

export async function made() {
  const here = world("medium");
  const { engine } = await openedFrom({ catalog: withItems(catalog(here)), facts: facts(here) });
  const numbers = questions(here, QUESTIONS);
  const [subjects, , projects] = texts(here, numbers);
  const items = projects.map((project, at) => `${project}/item:${at}`);
  const given = attributes(here, subjects);
  const [asked, held] = [[subjects, items, given], projectsOf(here)];
  const contenders = [
    { name: "footnote", ask: (subject, item, attributes) => engine.can(subject, "items.edit", item, attributes), asked },
    { name: "by hand", ask: byHand(held), asked },
    { name: "casl", ask: casl(held), asked },
    byHandles(engine, asked),
  ];
  agree(contenders, QUESTIONS, expected(here, numbers, subjects, given));
  return contenders;
}

function withItems(catalog) {
  const item = { within: ["project"], tool: "items", attributes: { creator: "user", locked: "bool" } };
  const own = { when: "resource.creator == subject && !resource.locked" };
  const edit = { cells: { standard: "if own", admin: "yes" } };
  const items = { on: "project", ladder: "general", conditions: { own }, actions: { edit } };
  const roles = Object.entries(catalog.roles).map(([name, role]) => [name, { ...role, levels: { ...role.levels, items: "standard" } }]);
  return {
    ...catalog,
    types: { ...catalog.types, item },
    tools: { ...catalog.tools, items },
    roles: Object.fromEntries(roles),
  };
}

/** Three in four items are of who asks, three in four are not locked. */
function attributes(here, subjects) {
  const random = new Random(11);
  return subjects.map((subject) => {
    const creator = random.once(4) ? random.pick(here.users) : subject;
    return { resource: { creator, locked: random.once(4) } };
  });
}

/** The same questions by handles, the attributes as numbers. */
function byHandles(engine, [subjects, items, given]) {
  const [edit, creator, locked] = [
    engine.handle("action", "items.edit"),
    engine.handle("attribute", "resource.creator"),
    engine.handle("attribute", "resource.locked"),
  ];
  const handle = (name) => engine.handle("subject", name);
  const places = items.map((item, at) => ({
    project: engine.handle("resource", projectOf(item)),
    given: [creator, handle(given[at].resource.creator), locked, given[at].resource.locked ? 1 : 0],
  }));
  const beneath = items.map((item) => item.slice(item.indexOf("/") + 1));
  const ask = (subject, path, { project, given }) => engine.canByHandle(subject, edit, project, given, path);
  return { name: "handles", ask, asked: [subjects.map(handle), beneath, places] };
}

const projectOf = (item) => item.slice(0, item.indexOf("/"));

/** The projects of each user. All roles give standard. */
function projectsOf({ users, projects, assignments: { user, project } }) {
  const all = new Map(users.map((name) => [name, new Set()]));
  user.forEach((number, at) => all.get(users[number]).add(projects[project[at]]));
  return all;
}

function byHand(projects) {
  return (subject, item, { resource: { creator, locked } }) =>
    projects.get(subject)?.has(projectOf(item)) === true && creator === subject && !locked;
}

function casl(projects) {
  const abilities = new Map();
  for (const [user, all] of projects) {
    const { can, build } = new AbilityBuilder(createMongoAbility);
    for (const project of all) can("edit", project, { creator: user, locked: false });
    abilities.set(user, build({ detectSubjectType: ({ project }) => project }));
  }
  return (subject, item, { resource: { creator, locked } }) =>
    abilities.get(subject)?.can("edit", { project: projectOf(item), creator, locked }) === true;
}

function expected(here, { user, project }, subjects, given) {
  const { assignments } = here;
  const pairs = Array.from(assignments.user, (number, at) => number * here.projects.length + assignments.project[at]);
  const held = new Set(pairs);
  return (at) => {
    const { creator, locked } = given[at].resource;
    return held.has(user[at] * here.projects.length + project[at]) && creator === subjects[at] && !locked;
  };
}
