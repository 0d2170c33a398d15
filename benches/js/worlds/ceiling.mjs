// The workload of medium size, with a ceiling that speaks of every action: whoever is not active may nothing, as in the
// construction catalog. Every yes has to ask it, a no never does. Only questions whose answer is yes.

import { agree } from "../agree.mjs";
import { catalog, facts } from "../documents.mjs";
import { openedFrom } from "../open.mjs";
import { questions, texts } from "../questions.mjs";
import { nestedMaps } from "../rivals.mjs";
import { world } from "../world.mjs";

const QUESTIONS = 200_000;

export async function made() {
  const here = world("medium");
  const documents = { catalog: catalog(here), facts: facts(here) };
  const { engine: without } = await openedFrom(documents);
  const { engine } = await openedFrom({ ...documents, catalog: withCeiling(documents.catalog) });
  const asked = allowed(here, texts(here, questions(here, QUESTIONS)));
  const canOf = (one) => (subject, action, resource) => one.can(subject, action, resource);
  const contenders = [
    { name: "ceiling", ask: canOf(engine), asked },
    { name: "without", ask: canOf(without), asked },
  ];
  agree(contenders, 2_000, () => true);
  return contenders;
}

function withCeiling(catalog) {
  const notActive = { when: 'subject.state in ["created", "invited", "suspended"]', except: ["*"] };
  return { ...catalog, users: {}, ceilings: { not_active: notActive } };
}

function allowed(here, [subjects, actions, projects]) {
  const ask = nestedMaps(here);
  const yes = (_, at) => ask(subjects[at], actions[at], projects[at]);
  return [subjects.filter(yes), actions.filter(yes), projects.filter(yes)];
}
