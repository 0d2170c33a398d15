import { catalog, facts } from "../runtimes/example.mjs";

/** The example's documents, new objects each time, with `changed` laid over the facts. */
export function example(changed = {}) {
  return structuredClone({ catalog, facts: { ...facts, ...changed } });
}

/** A moment before the only grant with an end (2027-01-01) ends, and one after it. */
export const before = Date.parse("2026-11-23T09:00:00Z");
export const end = Date.parse("2027-01-01T00:00:00Z");
export const after = end + 1;

/** Calls `run`; gives code and message of the PermatrixError it throws, and fails when it throws anything else or nothing. */
export function refusal(run) {
  try {
    run();
  } catch (error) {
    if (error?.constructor?.name !== "PermatrixError") throw error;
    return { code: error.code, message: error.message };
  }
  throw new Error("expected a PermatrixError, and nothing was thrown");
}
