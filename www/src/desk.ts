import type { Change, Engine } from "permatrix/url";
import { changesOf, keyOf } from "./edit.ts";
import type { Edit } from "./edit.ts";
import { Names } from "./names.ts";

/** What is on the desk at one moment. A new object after every step. */
export interface View {
  /** The engine as saved. */
  readonly saved: Engine;
  /** A second engine from the same files, with the draft applied. */
  readonly draft: Engine;
  readonly edits: readonly Edit[];
  /** Why the last step was refused, if it was. */
  readonly refusal?: unknown;
  /** The revision the last step saved, if it did. */
  readonly revision?: number;
}

/** Two engines side by side: one as saved, one as it would be. */
export class Desk {
  readonly names: Names;
  readonly #open: () => Engine;
  readonly #history: Change[] = [];
  readonly #listeners = new Set<() => void>();
  #view: View;

  constructor(open: () => Engine) {
    this.#open = open;
    this.#view = { saved: open(), draft: open(), edits: [] };
    this.names = new Names(this.#view.saved);
  }

  readonly view = (): View => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Puts an edit into the draft, in place of an earlier one about the same thing. */
  edit(edit: Edit): void {
    const others = this.#without(edit);
    this.#redraft(edit.from === edit.to ? others : [...others, edit]);
  }

  undo(edit: Edit): void {
    this.#redraft(this.#without(edit));
  }

  reset(): void {
    this.#redraft([]);
  }

  /** Applies the draft to the saved engine, unless that refuses. */
  save(): boolean {
    const { saved, edits } = this.#view;
    return this.#attempt(() => {
      const changes = changesOf(edits, saved);
      const { revision } = saved.apply(changes, { actor: "system" });
      this.#history.push(...changes);
      return { edits: [], revision };
    });
  }

  #without(edit: Edit): Edit[] {
    return this.#view.edits.filter((other) => keyOf(other) !== keyOf(edit));
  }

  /** A fresh engine for the draft: whatever is taken out of it leaves no trace. */
  #redraft(edits: readonly Edit[]): void {
    const { saved, draft } = this.#view;
    this.#attempt(() => {
      const fresh = this.#open();
      try {
        fresh.apply([...this.#history, ...changesOf(edits, saved)], { actor: "system" });
      } catch (refusal) {
        fresh.free();
        throw refusal;
      }
      draft.free();
      return { draft: fresh, edits };
    });
  }

  #attempt(step: () => Partial<View>): boolean {
    const { saved, draft, edits } = this.#view;
    try {
      this.#view = { saved, draft, edits, ...step() };
    } catch (refusal) {
      this.#view = { saved, draft, edits, refusal };
    }
    for (const listener of this.#listeners) listener();
    return this.#view.refusal === undefined;
  }
}
