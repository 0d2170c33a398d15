// Reading documents: what `Engine.from` and `Engine.open` are given, as text or bytes for the core.

import { PermatrixError } from "./error.js";
import { refuse } from "./plain.js";
import type { Source } from "./types.js";

const SOURCES = "a Response, URL, Blob, ArrayBuffer or Uint8Array";

/**
 * JSON text or its bytes. An object becomes text here: the core reads text faster than it can walk an object, and nothing of
 * the object's runs inside the module.
 */
export function document(value: unknown, path: string): string | Uint8Array {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return refuse(path, "a plain object, JSON text or its bytes", value);
  return bytesOf(value) ?? jsonOf(value, path);
}

function jsonOf(value: object, path: string): string {
  let json: unknown;
  try {
    json = JSON.stringify(value, onlyJson);
  } catch (cause) {
    throw new PermatrixError("bad_argument", `${path}: cannot be written as JSON`, { at: { path }, cause });
  }
  return typeof json === "string" ? json : refuse(path, "a plain object, JSON text or its bytes", value);
}

/** `JSON.stringify` turns a Map into `{}` and NaN into null without a word; here that would be users who vanish. */
function onlyJson(key: string, value: unknown): unknown {
  const type = typeof value;
  if (
    type === "function" ||
    type === "symbol" ||
    (type === "number" && !Number.isFinite(value)) ||
    value instanceof Map ||
    value instanceof Set
  ) {
    throw new TypeError(`\`${key}\` is not JSON`);
  }
  return value;
}

function bytesOf(value: object): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return isBuffer(value) ? new Uint8Array(value) : undefined;
}

/** An ArrayBuffer of any realm: one that comes out of a frame or a test runner is no `instanceof` ours. */
function isBuffer(value: object): value is ArrayBuffer {
  try {
    return Object.prototype.toString.call(value) === "[object ArrayBuffer]";
  } catch {
    return false;
  }
}

/** The two documents out of one: `{ "catalog": …, "facts": … }`. */
export async function documents(source: Source | PromiseLike<Source>): Promise<{ catalog: object; facts: object }> {
  const bytes = await read(source);
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new PermatrixError("bad_source", "source: not JSON text in UTF-8", { cause });
  }
  const { catalog, facts } = (parsed ?? {}) as { catalog?: unknown; facts?: unknown };
  if (isObject(catalog) && isObject(facts)) return { catalog, facts };
  throw new PermatrixError(
    "bad_source",
    "source: expected a document with the keys `catalog` and `facts`, both objects",
  );
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** The bytes behind a source. */
export async function read(source: unknown): Promise<Uint8Array> {
  const { found, url } = await settled(source);
  return outside(async () => bytesFrom(url === undefined ? found : await fetched(url)));
}

/** What a source comes to, and its URL when it names one instead of being something to read. */
export async function settled(source: unknown): Promise<{ found: unknown; url: string | undefined }> {
  return outside(async () => {
    const found = await source;
    const href = isObject(found) && !("arrayBuffer" in found) ? (found as { href?: unknown }).href : found;
    return { found, url: typeof href === "string" ? href : undefined };
  });
}

/** Whatever goes wrong out there is `bad_source`, with what happened as its `cause`. */
async function outside<T>(reading: () => Promise<T>): Promise<T> {
  try {
    return await reading();
  } catch (cause) {
    if (cause instanceof PermatrixError) throw cause;
    throw new PermatrixError("bad_source", "source: reading it failed", { cause });
  }
}

async function bytesFrom(found: unknown): Promise<Uint8Array> {
  if (!isObject(found)) return refuse("source", SOURCES, found);
  const bytes = bytesOf(found);
  if (bytes !== undefined) return bytes;
  const { ok, status, arrayBuffer } = found as { ok?: unknown; status?: unknown; arrayBuffer?: unknown };
  if (typeof arrayBuffer !== "function") return refuse("source", SOURCES, found);
  if (ok === false) throw new PermatrixError("bad_source", `source: the server answered with status ${Number(status)}`);
  return new Uint8Array((await arrayBuffer.call(found)) as ArrayBuffer);
}

/** `fetch`, with an answer that is not a success as an error. */
export async function fetched(url: string): ReturnType<typeof fetch> {
  if (url.trimStart().startsWith("{")) {
    throw new PermatrixError("bad_argument", "source: a text is taken as a URL; give JSON text to `Engine.from`", {
      at: { path: "source" },
    });
  }
  let response;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw new PermatrixError("bad_source", "source: fetching it failed", { cause });
  }
  if (response.ok) return response;
  throw new PermatrixError("bad_source", `source: the server answered with status ${response.status}`);
}
