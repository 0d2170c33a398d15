// What the build puts beside the compiled TypeScript: the glue that wasm-bindgen writes, the module, and its bytes as
// text. Declared by hand, so that the TypeScript compiles before the module exists.

declare module "*/permatrix_bg.js" {
  /** Plain data, see bytes.ts. */
  type Bytes = Uint8Array;
  /** The engine in the wasm module. Calls that fail throw bytes: an object with `code`, `message` and `at`. */
  export class Core {
    private constructor();
    static from(catalog: Uint8Array, facts: Uint8Array): Core;
    static open(document: Uint8Array): Core;
    snapshot(titles: boolean, names: boolean): Uint8Array;
    slice(subject: string): Uint8Array;
    delta(since: number): Uint8Array;
    apply_delta(bytes: Uint8Array): number;
    free(): void;
    /** Lets go of the engine without touching the module: nothing is freed, not by the garbage collector either. */
    __destroy_into_raw(): number;
    revision(): number;
    number(kind: number, name: string): number;
    can(subject: number, action: number, resource: number): number;
    can_sheet(count: number): number;
    can_at(subject: number, action: number, resource: number, now: number): boolean;
    actions(): number;
    decide_all(subjects: Uint32Array, resource: number, now: number): Uint32Array;
    decide_sheet(count: number): Bytes | undefined;
    call(call: Bytes): Bytes;
  }
  /** A snapshot that arrives in pieces. */
  export class Snapshot {
    put(piece: Uint8Array): void;
    open(): Core;
    free(): void;
  }
  export function module_memory(): { readonly buffer: ArrayBuffer };
  export function sheet(): number;
  export function __wbg_set_wasm(exports: object): void;
}

declare module "*/wasm-text.js" {
  export const decoder: string;
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
