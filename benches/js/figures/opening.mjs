// Reading and compiling catalog and facts: the catalog a plain object, the facts the bytes of JSON text.

import { quartiles } from "../measure.mjs";

export function open({ Engine, documents }, quick) {
  const large = documents.facts.length > 1e7;
  const times = Array.from({ length: quick || large ? 5 : 21 }, () => {
    const start = performance.now();
    const engine = Engine.from(documents);
    const took = performance.now() - start;
    engine.free();
    return took;
  });
  return quartiles(times);
}
