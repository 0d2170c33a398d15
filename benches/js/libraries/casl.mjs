// @casl/ability: an ability for each user, a rule for each project that he has a role on. Projects are types of subjects, so
// that CASL finds the rule in its index; with projects as a condition of the rules it has to try one after the other.

import { AbilityBuilder, createMongoAbility } from "@casl/ability";
import { actionsOf } from "../rivals.mjs";

export function build(world) {
  const { user, project, role } = world.assignments;
  const actions = world.roles.map((each) => [...actionsOf(world, each)]);
  const builders = new Map();
  for (let at = 0; at < user.length; at += 1) {
    const name = world.users[user[at]];
    if (!builders.has(name)) builders.set(name, new AbilityBuilder(createMongoAbility));
    builders.get(name).can(actions[role[at]], world.projects[project[at]]);
  }
  const abilities = new Map();
  for (const [name, builder] of builders) abilities.set(name, builder.build());
  return (subject, action, resource) => abilities.get(subject)?.can(action, resource) === true;
}
