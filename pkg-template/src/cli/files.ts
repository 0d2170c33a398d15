import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { JsonFile } from "./json.js";
import { Trouble } from "./trouble.js";

/** Bytes of facts: more than the engine takes (1 GiB) need not be read. */
const MOST_BYTES = 2 ** 30;

/** Bytes of a catalog or a test file, 64 MiB: they are kept as text. The largest catalog the limits allow has a few. */
export const MOST_TEXT = 2 ** 26;

/** Files with this ending are taken from folders. */
export const ENDING = ".test.json";

/** The bytes of a file. */
export function bytesOf(file: string, most = MOST_BYTES): Uint8Array {
  return reading(file, () => {
    // Looked at first: to open a pipe waits for somebody to write, and a device may never end.
    const { size, ...found } = described(file);
    if (!found.isFile) throw new Trouble(file, "bad_source", found.isFolder ? "it is a folder" : "it is not a file");
    if (size > most) throw new Trouble(file, "limit", `longer than ${most} bytes`);
    return readFileSync(file);
  });
}

function described(path: string): { size: number; isFile: boolean; isFolder: boolean } {
  const found = statSync(path);
  return { size: found.size, isFile: found.isFile(), isFolder: found.isDirectory() };
}

/** A JSON file, with places. */
export function jsonOf(file: string): JsonFile {
  const bytes = bytesOf(file, MOST_TEXT);
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Trouble(file, "bad_json", "not readable: the bytes are not UTF-8 text");
  }
  return new JsonFile(file, text);
}

export function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new Trouble(file, "bad_source", `cannot be written: ${reason(error)}`);
  }
}

/** The test files among `paths` and in the folders among them, each once, those of a folder by name. */
export function testFiles(paths: readonly string[], report: (trouble: Trouble) => void): string[] {
  const files = new Map<string, string>();
  for (const path of paths) {
    try {
      for (const file of filesIn(path)) if (!files.has(resolve(file))) files.set(resolve(file), file);
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      report(error);
    }
  }
  return [...files.values()];
}

function filesIn(path: string): string[] {
  const { isFolder } = reading(path, () => described(path));
  if (!isFolder) return [path];
  const found: string[] = [];
  const folders = [path];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const inside = folder;
    for (const entry of reading(inside, () => readdirSync(inside, { withFileTypes: true }))) {
      const name = join(inside, entry.name);
      // Links to folders are not followed: they are how one walks in circles.
      if (entry.isDirectory() && !isSkipped(entry.name)) folders.push(name);
      else if (!entry.isDirectory() && basename(name).endsWith(ENDING)) found.push(name);
    }
  }
  return found.sort();
}

/** What others have put there. */
function isSkipped(folder: string): boolean {
  return folder === "node_modules" || folder.startsWith(".");
}

function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Trouble) throw error;
    throw new Trouble(path, "bad_source", reason(error));
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  ENOTDIR: "there is no such file or folder",
  EISDIR: "it is a folder",
  EACCES: "it is not allowed",
  EPERM: "it is not allowed",
  ELOOP: "links lead in a circle",
  ENAMETOOLONG: "the name is too long",
  ERR_INVALID_ARG_VALUE: "no file can have this name",
};

/** Why the system refused, in words. */
function reason(error: unknown): string {
  const code = String((error as { code?: unknown } | null)?.code);
  return REASONS[code] ?? `the system says ${code}`;
}
