// From what stands on the command line to a command.

import { readFileSync } from "node:fs";
import { PermatrixError } from "./package.js";
import { read } from "./arguments.js";
import { explain } from "./explain.js";
import { lint } from "./lint.js";
import { didYouMean } from "./near.js";
import type { Terminal } from "./terminal.js";
import { test } from "./test/command.js";
import { Trouble, WrongUse } from "./trouble.js";
import { types } from "./types.js";

const COMMANDS = new Map(Object.entries({ test, lint, explain, types }));

/** Commands that a later version will have. */
const LATER = ["compile", "diff"];

const WRONG = 2;

/** Runs a command; gives what the process ends with. */
export function cli(args: readonly string[], terminal: Terminal): number {
  const [name, ...rest] = args;
  if (name === undefined) return complain(terminal, "which command?", ...overview());
  if (name === "--version" || name === "version") return say(terminal, version());
  if (["help", "--help", "-h"].includes(name)) return help(rest[0], terminal);
  const command = COMMANDS.get(name);
  if (command === undefined) return complain(terminal, unknown(name));
  if (asksForHelp(rest)) return help(name, terminal);
  try {
    return command.run(read(rest, command.options), terminal);
  } catch (error) {
    if (error instanceof Trouble) return complain(terminal, error.line);
    if (error instanceof WrongUse) {
      return complain(terminal, `permatrix ${name}: ${error.message}`, `usage: ${command.usage}`);
    }
    // The module failed inside: not a test that failed.
    if (error instanceof PermatrixError)
      return complain(terminal, `permatrix ${name}: ${error.code}: ${error.message}`);
    throw error;
  }
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  const before = end === -1 ? args : args.slice(0, end);
  return before.includes("--help") || before.includes("-h");
}

function help(name: string | undefined, terminal: Terminal): number {
  if (name === undefined) return say(terminal, ...overview());
  const command = COMMANDS.get(name);
  if (command === undefined) return complain(terminal, unknown(name));
  return say(terminal, `usage: ${command.usage}`, "", ...command.help.split("\n"));
}

function overview(): string[] {
  return [
    "usage: permatrix COMMAND …",
    "",
    ...[...COMMANDS].map(([name, { about }]) => `  ${name.padEnd(12)}${about}`),
    "  help        how a command is called: permatrix help COMMAND",
    "  --version   the version of the package",
    "",
    "Files are JSON. A command ends with 0 when all is well, 1 when tests fail or",
    "warnings count, 2 when it could not be done.",
  ];
}

function unknown(name: string): string {
  if (LATER.includes(name)) return `permatrix: \`${name}\` comes later: this version does not have it yet`;
  const near = didYouMean(name, [...COMMANDS.keys(), "help"]);
  return `permatrix: there is no command \`${name}\`${near || "; `permatrix help` lists them"}`;
}

function version(): string {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(
    readFileSync(new URL("../../package.json", import.meta.url)),
  );
  return (JSON.parse(text) as { version: string }).version;
}

function say(terminal: Terminal, ...lines: readonly string[]): number {
  for (const line of lines) terminal.line(line);
  return 0;
}

function complain(terminal: Terminal, ...lines: readonly string[]): number {
  for (const line of lines) terminal.complain(line);
  return WRONG;
}
