// People in 20 groups, one in the other, and resources four deep: company, region, project, folder. Levels are granted to
// groups, at all depths.

import { agree } from "../agree.mjs";
import { openedFrom } from "../open.mjs";
import { Random } from "../random.mjs";

const QUESTIONS = 20_000;
const LEVELS = ["none", "read_only", "standard", "admin"];
/** Chains of groups, and what hangs on them. */
const CHAINS = 50;
const LONG = 20;
const PEOPLE = 1_000;
const GRANTS_OF_GROUP = 3;
/** Regions, projects, folders: this many in each of what is above. */
const WIDE = [10, 10, 20];
const TYPES = ["company", "region", "project", "folder"];

export async function made() {
  const random = new Random(5);
  const places = placed();
  const here = { places, grants: granted(places, random) };
  const { engine } = await openedFrom({ catalog: catalog(), facts: Buffer.from(JSON.stringify(facts(here))) });
  const asked = questions(here, random);
  const ask = (subject, action, resource) => engine.can(subject, action, resource);
  const contender = { name: "groups", ask, asked };
  agree([contender], QUESTIONS, (at) => reference(here, asked.map((list) => list[at])));
  return [contender];
}

function catalog() {
  const cells = (from) => ({ cells: Object.fromEntries(LEVELS.slice(from).map((level) => [level, "yes"])) });
  const actions = { view: cells(1), edit: cells(2), remove: cells(3) };
  return {
    permatrix: 1,
    name: "groups",
    types: Object.fromEntries(TYPES.map((type, depth) => [type, depth === 0 ? {} : { within: [TYPES[depth - 1]] }])),
    ladders: { general: LEVELS.map((level) => ({ level })) },
    tools: { plan: { on: "folder", ladder: "general", actions } },
  };
}

/** All resources: name → parent. */
function placed() {
  const places = new Map([["company:main", undefined]]);
  let above = ["company:main"];
  WIDE.forEach((wide, depth) => {
    const layer = above.flatMap((parent) => Array.from({ length: wide }, () => parent));
    above = layer.map((parent, number) => {
      const name = `${TYPES[depth + 1]}:${number}`;
      places.set(name, parent);
      return name;
    });
  });
  return places;
}

const group = (chain, at) => `group:${chain}-${at}`;

function granted(places, random) {
  const [names, grants] = [[...places.keys()].slice(1), []];
  for (let number = 0; number < CHAINS * LONG * GRANTS_OF_GROUP; number += 1) {
    const to = group(Math.floor(number / GRANTS_OF_GROUP / LONG), Math.floor(number / GRANTS_OF_GROUP) % LONG);
    // Half of them high up, where they count for many folders.
    const on = random.once(2) ? names[random.below(WIDE[0] + WIDE[0] * WIDE[1])] : random.pick(names);
    grants.push({ to, column: `plan.${LEVELS[1 + random.below(3)]}`, on });
  }
  return grants;
}

function facts({ places, grants }) {
  const groups = {};
  const people = Array.from({ length: PEOPLE }, (_, person) => `user:person${person}`);
  for (let chain = 0; chain < CHAINS; chain += 1) {
    for (let at = 0; at < LONG; at += 1) groups[group(chain, at)] = { members: at === 0 ? [] : [group(chain, at - 1)] };
    groups[group(chain, 0)].members = people.filter((_, person) => person % CHAINS === chain);
  }
  return {
    permatrix: 1,
    catalog: "groups",
    users: Object.fromEntries(people.map((name) => [name, {}])),
    groups,
    resources: Object.fromEntries([...places].map(([name, parent]) => [name, parent === undefined ? {} : { parent }])),
    grants,
  };
}

function questions({ places }, random) {
  const folders = [...places.keys()].filter((name) => name.startsWith("folder:"));
  const many = (make) => Array.from({ length: QUESTIONS }, make);
  return [
    many(() => `user:person${random.below(PEOPLE)}`),
    many(() => `plan.${random.pick(["view", "edit", "remove"])}`),
    many(() => random.pick(folders)),
  ];
}

/** Looks through all grants: the highest level of a group of the person's chain, on the folder or on what it lies in. */
function reference({ places, grants }, [subject, action, resource]) {
  const chain = Number(subject.slice("user:person".length)) % CHAINS;
  const above = new Set();
  for (let at = resource; at !== undefined; at = places.get(at)) above.add(at);
  const counting = grants.filter(({ to, on }) => to.startsWith(`group:${chain}-`) && above.has(on));
  const level = Math.max(0, ...counting.map(({ column }) => LEVELS.indexOf(column.slice("plan.".length))));
  return level >= 1 + ["plan.view", "plan.edit", "plan.remove"].indexOf(action);
}
