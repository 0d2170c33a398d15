// The module as text inside the JavaScript: nothing to fetch, nothing to configure, ready when the import is. Costs some
// 40 % more bytes than the module alone; `permatrix/url` saves these where the bundler can emit an asset.

import base64 from "./wasm-base64.js";
import { start } from "./start.js";

start(new WebAssembly.Module(decoded(base64)));

function decoded(text: string): Uint8Array {
  const native = (Uint8Array as { fromBase64?: (text: string) => Uint8Array }).fromBase64;
  if (native !== undefined) return native.call(Uint8Array, text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

export * from "./index.js";
