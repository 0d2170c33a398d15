// Time per question: all contenders in turns, round after round, and the median of each.

/** Rounds that only warm up: the compiler of the runtime has settled after two or three. */
const WARM_UP = 4;

/** `contenders`: { name, ask, asked: [first, second, third] }. Gives nanoseconds per question for each, with quartiles. */
export function measure(contenders, rounds) {
  const runs = contenders.map(({ name, ask, asked }) => ({ loop: loopOver(name, ask, asked), times: [], asked }));
  for (let round = 0; round < WARM_UP + rounds; round += 1) {
    for (let turn = 0; turn < runs.length; turn += 1) {
      // Another one begins each time: whoever comes after the most memory-hungry one finds colder caches.
      const run = runs[(turn + round) % runs.length];
      const nanoseconds = timed(run.loop) / run.asked[0].length;
      if (round >= WARM_UP) run.times.push(nanoseconds);
    }
  }
  return runs.map(({ times }) => quartiles(times));
}

function timed(loop) {
  const start = process.hrtime.bigint();
  consume(loop());
  return Number(process.hrtime.bigint() - start);
}

/**
 * A loop of its own for each contender, compiled from text: one that all shared would be compiled for the mixture of them.
 * The name in it keeps the runtime from taking the code of another.
 */
function loopOver(name, ask, asked) {
  const source = `// ${name}
    return () => {
      let allowed = 0;
      for (let at = 0; at < first.length; at += 1) if (ask(first[at], second[at], third[at])) allowed += 1;
      return allowed;
    };`;
  return new Function("ask", "first", "second", "third", source)(ask, ...asked);
}

let consumed = 0;
/** So that nothing is left out because nobody looks at it. */
function consume(answers) {
  consumed = (consumed + answers) | 0;
}

function quartiles(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part) => sorted[Math.floor((sorted.length - 1) * part)];
  return { low: at(0.25), median: at(0.5), high: at(0.75) };
}
