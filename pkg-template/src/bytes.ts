// Plain data as bytes, as the module reads and writes it (docs/FORMAT.md, "Trees"): one piece of memory crosses, whatever is
// in it, instead of a call for each value.

const NOTHING = 0;
const FALSE = 1;
const TRUE = 2;
const NUMBER = 3;
const TEXT = 4;
const LIST = 5;
const OBJECT = 6;

const utf8 = new TextEncoder();
const text = new TextDecoder("utf-8", { ignoreBOM: true });

/** Texts up to here are put together letter by letter: the decoder takes longer to be called than these take. */
const SHORT = 48;

/** The bytes of a copy that `plain.ts` has made; what is `undefined` is nothing. */
export function encoded(data: unknown): Uint8Array {
  const writer = new Writer();
  writer.write(data);
  return writer.written();
}

class Writer {
  #bytes = new Uint8Array(512);
  #view = new DataView(this.#bytes.buffer);
  #end = 0;

  written(): Uint8Array {
    return this.#bytes.subarray(0, this.#end);
  }

  write(data: unknown): void {
    if (typeof data === "string") {
      this.#byte(TEXT);
      this.#text(data);
    } else if (typeof data === "number") {
      this.#byte(NUMBER);
      this.#room(8);
      this.#view.setFloat64(this.#end, data, true);
      this.#end += 8;
    } else if (typeof data === "boolean") this.#byte(data ? TRUE : FALSE);
    else if (typeof data !== "object" || data === null) this.#byte(NOTHING);
    else if (Array.isArray(data)) {
      this.#byte(LIST);
      this.#length(data.length);
      for (const item of data) this.write(item);
    } else {
      const entries = Object.entries(data);
      this.#byte(OBJECT);
      this.#length(entries.length);
      for (const [key, value] of entries) {
        this.#text(key);
        this.write(value);
      }
    }
  }

  #byte(byte: number): void {
    this.#room(1);
    this.#bytes[this.#end++] = byte;
  }

  #length(length: number): void {
    for (; length > 127; length >>>= 7) this.#byte((length & 127) | 128);
    this.#byte(length);
  }

  #text(value: string): void {
    const start = this.#end;
    if (value.length < 128) {
      this.#byte(value.length);
      this.#room(value.length);
      let at = 0;
      for (let code = 0; at < value.length && (code = value.charCodeAt(at)) < 128; at++) this.#bytes[this.#end++] = code;
      if (at === value.length) return;
      this.#end = start;
    }
    const bytes = utf8.encode(value);
    this.#length(bytes.length);
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  #room(count: number): void {
    if (this.#end + count <= this.#bytes.length) return;
    const bytes = new Uint8Array(2 * (this.#end + count));
    bytes.set(this.#bytes);
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }
}

/** The data in bytes that the module wrote, frozen to its last leaf: results are shared, and no screen edits a decision. */
export function decoded<T>(bytes: Uint8Array): T {
  return new Reader(bytes).read() as T;
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  read(): unknown {
    switch (this.#bytes[this.#at++]) {
      case FALSE:
        return false;
      case TRUE:
        return true;
      case NUMBER:
        return this.#number();
      case TEXT:
        return this.#text();
      case LIST:
        return this.#list();
      case OBJECT:
        return this.#object();
      default:
        return null;
    }
  }

  #number(): number {
    const at = this.#at;
    this.#at += 8;
    return new DataView(this.#bytes.buffer, this.#bytes.byteOffset).getFloat64(at, true);
  }

  #list(): readonly unknown[] {
    const list: unknown[] = [];
    for (let left = this.#length(); left > 0; left--) list.push(this.read());
    return Object.freeze(list);
  }

  #object(): object {
    const object: Record<string, unknown> = {};
    for (let left = this.#length(); left > 0; left--) {
      const key = this.#text();
      // A new object takes any key but this one, which is no name in a catalog.
      if (key === "__proto__") this.read();
      else object[key] = this.read();
    }
    return Object.freeze(object);
  }

  #length(): number {
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes[this.#at++] as number;
      length |= (byte & 127) << shift;
      if (byte < 128) return length;
    }
  }

  #text(): string {
    const length = this.#length();
    const start = this.#at;
    this.#at += length;
    if (length > SHORT) return text.decode(this.#bytes.subarray(start, this.#at));
    let letters = "";
    for (let at = start; at < this.#at; at++) {
      const code = this.#bytes[at] as number;
      if (code > 127) return text.decode(this.#bytes.subarray(start, this.#at));
      letters += String.fromCharCode(code);
    }
    return letters;
  }
}
