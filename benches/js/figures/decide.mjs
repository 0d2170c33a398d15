// The whole decision, by three names: reasons, paths, frozen plain data.

import { measure } from "../measure.mjs";

export function decide({ engine, asked }, quick) {
  const ask = (subject, action, resource) => engine.decide({ subject, action, resource }).allowed;
  const [times] = measure([{ name: "decide", ask, asked }], quick ? 1 : 3);
  return times;
}
