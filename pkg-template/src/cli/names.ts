// Whether a name stands for something, and what was probably meant. The engine denies what it does not know (S1); for
// whoever wrote the name, that is a mistake and no answer.

import { PermatrixError } from "./package.js";
import type { Engine, Kind } from "../engine.js";
import { didYouMean } from "./near.js";

/** Who is no user: what everybody may do, known or not (S3). */
export const STRANGER = "anyone";

/** The names of one engine. */
export class Names {
  readonly #engine: Engine;
  #actions: readonly string[] | undefined;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** All actions, in the catalog's order. */
  get actions(): readonly string[] {
    return (this.#actions ??= this.#engine.catalog.tools.flatMap(({ tool }) =>
      this.#engine.matrix({ tool }).flatMap(({ rows }) => rows.map(({ action }) => action)),
    ));
  }

  /** What is wrong with the names of a question, a line each; those that are left out are right. */
  wrong({ subject, action, resource }: { subject?: string; action?: string; resource?: string }): string[] {
    const lines = [
      subject === undefined ? undefined : this.subject(subject),
      action === undefined ? undefined : this.action(action),
      resource === undefined ? undefined : this.resource(resource),
    ];
    return lines.filter((line) => line !== undefined);
  }

  /** What is wrong with an action's name, or nothing. */
  action(name: string): string | undefined {
    if (this.#has("action", name)) return undefined;
    return `the catalog has no action \`${name}\`${didYouMean(name, this.actions)}`;
  }

  /** What is wrong with a subject's name, or nothing. */
  subject(name: string): string | undefined {
    if (name === STRANGER || this.#has("subject", name)) return undefined;
    const near = didYouMean(name, ids(this.#engine.facts.users));
    const stranger = near === "" ? `; somebody who is not is called \`${STRANGER}\`` : near;
    return `\`${name}\` is no user in the facts${stranger}`;
  }

  /** What is wrong with the name of a resource or the path to one, or nothing. */
  resource(name: string): string | undefined {
    if (this.#has("resource", name) || this.#isPath(name)) return undefined;
    const known = ids(this.#engine.facts.resources);
    const [root = ""] = name.split("/", 1);
    if (root === name) return `there is no resource \`${name}\`${didYouMean(name, known)}`;
    const near = this.#has("resource", root) ? "" : `: no \`${root}\`${didYouMean(root, known)}`;
    return `there is no resource \`${name}\`, and it cannot be${near}`;
  }

  /** The engine knows paths only in questions; any action will do. */
  #isPath(resource: string): boolean {
    const [action] = this.actions;
    if (!resource.includes("/") || action === undefined) return false;
    return this.#engine.decide({ subject: STRANGER, action, resource }).code !== "unknown_resource";
  }

  #has(kind: Kind, name: string): boolean {
    try {
      this.#engine.handle(kind, name);
      return true;
    } catch (error) {
      if (error instanceof PermatrixError && error.code === "unknown_name") return false;
      throw error;
    }
  }
}

function ids(things: readonly { readonly id: string }[]): string[] {
  return things.map(({ id }) => id);
}
