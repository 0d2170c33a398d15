// Reading what callers give: once, without running anything of theirs inside the module, and without writing to it. Whatever
// is not plain data ends here as `bad_argument`.

import { PermatrixError } from "./error.js";

/** Levels of nesting. Attributes have one or two; a cyclic object ends here. */
const DEEPEST = 16;

/**
 * Values in one argument, a text counting one more for every 16 characters: far above any question or run of changes, and
 * copied within a second.
 */
const MOST_VALUES = 2 ** 20;

/** `Date` reaches as far: 100,000,000 days either way. */
const FURTHEST = 8.64e15;

/** Longer than any name the core takes: a path has at most 32 parts of some 320 bytes. */
const LONGEST_NAME = 2 ** 14;

const RFC_3339 = /^(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** Ends the call: `path` is what the caller wrote, `expected` what belongs there. */
export function refuse(path: string, expected: string, value: unknown): never {
  throw new PermatrixError("bad_argument", `${path}: expected ${expected}, found ${described(value)}`, {
    at: { path },
  });
}

/** A value in words. Never its own text: turning a stranger's object into text runs its code. */
export function described(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  return isList(value) ? "a list" : "an object of another kind";
}

function isList(value: object): boolean {
  try {
    return Array.isArray(value);
  } catch {
    return false; // a revoked Proxy
  }
}

/**
 * A name. One longer than any name is cut: the beginning is still longer than any name, so the core answers as it would
 * for the whole, and a gigabyte of text cannot exhaust the module's memory.
 */
export function name(value: unknown, path: string, example: string): string {
  if (typeof value !== "string") return refuse(path, `a text such as \`${example}\``, value);
  return value.length > LONGEST_NAME ? value.slice(0, LONGEST_NAME + 1) : value;
}

/** A moment in whole milliseconds since 1970; not given, that of the clock. */
export function moment(value: unknown, path: string): number {
  if (value === undefined) return Date.now();
  const ms = typeof value === "number" ? value : typeof value === "string" ? textMoment(value) : dateMoment(value);
  if (ms >= -FURTHEST && ms <= FURTHEST) return Math.floor(ms);
  return refuse(path, "a time (milliseconds, a valid Date, or a text such as `2026-11-23T09:00:00Z`)", value);
}

/** Stricter than `Date.parse`, which takes a text without an offset as local time and rolls 30 February over. */
function textMoment(text: string): number {
  const parts = RFC_3339.exec(text);
  if (parts === null) return NaN;
  const [, day, time, fraction = "", offset] = parts;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (!(midnight <= FURTHEST) || !new Date(midnight).toISOString().startsWith(`${day}T`)) return NaN;
  return Date.parse(`${day}T${time}${fraction.slice(0, 4)}${offset?.toUpperCase()}`);
}

/** Most objects: no need to find out by an exception that they are no Dates, which takes a third of a short `apply`. */
export function isPlain(value: object): boolean {
  try {
    const prototype: unknown = Object.getPrototypeOf(value);
    return prototype === Object.prototype || prototype === null;
  } catch {
    return false; // a Proxy that does not say
  }
}

function dateMoment(value: unknown): number {
  try {
    // Throws for anything but a real Date, of whatever realm.
    return Date.prototype.getTime.call(value);
  } catch {
    return NaN;
  }
}

/**
 * The fields of an options object, each read once. With `known`, another key is an error: a misspelt option would be
 * ignored in silence otherwise.
 */
export function fields(value: unknown, path: string, known?: readonly string[]): Record<string, unknown> {
  const object = record(value, path);
  const out = Object.create(null) as Record<string, unknown>; // what is absent must not be found on a polluted Object.prototype
  for (const key of keys(object, path)) {
    if (known !== undefined && !known.includes(key)) {
      throw new PermatrixError("bad_argument", `${path}: unknown key \`${key}\`; there are ${listed(known)}`, {
        at: { path },
      });
    }
    out[key] = field(object, key, path);
  }
  return out;
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

/** Plain data: a copy with times in milliseconds, which shares nothing with what was given. */
export function plain(value: unknown, path: string): unknown {
  return copy(value, path, "", { left: MOST_VALUES }, DEEPEST);
}

/** Attributes by name; `undefined` when there are none. */
export function attributes(value: unknown, path: string): Record<string, unknown> | undefined {
  if (value === undefined) return undefined;
  return copyRecord(record(value, path), path, { left: MOST_VALUES }, DEEPEST - 1);
}

/** The name of a field, or the place in a list. */
type Key = string | number;

interface Budget {
  left: number;
}

/** `path` and `key` are joined only when needed: most values are short texts, and this runs in every question with attributes. */
function copy(value: unknown, path: string, key: Key, budget: Budget, depth: number): unknown {
  budget.left -= typeof value === "string" ? 1 + (value.length >> 4) : 1;
  if (budget.left < 0) refuseSize(join(path, key), `more than ${MOST_VALUES} values`);
  if (typeof value === "string" || typeof value === "boolean" || value === null || value === undefined) return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const here = join(path, key);
  if (typeof value !== "object") return refuse(here, "plain data", value);
  if (depth === 0) refuseSize(here, `nested more than ${DEEPEST} levels deep, or cyclic`);
  if (isList(value)) return copyList(value, here, budget, depth - 1);
  const ms = isPlain(value) ? NaN : dateMoment(value);
  if (!Number.isNaN(ms)) return ms;
  return copyRecord(record(value, here), here, budget, depth - 1);
}

function refuseSize(path: string, what: string): never {
  throw new PermatrixError("bad_argument", `${path}: ${what}`, { at: { path } });
}

function copyList(list: object, path: string, budget: Budget, depth: number): unknown[] {
  const out: unknown[] = [];
  const length = field(list, "length", path);
  for (let index = 0; typeof length === "number" && index < length; index++) {
    const item = field(list, index, path);
    if (item === undefined) return refuse(join(path, index), "plain data", item);
    out.push(copy(item, path, index, budget, depth));
  }
  return out;
}

function copyRecord(object: object, path: string, budget: Budget, depth: number): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const key of keys(object, path)) {
    const value = copy(field(object, key, path), path, key, budget, depth);
    if (value !== undefined) out[key] = value;
  }
  return out;
}

/** An object whose prototype is `Object.prototype` of some realm, or nothing. A Map would look empty, an instance half so. */
function record(value: unknown, path: string): object {
  if (typeof value !== "object" || value === null || isList(value)) return refuse(path, "a plain object", value);
  const prototype = guarded(path, () => Object.getPrototypeOf(value) as object | null);
  if (prototype !== null && guarded(path, () => Object.getPrototypeOf(prototype) as object | null) !== null) {
    return refuse(path, "a plain object", value);
  }
  return value;
}

/** Own keys with text for a name. `__proto__` is no name of ours, and to set it would change an object instead of filling it. */
function keys(object: object, path: string): string[] {
  const all = guarded(path, () => Object.keys(object));
  if (all.includes("__proto__")) refuseSize(path, "the key `__proto__` cannot be used");
  return all;
}

function field(object: object, key: Key, path: string): unknown {
  try {
    return (object as Record<Key, unknown>)[key];
  } catch (cause) {
    return unreadable(join(path, key), cause);
  }
}

/** Runs what a Proxy can answer by throwing. */
function guarded<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    return unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): never {
  throw new PermatrixError("bad_argument", `${path}: reading it failed`, { at: { path }, cause });
}

/** As the core writes paths: `given.resource.assignees[0]`. */
function join(path: string, key: Key): string {
  if (typeof key === "number") return `${path}[${key}]`;
  return key === "" ? path : `${path}.${key}`;
}
