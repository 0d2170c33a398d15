// The types, as a strict project reads them that has no DOM and does not skip the check of libraries.

import { test } from "node:test";
import { consumer, run, tool } from "../runtimes/consumer.mjs";

const USER = `import { Engine, PermatrixError, type Decision } from "permatrix";
import { Engine as Url } from "permatrix/url";
import { Engine as Inline } from "permatrix/inline";
import { init } from "permatrix/explicit";

export function mayEdit(catalog: object, facts: object, user: string): boolean {
  using engine = Engine.from({ catalog, facts });
  try {
    engine.apply([{ kind: "grant", to: user, role: "engineer", on: "project:7" }], { actor: "system" });
  } catch (error) {
    if (error instanceof PermatrixError && error.code === "denied") return false;
    throw error;
  }
  const decision: Decision = engine.decide({ subject: user, action: "rfi.edit", resource: "rfi:12" });
  return decision.allowed && engine.can(user, "rfi.view", "project:7", { now: Date.now() });
}

// @ts-expect-error a subject is a text
export const wrong = (engine: Engine) => engine.can(7, "rfi.view", "project:7");

export const entries = [Url, Inline, init];
`;

const COMMON = "--noEmit --strict --exactOptionalPropertyTypes --target es2022 --lib es2022,esnext.disposable";

for (const [name, module] of Object.entries({
  NodeNext: "--module nodenext",
  Bundler: "--module esnext --moduleResolution bundler",
})) {
  test(`resolved as ${name} does`, async () => {
    const folder = await consumer(`types-${name.toLowerCase()}`, { "user.ts": USER });
    const options = `${COMMON} ${module} --types`.split(" ");
    await run(tool("tsc"), [...options, "", "user.ts"], folder);
  });
}
