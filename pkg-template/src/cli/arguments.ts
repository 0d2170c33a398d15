import { parseArgs } from "node:util";
import { didYouMean } from "./near.js";
import { WrongUse } from "./trouble.js";

/** An option takes a text, or is there or not. */
export type OptionKind = "text" | "flag";

/** What a command was called with. */
export interface Arguments {
  readonly positionals: readonly string[];
  readonly texts: ReadonlyMap<string, string>;
  readonly flags: ReadonlySet<string>;
}

/** Reads what stands behind a command; an option it does not have is wrong use, not ignored. */
export function read(args: readonly string[], options: Readonly<Record<string, OptionKind>>): Arguments {
  const [positionals, texts, flags] = [[] as string[], new Map<string, string>(), new Set<string>()];
  for (const token of parsed(args, options)) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName, value, inlineValue } = token;
    if (!Object.hasOwn(options, name)) throw new WrongUse(unknown(rawName, options));
    if (texts.has(name) || flags.has(name)) throw new WrongUse(`${rawName} is given twice`);
    if (options[name] === "flag") {
      if (value !== undefined) throw new WrongUse(`${rawName} takes no value`);
      flags.add(name);
    } else if (value === undefined || (inlineValue === false && value.startsWith("-"))) {
      throw new WrongUse(`${rawName} needs a value`);
    } else texts.set(name, value);
  }
  return { positionals, texts, flags };
}

function parsed(args: readonly string[], options: Readonly<Record<string, OptionKind>>) {
  const types = Object.entries(options).map(([name, kind]) => [name, { type: kind === "flag" ? "boolean" : "string" }]);
  const config = Object.fromEntries(types) as Record<string, { type: "string" | "boolean" }>;
  return parseArgs({ args, options: config, strict: false, allowPositionals: true, tokens: true }).tokens;
}

function unknown(rawName: string, options: Readonly<Record<string, OptionKind>>): string {
  const names = Object.keys(options).map((name) => `--${name}`);
  return `there is no option ${rawName}${didYouMean(rawName, names)}`;
}

/** Exactly these, in this order. */
export function exactly<const Names extends readonly string[]>(
  { positionals }: Arguments,
  names: Names,
): { [Index in keyof Names]: string } {
  const absent = names[positionals.length];
  if (absent !== undefined) throw new WrongUse(`${absent} is missing`);
  const extra = positionals[names.length];
  if (extra !== undefined) throw new WrongUse(`\`${extra}\` is too much: it takes ${names.join(" ")}`);
  return positionals as unknown as { [Index in keyof Names]: string };
}
