import type { Engine } from "./engine.js";
import { fields } from "./plain.js";
import type { Answer, Context, Decision, Given, Question, Time, WhatCan } from "./types.js";

/** A {@link Question} whose subject is known. */
export interface SubjectQuestion {
  readonly action: Question["action"];
  readonly resource: Question["resource"];
  readonly context?: Context | undefined;
}

/**
 * One subject's view of an engine: the same questions without repeating who asks.
 *
 * ```ts
 * const anna = engine.as("user:anna");
 * anna.can("rfi.edit", "project:7/rfi:12");
 * ```
 */
export class Subject {
  readonly #engine: Engine;
  readonly #name: string;

  /** `Engine.as` makes these, with a checked name. */
  constructor(engine: Engine, name: string) {
    this.#engine = engine;
    this.#name = name;
  }

  /** The subject's name, as it was given. */
  get name(): string {
    return this.#name;
  }

  /** {@link Engine.can} for this subject. */
  can(action: string, resource: string, given?: Given): boolean {
    return this.#engine.can(this.#name, action, resource, given);
  }

  /** {@link Engine.ask} for this subject. */
  ask(action: string, resource: string, options?: { readonly now?: Time | undefined }): Answer {
    return this.#engine.ask(this.#name, action, resource, options);
  }

  /** {@link Engine.whatCan} for this subject. */
  whatCan(resource: string, options?: { readonly now?: Time | undefined }): WhatCan {
    return this.#engine.whatCan(this.#name, resource, options);
  }

  /** {@link Engine.decide} for this subject. */
  decide(question: SubjectQuestion): Decision {
    const { action, resource, context } = fields(question, "question") as unknown as SubjectQuestion;
    return this.#engine.decide({ subject: this.#name, action, resource, context });
  }
}
