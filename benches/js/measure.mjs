// Time per question: all contenders in turns, a piece of the questions at a time, and the median of each.

/** Rounds that only warm up: the compiler of the runtime has settled after two or three. */
const WARM_UP = 3;

/**
 * Questions in a row to one contender, at most, and nanoseconds that they fill, at most: a fraction of a millisecond, so that
 * what else the machine does falls on single pieces, which the median leaves out, and not on whole rounds.
 */
const PIECE = 2_000;
const FILLED = 400_000;

/** Gives nanoseconds per question for each contender, with quartiles. `contenders`: { name, ask, asked: [first, second, third] }. */
export function measure(contenders, rounds) {
  const runs = contenders.map(prepared);
  const turns = Math.min(...runs.map(({ pieces }) => pieces));
  for (let turn = 0; turn < (WARM_UP + rounds) * turns; turn += 1) {
    runs.forEach(({ loop, piece, pieces, times }, index) => {
      // Far from the piece the one before was asked: some share a table, and would find it warm for the same questions.
      const at = (turn + Math.floor((index * pieces) / runs.length)) % pieces;
      const nanoseconds = timed(loop, at * piece, piece) / piece;
      if (turn >= WARM_UP * turns) times.push(nanoseconds);
    });
  }
  return runs.map(({ times }) => quartiles(times));
}

function prepared({ name, ask, asked }) {
  const loop = loopOver(name, ask, asked);
  const piece = Math.max(1, Math.min(PIECE, Math.round(FILLED / cost(loop))));
  return { loop, piece, pieces: Math.floor(asked[0].length / piece), times: [] };
}

/** Roughly what a question costs, once the runtime has seen some. */
function cost(loop) {
  const SOME = 500;
  timed(loop, 0, SOME);
  return timed(loop, 0, SOME) / SOME;
}

function timed(loop, from, piece) {
  const start = process.hrtime.bigint();
  consume(loop(from, from + piece));
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

export function quartiles(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part) => sorted[Math.floor((sorted.length - 1) * part)];
  return { low: at(0.25), median: at(0.5), high: at(0.75) };
}
