import type { Arguments, OptionKind } from "./arguments.js";
import type { Terminal } from "./terminal.js";

/** A command of the command line. */
export interface Command {
  /** How it is called. */
  readonly usage: string;
  /** What it is for, in a few words. */
  readonly about: string;
  /** What else is to be said. */
  readonly help: string;
  readonly options: Readonly<Record<string, OptionKind>>;
  /** Does it; gives what the process ends with: 0 good, 1 not good, 2 not possible. */
  run(args: Arguments, terminal: Terminal): number;
}
