// Engines from files, with what is wrong in them shown at its line.

import { Engine, PermatrixError } from "./package.js";
import { bytesOf, MOST_TEXT } from "./files.js";
import type { JsonFile } from "./json.js";
import { Trouble } from "./trouble.js";
import type { Place } from "./trouble.js";

/** A catalog or facts: a file, or a part of one. */
export interface Document {
  readonly file: string;
  readonly json: string | Uint8Array;
  /** Where it begins in the file. */
  readonly from: Place;
}

const BEGINNING: Place = { line: 1, column: 1 };

export function factsIn(file: string): Document {
  return { file, json: bytesOf(file), from: BEGINNING };
}

export function catalogIn(file: string): Document {
  return { file, json: bytesOf(file, MOST_TEXT), from: BEGINNING };
}

/** An object inside a JSON file, as a document of its own. */
export function documentOf(file: JsonFile, object: object): Document {
  return { file: file.file, json: file.textOf(object), from: file.placeOf(object) };
}

/** A catalog alone, with nobody and nothing. */
export function openedAlone(json: JsonFile): Engine {
  const { name = "" } = Object(json.value) as { name?: unknown };
  const facts = JSON.stringify({ permatrix: 1, catalog: name });
  const whole = { file: json.file, from: BEGINNING };
  return opened({ ...whole, json: json.text }, { ...whole, json: facts });
}

/** An engine, or the `Trouble` that one of the two documents is. */
export function opened(catalog: Document, facts: Document): Engine {
  try {
    return Engine.from({ catalog: catalog.json, facts: facts.json });
  } catch (error) {
    if (!(error instanceof PermatrixError)) throw error;
    throw troubleIn(error.at?.path.startsWith("facts") === true ? facts : catalog, error);
  }
}

function troubleIn({ file, from }: Document, error: PermatrixError): Trouble {
  const { line, column } = error.at ?? {};
  if (line === undefined || column === undefined) return new Trouble(file, error.code, error.message);
  const place = { line: from.line + line - 1, column: line === 1 ? from.column + column - 1 : column };
  return new Trouble(file, error.code, withoutPlace(error.message, line, column), place);
}

/** The place stands before the message; the path, which says more, stays behind it. */
function withoutPlace(message: string, line: number, column: number): string {
  return message.replace(`, line ${line}, column ${column})`, ")");
}
