// Time per question: all contenders in turns, a piece of the questions at a time, and the median of each.

/** Rounds that only warm up: the compiler of the runtime has settled after two or three. */
const WARM_UP = 3;

/**
 * Questions in a row to one contender: a fraction of a millisecond, so that what else the machine does falls on single
 * pieces, which the median leaves out, and not on whole rounds.
 */
const PIECE = 2_000;

/**
 * Gives nanoseconds per question for each contender, with quartiles. `contenders`: { name, ask, asked: [first, second, third] },
 * all of them asked equally many questions, a multiple of a piece.
 */
export function measure(contenders, rounds) {
  const runs = contenders.map(({ name, ask, asked }) => ({ loop: loopOver(name, ask, asked), times: [] }));
  const pieces = contenders[0].asked[0].length / PIECE;
  for (let turn = 0; turn < (WARM_UP + rounds) * pieces; turn += 1) {
    runs.forEach(({ loop, times }, index) => {
      // Far from the piece the one before was asked: some share a table, and would find it warm for the same questions.
      const piece = (turn + Math.floor((index * pieces) / runs.length)) % pieces;
      const nanoseconds = timed(loop, piece * PIECE) / PIECE;
      if (turn >= WARM_UP * pieces) times.push(nanoseconds);
    });
  }
  return runs.map(({ times }) => quartiles(times));
}

function timed(loop, from) {
  const start = process.hrtime.bigint();
  consume(loop(from, from + PIECE));
  return Number(process.hrtime.bigint() - start);
}

/**
 * A loop of its own for each contender, compiled from text: one that all shared would be compiled for the mixture of them.
 * The name in it keeps the runtime from taking the code of another.
 */
function loopOver(name, ask, asked) {
  const source = `// ${name}
    return (from, to) => {
      let allowed = 0;
      for (let at = from; at < to; at += 1) if (ask(first[at], second[at], third[at])) allowed += 1;
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
