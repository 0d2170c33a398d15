/**
 * Control characters, and those that are not seen but change what is: a name in a file must not drive the terminal of whoever
 * looks at it, nor show itself as another. The last two, and lone surrogates, cannot stand in XML.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** The same text with what cannot be seen written out, as in JSON: `\u001b`. */
export function printable(text: string): string {
  return text.replace(UNSEEN, (character) => SHORT[character] ?? escaped(character.codePointAt(0) ?? 0));
}

function escaped(code: number): string {
  const hex = code.toString(16);
  return code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, "0")}`;
}

const STYLES = { good: "\u001b[32m", bad: "\u001b[31m" } as const;
const PLAIN = "\u001b[0m";

/** What a command prints, collected. Every line goes through `printable`, so no command has to think of it. */
export class Terminal {
  readonly #colours: boolean;
  #out = "";
  #err = "";

  constructor(colours: boolean) {
    this.#colours = colours;
  }

  /** A line of the answer. */
  line(text: string, style?: keyof typeof STYLES): void {
    const safe = printable(text);
    this.#out += this.#colours && style !== undefined ? `${STYLES[style]}${safe}${PLAIN}\n` : `${safe}\n`;
  }

  /** A line about what is wrong. */
  complain(text: string): void {
    this.#err += `${printable(text)}\n`;
  }

  get out(): string {
    return this.#out;
  }

  get err(): string {
    return this.#err;
  }
}
