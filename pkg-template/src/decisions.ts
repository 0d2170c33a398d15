/**
 * Many decisions as packed bits: a row for each subject, a bit for each action.
 *
 * ```ts
 * const answers = engine.decideAll(users, ["rfi.view", "rfi.edit"], "project:7");
 * answers.can(0, 1); // the first user, rfi.edit
 * ```
 */
export class Decisions {
  /** How many rows there are. */
  readonly subjects: number;
  /** How many bits of a row count. */
  readonly actions: number;
  /** Numbers to a row. */
  readonly stride: number;
  /** Row by row: bit `action % 32` of number `subject * stride + floor(action / 32)`. */
  readonly bits: Uint32Array;

  /** `Engine.decideAll` makes these. */
  constructor(subjects: number, actions: number, bits: Uint32Array) {
    this.subjects = subjects;
    this.actions = actions;
    this.stride = subjects === 0 ? 0 : bits.length / subjects;
    this.bits = bits;
  }

  /** Whether the subject at that place can perform the action at that place; `false` beyond both. */
  can(subject: number, action: number): boolean {
    if (!(subject < this.subjects) || !(action < this.actions)) return false;
    return (((this.bits[subject * this.stride + (action >>> 5)] ?? 0) >>> (action & 31)) & 1) === 1;
  }

  /** The same with other actions, in another order: `columns` are places in these rows. */
  select(columns: readonly number[]): Decisions {
    const stride = Math.ceil(columns.length / 32);
    const bits = new Uint32Array(this.subjects * stride);
    for (let subject = 0; subject < this.subjects; subject += 1) {
      columns.forEach((column, place) => {
        const at = subject * stride + (place >>> 5);
        if (this.can(subject, column)) bits[at] = (bits[at] ?? 0) | (1 << (place & 31));
      });
    }
    return new Decisions(this.subjects, columns.length, bits);
  }
}
