// Nobody is timed who does not answer as the others do.

/** Asks all the same questions. `more(at)`: a further answer that is expected, or undefined. */
export function agree(contenders, count, more = () => undefined) {
  for (let at = 0; at < count; at += 1) {
    const answers = contenders.map(({ ask, asked: [first, second, third] }) => ask(first[at], second[at], third[at]));
    const expected = more(at) ?? answers[0];
    if (!answers.every((answer) => answer === expected)) throw new Error(disagreement(contenders, answers, expected, at));
  }
}

function disagreement(contenders, answers, expected, at) {
  const named = contenders.map(({ name, asked }, index) => `${name} (${asked.map((list) => list[at]).join(" ")}): ${answers[index]}`);
  return `not of one mind: ${named.join("; ")}; expected: ${expected}`;
}
