// Memory that something takes.

/** Something, and the bytes it takes. */
export function weighed(make) {
  let value;
  const bytes = grown(() => (value = make()));
  return { value, bytes };
}

/** The bytes by which memory grows. */
export function grown(work) {
  const before = weight();
  work();
  return Math.max(0, weight() - before);
}

/** Bytes in use: heap, buffers, and the memories of WebAssembly. */
export function weight() {
  // Twice: buffers that the first finds are given back with the second.
  for (let time = 0; time < 2; time += 1) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
