// Reading an object of a test file key by key. Whatever is wrong with it is a `Trouble` at its place.

import { isList, isObject } from "../json.js";
import type { Json, JsonFile, JsonObject } from "../json.js";
import { didYouMean } from "../near.js";
import { Trouble } from "../trouble.js";
import type { Time } from "../../types.js";

type Code = "unknown_key" | "missing_key" | "bad_type" | "bad_value" | "duplicate_name";

export class Entry {
  readonly #file: JsonFile;
  readonly #object: JsonObject;

  constructor(file: JsonFile, value: Json, what: string) {
    if (!isObject(value)) throw new Trouble(file.file, "bad_type", `expected ${what}`, file.place(0));
    this.#file = file;
    this.#object = value;
  }

  get object(): JsonObject {
    return this.#object;
  }

  keys(): string[] {
    return Object.keys(this.#object);
  }

  has(key: string): boolean {
    return key in this.#object;
  }

  /** A key that is not among these would be ignored, and what it says not tested. */
  only(known: readonly string[]): void {
    const key = this.keys().find((key) => !known.includes(key));
    if (key !== undefined) this.refuse("unknown_key", `unknown key \`${key}\`${didYouMean(key, known)}`, key);
  }

  need(key: string): Json {
    const value = this.#object[key];
    return value === undefined ? this.refuse("missing_key", `\`${key}\` is missing`) : value;
  }

  text(key: string): string {
    const value = this.need(key);
    return typeof value === "string" ? value : this.wrong(key, "a text");
  }

  /** A text out of a closed list. */
  one<const Known extends string>(key: string, known: readonly Known[]): Known {
    return this.among(key, this.text(key), known);
  }

  among<const Known extends string>(key: string, text: Json, known: readonly Known[]): Known {
    const found = known.find((word) => word === text);
    if (found !== undefined) return found;
    if (typeof text !== "string") return this.wrong(key, `one of ${known.join(", ")}`);
    const near = didYouMean(text, known) || `; there are ${known.join(", ")}`;
    return this.refuse("bad_value", `\`${key}\` cannot be \`${text}\`${near}`, key);
  }

  optional(key: string): string | undefined {
    return this.has(key) ? this.text(key) : undefined;
  }

  /** A moment: what it means, the engine reads. */
  time(key: string): Time | undefined {
    if (!this.has(key)) return undefined;
    const value = this.need(key);
    const isTime = typeof value === "string" || typeof value === "number";
    return isTime ? value : this.wrong(key, "a time such as `2026-11-23T09:00:00Z`");
  }

  list(key: string): readonly Json[] {
    const value = this.need(key);
    return isList(value) ? value : this.wrong(key, "a list");
  }

  /** A list of different texts. */
  texts(key: string): readonly string[] {
    const texts = new Set<string>();
    for (const item of this.list(key)) {
      if (typeof item !== "string") return this.wrong(key, "a list of texts");
      if (texts.has(item)) this.refuse("duplicate_name", `\`${item}\` stands twice in \`${key}\``, key);
      texts.add(item);
    }
    return [...texts];
  }

  entry(key: string): Entry {
    const value = this.need(key);
    return isObject(value) ? new Entry(this.#file, value, "an object") : this.wrong(key, "an object");
  }

  /** The objects of a list. */
  entries(key: string): Entry[] {
    const list = this.list(key);
    if (!list.every(isObject)) return this.wrong(key, "a list of objects");
    return list.map((item) => new Entry(this.#file, item, "an object"));
  }

  wrong(key: string, expected: string): never {
    return this.refuse("bad_type", `\`${key}\`: expected ${expected}`, key);
  }

  refuse(code: Code, message: string, key?: string): never {
    throw new Trouble(this.#file.file, code, message, this.#file.placeOf(this.#object, key));
  }
}
