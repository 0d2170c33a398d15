import type { ErrorCode } from "./package.js";

/** Line and column, from 1; columns count characters, as the engine's do. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Something is wrong with a file: the command ends with 2. */
export class Trouble extends Error {
  readonly file: string;
  readonly code: ErrorCode;
  readonly place: Place | undefined;

  constructor(file: string, code: ErrorCode, message: string, place?: Place) {
    super(message);
    this.file = file;
    this.code = code;
    this.place = place;
  }

  /** `file:line:column: code: message`, as compilers write it and editors read it. */
  get line(): string {
    return `${placed(this.file, this.place)}: ${this.code}: ${this.message}`;
  }
}

/** The command was called in a wrong way: it ends with 2. */
export class WrongUse extends Error {}

export function placed(file: string, place: Place | undefined): string {
  return place === undefined ? file : `${file}:${place.line}:${place.column}`;
}
