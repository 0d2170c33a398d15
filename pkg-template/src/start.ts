import { PermatrixError } from "./error.js";
import * as glue from "./permatrix_bg.js";

let started = false;

/**
 * Puts the module to work. Takes a compiled `WebAssembly.Module` of any realm: edge runtimes hand one in from outside, where
 * `instanceof` fails. A second call does nothing; one that failed (`bad_source`: another module than this package's) can be
 * tried again.
 */
export function start(module: object): void {
  if (started) return;
  try {
    const { exports } = new WebAssembly.Instance(module, { "./permatrix_bg.js": glue });
    glue.__wbg_set_wasm(exports);
    (exports as { __wbindgen_start?: () => void }).__wbindgen_start?.();
  } catch (cause) {
    throw new PermatrixError("bad_source", "source: not the WebAssembly module of this package", { cause });
  }
  started = true;
}

/** Whether there is a module to call. */
export function isStarted(): boolean {
  return started;
}
