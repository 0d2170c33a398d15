// Chance that comes out the same every time: xorshift32, good enough to spread questions.

export class Random {
  #state;

  constructor(seed) {
    this.#state = seed | 0 || 1;
  }

  /** A whole number from 0 to below `end`. */
  below(end) {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return Math.floor(((x >>> 0) / 2 ** 32) * end);
  }

  /** True once in `times`. */
  once(times) {
    return this.below(times) === 0;
  }

  pick(list) {
    return list[this.below(list.length)];
  }
}
