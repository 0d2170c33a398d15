// Questions by numbers: written into the module's memory as it reads them, names as handles, without an object between. What
// does not fit, or looks odd, is asked in words: there it is answered, or it is said what is wrong with it.

import { module_memory, sheet } from "./permatrix_bg.js";
import type { Core } from "./permatrix_bg.js";
import { UNKNOWN } from "./intern.js";
import type { Tables } from "./intern.js";
import { isPlain, moment } from "./plain.js";
import type { Numbers } from "./types.js";

/** As many as the core has room for. */
const NUMBERS = 256;

// How a value begins.
const YES = 1;
const NUMBER = 2;
const TEXT = 3;
const USER = 4;
const RESOURCE = 5;
const LIST = 6;

/** What the values of an attribute are, as the core tells it in the lowest bits of the attribute's number. */
const OF = 3;
const USERS = 1;
const RESOURCES = 2;
const BOOLS = 3;

const utf8 = new TextEncoder();

/** Ends the writing; the question is asked in words. */
const ODD = new Error("asked in words");

/** The sheet, which all engines share, as long as the module's memory does not grow: then this is empty. */
let numbers = new Float64Array(0);
/** The same as bytes, for texts. */
let bytes = new Uint8Array(0);
let count = 0;
/** How often somebody began to write: what the caller's objects do while they are read can be to ask, too. */
let begun = 0;
/** Who asks: attributes often name him, too, and need not be looked up then. */
let asker = "";

/**
 * Writes a question, and gives how many numbers it takes; 0 when it has to be asked in words. The caller's objects can run code
 * while they are read, which can ask questions (this one is asked in words, then), or change engines. What is thrown comes from the core.
 */
export function written(core: Core, tables: Tables, subject: unknown, action: unknown, resource: unknown, given: unknown): number {
  const turn = begin();
  try {
    if (!names(core, tables, subject, action, resource)) return 0;
    time(core, tables, given);
    return ended(turn);
  } catch (thrown) {
    if (thrown === ODD) return 0;
    throw thrown;
  }
}

/**
 * The same for handles, with attributes in pairs of a handle and a number, and what is asked about beneath the resource; 0 when one
 * of these is not possible.
 */
export function numbered(handles: Handles, given: Numbers, beneath: string): number {
  const turn = begin();
  try {
    for (const handle of handles) put(handle);
    put(NaN);
    text(beneath);
    const end = lengthOf(given);
    for (let at = 0; at < end; at += 2) pair(given[at], given[at + 1]);
    return ended(turn);
  } catch {
    return 0; // nothing here asks the core: what is thrown comes from the caller's objects
  }
}

/** The same numbers in a list that runs no code when it is read; nothing for what is no list of numbers. */
export function copied(given: Numbers): Numbers | undefined {
  try {
    lengthOf(given);
    return Array.from(given);
  } catch {
    return undefined;
  }
}

/** Of subject, action and resource. */
export type Handles = readonly [number, number, number];

function pair(attribute: unknown, value: unknown): void {
  if (!isHandle(attribute) || typeof value !== "number") throw ODD;
  const of = attribute & OF;
  const possible = of === 0 ? Number.isFinite(value) : of === BOOLS ? value === 0 || value === 1 : isHandle(value);
  if (!possible) throw ODD;
  put(attribute >>> 2);
  if (of !== BOOLS) put(of === USERS ? USER : of === RESOURCES ? RESOURCE : NUMBER);
  put(value);
}

/** WebAssembly turns anything into a number: `undefined` would ask as whoever has the handle 0. */
export function isHandle(value: unknown): value is number {
  return typeof value === "number" && value >>> 0 === value;
}

function begin(): number {
  if (numbers.length === 0) [numbers, bytes] = laidOut(module_memory().buffer, sheet());
  count = 0;
  asker = "";
  return ++begun;
}

/** How many numbers were written; none where somebody has written over them, or where the memory has grown and is another. */
function ended(turn: number): number {
  return begun === turn && numbers.length === NUMBERS ? count : 0;
}

/** What a question by three names takes, and nothing with them but the time. */
export const BARE = 5;

/** A handle on the sheet: 0 of the subject, 1 of the action, 2 of the resource. */
export function onSheet(place: number): number {
  return numbers[place] as number;
}

function laidOut(memory: ArrayBuffer, at: number): [typeof numbers, typeof bytes] {
  return [new Float64Array(memory, at, NUMBERS), new Uint8Array(memory, at, 8 * NUMBERS)];
}

function names(core: Core, tables: Tables, subject: unknown, action: unknown, resource: unknown): boolean {
  if (typeof subject !== "string" || typeof action !== "string" || typeof resource !== "string") return false;
  const end = resource.indexOf("/");
  if (end === resource.length - 1) return false; // a path to nothing is not the resource itself
  const known =
    put(tables.subject(core, subject)) &&
    put(tables.action(core, action)) &&
    put(tables.resource(core, end < 0 ? resource : resource.slice(0, end)));
  if (!known) return false;
  asker = subject;
  put(NaN);
  text(resource, end < 0 ? resource.length : end + 1);
  return true;
}

/** Where the time stands. */
const TIME = 3;

/** What the core answers when it has to know the time. */
const WHEN = 3;

/**
 * Whether the question on the sheet is allowed: 0 no, 1 yes, 2 ask in words. What time it is is said only where the answer hangs on
 * it: runtimes take as long to tell as the core takes to decide.
 */
export function answered(core: Core, count: number): number {
  const answer = core.can_sheet(count);
  if (answer !== WHEN) return answer;
  numbers[TIME] = Date.now();
  return core.can_sheet(count);
}

function time(core: Core, tables: Tables, given: unknown): void {
  const now = given === undefined ? undefined : circumstances(core, tables, given);
  if (now !== undefined) numbers[TIME] = momentOf(now);
}

function momentOf(now: unknown): number {
  try {
    return moment(now, "given.now");
  } catch {
    throw ODD;
  }
}

/** What was given with a question; its time is given back. */
function circumstances(core: Core, tables: Tables, given: unknown): unknown {
  let now;
  for (const key of keys(given)) {
    const value = field(given, key);
    if (value === undefined) continue;
    if (key === "resource") attributes(core, tables, 1, value);
    else if (key === "subject") attributes(core, tables, 0, value);
    else if (key === "context") attributes(core, tables, 2, value);
    else if (key === "now") now = value;
    else throw ODD;
  }
  return now;
}

function attributes(core: Core, tables: Tables, space: 0 | 1 | 2, given: unknown): void {
  for (const key of keys(given)) {
    const value = field(given, key);
    if (value === undefined || value === null) continue;
    const attribute = tables.attribute(core, space, key);
    if (attribute === UNKNOWN) throw ODD;
    put(attribute >> 2);
    item(core, tables, value, attribute & OF);
  }
}

function item(core: Core, tables: Tables, value: unknown, of: number): void {
  if (typeof value === "string") name(core, tables, value, of);
  else if (typeof value === "boolean") put(value ? YES : 0);
  else if (typeof value === "number" && Number.isFinite(value)) {
    put(NUMBER);
    put(value);
  } else {
    const length = lengthOf(value);
    put(LIST);
    put(length);
    for (let index = 0; index < length; index++) item(core, tables, field(value, index), of);
  }
}

/** A thing that the core knows by its handle, anything else as text. */
function name(core: Core, tables: Tables, value: string, of: number): void {
  const handle = handleOf(core, tables, value, of);
  put(handle === UNKNOWN ? TEXT : of === USERS ? USER : RESOURCE);
  if (handle === UNKNOWN) text(value);
  else put(handle);
}

function handleOf(core: Core, tables: Tables, name: string, of: number): number {
  if (of === USERS) return name === asker ? onSheet(0) : tables.subject(core, name);
  return of === RESOURCES ? tables.resource(core, name) : UNKNOWN;
}

/** The bytes of a text from a letter on, eight in the place of a number. */
function text(value: string, from = 0): void {
  const length = count;
  put(value.length - from);
  let byte = 8 * count;
  count += (value.length - from + 7) >> 3;
  if (count > NUMBERS) throw ODD;
  for (let at = from; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code > 127) return longer(value.slice(from), length);
    bytes[byte++] = code;
  }
}

/** The same for letters that take several bytes. */
function longer(value: string, length: number): void {
  if (/\p{Surrogate}/u.test(value)) throw ODD;
  const { read, written } = utf8.encodeInto(value, bytes.subarray(8 * (length + 1)));
  if (read !== value.length) throw ODD;
  numbers[length] = written;
  count = length + 1 + ((written + 7) >> 3);
}

/** Whether it is something: an unknown name has no handle. */
function put(number: number): boolean {
  if (count === NUMBERS) throw ODD;
  numbers[count++] = number;
  return number !== UNKNOWN;
}

// What runs code of the caller's has a `try` of its own each time: one for all of them, around a function, takes 15 % longer.

/** The keys of an object as somebody writes it down; instances and the like are read in words. */
function keys(value: unknown): string[] {
  if (typeof value !== "object" || value === null) throw ODD;
  let plain, all;
  try {
    // Mostly so, and runtimes tell this without a call. Some have no `__proto__`.
    plain = (value as { __proto__?: unknown }).__proto__ === Object.prototype || isPlain(value);
    all = Object.keys(value);
  } catch {
    throw ODD;
  }
  if (!plain) throw ODD;
  return all;
}

function lengthOf(value: unknown): number {
  let length;
  try {
    length = Array.isArray(value) || value instanceof Float64Array ? value.length : NUMBERS + 1;
  } catch {
    throw ODD;
  }
  if (length > NUMBERS) throw ODD;
  return length;
}

function field(object: unknown, key: string | number): unknown {
  try {
    return (object as Record<string | number, unknown>)[key];
  } catch {
    throw ODD;
  }
}
