// A few assertions for runtimes that have no node:assert.

export function equal(actual, expected, what) {
  if (!Object.is(actual, expected)) fail(actual, expected, what);
}

/** For plain data. */
export function same(actual, expected, what) {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (left !== right) fail(left, right, what);
}

/** What `call` throws. */
export async function thrown(call, what) {
  try {
    await call();
  } catch (error) {
    return error;
  }
  throw new Error(`${what}: nothing was thrown`);
}

function fail(actual, expected, what) {
  throw new Error(`${what}: expected ${String(expected)}, got ${String(actual)}`);
}
