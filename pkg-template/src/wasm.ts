// The compiled module, where the runtime or the bundler imports `.wasm` files.

import module from "./permatrix_bg.wasm";

const compiled: object = module;
export default compiled;
