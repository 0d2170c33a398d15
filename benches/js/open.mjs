// An engine over a world, opened as anybody would.

import { catalog, facts } from "./documents.mjs";
import { load } from "./package.mjs";

/** The engine, how long it took to open, and by how much the module's memory grew. */
export async function opened(world) {
  return openedFrom({ catalog: catalog(world), facts: facts(world) });
}

export async function openedFrom(documents) {
  const { Engine, memory } = await load();
  const before = memory();
  const start = performance.now();
  const engine = Engine.from(documents);
  const milliseconds = performance.now() - start;
  return { Engine, engine, memory, documents, opening: { bytes: documents.facts.length, milliseconds, kept: memory() - before } };
}
