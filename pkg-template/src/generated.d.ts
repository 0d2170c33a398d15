// What the build puts beside the compiled TypeScript: the glue that wasm-bindgen writes, the module, and its bytes as
// text. Declared by hand, so that the TypeScript compiles before the module exists.

declare module "*/permatrix_bg.js" {
  /** What the core reads of a question; every key is present, `undefined` stands for "not given". */
  export interface CoreQuestion {
    subject: string | { type: string; id: string };
    action: string;
    resource: string | { type: string; id: string; parent: string | undefined };
    context: { now: number; [attribute: string]: unknown };
  }
  /** The engine in the wasm module. Calls that fail throw a plain object with `code` and `message`. */
  export class Core {
    private constructor();
    static from(catalog: string | Uint8Array, facts: string | Uint8Array): Core;
    static open(document: Uint8Array): Core;
    snapshot(): Uint8Array;
    slice(subject: string): Uint8Array;
    delta(since: number): Uint8Array;
    apply_delta(bytes: Uint8Array): number;
    free(): void;
    /** Lets go of the engine without touching the module: nothing is freed, not by the garbage collector either. */
    __destroy_into_raw(): number;
    revision(): number;
    subject(name: string): number;
    action(name: string): number;
    resource(name: string): number;
    can(subject: number, action: number, resource: number): number;
    can_at(subject: number, action: number, resource: number, now: number): boolean;
    actions(): number;
    decide_all(subjects: Uint32Array, resource: number, now: number): Uint32Array;
    can_question(question: CoreQuestion): boolean;
    decide(question: CoreQuestion): import("./types.js").Decision;
    ask(subject: string, action: string, resource: string, now: number): import("./types.js").Answer;
    what_can(subject: string, resource: string, now: number): import("./types.js").WhatCan;
    matrix(
      tool: string | undefined,
      subject: string | undefined,
      resource: string | undefined,
      now: number,
    ): import("./types.js").Grid[];
    members(resource: string, from: number, count: number): import("./types.js").Members;
    attempt(question: CoreQuestion): import("./types.js").Attempted;
    requests(state: string | undefined, from: number, count: number, now: number): import("./types.js").Requests;
    catalog_info(): import("./types.js").CatalogInfo;
    facts_info(): import("./types.js").FactsInfo;
    apply(changes: unknown[], actor: string, now: number): import("./types.js").Applied;
    lint(): import("./types.js").Problem[];
  }
  export function __wbg_set_wasm(exports: object): void;
}

declare module "*/wasm-text.js" {
  export const order: string;
  export const text: string;
}

// `?module` is how Vercel's edge runtime is asked for a compiled module.
declare module "*.wasm" {
  const module: object;
  export default module;
}
declare module "*.wasm?module" {
  const module: object;
  export default module;
}
