/** What the core answers when nothing has a name. */
export const UNKNOWN = 0xffff_ffff;

/**
 * Names a table may hold: more than twice the 100,000 users of a large tenant, so that these stay, at some 20 MB a table
 * when full. A host with more users pays one call into the module for a name that was pushed out.
 */
export const MOST_NAMES = 2 ** 18;

/** Handles of names that were asked about, valid for one revision. Full, it starts anew: cheaper than to track what is old. */
export type Names = Map<string, number>;

/**
 * Keeps a handle. Only names the core knows come here: unknown ones are chosen by whoever asks, and would push out the
 * others.
 */
export function remember(names: Names, name: string, handle: number): void {
  if (names.size >= MOST_NAMES) names.clear();
  names.set(detached(name), handle);
}

/**
 * The same text as the runtime keeps it for keys of objects. A name cut out of a cookie or a request body would otherwise
 * hold on to all of it: runtimes share the characters of a slice with the whole (300 names out of texts of a megabyte held
 * 300 MB). And a name that stands in the caller's code is this very text, which makes looking it up a comparison of pointers.
 */
function detached(name: string): string {
  return Object.keys({ [name]: 0 })[0] ?? name;
}
