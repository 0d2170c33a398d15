// @cedar-policy/cedar-wasm: one policy, parsed beforehand. Roles are groups of actions. The module keeps no entities, so each
// question brings those that it is about: the user with the role on this one project, which nested Maps by hand look up, and the
// action with the roles that give it. Handing over all roles of the user, or a policy for each role, took several times as long.

import { createRequire } from "node:module";
import { actionsOf } from "../rivals.mjs";

const POLICY = "permit(principal, action, resource) when { principal has role && action in principal.role };";

export function build(world) {
  const { preparsePolicySet, statefulIsAuthorized } = createRequire(import.meta.url)("@cedar-policy/cedar-wasm/nodejs");
  succeeded(preparsePolicySet("bench", { staticPolicies: POLICY }));
  const [actions, users] = [actionsGiven(world), rolesOf(world)];
  return (subject, act, project) => {
    const role = users.get(subject)?.get(project);
    const user = { uid: { type: "User", id: subject }, attrs: role === undefined ? {} : { role }, parents: [] };
    const action = actions.get(act);
    const named = { principal: user.uid, action: action.uid, resource: { type: "Project", id: project } };
    const rest = { context: {}, preparsedPolicySetId: "bench", entities: [user, action] };
    return succeeded(statefulIsAuthorized({ ...named, ...rest })).response.decision === "allow";
  };
}

function succeeded(answer) {
  if (answer.type === "success") return answer;
  throw new Error(`cedar: ${JSON.stringify(answer.errors)}`);
}

function actionsGiven(world) {
  const made = (id) => ({ uid: { type: "Action", id }, attrs: {}, parents: [] });
  const actions = new Map(world.actions.map((name) => [name, made(name)]));
  for (const role of world.roles)
    for (const action of actionsOf(world, role)) actions.get(action).parents.push({ type: "Action", id: role.name });
  return actions;
}

function rolesOf(world) {
  const { user, project, role } = world.assignments;
  const roles = world.roles.map(({ name }) => ({ __entity: { type: "Action", id: name } }));
  const users = new Map(world.users.map((name) => [name, new Map()]));
  for (let at = 0; at < user.length; at += 1)
    users.get(world.users[user[at]]).set(world.projects[project[at]], roles[role[at]]);
  return users;
}
