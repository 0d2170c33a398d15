// JSON that knows where everything stands, so that what is wrong with a test is shown at its line. Reads what the engine
// reads: RFC 8259, no key twice, no depth without end.

import { Trouble } from "./trouble.js";
import type { Place } from "./trouble.js";

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** Without a prototype: `__proto__` is a key like any other. */
export interface JsonObject {
  readonly [key: string]: Json;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !isList(value);
}

/** As `Array.isArray`, which does not know lists that are read only. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The engine takes 32 levels; a catalog can stand inside a test file. */
const DEEPEST = 64;

/** Each with its place: some hundred bytes. A catalog as large as it can be has a quarter of that. */
const MOST_VALUES = 2 ** 20;

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const SPACE = /[ \t\n\r]*/y;
const WORDS = new Map<string, Json>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** Where an object or a list begins and ends, and where its keys stand. */
interface Span {
  readonly start: number;
  end: number;
  readonly keys: Map<string, number>;
}

/** A JSON document, read. */
export class JsonFile {
  readonly file: string;
  readonly text: string;
  readonly value: Json;
  readonly #spans: WeakMap<object, Span>;
  /** Where each line begins. */
  readonly #lines: readonly number[];

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    this.#lines = beginnings(text);
    const reader = new Reader(this);
    this.value = reader.document();
    this.#spans = reader.spans;
  }

  place(offset: number): Place {
    let [line, last] = [0, this.#lines.length - 1];
    while (line < last) {
      const middle = (line + last + 1) >> 1;
      if ((this.#lines[middle] ?? 0) <= offset) line = middle;
      else last = middle - 1;
    }
    return { line: line + 1, column: characters(this.text.slice(this.#lines[line], offset)) + 1 };
  }

  /** Where an object or list of this document begins, or one of its keys stands. */
  placeOf(value: object, key?: string): Place {
    const span = this.#spans.get(value);
    return this.place((key === undefined ? undefined : span?.keys.get(key)) ?? span?.start ?? 0);
  }

  /** The text of an object or list of this document. */
  textOf(value: object): string {
    const span = this.#spans.get(value);
    return span === undefined ? "" : this.text.slice(span.start, span.end);
  }

  /** The place of what the engine calls `tools.rfi.actions.edit`, or of the last part of it that is there. */
  placeAt(path: string): Place {
    let [here, place] = [this.value, this.place(0)];
    for (const key of path.match(/[^.[\]]+/g) ?? []) {
      if (typeof here !== "object" || here === null || !Object.hasOwn(here, key)) break;
      const inner: Json = (here as JsonObject)[key] ?? null;
      const isItem = isList(here) && typeof inner === "object" && inner !== null;
      place = isItem ? this.placeOf(inner) : this.placeOf(here, key);
      here = inner;
    }
    return place;
  }
}

/** Where each line begins. */
function beginnings(text: string): number[] {
  const lines = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines.push(at + 1);
  return lines;
}

function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

class Reader {
  readonly spans = new WeakMap<object, Span>();
  readonly #file: JsonFile;
  readonly #text: string;
  #at = 0;
  #left = MOST_VALUES;

  constructor(file: JsonFile) {
    this.#file = file;
    this.#text = file.text;
  }

  document(): Json {
    const value = this.#value(DEEPEST);
    this.#space();
    if (this.#at < this.#text.length) this.#unreadable("nothing more");
    return value;
  }

  #value(depth: number): Json {
    this.#space();
    if (this.#left-- === 0) this.#refuse("limit", `more than ${MOST_VALUES} values; let facts be a file of their own`);
    const first = this.#text[this.#at];
    if (first === '"') return this.#string();
    if (first === "{" || first === "[") {
      if (depth === 0) this.#refuse("limit", `nested deeper than ${DEEPEST} levels`);
      return first === "{" ? this.#object(depth - 1) : this.#list(depth - 1);
    }
    for (const [word, value] of WORDS) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    return this.#number();
  }

  #number(): number {
    const found = this.#matched(NUMBER);
    if (found === "") this.#unreadable("a value");
    const number = Number(found);
    if (Number.isFinite(number)) return number;
    this.#at -= found.length;
    return this.#refuse("bad_value", "a number must be finite");
  }

  #string(): string {
    const start = this.#at;
    for (this.#at++; this.#text[this.#at] !== '"'; this.#at++) {
      if (!(this.#text.charCodeAt(this.#at) >= 0x20)) this.#unreadable("the end of a text");
      if (this.#text[this.#at] === "\\") this.#at++;
    }
    this.#at++;
    try {
      return JSON.parse(this.#text.slice(start, this.#at)) as string;
    } catch {
      this.#at = start;
      return this.#unreadable("a text without a wrong escape");
    }
  }

  #list(depth: number): Json {
    const list: Json[] = [];
    this.#spanned(list, "]", () => list.push(this.#value(depth)));
    return list;
  }

  #object(depth: number): Json {
    const object = Object.create(null) as Record<string, Json>;
    this.#spanned(object, "}", (span) => {
      this.#space();
      const start = this.#at;
      if (this.#text[start] !== '"') this.#unreadable("a key");
      const key = this.#string();
      if (span.keys.has(key)) {
        this.#at = start;
        this.#refuse("duplicate_key", `key \`${key}\` stands twice in one object`);
      }
      span.keys.set(key, start);
      if (!this.#took(":")) this.#unreadable("`:`");
      object[key] = this.#value(depth);
    });
    return object;
  }

  /** What stands between brackets, with commas between. */
  #spanned(value: object, close: string, part: (span: Span) => void): void {
    const span: Span = { start: this.#at++, end: 0, keys: new Map() };
    this.spans.set(value, span);
    if (!this.#took(close)) {
      do part(span);
      while (this.#took(","));
      if (!this.#took(close)) this.#unreadable(`\`,\` or \`${close}\``);
    }
    span.end = this.#at;
  }

  #took(character: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #space(): void {
    this.#matched(SPACE);
  }

  #matched(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? "";
    this.#at += found.length;
    return found;
  }

  #unreadable(expected: string): never {
    const found = this.#text.codePointAt(this.#at);
    const what = found === undefined ? "the end of the file" : `\`${String.fromCodePoint(found)}\``;
    return this.#refuse("bad_json", `not readable: expected ${expected}, found ${what}`);
  }

  #refuse(code: "bad_json" | "bad_value" | "duplicate_key" | "limit", message: string): never {
    throw new Trouble(this.#file.file, code, message, this.#file.place(this.#at));
  }
}
