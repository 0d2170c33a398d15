// casbin: roles in domains, the projects. Actions are grouped by the roles that give them, so that there is one policy for
// each role and not one for each role and action: casbin looks at every policy with every question.

import { newEnforcer, newModelFromString } from "casbin";
import { actionsOf } from "../rivals.mjs";

const MODEL = `
[request_definition]
r = sub, dom, act
[policy_definition]
p = sub, act
[role_definition]
g = _, _, _
g2 = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = g(r.sub, p.sub, r.dom) && g2(r.act, p.act)
`;

export async function build(world) {
  const enforcer = await newEnforcer(newModelFromString(MODEL));
  await enforcer.addPolicies(world.roles.map(({ name }) => [name, `actions of ${name}`]));
  await enforcer.addNamedGroupingPolicies("g2", world.roles.flatMap((role) => groupings(world, role)));
  await enforcer.addGroupingPolicies(assignments(world));
  return (subject, action, resource) => enforcer.enforceSync(subject, resource, action);
}

function groupings(world, role) {
  return [...actionsOf(world, role)].map((action) => [action, `actions of ${role.name}`]);
}

function assignments(world) {
  const { user, project, role } = world.assignments;
  return Array.from(user, (number, at) => [world.users[number], world.roles[role[at]].name, world.projects[project[at]]]);
}
