// Opening a snapshot from its bytes: copied into the module once, every number in it checked.

import { agree } from "../agree.mjs";
import { quartiles } from "../measure.mjs";

const COMPARED = 2_000;

export function openSnapshot({ Engine, engine, asked }, quick) {
  const bytes = engine.snapshot();
  answersAlike(Engine.from(bytes), engine, asked);
  const times = Array.from({ length: quick ? 11 : 41 }, () => {
    const start = performance.now();
    const opened = Engine.from(bytes);
    const took = performance.now() - start;
    opened.free();
    return took;
  });
  // The first few are compiled in haste.
  return quartiles(times.slice(3));
}

function answersAlike(opened, engine, asked) {
  const contender = (name, one) => ({ name, ask: (subject, action, resource) => one.can(subject, action, resource), asked });
  agree([contender("engine", engine), contender("its snapshot", opened)], COMPARED);
  opened.free();
}
