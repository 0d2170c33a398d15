import type { Core } from "./permatrix_bg.js";

/** What the core answers when nothing has a name. */
export const UNKNOWN = 0xffff_ffff;

/** Kinds of things, as the core numbers them; an attribute's is this and its space. */
export const KIND = { subject: 0, action: 1, resource: 2, attribute: 3 } as const;

/**
 * Names a table may hold: more than twice the 100,000 users of a large tenant, so that these stay, at some 20 MB a table
 * when full. A host with more users pays one call into the module for a name that was pushed out.
 */
export const MOST_NAMES = 2 ** 18;

/** Handles of names that were asked about, valid for one revision. Full, it starts anew: cheaper than to track what is old. */
export type Names = Map<string, number>;

/** The tables of an engine. */
export class Tables {
  readonly subjects: Names = new Map();
  readonly actions: Names = new Map();
  readonly resources: Names = new Map();
  /** Numbers of attributes, for a question's sheet: of subjects, of resources, of the context. */
  readonly attributes: readonly [Names, Names, Names] = [new Map(), new Map(), new Map()];

  subject(core: Core, name: string): number {
    return this.subjects.get(name) ?? found(this.subjects, name, core.number(KIND.subject, name));
  }

  action(core: Core, name: string): number {
    return this.actions.get(name) ?? found(this.actions, name, core.number(KIND.action, name));
  }

  resource(core: Core, name: string): number {
    return this.resources.get(name) ?? found(this.resources, name, core.number(KIND.resource, name));
  }

  attribute(core: Core, space: 0 | 1 | 2, name: string): number {
    const names = this.attributes[space];
    return names.get(name) ?? found(names, name, core.number(KIND.attribute + space, name));
  }

  /** After a change, everything remembered is of another revision. */
  forget(): void {
    for (const names of [this.subjects, this.actions, this.resources, ...this.attributes]) names.clear();
  }
}

/**
 * Keeps what the core found. Only names it knows: unknown ones are chosen by whoever asks, and would push out the
 * others.
 */
function found(names: Names, name: string, handle: number): number {
  if (handle === UNKNOWN) return handle;
  if (names.size >= MOST_NAMES) names.clear();
  names.set(detached(name), handle);
  return handle;
}

/**
 * The same text as the runtime keeps it for keys of objects. A name cut out of a cookie or a request body would otherwise
 * hold on to all of it: runtimes share the characters of a slice with the whole (300 names out of texts of a megabyte held
 * 300 MB). And a name that stands in the caller's code is this very text, which makes looking it up a comparison of pointers.
 */
function detached(name: string): string {
  return Object.keys({ [name]: 0 })[0] ?? name;
}
