// The questions of a world that was made for them.

import { measure } from "../measure.mjs";

export function questions({ name, ask, asked }, quick) {
  const [times] = measure([{ name, ask, asked }], quick ? 5 : 21);
  return times;
}
