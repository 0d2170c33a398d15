// Reading documents: what `Engine.from` and `Engine.open` are given, as text or bytes for the core.

import { PermatrixError } from "./error.js";
import { described, refuse } from "./plain.js";

const utf8 = new TextEncoder();

const DOCUMENT = "a plain object, JSON text or its bytes";
const SOURCES = "a Response, URL, Blob, ArrayBuffer or Uint8Array";

/** A document for the core: the bytes of JSON text, and whether it was made here, from an object. */
interface Json {
  readonly json: Uint8Array;
  readonly made: boolean;
}

/**
 * An object becomes text here: the core reads text faster than it can walk an object, and nothing of the object's runs
 * inside the module.
 */
export function document(value: unknown, path: string): Json {
  if (typeof value === "string") return { json: utf8.encode(value), made: false };
  if (typeof value !== "object" || value === null) return refuse(path, DOCUMENT, value);
  const bytes = bytesOf(value);
  return bytes === undefined ? { json: utf8.encode(jsonOf(value, path)), made: true } : { json: bytes, made: false };
}

function jsonOf(value: object, path: string): string {
  let json: unknown;
  try {
    // To be asked about each value while the text is written takes ten times as long.
    json = isSimple(value, DEEPEST) ? JSON.stringify(value) : JSON.stringify(value, onlyJson);
  } catch (cause) {
    const what = cause instanceof NotJson ? `: ${cause.message}` : "";
    throw new PermatrixError("bad_argument", `${path}: cannot be written as JSON${what}`, { at: { path }, cause });
  }
  return typeof json === "string" ? json : refuse(path, DOCUMENT, value);
}

/** As deep as documents may be. */
const DEEPEST = 32;

/** Whether all of it becomes JSON as it is, whole; what is deeper, or cyclic, does not. */
function isSimple(value: unknown, depth: number): boolean {
  if (typeof value !== "object") return isJson(value);
  if (value === null) return true;
  if (depth === 0) return false;
  const inside = (inner: unknown) => isSimple(inner, depth - 1);
  if (Array.isArray(value)) return value.every(inside);
  const prototype: unknown = Object.getPrototypeOf(value);
  const plain = prototype === Object.prototype || prototype === null;
  return plain && !("toJSON" in value) && Object.values(value).every(inside);
}

class NotJson extends TypeError {}

/** What becomes JSON whole, as `Object.prototype.toString` tells it of every realm; a module of exported constants does. */
const JSON_OBJECTS = ["Object", "Array", "String", "Number", "Boolean", "Module"].map((kind) => `[object ${kind}]`);

/**
 * `JSON.stringify` turns a Map into `{}`, NaN and an invalid Date into null, without a word; here that would be users who
 * vanish, and grants that never end.
 */
function onlyJson(this: unknown, key: string, value: unknown): unknown {
  const vanished = value === null && (this as Record<string, unknown>)[key] !== null;
  if (!vanished && isJson(value)) return value;
  const what = key === "" ? "it" : `\`${key}\``;
  throw new NotJson(vanished ? `${what} would become null` : `${what} is ${described(value)}`);
}

function isJson(value: unknown): boolean {
  switch (typeof value) {
    case "object":
      return value === null || JSON_OBJECTS.includes(Object.prototype.toString.call(value));
    case "number":
      return Number.isFinite(value);
    default:
      return typeof value === "string" || typeof value === "boolean" || value === undefined;
  }
}

/** The bytes that a value is, if it is some. */
export function bytesOf(value: unknown): Uint8Array | undefined {
  if (!isObject(value)) return undefined;
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

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** The bytes behind a source. */
export function read(source: unknown): Promise<Uint8Array> {
  return whole(arriving(source));
}

/** All that arrives, in one; `first` has come already. */
export async function whole(pieces: AsyncIterable<Uint8Array>, first?: Uint8Array): Promise<Uint8Array> {
  const all = first === undefined ? [] : [first];
  for await (const piece of pieces) all.push(piece);
  return joined(all);
}

/** The first bytes of a snapshot (docs/FORMAT.md). */
const SNAPSHOT = "PMTX";

/** Whether bytes begin as a snapshot does. */
export function isSnapshot(first: Uint8Array | void): first is Uint8Array {
  return first !== undefined && first.length >= 4 && String.fromCharCode(...first.subarray(0, 4)) === SNAPSHOT;
}

/** One after the other. */
function joined(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0] as Uint8Array;
  const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let end = 0;
  for (const piece of pieces) {
    bytes.set(piece, end);
    end += piece.length;
  }
  return bytes;
}

/** The bytes behind a source as they come: a large snapshot need not be there twice. */
export async function* arriving(source: unknown): AsyncGenerator<Uint8Array, void> {
  const { found, url } = await settled(source);
  const reader = await outside(async () => readerOf(url === undefined ? found : await fetched(url)));
  if (reader instanceof Uint8Array) return yield reader;
  try {
    for (;;) {
      const next = await outside(() => reader.read());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // Who has seen enough, or could not go on, lets go of the rest.
    reader.cancel().catch(() => undefined);
  }
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

async function readerOf(found: unknown): Promise<Uint8Array | ReadableStreamDefaultReader> {
  if (!isObject(found)) return refuse("source", SOURCES, found);
  const bytes = bytesOf(found);
  if (bytes !== undefined) return bytes;
  const { ok, status, arrayBuffer, body } = found as Partial<Record<"ok" | "status" | "arrayBuffer" | "body", unknown>>;
  if (typeof arrayBuffer !== "function") return refuse("source", SOURCES, found);
  if (ok === false) throw new PermatrixError("bad_source", `source: the server answered with status ${Number(status)}`);
  if (body instanceof ReadableStream) return body.getReader();
  return new Uint8Array((await arrayBuffer.call(found)) as ArrayBuffer);
}

/** What of an answer is looked at. */
export interface Fetched {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** `fetch`, with an answer that is not a success as an error. */
export async function fetched(url: string): Promise<Fetched> {
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
