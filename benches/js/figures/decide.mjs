// The whole decision, by three names: reasons, paths, frozen plain data.

import { measure, pieceFor } from "../measure.mjs";

export function decide({ engine, asked }, quick) {
  const ask = (subject, action, resource) => engine.decide({ subject, action, resource }).allowed;
  const [times] = measure([{ name: "decide", ask, asked, piece: pieceFor(10_000) }], quick ? 1 : 3);
  return times;
}
