// One path, one meaning. A gate and the origin behind it may read the same odd path differently, and then the gate has
// decided about something else than what happens. So whatever is not in normal form is refused, not repaired.

/**
 * Segments of plain characters and escapes, none of them empty. No `;`: some servers cut it off, with what follows. No `\`:
 * some read it as `/`.
 */
const PLAIN = /^(?:\/(?:[\w.~!$&'()*+,=:@-]|%[0-9A-Fa-f]{2})+)+$/;

/** What an escape must not hide: a slash, a backslash, another escape, a control character. */
const HIDDEN = /[/\\%\u0000-\u001f\u007f]/;

/** The segments of the path of a URL, decoded; `undefined` when it is not in normal form. */
export function segmentsOf(url) {
  const path = rawPath(url);
  if (path === "/") return [];
  // The parser resolves `..` in all its spellings: what it changes was not in normal form.
  if (!PLAIN.test(path) || new URL(url).pathname !== path) return undefined;
  const segments = path.slice(1).split("/").map(decoded);
  return segments.every(isPlain) ? segments : undefined;
}

/** The path as it came, from the end of the authority to the query. */
function rawPath(url) {
  const [, path] = /^\w+:\/\/[^/?#\\]*([^?#]*)/.exec(url) ?? [];
  return path;
}

function decoded(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined; // escapes that are no text
  }
}

function isPlain(segment) {
  return segment !== undefined && segment !== "." && segment !== ".." && !HIDDEN.test(segment);
}
