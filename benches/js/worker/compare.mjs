// The answers of a worker beside what is known: who has which role where, and what each role gives.

/** Ends with an error where one is not what it should be, or where all are the same. */
export async function compare(worker, known) {
  const gives = (role, action) => role !== null && known.gives[role][action] === "1";
  const actions = new Map(known.actions.map((name, number) => [name, number]));
  const questions = known.questions.map((question) => question.slice(0, 3));
  const answers = await worker.ask("can", { questions });
  let yes = 0;
  known.questions.forEach(([subject, action, resource, role], at) => {
    const expected = gives(role, actions.get(action));
    if ((answers[at] === "1") !== expected) throw new Error(`${subject} ${action} ${resource}: not ${expected}`);
    yes += Number(expected);
  });
  if (yes < questions.length / 10 || yes > questions.length * 0.9) throw new Error(`${yes} of ${questions.length} are a yes`);
  for (const each of known.whole) await compareWhole(worker, each, known.actions, gives);
}

async function compareWhole(worker, { project, users, roles }, actions, gives) {
  const { stride, bits } = await worker.ask("decideAll", { users, project });
  users.forEach((user, row) => {
    actions.forEach((action, column) => {
      const bit = ((bits[row * stride + (column >>> 5)] >>> (column & 31)) & 1) === 1;
      if (bit !== gives(roles[row], column)) throw new Error(`decideAll: ${user} ${action} ${project}: ${bit}`);
    });
  });
}
